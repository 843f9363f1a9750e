"""A text about a logic grid as a problem and what is asked of it: the lists first, then the clues. Knows no solver."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from orchestra_modules.logic.arrangements.formula import Formula
from orchestra_modules.logic.arrangements.grids.categories import PERSONS, Categories
from orchestra_modules.logic.arrangements.grids.claims import Category, Claim, Entity, Same, Spot, Tally, Value
from orchestra_modules.logic.arrangements.grids.clauses import Clauses
from orchestra_modules.logic.arrangements.grids.grounding import Ground
from orchestra_modules.logic.arrangements.grids.introducing import check_size, introduce
from orchestra_modules.logic.arrangements.grids.questions import Asked, Everything, Whether, Which, asked
from orchestra_modules.logic.arrangements.orders.questions import Mode, WhichStatement
from orchestra_modules.logic.arrangements.problem import Condition, Problem
from orchestra_modules.logic.arrangements.sentences import Sentence, exchanges_told, sentence, sentences
from orchestra_modules.solving.options import Option, Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_CUE: Final = regex(
    r"\b(?:each|every|different|unique|distinct|no two|respectively|houses|favou?rite"
    r"|either|neither|one of)\b|\w, (?:an? |the )?\w+,? (?:and|or) ",
    re.I,
)


#: people round a table have places, and who sits opposite whom is no matching
_ROUND: Final = regex(r"\b(?:round|circular) (?:\w+ )?table\b|\bin a (?:circle|ring)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Choice:
    """A formula for each value that may be the one asked for, with its words, or for each option."""

    formulas: tuple[tuple[str, Formula], ...]
    options: tuple[tuple[Option, str], ...]  # the words of the value that an option names
    mode: Mode


@dataclass(frozen=True)
class Truth:
    """Whether a formula holds."""

    formula: Formula
    mode: Mode


@dataclass(frozen=True)
class Statements:
    """A formula for each option, and how it is to hold."""

    formulas: tuple[tuple[Option, Formula], ...]
    mode: Mode


@dataclass(frozen=True)
class Whole:
    """The values that go together, for each value of the first category or for each place."""


Ask: TypeAlias = Choice | Truth | Statements | Whole


@dataclass(frozen=True)
class GridPuzzle:
    """The problem, how many values each category has, whether places are numbered, and what is asked."""

    problem: Problem
    size: int
    row: bool
    lead: int  # the category that the whole grid is told by
    ask: Ask


def read(question: Question) -> GridPuzzle:
    """Read a puzzle. NotUnderstood if a word of it is not of this language."""
    stem = question.stem
    if len(stem) > 6000 or not _CUE.search(stem) or exchanges_told(stem) or _ROUND.search(stem):
        raise NotUnderstood("no lists of things that go together")
    told = sentences(stem.translate({0x2019: "'"}))
    known = Categories()
    clues = _introduced(told, known)
    check_size(known)
    known.learning = not all(kind.closed for kind in known.kinds) or len(known.kinds) < 2
    clauses = Clauses(known)
    claims: list[tuple[Claim, str]] = []
    wanted: Asked | None = None
    for each in clues:
        words = [word.lower() for word in each.words]
        if (found := asked(words, clauses) if _asking(each) else None) is not None:
            if wanted is not None:
                raise NotUnderstood("more than one question")
            wanted = found
        elif not each.asks and (claim := clauses.claim(words)) is not None:
            claims.append((claim, each.text))
        elif not _remark(each):
            raise NotUnderstood(f"the sentence “{each.text[:120]}”")
    if wanted is None and question.options:
        wanted = WhichStatement("must")
    if wanted is None or not claims or len(known.kinds) + known.row < 2:
        raise NotUnderstood("clues about things that go together, and a question")
    return _puzzle(known, claims, wanted, question, clauses, stem)


def _asking(each: Sentence) -> bool:
    """Whether a sentence may be a question, which comes with its sign or begins with its word."""
    return each.asks or each.lower[0] in (
        "match",
        "pair",
        "find",
        "determine",
        "who",
        "which",
        "what",
        "work",
        "figure",
    )


def _remark(each: Sentence) -> bool:
    """A sentence about the puzzle itself."""
    return not each.asks and re.search(
        r"^(?:use the|here are|consider|the following|these are|solve|read|given) [\w ,]*"
        r"(?:clues?|facts?|puzzle|hints?|information|statements?|answer)[\w ,]*[:.]?$", each.text.strip(), re.I
    ) is not None  # fmt: skip


def _introduced(told: list[Sentence], known: Categories) -> list[Sentence]:
    """Take the sentences that list what there is; those left are clues and questions."""
    parts = [part for each in told for part in _labelled(each)]
    rest = [each for index, each in enumerate(parts) if each.asks or not introduce(each.words, known, index < 2)]
    if not known.size:
        return rest
    return [each for each in rest if each.asks or not introduce(each.words, known)]


def _labelled(each: Sentence) -> list[Sentence]:
    """ "Pets: cat, dog, emu" is a list; other sentences stay as they are."""
    return [each]


def _puzzle(
    known: Categories,
    claims: list[tuple[Claim, str]],
    wanted: Asked,
    question: Question,
    clauses: Clauses,
    stem: str,
) -> GridPuzzle:
    offered: list[tuple[Option, Claim]] = []
    named: list[tuple[Option, Entity]] = []
    for option in question.options:
        words = [word.lower() for word in sentence(option.text).words]
        if isinstance(wanted, WhichStatement):
            told = clauses.claim(words)
            if told is None:
                raise NotUnderstood(f"the option “{option.text}”")
            offered.append((option, told))
        elif isinstance(wanted, Which):
            one = clauses.entities.read(words)
            if one is None:
                raise NotUnderstood(f"the option “{option.text}”")
            named.append((option, one))
    for kind in known.kinds:
        for value in kind.values:
            kind.shown[value] = _shown(kind.shown[value], stem)
    for claim, source in claims:
        _sensible(claim, source)
    ground = Ground(known)
    conditions = [Condition(ground.formula(claim), source) for claim, source in claims]
    problem = Problem(ground.names, ground.blocks(), (*ground.pinned(), *conditions))
    lead = known.persons()
    return GridPuzzle(problem, known.size, known.row, lead or 0, _ask(wanted, ground, offered, named))


def _sensible(claim: Claim, source: str) -> None:
    """A clue that makes one of two different values of one list was misread, or is no clue."""
    if (
        isinstance(claim, Same)
        and isinstance(claim.first, Value)
        and isinstance(claim.second, Value)
        and claim.first.category == claim.second.category
    ):
        raise NotUnderstood(f"how {claim.first.name} can be {claim.second.name}, in “{source}”")
    if isinstance(claim, Tally):
        for part in claim.parts:
            if len(claim.parts) in claim.numbers and len(claim.numbers) == 1:
                _sensible(part, source)


def _shown(words: str, text: str) -> str:
    """A name as the text writes it inside a sentence."""
    found = [match[0] for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)]
    plain = [one for one in found if not one[0].isupper()]
    return plain[0] if plain else found[0] if found else words


def _ask(wanted: Asked, ground: Ground, offered: list[tuple[Option, Claim]], named: list[tuple[Option, Entity]]) -> Ask:
    known = ground.known
    if isinstance(wanted, Everything):
        return Whole()
    if isinstance(wanted, WhichStatement):
        if not offered:
            raise NotUnderstood("no statements to choose from")
        return Statements(tuple((option, ground.formula(claim)) for option, claim in offered), wanted.mode)
    if isinstance(wanted, Whether):
        return Truth(ground.formula(wanted.claim), wanted.mode)
    candidates: list[tuple[str, Entity]]
    if isinstance(wanted.among, Category):
        kind = known.kinds[wanted.among.number]
        candidates = [(kind.shown.get(v, ""), Value(wanted.among.number, v)) for v in kind.values]
    else:
        candidates = [(str(rank), Spot(rank)) for rank in range(1, known.size + 1)]
    formulas = tuple((shown, ground.formula(wanted.claim, entity)) for shown, entity in candidates)
    words = {entity: shown for shown, entity in candidates}
    options = []
    for option, entity in named:
        if isinstance(entity, Spot) and entity.rank < 1:
            entity = Spot(known.size + 1 + entity.rank if entity.rank else known.size // 2 + 1)
        if entity not in words:
            raise NotUnderstood(f"the option “{option.text}”")
        options.append((option, words[entity]))
    return Choice(formulas, tuple(options), wanted.mode)


__all__ = ["PERSONS", "Choice", "GridPuzzle", "Statements", "Truth", "Whole", "read"]
