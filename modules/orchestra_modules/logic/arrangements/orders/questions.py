"""What is asked of an order: which statement holds, who stands where, where someone stands, the whole order, how many.

Knows the grammar of questions; the claims inside them are read by `clauses`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from orchestra_modules.logic.arrangements.orders.claims import WHO, Ahead, Axis, Claim, named
from orchestra_modules.logic.arrangements.orders.clauses import claim
from orchestra_modules.logic.arrangements.orders.counting import counted
from orchestra_modules.logic.arrangements.orders.framing import end
from orchestra_modules.logic.arrangements.orders.relations import comparative
from orchestra_modules.logic.arrangements.orders.things import thing
from orchestra_modules.logic.arrangements.sentences import vocabulary
from orchestra_modules.solving.regex import regex

Mode: TypeAlias = Literal["must", "could", "never", "may_fail"]


@dataclass(frozen=True)
class WhichStatement:
    """Which of the statements offered must, could or cannot hold."""

    mode: Mode


@dataclass(frozen=True)
class Who:
    """Which things the claim holds of; `pair` where only those are compared."""

    claim: Claim
    mode: Mode = "must"
    pair: tuple[str, ...] = ()


@dataclass(frozen=True)
class HowMany:
    """Of how many things the claim holds."""

    claim: Claim


@dataclass(frozen=True)
class Whether:
    """Whether the claim holds."""

    claim: Claim
    mode: Mode = "must"


@dataclass(frozen=True)
class WholeOrder:
    """All things in order, from the end named."""

    start: Axis | None


@dataclass(frozen=True)
class Where:
    """The place of a thing."""

    thing: str


@dataclass(frozen=True)
class HowManyOrders:
    """The number of orders that meet the statements."""


Asked: TypeAlias = WhichStatement | Who | HowMany | Whether | WholeOrder | Where | HowManyOrders

_MAY: Final = frozenset(("can", "could", "may", "might"))
_AUXILIARY: Final = vocabulary("is are was were does do did can could may might must will would has have should")
_STATEMENT: Final = regex(
    r"^which(?: (?:one )?(?:of )?(?:the )?(?:following|these|options|statements|choices|answers))?"
    r"(?: (?:statements?|options?|choices?|sentences?|conclusions?|claims?|answers?|below|given|about the order))* "
    r"(?P<verb>is|are|must be|could be|can be|may be|might be|can not be|could not be|must|has to be|will be)"
    r"(?: (?P<how>not|necessarily|definitely|certainly|always|possibly|logically|also|the|a|an))*"
    r" (?P<what>true|false|correct|incorrect|valid|impossible|possible|right|correct one|true statement)"
    r"(?: about .*| given .*| based on .*| according to .*)?$"
)
_LEAD: Final = regex(
    r"^(?:(?:so|then|question|now|based on (?:this|these|the|that)(?: \w+)?|given (?:this|these|the|that)(?: \w+)?|"
    r"according to (?:this|these|the)(?: \w+)?|from (?:this|these|the)(?: \w+)?|if so|therefore|at the end|in the end|"
    r"in this (?:order|race|line|row)|can you tell me|please) ?[,:]? ?)+"
)
_ORDER: Final = regex(
    r"^(?:what (?:is|was|are|must be)|in (?:what|which)"
    r"|which|list|give|name|arrange|rank|sort|order|put"
    r"|write|tell me|state|find|determine|"
    r"what would be|place|line up|provide)\b(?P<rest>.*)$"
)
_FROM: Final = regex(r"\bfrom (?:the )?(.+?) to (?:the )?(.+)$")
_WHERE: Final = regex(
    r"^(?:where|when|(?:in |at |on )?(?:what|which) (?:position"
    r"|place|seat|spot|floor|day|chair|house|rank|month"
    r"|slot|number|storey|story|lane)"
    r"(?: number| of the week)?) (?:does|is|did|was|will|do|are|were|must|has) (?P<thing>.+?)"
    r"(?: (?:sit|sits|sitting|seated|stand|standing|live"
    r"|lives|finish|come|in|on|at|be|have|rank|arrive|placed"
    r"|end|end up|place|"
    r"located|scheduled|work|get|perform|performing|speak"
    r"|present|held))*(?: in the (?:race|row|line|queue"
    r"|building|order))?$"
)


def asked(words: Sequence[str]) -> Asked | None:
    """What a question asks, or none where it is not of this language. Words in lower case."""
    text = _LEAD.sub("", " ".join(word for word in words if word != '"'))
    text = re.sub(r" ,? ?(?:then|now|overall)$", "", text).strip(" ,")
    if not text:
        return None
    if (match := _STATEMENT.match(text)) is not None:
        between = text[match.end("verb") : match.start("what")].split()
        if "not" in between and (between != ["not"] or match["what"] not in ("true", "correct")):
            return None  # what "not necessarily" or "not possible" denies is another mode
        return WhichStatement(_mode(match["verb"], text.split(), match["what"]))
    if (
        (parts := counted(text.split())) is not None
        and parts.scene == (0, 0)
        and parts.condition[0] == len(text.split())
    ):
        return HowManyOrders()
    listed = text.split()
    for reader in (_compared, _whole, _how_many, _who, _truth, _where):
        if (found := reader(listed)) is not None:
            return found
    return None


def _mode(verb: str, words: list[str], what: str) -> Mode:
    false = (what in ("false", "incorrect", "impossible")) is not (" not true" in " ".join(words) and "not" not in verb)
    may = verb.split()[0] in _MAY or "possibly" in words or what == "possible"
    if "not" in verb:
        return "must" if false else "never"
    if what == "impossible":
        return "never"
    if may:
        return "may_fail" if false else "could"
    return "never" if false else "must"


def _compared(words: list[str]) -> Asked | None:
    """Who is older, A or B?"""
    if words[0] not in ("who", "which", "what") or "or" not in words:
        return None
    cut = next((index for index, word in enumerate(words) if word in (",", ":", ";", "-")), None)
    if cut is None or cut < 2:
        return None
    names = [thing(part.split()) for part in " ".join(word for word in words[cut + 1 :] if word != ",").split(" or ")]
    front = words[1:cut]
    while front and (front[0] in _AUXILIARY or front[0] in ("the", "one") or _before_comparative(front)):
        front = front[1:]
    if len(names) < 2 or any(name is None for name in names) or not front:
        return None
    found = comparative(front)
    pair = tuple(name for name in names if name is not None)
    if found is not None and len(pair) == 2 and found[1] == len(front):
        first, second = pair
        return Who(Ahead(found[0], WHO, "other of the pair"), "must", (first, second))
    inner = _who(words[:cut])
    return Who(inner.claim, inner.mode, pair) if isinstance(inner, Who) else None


def _before_comparative(words: list[str]) -> bool:
    """Whether the first word is a noun or a verb that a comparative follows: "who runs faster"."""
    if len(words) < 2 or comparative(words) is not None:
        return False
    return comparative(words[1:]) is not None


def _whole(words: list[str]) -> Asked | None:
    """What is the order from left to right? In what order did they finish? Rank them from tallest to shortest."""
    text = " ".join(words)
    match = _ORDER.match(text)
    if match is None:
        return None
    imperative = words[0] in ("list", "arrange", "rank", "sort", "order", "put", "name", "give", "write", "place")
    if not imperative and not {"order", "ordering", "ranking", "arrangement", "sequence", "lineup"} & set(words):
        return None
    if {"than", "between"} & set(words):
        return None
    ends = _FROM.search(text)
    if ends is not None:
        start, stop = end(ends[1].split()), end(ends[2].split()[:2]) or end(ends[2].split()[:1])
        return WholeOrder(start) if start is not None and stop is not None else None
    last = re.search(r"(\w+(?: \w+)?) (?:first|to last)$", text)
    if last is not None and (start := end(last[1].split()) or end(last[1].split()[-1:])) is not None:
        return WholeOrder(start)
    return None if imperative and "order" not in words else WholeOrder(None)


def _how_many(words: list[str]) -> Asked | None:
    if words[:2] != ["how", "many"]:
        return None
    for noun in (1, 2, 0):
        rest = words[2 + noun :]
        if rest[:2] in (["are", "there"], ["were", "there"]):
            rest = ["are", *rest[2:]]
        if (inner := claim(["who", *rest])) is not None and WHO in named(inner):
            return HowMany(inner)
    return None


def _who(words: list[str]) -> Asked | None:
    """Who is the tallest? Which bird sits third? Who could be next to Ana? Who does Ana sit next to?"""
    if words[0] not in ("who", "which", "what", "whom", "whose"):
        return None
    mode, rest = _modal(words)
    for noun in range(1, min(5, len(rest))):
        if (noun > 1 and thing(rest[:noun]) != WHO) or rest[noun] in ("of", "the"):
            continue
        if (inner := claim(["who", *rest[noun:]])) is not None and WHO in named(inner):
            return Who(inner, mode)
        if rest[noun] in _AUXILIARY:
            for cut in range(noun + 2, len(rest)):
                if thing(rest[noun + 1 : cut]) is None:
                    continue
                turned = [*rest[noun + 1 : cut], *([rest[noun]] if rest[noun] not in ("do", "does", "did") else [])]
                if (inner := claim([*turned, *rest[cut:], "who"])) is not None:
                    return Who(inner, mode)
    return None


def _modal(words: list[str]) -> tuple[Mode, list[str]]:
    """The mode that a modal verb sets, and the words with a plain verb in its stead."""
    for index, word in enumerate(words[:6]):
        if word in _MAY:
            never = words[index + 1 : index + 2] == ["not"]
            return ("never" if never else "could"), words[:index] + words[index + (2 if never else 1) :]
        if word == "possibly":
            return "could", words[:index] + words[index + 1 :]
    return "must", words


def _truth(words: list[str]) -> Asked | None:
    """Is A older than B? Did A finish before B? Is it true that ...?"""
    text = " ".join(words)
    said = re.match(
        (
            r"^(?P<how>is it (?:true|correct|the case|possible"
            r"|certain|impossible)|can it be|could it be|must it be) that (?P<rest>.+)$"
        ),
        text,
    )
    if said is not None:
        inner = claim(said["rest"].split())
        how = said["how"]
        mode: Mode = (
            "could" if "possible" in how.split() or how[0] == "c" else "never" if "impossible" in how else "must"
        )
        return None if inner is None else Whether(inner, mode)
    if words[:3] == ["true", "or", "false"]:
        inner = claim([word for word in words[3:] if word != ":"])
        return None if inner is None else Whether(inner)
    if words[0] not in _AUXILIARY:
        return None
    may = words[0] in _MAY
    for cut in range(2, min(len(words), 14)):
        verb = [] if words[0] in ("do", "does", "did") or may else [words[0]]
        inner = claim([*words[1:cut], *verb, *words[cut:]])
        if inner is not None and words[cut - 1] not in ("and", "not") and WHO not in named(inner):
            return Whether(inner, "could" if may else "must")
    return None


def _where(words: list[str]) -> Asked | None:
    match = _WHERE.match(" ".join(words))
    if match is None:
        return None
    key = thing(match["thing"].split())
    return None if key is None else Where(key)
