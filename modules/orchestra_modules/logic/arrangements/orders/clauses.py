"""Sentences that claim something of an order: subject, verb and what follows, joined by and, or, if, neither.

Knows the grammar of claims; not which things there are, nor questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from orchestra_modules.logic.arrangements.orders.claims import (
    BARE,
    Ahead,
    Apart,
    AtEnd,
    Claim,
    Opposite,
    Preceded,
    Tally,
    both,
    denied,
    either,
    named,
)
from orchestra_modules.logic.arrangements.orders.relations import (
    Predicate,
    as_as,
    comparative,
    number,
    objects,
    predicate,
)
from orchestra_modules.logic.arrangements.orders.things import thing
from orchestra_modules.logic.arrangements.orders.verbs import BEATS, FOLLOWS, verbal
from orchestra_modules.logic.arrangements.sentences import vocabulary
from orchestra_modules.solving.numerals import ordinal

_BE: Final = frozenset(["is", "are", "was", "were", "be"])
_STATIVE: Final = vocabulary(
    "sits sit sat sitting seated stands stand stood standing lives live lived living stays stay parks parked "
    "located placed positioned situated lies lie hangs hang hanging waits waiting ranked ranks scheduled speaks "
    "performs appears works resides occupies goes comes presents visits visit meets sleeps"
)
_RESULT: Final = vocabulary(
    "finish finishes finished finishing came come comes placed place places ranked rank ranks arrived arrive "
    "arrives ended ends crossed scored"
)
_MUST: Final = frozenset(("must", "will", "should", "does", "do", "did", "has", "have"))
_FILLERS: Final = vocabulary(
    "also always both all each then therefore so however moreover furthermore additionally finally and but that "
    "we know suppose assume given note let"
)
_CUES: Final = vocabulary(
    "than left right behind before after above below over under beneath ahead "
    "front next beside adjacent alongside between "
    "opposite across facing first last penultimate end ends middle center "
    "centre top bottom back ground more less most least "
    "fewest fewer position place seat spot chair house slot number floor "
    "room lane away apart together side neighbor neighbour "
    "neighbors neighbours as so worse worst elder senior junior of following "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "won wins win born beat beats defeated defeats outran outranks outranked "
    "outscored overtook precedes preceded leads led follows followed trails "
    "trailed"
)
#: words that make a claim less, or other, than told: no fact about an order follows from "looks older", "nearly beat"
_HEDGES: Final = vocabulary(
    "looks look looked looking seems seem seemed feels felt sounds sounded thinks thought believes "
    "believed hopes hoped wants wanted wishes wished claims claimed pretends pretended expects expected "
    "tries tried nearly almost hardly barely scarcely apparently probably perhaps maybe supposedly "
    "allegedly reportedly seemingly likely unlikely usually often sometimes rarely seldom occasionally "
    "mostly once formerly"
)
_WAS_COMPARED: Final = vocabulary("appears appear appeared becomes become became grows grew")
MAX_WORDS: Final = 70
_LINKS: Final = frozenset(("and", "but", "while", "whereas", "yet", ";"))
_RELATIVE: Final = frozenset(("who", "which", "that"))


@dataclass(frozen=True)
class Clause:
    """A claim, its subjects, and the thing named last."""

    claim: Claim
    subjects: tuple[str, ...]
    last: str


def claim(words: Sequence[str]) -> Claim | None:
    """What a sentence claims, or none where it is not of this language. Words in lower case."""
    kept = [word for word in words if word != '"']
    while kept and (kept[0] in _FILLERS or kept[0] == ",") and kept[:2] != ["both", "of"]:
        if kept[0] in ("both", "all") and len(kept) > 1:
            break
        kept = kept[1:]
    if len(kept) > MAX_WORDS or not any(_cue(word) for word in kept) or _hedged(kept):
        return None
    found = _sentence(kept, ())
    _simple_once.cache_clear()
    _joined_once.cache_clear()
    return None if found is None else found.claim


def _hedged(words: list[str]) -> bool:
    """Whether a word says that the claim need not be so: "looks older", "nearly beat", "became older"."""
    if not _HEDGES.isdisjoint(words) or ("used", "to") in pairwise(words):
        return True
    return any(word in _WAS_COMPARED and comparative(words[at + 1 :]) for at, word in enumerate(words[:-1]))


def _cue(word: str) -> bool:
    """Whether a word may tell of an order; every claim has one such word."""
    return word in _CUES or word.endswith(("er", "est", "most")) or ordinal(word) is not None


def _sentence(words: list[str], subjects: tuple[str, ...]) -> Clause | None:
    while words and words[-1] in (",", ";"):
        words = words[:-1]
    if not words:
        return None
    if words[0] == "if":
        return _conditional(words)
    if "if" in words or "unless" in words:
        return _trailing_condition(words)
    if words[0] == "either" and "or" in words:
        return _either(words, subjects)
    if (simple := _simple(words, subjects)) is not None:
        return simple
    return _joined(words, subjects) or _alternatives(words, subjects)


def _conditional(words: list[str]) -> Clause | None:
    for cut, word in enumerate(words):
        if word not in ("then", ","):
            continue
        before, after = words[1:cut], words[cut + 1 :]
        if word == "," and after[:1] == ["then"]:
            continue
        left = _sentence(before, ())
        right = (
            None if left is None else _sentence(after, left.subjects if after[:1] in (["he"], ["she"], ["it"]) else ())
        )
        if left is not None and right is not None:
            return Clause(_implied(left.claim, right.claim), right.subjects, right.last)
    return None


def _implied(condition: Claim, consequence: Claim) -> Claim:
    return either([denied(condition), consequence])


def _trailing_condition(words: list[str]) -> Clause | None:
    for cut, word in enumerate(words):
        if word not in ("if", "unless"):
            continue
        before, after = words[:cut], words[cut + 1 :]
        equal = word == "if" and after[:3] == ["and", "only", "if"]
        only = word == "if" and before[-1:] == ["only"]
        left = _sentence(before[:-1] if only else before, ())
        right = _sentence(after[3:] if equal else after, ())
        if left is None or right is None:
            return None
        if equal:
            told: Claim = Tally((left.claim, right.claim), frozenset({0, 2}))
        elif word == "unless":
            told = either([left.claim, right.claim])
        else:
            told = _implied(left.claim, right.claim) if only else _implied(right.claim, left.claim)
        return Clause(told, left.subjects, left.last)
    return None


def _either(words: list[str], subjects: tuple[str, ...]) -> Clause | None:
    """Either A or B is ..., either A is ... or B is ..., but not both."""
    exclusive = words[-3:] == ["but", "not", "both"]
    body = words[1:-3] if exclusive else words[1:]
    body = body[:-1] if body[-1:] == [","] else body
    for cut in (index for index, word in enumerate(body) if word == "or"):
        before = body[: cut - 1] if body[cut - 1] == "," else body[:cut]
        if (left := _sentence(before, subjects)) is not None:
            right = _sentence(body[cut + 1 :], ()) or _sentence(body[cut + 1 :], left.subjects)
            if right is not None:
                numbers = frozenset({1}) if exclusive else frozenset({1, 2})
                return Clause(Tally((left.claim, right.claim), numbers), left.subjects, right.last)
        elif (name := thing(before)) is not None:
            right = _simple(body[cut + 1 :], ())
            if right is not None and len(right.subjects) == 1:
                other = _simple([*before, *body[cut + 1 + _subject_length(body[cut + 1 :]) :]], ())
                if other is not None:
                    numbers = frozenset({1}) if exclusive else frozenset({1, 2})
                    return Clause(Tally((other.claim, right.claim), numbers), (name, *right.subjects), right.last)
    return None


def _subject_length(words: list[str]) -> int:
    return next((i for i in range(1, len(words)) if thing(words[:i]) and _verb(words, i) is not None), 0)


def _joined(words: list[str], subjects: tuple[str, ...]) -> Clause | None:
    """Two claims linked by and, but, a comma, or a relative "who is"."""
    return _joined_once(tuple(words), subjects)


@lru_cache(maxsize=512)
def _joined_once(told: tuple[str, ...], subjects: tuple[str, ...]) -> Clause | None:
    words = list(told)
    for cut in range(1, len(words) - 1):
        word = words[cut]
        if word not in _LINKS and word != ",":
            continue
        before = words[: cut - 1] if words[cut - 1] == "," else words[:cut]
        after = words[cut + 1 :]
        if word == "," and after[0] in _LINKS:
            continue
        left = _simple(before, subjects)
        if left is None and "," in before:
            left = _joined(before, subjects)
        if left is None:
            continue
        if after[0] in _RELATIVE or (after[0] == "in" and after[1:2] == ["turn"]):
            carried = after[1:]
            right = _sentence(carried, (left.last,))
        else:
            right = _sentence(after, ()) or _sentence(after, left.subjects)
        if right is not None:
            return Clause(both([left.claim, right.claim]), left.subjects, right.last)
    return None


def _alternatives(words: list[str], subjects: tuple[str, ...]) -> Clause | None:
    """A is first or B is last; A is first or second; A or B is first."""
    for cut in (index for index, word in enumerate(words) if word == "or"):
        left = _simple(words[:cut], subjects)
        if left is not None:
            right = _sentence(words[cut + 1 :], ()) or _sentence(words[cut + 1 :], left.subjects)
            if right is not None:
                return Clause(either([left.claim, right.claim]), left.subjects, right.last)
        elif thing(words[:cut]) is not None:
            return _either(["either", *words], subjects)
    return None


def _simple(words: list[str], subjects: tuple[str, ...]) -> Clause | None:
    """One subject, one verb, one predicate; the subject may be carried over from the clause before."""
    return _simple_once(tuple(words), subjects)


@lru_cache(maxsize=512)
def _simple_once(told_: tuple[str, ...], subjects: tuple[str, ...]) -> Clause | None:
    words = list(told_)
    if not words:
        return None
    if subjects:
        if words[0] == "not" and len(words) > 1:
            return _apply(subjects, words[1:], True, False)
        if (verb := _verb(words, 0)) is not None:
            return _said(subjects, words, verb, False)
        told = _apply(subjects, words, False, False)
        return None if told is None else told
    if (counted := _counted_between(words) or _preceded(words)) is not None:
        return counted
    for cut in range(1, min(len(words), 24)):
        verb = _verb(words, cut)
        if verb is None:
            continue
        found = _subjects(words[:cut])
        if found is not None:
            told = _said(found[0], words, verb, found[1])
            if told is not None:
                return told
        turned = predicate(words[:cut], verb[2])
        name = thing(words[verb[0] :])
        if turned is not None and name is not None and not verb[1]:
            return Clause(turned(name), (name,), name)
    return None


def _subjects(words: list[str]) -> tuple[tuple[str, ...], bool] | None:
    """The things a subject names, and whether it denies (neither ... nor)."""
    if words[0] == "neither" and "nor" in words:
        cut = words.index("nor")
        pair = thing(words[1:cut]), thing(words[cut + 1 :])
        return None if pair[0] is None or pair[1] is None else ((pair[0], pair[1]), True)
    found = objects(words[1:] if words[0] == "both" else words)
    if found is None or (len(found[0]) > 1 and not found[1]):
        return None
    return tuple(found[0]), False


_Verb = tuple[int, bool, bool]
_NO_VERB: Final = vocabulary("not and or nor but neither either both only even never if unless than then so as")


def _verb(words: list[str], start: int) -> _Verb | None:
    """The end of the verb that starts here, whether it is denied, and whether it tells of a result."""
    at, denies, result, seen = start, False, False, False
    while at < len(words):
        word = words[at]
        if word in _BE or word in _MUST or (word in ("can", "may", "could") and words[at + 1 : at + 2] == ["not"]):
            seen = True
        elif word == "not" and seen and words[at + 1 : at + 2] not in (["as"], ["so"]):
            denies = not denies
        elif word in _RESULT and words[at + 1 : at + 2] != ["to"]:
            seen, result = True, True
        elif word in _STATIVE or (seen and word in ("to", "be", "both", "all", "also", "definitely")):
            seen = True
            if word == "to" and words[at + 1 : at + 2] != ["be"]:
                break
        else:
            break
        at += 1
    return (at, denies, result) if seen else (_open_verb(words, start))


def _open_verb(words: list[str], start: int) -> _Verb | None:
    """A verb that is in no list, known by the comparison or the superlative after it."""
    if start >= len(words) or not words[start].isalpha() or words[start] in _NO_VERB:
        return None
    if (
        words[start] in BEATS
        or words[start] in ("won", "wins", "win")
        or words[start] in FOLLOWS
        or words[start] in ("immediately", "directly")
    ):
        return start, False, False
    after = words[start + 1 :]
    if not after:
        return None
    if after[0] in ("more", "less", "fewer") or (after[0] == "the" and after[1:2] in (["most"], ["least"], ["fewest"])):
        return start, False, False
    if not (_cue(after[0]) or after[0] == "the"):
        return None
    return (start + 1, False, False) if predicate(after) is not None and words[start] not in ("and", "or") else None


def _said(subjects: tuple[str, ...], words: list[str], verb: _Verb, denies: bool) -> Clause | None:
    at, negated, result = verb
    rest = words[at:]
    told = _apply(subjects, rest, negated != denies, result)
    if told is None and at > 0 and words[at - 1] in (*_RESULT, *_STATIVE, "has", "have", "had"):
        told = _apply(subjects, words[at - 1 :], negated != denies, result)
    return told


def _apply(subjects: tuple[str, ...], rest: list[str], denies: bool, result: bool) -> Clause | None:
    if not rest:
        return None
    if rest[0] == "neither" and "nor" in rest:
        told = _neither_nor(rest, result)
    elif rest[:1] == ["not"] and rest[1:2] in (["as"], ["so"]):
        told = as_as(rest[1:])
    elif len(subjects) == 2 and (pair := _mutual(subjects, rest)) is not None:
        return Clause(denied(pair) if denies else pair, subjects, subjects[-1])
    else:
        told = predicate(rest, result) or verbal(rest)
    if told is None:
        return None
    claims = [denied(told(subject)) if denies else told(subject) for subject in subjects]
    return Clause(both(claims), subjects, named(claims[-1])[-1])


def _neither_nor(rest: list[str], result: bool) -> Predicate | None:
    """Neither the tallest nor the shortest."""
    cut = rest.index("nor")
    first, second = predicate(rest[1:cut], result), predicate(rest[cut + 1 :], result)
    if first is None or second is None:
        return None
    return lambda subject: both([denied(first(subject)), denied(second(subject))])


def _preceded(words: list[str]) -> Clause | None:
    """At least two people finished before A."""
    how = " ".join(words[:2])
    rest = words[2:] if how in ("at least", "at most") else words[1:] if words[0] in ("exactly", "only") else words
    count = number(rest[0]) if rest is not words and rest else None
    if count is None or count > 12:
        return None
    for cut in range(1, min(4, len(rest))):
        verb = _verb(rest, cut) if cut == 1 or rest[1] in _COUNTED else None
        if verb is None or verb[1]:
            continue
        told = predicate(rest[verb[0] :], verb[2])
        found = None if told is None else told("")
        if isinstance(found, Ahead) and found.steps is None:
            numbers = {"at least": range(count, 60), "at most": range(count + 1)}.get(how, range(count, count + 1))
            return Clause(Preceded(found.axis, found.other, frozenset(numbers)), (found.other,), found.other)
    return None


_COUNTED: Final = vocabulary(
    "people persons others other person runner player student child "
    "runners players students children friends girls boys men women of them things items"
)
_TOGETHER: Final = frozenset(
    [
        "next to each other",
        "next to one another",
        "adjacent",
        "adjacent to each other",
        "adjacent to one another",
        "neighbors",
        "neighbours",
        "side by side",
        "together",
        "beside each other",
        "next door to each other",
    ]
)


def _mutual(subjects: tuple[str, ...], rest: list[str]) -> Claim | None:
    """What two subjects are to one another."""
    first, second = subjects
    text = " ".join(word for word in rest if word not in ("right", "directly", "immediately", "sitting", "sit"))
    if text in _TOGETHER:
        return Apart(BARE, first, second, 1)
    if text in ("opposite each other", "across from each other", "opposite one another", "facing each other"):
        return Opposite(first, second)
    if text in (
        "at opposite ends",
        "on opposite ends",
        "at the two ends",
        "at the ends",
        "at either end",
        "at both ends",
    ):
        return both([AtEnd(BARE, first), AtEnd(BARE, second)])
    words = text.split()
    if words[:1] == ["exactly"]:
        words = words[1:]
    if len(words) == 3 and words[2] == "apart" and (steps := number(words[0])):
        return Apart(BARE, first, second, steps)
    if len(words) == 4 and words[2:] == ["between", "them"] and (count := _none(words[0])) is not None:
        return Apart(BARE, first, second, count + 1)
    return None


def _none(word: str) -> int | None:
    return 0 if word in ("no", "nobody", "nothing") else number(word)


def _counted_between(words: list[str]) -> Clause | None:
    """There are exactly two people between A and B; nobody sits between A and B."""
    rest = words[2:] if words[0] == "there" and words[1:2] in (["is"], ["are"], ["were"], ["was"]) else words
    if rest[:1] in (["exactly"], ["precisely"]):
        rest = rest[1:]
    if "between" not in rest[:6] or not rest:
        return None
    cut = rest.index("between")
    count = 0 if rest[0] in ("nobody", "nothing") or rest[:2] == ["no", "one"] else _none(rest[0])
    named_ = objects(rest[cut + 1 :])
    if (
        count is None
        or named_ is None
        or len(named_[0]) != 2
        or (count and rest is words and rest[0] == "one" and cut < 1)
    ):
        return None
    first, second = named_[0]
    return Clause(Apart(BARE, first, second, count + 1), (first, second), second)
