"""A text about things that change hands as a formal story. Knows no solver.

The verb of holding is learnt from the sentence that says who has what at first: it is what all its parts share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from orchestra_modules.logic.arrangements.exchanges.story import Event, Give, GiveAll, Rotate, Story, Swap
from orchestra_modules.logic.arrangements.sentences import vocabulary
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_NAME: Final = (
    r"(?:(?:[Tt]he |[Aa]n? )?(?:[a-z]+ )?(?i:box|cup|basket|drawer|jar|bag"
    r"|bowl|bucket|shell|hat|shelf|chair|seat|room|slot|position|bin|tray|pot) ?(?:\d+"
    r"|[A-Z])?|(?:Mr |Mrs |Ms |Dr )?[A-Z][\w'-]*(?: [A-Z][\w'-]*)?)"
)
_CONTAINER: Final = regex(r"(?i:\b(?:box|cup|basket|drawer|jar|bag|bowl|bucket|shell|hat|seat|chair|shelf)\b)")
_SWAP_VERBS: Final = "swaps?|swapped|trades?|traded|exchanges?|exchanged|switch(?:es|ed)?|change[ds]?|interchange[ds]?"
_ORDER: Final = (
    r"(?i:(?:first|second|third|fourth|fifth|then|next|after that|after this"
    r"|afterwards?|later|finally|lastly|at last|and then|and|now|subsequently"
    r"|once more|again|in the end|last)\b,? ?(?:of all,? ?)?)*"
)
_SWAP: Final = regex(
    rf"^{_ORDER}(?P<a>{_NAME}) and (?P<b>{_NAME}) (?:both |then |again |also )?(?:{_SWAP_VERBS})(?: (?P<what>.+))?$",
)
_WITH: Final = regex(
    rf"^{_ORDER}(?P<a>{_NAME}) (?:then |again |also )?(?:{_SWAP_VERBS})(?: (?P<what>[\w' -]+?))? (?"
    rf":with|for) (?P<b>{_NAME})(?:'s(?: (?P<other>[\w -]+))?)?$"
)
_SWAPPED: Final = regex(
    rf"^{_ORDER}(?:[Tt]he contents of |[Tt]he things in )?(?P<a>{_NAME}) and (?P<b>{_NAME}) (?:are"
    r"|were|get|got|have been) (?:swapped|switched|exchanged|interchanged)(?: around)?$"
)
#: of two holders, no matter which is named first
_BOTH: Final = regex(
    rf"^{_ORDER}(?:(?:[Tt]hey|[Tt]he two(?: of them)?) (?:both |then |again )?(?:{_SWAP_VERBS})"
    r"|(?:[Tt]heir contents|[Tt]he contents) (?:are|were|get|got) (?:then |again )?(?:swapped|switched|exchanged))"
    r"(?: again)?(?: (?P<what>their .+|them|contents))?$"
)
_ORDERED: Final = regex(
    (
        rf"^{_ORDER}(?:[Ss]wap|[Ss]witch|[Ee]xchange|[Tt]rade) (?:the contents of )?(?P<a>{_NAME}) (?:a"
        rf"nd|with) (?P<b>{_NAME})$"
    ),
)
_GIVE: Final = regex(
    rf"^{_ORDER}(?P<a>{_NAME}) (?:then |also )?(?:gives?|gave|hands?|handed"
    r"|passes|passed|pass|sends?|sent|throws?|threw|sells?|sold|lends?|lent) (?:over )?(?:"
    r"(?P<what>(?:the|his|her|their|its|a|an) .+?|it|everything|all .+?) (?:over )?to (?P<b>"
    rf"{_NAME})|(?P<b2>{_NAME}) (?P<what2>(?:the|his|her|their|a|an) .+|it))$"
)
_TAKE: Final = regex(
    (
        rf"^{_ORDER}(?P<b>{_NAME}) (?:takes?|took|gets?|got|receives?|received|buys?"
        rf"|bought|borrows?|borrowed) (?P<what>(?:[Tt]he|[Aa]n?) .+?|[Ii]t) from (?P<a>{_NAME})$"
    ),
)
_MOVE: Final = regex(
    rf"^{_ORDER}(?P<what>(?:[Tt]he|[Aa]n?) .+?|[Ii]t) (?:is|was|gets|has been) (?:then )?(?:moved"
    rf"|put|placed|transferred|carried|taken|passed|given|shifted|handed)(?: from (?P<a>{_NAME}))?("
    rf"?: (?:in)?to| in| into| inside) (?P<b>{_NAME})$"
)
_MOVER: Final = regex(
    rf"^{_ORDER}(?:[A-Z]\w+ |[Ss]omeone |he |she |they |i |we )?(?:moves?|moved"
    rf"|puts?|transfers?|transferred) (?P<what>(?:[Tt]he|[Aa]n?) .+?|[Ii]t)(?: from (?P<a>{_NAME}))"
    rf"? (?:in)?to (?P<b>{_NAME})$"
)
_ROUND: Final = regex(
    (
        rf"^{_ORDER}(?:everyone|everybody|each (?:person|player|of them|child)) (?:passes"
        r"|gives|hands) (?:his|her|their|the) [\w ]+ to the (?:person|next person"
        r"|one|player|neighbour|neighbor) (?:on|to) (?:the|his|her|their) (?P<side>left"
        r"|right)$"
    ),
    re.IGNORECASE,
)
_STORY: Final = regex(
    (
        r"\b(?:swap|trade|exchange|switch|change|pass|shuffle|trading|swapping"
        r"|exchanging|passing|switching)\b|\b(?:friends|players|dancers|people"
        r"|children|kids|team|game|students|colleagues|cups|boxes|playing|party"
        r"|table|sitting|standing)\b"
    ),
    re.IGNORECASE,
)
_PARTED: Final = regex(r"(?<=[.?!:])\s+(?=[A-Z\"“])|\n+")
_LINKED: Final = regex(rf",? (?:and )?then (?={_NAME} (?:and|swap|trade|exchange|switch|give|pass|hand))|;\s+")
_ASK_HOLDER: Final = regex(
    r"^(?i:(?:at|by|in) the end(?: of (?:the|this) [\w ]+)?,? |(?:after|following) (?:all "
    r"|these |the |this )*[\w ]*?,? |in the end,? |finally,? |now,? |then,? "
    r"|so,? )*"
    rf"(?:(?P<who>{_NAME}) (?:now )?(?P<verb>[a-z]+(?: [a-z]+){{0,2}}?)(?: (?P<det>the"
    rf"|a|an))?|[Ww]h(?:at|om?) (?:does|did|is|will|do) (?P<who2>{_NAME}) (?P<verb2>[a-z]+(?: [a-z]+){{0,2"
    rf"}}?)(?: (?:at|in) the end(?: of .+)?| now| finally)?|"
    rf"(?:[Ww]hich|[Ww]hat) (?P<kind>[\w]+(?: \w+)?) (?:does|is|did|will) (?P<who3>{_NAME}) (?P<verb3>"
    rf"[a-z]+(?: [a-z]+){{0,2}}?)(?: (?:at|in) the end(?: of .+)?| now| finally)?"
    r"|(?:[Ww]hat|[Ww]hich \w+) (?:is|are|was|ends? up) (?:now )?(?:in|under"
    rf"|inside|on) (?P<who4>{_NAME})(?: (?:at|in) the end| now)?)$",
)
_ASK_ITEM: Final = regex(
    r"^(?:(?:at|by|in) the end(?: of (?:the|this) [\w ]+)?,? |(?:after|following) [\w ]+?, "
    r"|in the end,? |finally,? |now,? |then,? |so,? )*"
    r"(?:(?:who|which (?:person|player|one|box|cup|friend|child|\w+))(?: of them)? (?:now )?(?P<verb>"
    r"[a-z]+(?: [a-z]+){0,2}?) (?P<item>(?:the |a |an )?[\w' -]+?)|where (?:is"
    r"|does|did|will) (?P<item2>(?:the |a |an )?[\w' -]+?)(?: end up)?|(?:in"
    r"|under) which \w+ is (?P<item3>(?:the |a |an )?[\w' -]+?))"
    r"(?: (?:at|in) the end(?: of .+)?| now| finally)?$",
    re.IGNORECASE,
)
_HOLDS: Final = vocabulary(
    "has have had holds hold holding gets get got owns own owning with is in plays play playing keeps keep "
    "carries carry ends up wearing wears driving drives reading reads"
)


@dataclass
class _Draft:
    people: list[str] = field(default_factory=list)
    held: list[tuple[str, str]] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    verb: str = ""
    nouns: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    words: set[str] = field(default_factory=set)  # of the sentences before the first event
    last: str = ""  # the thing spoken of last, which "it" stands for

    def holder(self, words: str, add: bool = True) -> str:
        key = _key(words)
        if key not in self.people:
            if not add:
                raise NotUnderstood(f"who “{words}” is")
            self.people.append(key)
            self.shown[key] = _bare(words)
        return key

    def item(self, words: str) -> str:
        """The key of a thing that is held, by its words or by those that only one thing has."""
        key = _key(words)
        if key == "it":
            if not self.last:
                raise NotUnderstood("what “it” stands for")
            return self.last
        keys = [item for _, item in self.held]
        found = [item for item in keys if item == key] or [
            item for item in keys if set(key.split()) <= set(item.split()) or set(item.split()) <= set(key.split())
        ]
        if len(found) != 1 or (set(key.split()) - set(found[0].split())) & _NOT_THE_SAME:
            raise NotUnderstood(f"what “{words}” is")
        return found[0]


#: words by which a thing that is named beside another is not that thing: a copy of the key, half the cake
_NOT_THE_SAME: Final = vocabulary("of copy half part piece some another other new second picture photo drawing empty")


def _bare(words: str) -> str:
    return re.sub(r"^(?:the|a|an|his|her|their|its|my) ", "", words.strip(), flags=re.IGNORECASE)


def _key(words: str) -> str:
    return _bare(words).lower()


def read(question: Question) -> Story:
    """Read a story. NotUnderstood if it is none."""
    text = question.stem.replace("\u2019", "'")
    if len(text) > 6000 or not re.search(
        r"\b(?:swap|trad|exchang|switch|interchang|giv|gave|hand|pass|mov|took|takes?|transfer|put|chang)",
        text,
        re.IGNORECASE,
    ):
        raise NotUnderstood("nothing changes hands")
    parts = [one.strip() for part in _PARTED.split(text) for one in _LINKED.split(part) if one.strip()]
    draft = _Draft()
    asked = ""
    for index, part in enumerate(parts):
        if not draft.events:
            draft.words |= set(re.findall(r"[a-z]+", " ".join(parts[:index]).lower()))
        sentence = part.rstrip(". ")
        if index == len(parts) - 1 and draft.held:
            asked = sentence
            break
        if part.endswith((":", "?")):
            if part.endswith("?"):
                raise NotUnderstood("a question before the end")
            continue
        if not _event(sentence, draft) and not _initial(sentence, draft) and not _scene(sentence, draft):
            raise NotUnderstood(f"the sentence “{sentence[:120]}”")
    if not draft.held or not draft.events or not asked:
        raise NotUnderstood("who has what, what changes hands, and a question")
    return _asked(asked.rstrip("?: "), draft)


def _initial(sentence: str, draft: _Draft) -> bool:
    """Who has what at first: parts that share their verb."""
    if draft.events:
        return False
    body = re.sub(
        (
            r"^(?:at (?:the )?(?:start|beginning|first)(?: of [\w ]+?)?|initially|to (?:start"
            r"|begin)(?: with)?|in the beginning|originally|first),? "
        ),
        "",
        sentence,
        flags=re.IGNORECASE,
    )
    clauses = [
        clause
        for clause in re.split(
            r",? and (?=(?:the )?[A-Z])|, (?=(?:the )?[A-Z])|; (?:and )?|,? while |, (?:and )?(?=the )|,? and (?=the )"
            r"|,? and (?=an? (?:box|cup|basket|drawer|jar|bag|bowl|bucket) )",
            body,
        )
        if clause
    ]
    found = []
    for clause in clauses:
        told = _holding(clause.strip(), draft)
        if told is None:
            return False
        found.append(told)
    for holder, item, shown in found:
        name = draft.holder(holder)
        key = _key(item)
        if any(key == other for _, other in draft.held):
            return False
        draft.held.append((name, key))
        draft.shown[key] = shown
        draft.nouns |= {key.split()[-1]}
        draft.last = key
    return bool(found)


_PLACED: Final = regex(
    (
        r"^(?P<item>(?:[Tt]he|[Aa]n?) [\w' -]+?) (?:is|was|starts|sits|lies|are"
        r"|were|starts out|begins) (?:hidden |placed |put |kept )?(?:in|under|inside"
        rf"|on|with|at) (?P<who>{_NAME})$"
    ),
)
_HOLDING: Final = regex(
    rf"^(?P<who>{_NAME}) (?P<verb>(?:is |was |are )?[a-z]+(?: with| out with| off with| up| in| on| at)?) (?P<item>.+)$"
)
_CHANGING: Final = regex(
    r"(?:swap|trad|exchang|switch|giv|gave|hand|pass|mov|took|take|lent|lend|los|drop|sell|sold|buy|bought|eat|ate|borrow)"
)
_BAD: Final = regex(
    (
        r"\b(?:in|into|inside|under|and|or|not|no|than|who|that|which|if|swap\w*|trad\w+|switch\w*|nothing"
        r"|more|less|says?|lies?|because|but|left of|right of|to the|next to|years?"
        r"|each)\b"
    ),
    re.IGNORECASE,
)


def _holding(clause: str, draft: _Draft) -> tuple[str, str, str] | None:
    if (placed := _PLACED.match(clause)) is not None:
        return placed["who"], placed["item"], _bare(placed["item"])
    match = _HOLDING.match(clause)
    if match is None or _BAD.search(match["item"]) or len(match["item"].split()) > 6:
        return None
    verb = match["verb"]
    if verb in ("is", "are", "was", "and", "says", "lies", "of") or _CHANGING.match(verb):
        return None
    if draft.verb and verb != draft.verb:
        return None
    draft.verb = verb
    item = match["item"]
    return match["who"], item, _bare(item) if re.match(r"(?:the|a|an|his|her|their) ", item) else item


def _event(sentence: str, draft: _Draft) -> bool:
    """Read a swap, a gift or a move; false where the sentence is none."""
    if not draft.held:
        return False
    sentence, count = _repeated(sentence)
    for pattern in (_SWAP, _WITH, _SWAPPED, _ORDERED):
        match = pattern.match(sentence)
        if match is None:
            continue
        first, second = (draft.holder(match[group], _CONTAINER.search(match[group]) is not None) for group in "ab")
        groups = match.groupdict()
        if not _covers(groups.get("what") or "", draft) or not _covers(groups.get("other") or "", draft):
            raise NotUnderstood(f"what is swapped in “{sentence[:80]}”")
        if first == second:
            raise NotUnderstood(f"{match['a']} swaps with itself")
        draft.events += [Swap(first, second)] * count
        return True
    if (match := _BOTH.match(sentence)) is not None:
        if len(draft.people) != 2 or not _covers(match["what"] or "", draft):
            raise NotUnderstood(f"who swaps what in “{sentence[:80]}”")
        draft.events += [Swap(*draft.people)] * count
        return True
    if count != 1:
        return False
    for pattern in (_GIVE, _TAKE, _MOVE, _MOVER):
        match = pattern.match(sentence)
        if match is not None:
            draft.events.append(_gift(match, draft))
            return True
    if (match := _ROUND.match(sentence)) is not None:
        holders = tuple(draft.people)
        draft.events.append(Rotate(holders if match["side"].lower() == "left" else tuple(reversed(holders))))
        return True
    return False


def _repeated(sentence: str) -> tuple[str, int]:
    """A sentence that ends in "twice" or "three times", without it, and how often."""
    match = re.match(r"^(.+?) (?:(twice)|(\w+) times)$", sentence)
    if match is None:
        return sentence, 1
    count = 2 if match[2] else cardinal(match[3])
    return (match[1], count) if count and count <= 100 else (sentence, 1)


def _gift(match: re.Match[str], draft: _Draft) -> Event:
    groups = match.groupdict()
    receiver = draft.holder(groups.get("b") or groups.get("b2") or "")
    giver = draft.holder(match["a"]) if match["a"] else ""
    words = groups.get("what") or groups.get("what2") or ""
    if giver and re.match(r"(?:everything|all )", words, re.IGNORECASE):
        return GiveAll(giver, receiver)
    if (
        giver
        and re.match(r"(?:his|her|their|its) \w+$", words, re.IGNORECASE)
        and _key(words) not in [i for _, i in draft.held]
    ):
        if _covers(words, draft):
            return GiveAll(giver, receiver)
        raise NotUnderstood(f"what “{words}” is")
    item = draft.item(words)
    draft.last = item
    return Give(giver, item, receiver)


_GENERAL: Final = vocabulary(
    "places positions seats partners things items belongings contents objects gifts presents "
    "them everything spots "
    "fruit fruits toys pets animals vehicles drinks snacks instruments tools roles jobs"
)


def _covers(words: str, draft: _Draft) -> bool:
    """Whether words such as "their books" name all that is held, not one thing among others."""
    plain = re.sub(r"^(?:(?:all|their|his|her|its|the|of) )*", "", words.strip().lower()).split()
    plain = [
        word for word in plain if word not in ("again", "back", "around", "with", "each", "other", "one", "another")
    ]
    if not plain:
        return True
    known = {_singular(word) for word in draft.words | _GENERAL}
    return len(plain) <= 2 and all(_singular(word) in known for word in plain)


def _singular(word: str) -> str:
    return re.sub(r"(?:es|s)$", "", word)


_SCENE: Final = regex(
    rf"^(?:{_NAME}, )*{_NAME},? and {_NAME} (?:are|were|is|each|all|have|sit"
    r"|stand|play|go|meet|work|live|decide|gather)\b"
)


def _scene(sentence: str, draft: _Draft) -> bool:
    """A sentence that introduces the people, or says that they will swap: it tells nothing of who has what."""
    if draft.events and not re.match(r"^(?:as|during|throughout|over|while)\b", sentence, re.IGNORECASE):
        return False
    named = re.findall(r"(?<![.!?:] )(?<!^)\b[A-Z][a-z]+", sentence)
    if _SCENE.match(sentence):
        return True
    if draft.held and any(_key(name) in draft.people for name in named):
        return False
    return _STORY.search(sentence) is not None and not re.search(
        r"\b(?:if|not|unless|except|only|twice|half)\b", sentence
    )


def _asked(text: str, draft: _Draft) -> Story:
    def story(holder: str = "", item: str = "") -> Story:
        return Story(tuple(draft.held), tuple(draft.events), holder, item, tuple(draft.shown.items()))

    match = _ASK_HOLDER.match(text)
    if match is not None:
        groups = match.groupdict()
        words = groups["who"] or groups["who2"] or groups["who3"] or groups["who4"] or ""
        verb = (groups["verb"] or groups["verb2"] or groups["verb3"] or "").split()
        known = set(draft.verb.split()) | _HOLDS
        if _key(words) in draft.people and all(_stem(word) in {_stem(one) for one in known} for word in verb):
            return story(holder=_key(words))
    match = _ASK_ITEM.match(text)
    if match is not None:
        words = match["item"] or match["item2"] or match["item3"]
        verb = (match["verb"] or "").split()
        known = set(draft.verb.split()) | _HOLDS
        if all(_stem(word) in {_stem(one) for one in known} for word in verb):
            return story(item=draft.item(words))
    raise NotUnderstood(f"the question “{text[:120]}”")


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|s)$", "", word.lower())
