"""Where a sentence says something else than the question takes as given: negation, contrary, number, name, roles.

Compares words and their order alone, and speaks only where both texts are plain; silence is no agreement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from orchestra_modules.quoter.question import Question
from orchestra_modules.quoter.types import matches
from orchestra_modules.quoter.words import STOP, WORD, stem, stems

_OPPOSITES = """
above below | accelerate decelerate | accept reject | active inactive | add remove | add subtract | admit deny |
advantage disadvantage | after before | agree disagree | alive dead | allow forbid | allow prevent | allow prohibit
| ally enemy | always never | ancient modern | appear disappear | approve reject | arrival departure | arrive depart
| artificial natural | ascend descend | attach detach | attack defend | attract repel | autumn spring | bad good |
begin end | begin finish | best worst | better worse | beyond within | big small | birth death | born died | borrow
lend | bottom top | brother sister | build demolish | build destroy | buy sell | ceiling floor | cheap expensive |
close open | closest farthest | cold hot | colder warmer | coldest hottest | coldest warmest | combine separate |
common rare | complex simple | connect disconnect | conservative liberal | construct demolish | construct destroy |
cool warm | create destroy | dangerous safe | daughter mother | daughter son | day night | decline grow | decode
encode | decrease increase | decrease rise | decrypt encrypt | deep shallow | deepest shallowest | defeat victory |
dependent independent | different same | different similar | difficult easy | direct indirect | disable enable |
discourage encourage | download upload | downstream upstream | dry wet | earlier later | earliest latest | early
late | east west | eastern western | easy hard | empty full | end start | enter leave | equal unequal | even odd |
evening morning | exclude include | expand shrink | export import | external internal | fail succeed | failure
success | fair unfair | fall rise | false true | far near | farthest nearest | fast slow | faster slower | fastest
slowest | father mother | father son | female male | few many | fewer more | fewest most | find lose | finish start
| finite infinite | fire hire | first last | first second | first third | forbid permit | foreign native | forget
remember | formal informal | former latter | found lost | future past | gain lose | general specific | guilty
innocent | hate love | heavy light | high low | higher lower | highest lowest | horizontal vertical | husband wife |
illegal legal | impossible possible | improve worsen | indoor outdoor | input output | inside outside |
insignificant significant | install uninstall | invisible visible | involuntary voluntary | join leave | king queen
| large small | larger smaller | largest smallest | least most | left right | less more | likely unlikely | load
unload | lock unlock | long short | longer shorter | longest shortest | lose win | lost won | lower upper | major
minor | majority minority | man woman | maximal minimal | maximum minimum | men women | mount unmount | narrow wide
| necessary unnecessary | negative positive | new old | newer older | newest oldest | north south | northeast
southwest | northern southern | northwest southeast | offer refuse | official unofficial | often rarely | often
seldom | old young | older younger | oldest youngest | oppose support | peace war | permanent temporary | poor rich
| poor wealthy | poorer richer | poorest richest | popular unpopular | prince princess | private public | pull push
| quick slow | rarely usually | rural urban | second third | shorter taller | shortest tallest | stable unstable |
start stop | strong weak | stronger weaker | strongest weakest | subscribe unsubscribe | summer winter | thick thin
| unusual usual
"""
_CONTRARY: dict[str, set[str]] = {}
for _pair in _OPPOSITES.split("|"):
    _one, _other = map(stem, _pair.split())
    _CONTRARY.setdefault(_one, set()).add(_other)
    _CONTRARY.setdefault(_other, set()).add(_one)

_NEGATED = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|unable|lack(?:s|ed|ing)?|fail(?:s|ed|ing|ure)?"
    r"|\w+n['\u2019]t)\b",
    re.IGNORECASE,
)
_SOMEHOW_NEGATED = re.compile(  # a sentence has more ways to say no
    _NEGATED.pattern + r"|\b(?:except\w*|instead|rather|refus\w*|fail\w*|declin\w+|ceas\w+|stop\w*|suspend\w*"
    r"|prevent\w*|exclu\w+|prohibit\w*|forb[ai]d\w*|hardly|incapable|impossible|absence|free of)\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"(?:un|in|im|il|ir|dis|non)(?=\w{4})")
_DENIES = re.compile(r"(?:not|never|cannot|\w+n['\u2019]t)\Z")
_YEAR = re.compile(r"(?:1\d|20|21)\d\d\Z")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*\Z")
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "got", "gets", "get"})
_ARTICLES = frozenset({"the", "a", "an"})
_SUBJECT_ASKED = re.compile(r"(?:who|what|which)\b", re.IGNORECASE)
_HELPERS = _BE | {"did", "do", "does", "has", "have", "had", "can", "could", "will", "would", "should", "may", "might"}
_MUST_HOLD = frozenset({"number", "date"})
_NEAR = 4  # words between two that belong together, at most
_AFTER_ASKING = 2  # "which town": what is asked for has no part in what is given
_SAME_NAME = 0.6  # of their letters make two spellings of a name one
_BEGINNING = 4  # letters that two forms of a name have in common
_INITIALS = 3  # capitals, at most: a short form or a numeral, which stands for other words


@dataclass(frozen=True)
class _Words:
    """A text's words as written, in small letters, and their stems."""

    written: list[str]
    low: list[str]
    stems: list[str]

    @classmethod
    def of(cls, text: str) -> _Words:
        # Numbers whole: "1,200" and "3.5" are one word here.
        written = re.findall(r"\d+(?:[.,]\d+)*|" + WORD.pattern, text)
        low = [word.lower() for word in written]
        return cls(written, low, [stem(word) for word in low])


def conflict(question: Question, sentence: str, around: str = "", everything: str = "") -> str:
    """What the sentence says otherwise than the question, in a few words, or nothing.

    `around` is what the sentence stands among: a name or a year said there is not missing. `everything` is all that
    was found.
    """
    asked, said = _Words.of(question.asking), _Words.of(sentence)
    return (
        _negation(question, asked, said, sentence)
        or _contrary(question, asked, said)
        or _number(asked, said, around)
        or _name(asked, said, around)
        or _absent(asked, f"{around} {sentence}", everything)
        or _roles(asked, said)
        or _kind(question, sentence)
    )


def _negation(question: Question, asked: _Words, said: _Words, sentence: str) -> str:
    if question.expected == "verdict":
        return ""  # "no" answers it
    if _NEGATED.search(question.asking):
        prefixed = any(
            stem(_PREFIX.sub("", word, count=1)) in question.terms for word in said.low if _PREFIX.match(word)
        )
        return "" if prefixed or _SOMEHOW_NEGATED.search(sentence) else "it does not say what is not so"
    if "non" in asked.low and "non" not in said.low:
        return "it does not say 'non'"
    for place, word in enumerate(said.low):
        if _DENIES.match(word):
            after = [part for part in said.stems[place + 1 : place + 3] if part in question.terms]
            if after and after[0] == _verb(asked):
                return f"it says {word!r}"
    return ""


def _contrary(question: Question, asked: _Words, said: _Words) -> str:
    own = set(said.stems)
    content = [part for part, word in zip(asked.stems, asked.low, strict=True) if word not in STOP or part in _CONTRARY]
    for place, term in enumerate(content):
        if term in own:
            continue
        others = (_CONTRARY.get(term, set()) & own) - set(content)
        beside = [part for part in content[max(0, place - 1) : place + 2] if part in own and part in question.terms]
        for other in others:
            for neighbour in beside:
                if _apart(said.stems, other, neighbour) <= _NEAR:
                    return f"it says {said.low[said.stems.index(other)]!r}, not {asked.low[asked.stems.index(term)]!r}"
    return ""


def _number(asked: _Words, said: _Words, around: str) -> str:
    have = {word for word in said.low if _NUMBER.match(word)}
    for place, word in enumerate(asked.low):
        if not _NUMBER.match(word) or word in have:
            continue
        if _YEAR.match(word):
            others = sorted(other for other in have if _YEAR.match(other) and other not in asked.low)
            if others and word not in around:
                return f"it is of {others[0]}, not of {word}"
            continue
        counted = next((part for part in asked.stems[place + 1 : place + 2]), "")
        for other, part in enumerate(said.low):
            if (
                _NUMBER.match(part)
                and not _YEAR.match(part)
                and counted
                and counted in said.stems[other + 1 : other + 2]
            ):
                return f"it says {part}, not {word}"
    return ""


def _name(asked: _Words, said: _Words, around: str) -> str:
    known = set(said.stems)
    for place in range(1, len(asked.written) - 1):
        first, second = asked.written[place : place + 2]
        if not (first[0].isupper() and second[0].isupper()) or {first.lower(), second.lower()} & STOP:
            continue
        for missing, held, step in ((place, place + 1, -1), (place + 1, place, 1)):
            if asked.stems[missing] in known or asked.stems[held] not in said.stems:
                continue
            beside = said.stems.index(asked.stems[held]) + step
            if not 0 <= beside < len(said.written):
                continue
            other = said.written[beside]
            if not other[0].isupper() or other.lower() in STOP or _alike(other, asked.written[missing]):
                continue
            if asked.stems[missing] not in stems(around):
                return f"it speaks of {other!r}, not of {asked.written[missing]!r}"
    return ""


def _absent(asked: _Words, around: str, everything: str) -> str:
    """Whether something that the question names is named nowhere in what was found, in no spelling."""
    names = [
        place
        for place, word in enumerate(asked.written)
        if place and word[0].isupper() and not word.isupper() and len(word) >= _BEGINNING and word.lower() not in STOP
    ]
    for text in (around, everything):
        known = set(stems(text)) if names else set()
        known |= {part[:_BEGINNING] for part in known}
        names = [place for place in names if known.isdisjoint({asked.stems[place], asked.stems[place][:_BEGINNING]})]
    return f"nothing that was found speaks of {asked.written[names[0]]!r}" if names else ""


def _roles(asked: _Words, said: _Words) -> str:
    """Whether who does it and to whom are the other way round: "who defeated Rome" against "Rome defeated Corinth"."""
    verb = _verb(asked)
    if not verb:
        return ""
    for place, name in enumerate(asked.stems):
        if name == verb or place < _AFTER_ASKING or asked.low[place] in STOP:
            continue
        one, other = _role(asked, verb, name, asking=True), _role(said, verb, name)
        if one and other and one != other:
            return f"there {asked.low[asked.stems.index(name)]!r} {'does it' if other == 'does' else 'has it done'}"
    return ""


def _verb(asked: _Words) -> str:
    """The stem of the verb, where the question's form shows it."""
    if not asked.low or not _SUBJECT_ASKED.match(asked.low[0]):
        return ""
    helper = next((place for place, word in enumerate(asked.low[1:4], 1) if word in _HELPERS), None)
    if helper is None:
        place = next((place for place, word in enumerate(asked.low[1:3], 1) if word.endswith(("ed", "s"))), None)
        return asked.stems[place] if place else ""
    if asked.low[helper] in {"did", "do", "does"}:
        rest = [place for place in range(helper + 1, len(asked.low)) if asked.low[place] not in STOP]
        return asked.stems[rest[1]] if len(rest) > 1 and rest[1] - rest[0] == 1 else ""
    place = helper + 1
    return asked.stems[place] if place < len(asked.low) and asked.low[place].endswith("ed") else ""


def _role(words: _Words, verb: str, name: str, *, asking: bool = False) -> str:
    """Whether a name beside the verb does it or has it done to it; nothing where that cannot be seen."""
    for place, part in enumerate(words.stems):
        if part != verb:
            continue
        passive = any(word in _BE for word in words.low[max(0, place - 2) : place])
        before = place - 2 if passive else place - 1
        after = place + 1
        if after < len(words.low) and words.low[after] == "by":
            after, passive = after + 1, True
        elif passive:
            after = len(words.low)
        while after < len(words.low) and words.low[after] in _ARTICLES:
            after += 1
        finite = asking or words.low[place].endswith(("ed", "s"))
        if finite and before >= 0 and words.stems[before] == name:
            return "suffers" if passive else "does"
        if finite and after < len(words.stems) and words.stems[after] == name:
            return "does" if passive else "suffers"
    return ""


def _kind(question: Question, sentence: str) -> str:
    """Whether a number or a date is asked for and there is none."""
    if question.expected in _MUST_HOLD and matches(question, sentence) == 0.0:
        return f"it names no {question.expected}"
    return ""


def _apart(stems: list[str], one: str, other: str) -> int:
    """How many words lie from one stem to the nearest of the other."""
    ones = [place for place, part in enumerate(stems) if part == one]
    return min(abs(place - here) for place, part in enumerate(stems) if part == other for here in ones)


def _alike(one: str, other: str) -> bool:
    if (one.isupper() and len(one) <= _INITIALS) or (other.isupper() and len(other) <= _INITIALS):
        return True
    return SequenceMatcher(None, stem(one.lower()), stem(other.lower())).ratio() > _SAME_NAME
