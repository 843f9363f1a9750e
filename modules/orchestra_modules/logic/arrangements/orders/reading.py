"""A text about an order as a problem and what is asked of it. Knows no solver."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from orchestra_modules.logic.arrangements.formula import Formula, Place
from orchestra_modules.logic.arrangements.orders.asides import Asides, taken_off
from orchestra_modules.logic.arrangements.orders.claims import (
    BARE,
    WHO,
    Ahead,
    Claim,
    atoms,
    denies,
    named,
)
from orchestra_modules.logic.arrangements.orders.clauses import claim
from orchestra_modules.logic.arrangements.orders.counting import counted
from orchestra_modules.logic.arrangements.orders.framing import framing, opening
from orchestra_modules.logic.arrangements.orders.grounding import Grounding, Setting
from orchestra_modules.logic.arrangements.orders.layout import Layout
from orchestra_modules.logic.arrangements.orders.questions import (
    Asked,
    HowMany,
    HowManyOrders,
    Mode,
    Where,
    Whether,
    WhichStatement,
    Who,
    WholeOrder,
    asked,
)
from orchestra_modules.logic.arrangements.orders.things import Things
from orchestra_modules.logic.arrangements.problem import Block, Condition, Problem
from orchestra_modules.logic.arrangements.sentences import Sentence, exchanges_told, sentence, sentences, vocabulary
from orchestra_modules.solving.numerals import ordinal
from orchestra_modules.solving.options import Option, Question
from orchestra_modules.solving.refusal import NotDone, NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_THINGS: Final = 20
NAME_MARK: Final = "°"
_PARTIAL: Final = {
    "girl": "girls",
    "boy": "boys",
    "man": "men",
    "woman": "women",
    "sister": "sisters",
    "brother": "brothers",
    "son": "sons",
    "daughter": "daughters",
}
_NAMES_TOO: Final = frozenset(("A", "Will", "May"))
_AFTER_NAME: Final = vocabulary(
    "is was sits sat stands stood finished finishes came lives lived has "
    "had does did and or , ; nor arrived beat runs ran must can "
    "comes come costs weighs stands lives beats finishes arrives "
    "placed cannot won stays works scored weighs earns who which ) : but than if then are were not be"
)


@dataclass(frozen=True)
class Statements:
    """A formula for each option, and how it is to hold."""

    formulas: tuple[tuple[Option, Formula], ...]
    mode: Mode


@dataclass(frozen=True)
class Members:
    """A formula for each thing that may be the one asked for."""

    formulas: tuple[tuple[str, Formula], ...]
    mode: Mode
    near: bool = False  # a side of a thing was asked for without saying how near


@dataclass(frozen=True)
class Amount:
    """Of how many things the formula holds."""

    formulas: tuple[Formula, ...]


@dataclass(frozen=True)
class Truth:
    """Whether a formula holds."""

    formula: Formula
    mode: Mode


@dataclass(frozen=True)
class Sequence:
    """The things in order along a scale."""

    scale: str
    falling: bool


@dataclass(frozen=True)
class Position:
    """The place of one thing on a scale, counted from its low end or from its high one."""

    thing: str
    scale: str
    falling: bool


@dataclass(frozen=True)
class Total:
    """The number of placements."""


Ask: TypeAlias = Statements | Members | Amount | Truth | Sequence | Position | Total


@dataclass(frozen=True)
class OrderPuzzle:
    """One reading of a text: the problem, how its variables stand, what is asked, and what was taken as understood."""

    problem: Problem
    layout: Layout
    ask: Ask
    options: tuple[Option, ...]
    conventions: tuple[str, ...]


@dataclass
class _Text:
    claims: list[tuple[Claim, str]]
    things: Things
    setting: Setting
    question: Asked | None = None
    asides: Asides = field(default_factory=lambda: Asides([]))


def read(question: Question) -> tuple[OrderPuzzle, ...]:
    """The readings of a text: one, or two where a bare "between" may mean next to both. NotUnderstood if none."""
    if exchanges_told(question.stem):
        raise NotUnderstood("the text does not tell an order and ask about it")
    text = _parts(question)
    if text.question is None or not (text.claims or (text.things.closed and text.question == HowManyOrders())):
        raise NotUnderstood("the text does not tell an order and ask about it")
    offered = _offered(question, text.question)
    _name(text, offered, question)
    readings = []
    for directly in (False, True):
        grounding = Grounding(text.things, text.setting, directly)
        readings.append(_puzzle(text, grounding, question, offered))
        if not grounding.loose_between:
            break
    return tuple(readings)


def _parts(question: Question) -> _Text:
    text = _Text([], Things(), Setting())
    waiting = False
    found = sentences(question.stem)
    if not 1 <= len(found) <= 60:
        raise NotUnderstood("no sentence" if not found else "too many sentences")
    _one_tense(found)
    for each in found:
        words = _everybody(_plain(each), question.stem)
        if words and not (words := taken_off(words, text.asides)):
            continue
        lowered = [word.lower() for word in words]
        if not words:
            raise NotUnderstood("a sentence without a word")
        if waiting and (told := claim(lowered)) is not None:
            text.question, waiting = Whether(told), False
        elif not each.asks and (told := _told(words, text)) is not None and WHO not in named(told):
            text.claims.append((told, each.text))
        elif not each.asks and framing(words, text.things, text.setting):
            continue
        elif each.asks and text.question is None and _orders_counted(words, lowered, text, each):
            text.question = HowManyOrders()
        elif each.asks and text.question is None and (given := _given(lowered)) is not None:
            text.claims.append((given[0], each.text))
            text.question = given[1]
        elif len(found) == 1 and not question.options:
            raise NotUnderstood(f"the sentence “{each.text[:120]}”")  # a question of which nothing is told
        elif (wanted := asked(lowered)) is not None:
            if text.question is not None:
                raise NotUnderstood("more than one question")
            text.question = wanted
        elif " ".join(lowered[:3]) in ("is the following", "true or false"):
            waiting = True
        else:
            raise NotUnderstood(f"the sentence “{each.text[:120]}”")
    if text.question is None and question.options:
        text.question = WhichStatement("must")
    return text


_COMPARED: Final = regex(r"\b(is|are|was|were|will be|had been|has been)\b(?= (?:\w+ ){0,6}?than\b)")
_PRESENT: Final = frozenset(("is", "are"))


def _one_tense(found: list[Sentence]) -> None:
    """Who was taller need not be taller now: comparisons told in one tense are not asked about in another."""
    told = {match for each in found if not each.asks for match in _COMPARED.findall(" ".join(each.lower))}
    asked_in = {match for each in found if each.asks for match in _COMPARED.findall(" ".join(each.lower))}
    if told and asked_in and (told <= _PRESENT) != (asked_in <= _PRESENT):
        raise NotUnderstood("whether what is told of one time holds at the time that is asked about")


def _orders_counted(words: list[str], lowered: list[str], text: _Text, each: Sentence) -> bool:
    """Take a question for a number of orders with the things and the condition it names; false where it is none."""
    if (parts := counted(lowered)) is None:
        return False
    start, stop = parts.scene
    if stop > start:
        # without an article, a list of single letters is a list of names
        scene = [word + NAME_MARK if word == "A" else word for word in words[start:stop]]
        if not framing(scene, text.things, text.setting):
            return False
    if parts.condition[0] < len(lowered):
        told = claim(lowered[parts.condition[0] :])
        if told is None or WHO in named(told):
            return False
        text.claims.append((told, each.text))
    return True


def _given(lowered: list[str]) -> tuple[Claim, Asked] | None:
    """A question with a condition of its own: "Who is the oldest if A is younger than B?"."""
    if "if" not in lowered:
        return None
    if lowered[0] == "if":
        for cut in (index for index, word in enumerate(lowered) if word == ","):
            told, wanted = claim(lowered[1:cut]), asked(lowered[cut + 1 :])
            if told is not None and wanted is not None and WHO not in named(told):
                return told, wanted
        return None
    cut = lowered.index("if")
    front = lowered[: cut - 1] if lowered[cut - 1] == "," else lowered[:cut]
    told, wanted = claim(lowered[cut + 1 :]), asked(front)
    return None if told is None or wanted is None or WHO in named(told) else (told, wanted)


def _told(words: list[str], text: _Text) -> Claim | None:
    """What a sentence claims; an opening such as "In a race with four runners," is framing."""
    lowered = [word.lower() for word in words]
    if lowered[0] in ("in", "at", "on", "during", "among", "of") and "," in lowered[2:]:
        for cut in (at for at in range(len(lowered) - 1, 0, -1) if lowered[at] == ","):
            found = claim(lowered[cut + 1 :])
            if found is not None and (
                framing(words[:cut], text.things, text.setting) or opening(words[:cut], text.things, text.setting)
            ):
                return found
        if lowered[0] in ("among", "of"):
            return None  # what stands after the list would be taken for part of it
    if lowered.count(":") == 1:
        cut = lowered.index(":")
        found = claim(lowered[cut + 1 :])
        if found is not None and claim(lowered[:cut]) is None and framing(words[:cut], text.things, text.setting):
            return found
    return claim(lowered)


def _plain(each: Sentence) -> list[str]:
    """The words, those joined by a hyphen parted where one of them is a number word or a side."""
    words: list[str] = []
    for word in each.words:
        first, *rest = word.split("-")
        if rest and (
            ordinal(first) is not None or first.lower() in ("next", "left", "right", "most", "least", "far", "top")
        ):
            words += [first, *rest]
        else:
            words.append(word)
    return [_as_name(words, index) for index in range(len(words))]


def _everybody(words: list[str], stem: str) -> list[str]:
    """A noun for some of the people stands for any of them where the text tells that all are such: five boys."""
    plurals = {one: many for one, many in _PARTIAL.items() if re.search(rf"\b{many}\b", stem, re.IGNORECASE)}
    singular = [one for one in _PARTIAL if re.search(rf"\b{one}\b", stem, re.IGNORECASE)]
    if len(plurals) != 1 or any(one not in plurals for one in singular):
        return words
    return ["individual" if word.lower() in plurals else word for word in words]


def _as_name(words: list[str], index: int) -> str:
    """A word that is a name only by its capital ("A", "Will", "May") is marked as one."""
    word = words[index]
    if word not in _NAMES_TOO:
        return word
    after = words[index + 1].lower() if index + 1 < len(words) else ""
    inside = index > 0 and words[index - 1].isalnum() and words[index - 1] not in ("In", "in", "of", "during", "since")
    verb = after in _AFTER_NAME or after == ""
    if word == "A" and inside and any(len(other) == 1 and other.isupper() and other not in "AI" for other in words):
        return word + NAME_MARK  # a capital inside a sentence that names B and C is no article
    return word + NAME_MARK if (inside and (word != "A" or not after or after in _AFTER_NAME)) or verb else word


def _offered(question: Question, wanted: Asked) -> tuple[tuple[Option, Claim], ...]:
    """The options as claims, where statements are asked for."""
    if not isinstance(wanted, WhichStatement):
        return ()
    found = []
    for option in question.options:
        told = claim([word.lower() for word in _plain(sentence(option.text))])
        if told is None:
            raise NotUnderstood(f"the option “{option.text}”")
        found.append((option, told))
    if not found:
        raise NotUnderstood("no statements to choose from")
    return tuple(found)


#: of two or three things in a row one is on the left; of more, several are
_SIDE: Final = regex(r"\b(?:on|at) the (?:left|right)(?=[.?!,]|$| and | but )", re.IGNORECASE)


def _name(text: _Text, offered: tuple[tuple[Option, Claim], ...], question: Question) -> None:
    """Settle which things there are: those listed, else all that a statement names."""
    things = text.things
    if not things.closed:
        stem = re.sub(r"\b(Mr|Mrs|Ms|Dr|Prof|St)\.", r"\1", question.stem)
        words = " ".join([stem, *(option.text for option in question.options)])
        kinds: set[bool | None] = set()
        beside = [key for key, _ in text.asides.things]
        for key in (*(name for told, _ in text.claims for name in named(told)), *beside):
            kinds.add(_proper(key, words))
            things.add(key, _shown(key, words))
        if {True, False} <= kinds:
            raise NotUnderstood("which of the things named are ordered")
        things.closed = True
        asked_for = text.question
        more = [name for _, told in offered for name in named(told)]
        if isinstance(asked_for, Whether | Who | HowMany):
            more += named(asked_for.claim)
        for name in more:
            if name not in (WHO, "other of the pair"):
                things.resolve(name)
    for key, _ in text.asides.things:
        if things.resolve(key) not in things.keys:
            raise NotUnderstood(f"what “{key}” is")
    if any(whole != set(things.keys) for whole in text.asides.wholes):
        raise NotUnderstood("the first or the last of some things only")
    if text.asides.number is not None and text.asides.number != len(things.keys):
        raise NotUnderstood(f"{text.asides.number} things are announced and {len(things.keys)} named")
    if text.asides.queue and text.setting.scale is None:
        text.setting.scale = "rank"
    if len(things.keys) > 3 and _SIDE.search(question.stem):
        raise NotUnderstood("how far on that side of a row is meant")
    if not 2 <= len(things.keys) <= MAX_THINGS:
        raise NotUnderstood(f"{len(things.keys)} things in order")
    announced = text.setting.announced
    if announced is not None and announced != len(things.keys) and announced != text.setting.size:
        raise NotUnderstood(f"{announced} things are announced and {len(things.keys)} named")


def _shown(key: str, text: str) -> str:
    """A name as the text writes it; capitals that a sentence begins with count only where there are no others."""
    if key.endswith(NAME_MARK):
        return key.removesuffix(NAME_MARK).capitalize()
    occurrences = [
        (match.start(), match[0]) for match in re.finditer(rf"(?<!\w){re.escape(key)}(?!\w)", text, re.IGNORECASE)
    ]
    plain = [found for _, found in occurrences if not found[0].isupper()]
    return plain[0] if plain else occurrences[0][1] if occurrences else key


def _proper(key: str, text: str) -> bool | None:
    """Whether a name has a capital inside a sentence; none where it only begins sentences."""
    if key.endswith(NAME_MARK):
        return True
    inside = [match[1] for match in re.finditer(rf"\w[ ,;:]+({re.escape(key)})(?!\w)", text, re.IGNORECASE)]
    article = re.search(rf"(?<!\w)(?:the|an?) {re.escape(key)}(?!\w)", text, re.IGNORECASE)
    if not inside:
        return None
    return all(found[0].isupper() for found in inside) and (article is None or not key.isalpha() or None)


def _puzzle(
    text: _Text, grounding: Grounding, question: Question, offered: tuple[tuple[Option, Claim], ...]
) -> OrderPuzzle:
    wanted = text.question
    claims = [told for told, _ in text.claims] + [told for _, told in offered]
    if isinstance(wanted, Who | Whether | HowMany):
        claims.append(wanted.claim)
    grounding.arrange(claims)
    layout = grounding.layout
    conditions = [Condition(grounding.formula(told), source) for told, source in text.claims]
    width = len(layout.things)
    distinct = not _may_tie(text, layout, question.stem)
    if not distinct and isinstance(wanted, Who):
        raise NotDone("one that is denied to be more may be equal, so that two of them may share the place asked about")
    blocks = tuple(
        Block(tuple(range(index * width, (index + 1) * width)), layout.size, distinct)
        for index in range(len(layout.scales))
    )
    if layout.ring:
        conditions.append(Condition(Place(0, frozenset({0})), f"seats are counted from {layout.shown[0]}"))
    names = tuple(f"{thing_} ({scale})" for scale in layout.scales for thing_ in layout.shown)
    ask = _ask(wanted, grounding, offered)
    parting = "no two things share a place" if distinct else "two things may be equal, as nothing told keeps them apart"
    conventions = [parting, *grounding.conventions]
    return OrderPuzzle(Problem(names, blocks, tuple(conditions)), layout, ask, question.options, tuple(conventions))


_PLACES: Final = frozenset(("row", "vertical", "north", "east", "slots"))
_ALL_DIFFER: Final = regex(
    r"\b(?:different|distinct|unequal|ties?|tied|rank(?:ed|s|ing)?|no two|the same|in order|ordered)\b", re.IGNORECASE
)


def _may_tie(text: _Text, layout: Layout, stem: str) -> bool:
    """Whether two things may be equal: one denied to be taller need not be shorter, unless the text ranks them."""
    told = [one for one, _ in text.claims]
    asked_for = text.question
    return (
        (isinstance(asked_for, Whether) or (isinstance(asked_for, Who) and not asked_for.pair))
        and any(denies(one) for one in told)
        and all(isinstance(atom, Ahead) and atom.steps is None for one in told for atom in atoms(one))
        and not (_PLACES & set(layout.scales) or layout.ring or layout.places)
        and not _ALL_DIFFER.search(stem)
    )


def _ask(wanted: Asked | None, grounding: Grounding, offered: tuple[tuple[Option, Claim], ...]) -> Ask:
    things = grounding.layout.things
    if isinstance(wanted, WhichStatement):
        formulas = tuple((option, grounding.formula(told)) for option, told in offered)
        return Statements(formulas, wanted.mode)
    if isinstance(wanted, Whether):
        return Truth(grounding.formula(wanted.claim), wanted.mode)
    if isinstance(wanted, HowMany):
        return Amount(tuple(grounding.formula(wanted.claim, who) for who in _candidates(wanted.claim, grounding)))
    if isinstance(wanted, Who):
        return _members(wanted, grounding)
    if isinstance(wanted, HowManyOrders):
        return Total()
    if isinstance(wanted, Where):
        key = grounding.things.resolve(wanted.thing)
        if key not in things:
            raise NotUnderstood(f"what “{wanted.thing}” is")
        scale, sign = grounding.counted(grounding.setting.start) if grounding.setting.start else (_only(grounding), -1)
        return Position(key, scale, sign > 0)
    if isinstance(wanted, WholeOrder):
        start = wanted.start or grounding.setting.start
        scale, sign = grounding.axis(start) if start is not None else (_only(grounding), -1)
        return Sequence(scale, sign > 0)
    raise NotUnderstood("what is asked")


def _only(grounding: Grounding) -> str:
    """The one scale whose places have numbers or a plain direction."""

    return grounding.counted(BARE)[0]


def _candidates(told: Claim, grounding: Grounding) -> list[str]:
    """The things that may be asked for: all but those the claim names."""
    used = {grounding.things.resolve(name) for name in named(told) if name not in (WHO, "other of the pair")}
    return [key for key in grounding.layout.things if key not in used]


def _members(wanted: Who, grounding: Grounding) -> Members:
    if wanted.pair and isinstance(wanted.claim, Ahead) and wanted.claim.other == "other of the pair":
        first, second = (grounding.things.resolve(name) for name in wanted.pair)
        axis = wanted.claim.axis
        pairs = ((first, second), (second, first))
        return Members(tuple((a, grounding.formula(Ahead(axis, a, b))) for a, b in pairs), wanted.mode)
    keys = [grounding.things.resolve(name) for name in wanted.pair] or _candidates(wanted.claim, grounding)
    near = isinstance(wanted.claim, Ahead) and wanted.claim.steps is None and wanted.claim.axis.readings[0][0] == "row"
    return Members(tuple((key, grounding.formula(wanted.claim, key)) for key in keys), wanted.mode, near)
