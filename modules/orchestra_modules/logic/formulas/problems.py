"""The typed problems of this kind, between reading and solving. Knows no English and no solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from orchestra_modules.logic.formulas.domains import InDomain
from orchestra_modules.logic.formulas.script import Script
from orchestra_modules.logic.formulas.syntax import Formula
from orchestra_modules.solving.options import Option

Property: TypeAlias = Literal["valid", "satisfiable", "unsatisfiable", "contingent", "falsifiable"]
Form: TypeAlias = Literal["cnf", "dnf", "nnf", "negation", "simplest", "dual", "converse", "inverse", "contrapositive"]
#: what an argument is asked: whether it is valid (with or without the word for it as the answer), whether its
#: conclusion is true or false (or neither of them), whether it can be true together with them
Asked: TypeAlias = Literal["validity", "invalidity", "consistency", "valid or invalid", "truth", "truth or neither"]


@dataclass(frozen=True)
class Evaluate:
    """The value of a formula where some letters have given values."""

    formula: Formula
    assignment: tuple[tuple[str, bool], ...] = ()
    #: the value that is asked for: "is it false?"
    wanted: bool = True


@dataclass(frozen=True)
class TruthTable:
    """The table of formulas."""

    formulas: tuple[Formula, ...]


@dataclass(frozen=True)
class HasProperty:
    """Whether formulas taken together have a property."""

    formulas: tuple[Formula, ...]
    property: Property


@dataclass(frozen=True)
class Classify:
    """Whether a formula is a tautology, a contradiction or contingent; `third` is the word for the last."""

    formula: Formula
    third: str = "contingent"


@dataclass(frozen=True)
class Equivalent:
    """Whether two formulas are equivalent."""

    left: Formula
    right: Formula


@dataclass(frozen=True)
class Entails:
    """How a conclusion stands to premises; `neither` is the word for a conclusion that is left open."""

    premises: tuple[Formula, ...]
    conclusion: Formula
    asked: Asked = "validity"
    neither: str = "Uncertain"
    #: the words for a conclusion that follows and for one that is refuted
    words: tuple[str, str] = ("True", "False")


@dataclass(frozen=True)
class Transform:
    """A formula in another form."""

    formula: Formula
    form: Form
    #: forms it is brought into before, the first of them first
    before: tuple[Form, ...] = ()


@dataclass(frozen=True)
class CountModels:
    """How many assignments to its letters, or to these, make a formula true, or false."""

    formula: Formula
    value: bool = True
    over: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountRows:
    """How many rows the truth table of a formula has."""

    formula: Formula


@dataclass(frozen=True)
class FindModel:
    """An assignment or structure that makes formulas all true, or not all."""

    formulas: tuple[Formula, ...]
    value: bool = True


@dataclass(frozen=True)
class Satisfiability:
    """Whether formulas can be true together, answered with the word for it."""

    formulas: tuple[Formula, ...]


@dataclass(frozen=True)
class ListModels:
    """All assignments that make a formula true, or false; `only`: there is said to be one."""

    formula: Formula
    value: bool = True
    only: bool = False


@dataclass(frozen=True)
class SelectModel:
    """Which of several assignments, one to an option, makes a formula true, or false."""

    formula: Formula
    assignments: tuple[tuple[tuple[str, bool], ...], ...]
    value: bool = True


@dataclass(frozen=True)
class Select:
    """Which of several formulas, one to an option, stands in a relation to given ones or has a property."""

    candidates: tuple[Formula, ...]
    relation: Literal["equivalent", "follows"] | Property | Form
    given: tuple[Formula, ...] = ()
    negated: bool = False


@dataclass(frozen=True)
class Run:
    """A script in SMT-LIB."""

    script: Script


Task: TypeAlias = (
    Evaluate
    | TruthTable
    | HasProperty
    | Classify
    | Equivalent
    | Entails
    | Transform
    | CountModels
    | CountRows
    | FindModel
    | Satisfiability
    | ListModels
    | SelectModel
    | Select
    | InDomain
    | Run
)


@dataclass(frozen=True)
class Problem:
    """A task; several where signs have several readings, which must then give the same answer."""

    tasks: tuple[Task, ...]
    options: tuple[Option, ...] = ()
    notes: tuple[str, ...] = ()
