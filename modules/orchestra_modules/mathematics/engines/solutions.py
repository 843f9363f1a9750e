"""What solving gives: values of the unknowns, with what is known of their number, and how they are told.

Knows no method of solving. A value keeps its tree, its text and about how large it is, so that values can be put in
order, put into other expressions and held against what is said about the unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from orchestra_modules.mathematics.engines.digits import fraction_text, number_text
from orchestra_modules.mathematics.engines.integers import primality
from orchestra_modules.mathematics.engines.surds import Surd
from orchestra_modules.mathematics.finding import CONFIDENT
from orchestra_modules.mathematics.problem import Domain
from orchestra_modules.mathematics.syntax import Node, Number
from orchestra_modules.solving.refusal import NotDone

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

NO_SOLUTION: Final = "no solution"
EVERY_VALUE: Final = "every value"

Extent = Literal["finite", "every", "infinite"]


@dataclass(frozen=True)
class Value:
    """One value of an unknown."""

    node: Node
    text: str
    about: complex
    rounded: bool = False  # a decimal near the value, which is irrational

    @property
    def real(self) -> bool:
        """Whether it is a real number."""
        return self.about.imag == 0

    @property
    def rational(self) -> Fraction | None:
        """The number where it is rational."""
        return self.node.value if isinstance(self.node, Number) and not self.rounded else None

    @property
    def approximate(self) -> str:
        """About how much it is, for the text; empty where it is plain."""
        if self.rounded:
            return " (rounded)"
        return "" if self.rational is not None or not self.real else f" ≈ {self.about.real:.10g}"


Point = Mapping[str, Value]


@dataclass(frozen=True)
class Solved:
    """The solutions in some unknowns; `extent` tells whether the points are all there are."""

    unknowns: tuple[str, ...]
    points: tuple[Point, ...]
    method: str
    check: str
    verified: bool | None
    extent: Extent = "finite"
    confidence: float = CONFIDENT
    family: str = ""  # the general solution where there are infinitely many
    remarks: tuple[str, ...] = field(default=())
    exact: bool = True  # whether every value is exact, so that it can be put into other expressions

    @property
    def complete(self) -> bool:
        """Whether the points are all solutions."""
        return self.extent == "finite"

    def values(self, unknown: str) -> list[Value]:
        """The different values of one unknown, the real ones ascending, then the others."""
        found: dict[str, Value] = {}
        for point in self.points:
            if unknown in point:
                found.setdefault(point[unknown].text, point[unknown])
        return in_order(found.values())

    def told(self) -> str:
        """The solutions as a sentence for a person."""
        if not self.points:
            return "there is no solution"
        told = [", ".join(f"{name} = {point[name].text}" for name in sorted(point)) for point in self.points]
        return " or ".join(dict.fromkeys(told))


def in_order(values: Iterable[Value]) -> list[Value]:
    """Real values ascending, then the others by real and imaginary part."""
    return sorted(values, key=lambda value: (not value.real, value.about.real, value.about.imag))


def rational(value: Fraction, decimal: bool = False) -> Value:
    """A rational value."""
    try:
        about = complex(float(value))
    except OverflowError:
        about = complex(float("inf") if value > 0 else float("-inf"))
    return Value(Number(value, decimal), number_text(value, decimal), about)


def of_surd(found: Surd, decimal: bool = False) -> Value:
    """A value that is a sum of square roots."""
    if (exact := found.value) is not None:
        return rational(exact, decimal)
    return Value(found.tree(), found.text(), complex(found.approximate()))


def of_sympy(found: Expr) -> Value:
    """A value that is a SymPy object. NotDone where it is no closed form."""
    import sympy

    from orchestra_modules.mathematics.engines.build import read_back
    from orchestra_modules.mathematics.engines.symbolic import shown

    if found.is_Rational:
        return rational(Fraction(int(found.p), int(found.q)))
    if found.free_symbols:
        return Value(read_back(found), shown(found), complex(0))
    about = complex(sympy.N(found, 30))
    if found.is_real or (abs(about.imag) < 1e-20 * (1 + abs(about.real)) and found.is_real is not False):
        about = complex(about.real)
    return Value(read_back(found), shown(found), about)


def admitted(value: Value, domain: Domain) -> bool:
    """Whether a value is one that the unknown may have. NotDone where that cannot be told."""
    exact = value.rational
    if domain.kind in ("real", "rational", "integer", "prime") or domain.sign in ("positive", "negative"):
        if not value.real:
            return False
    elif domain.sign == "nonnegative" and not value.real:
        return False
    if domain.kind in ("rational", "integer", "prime") and exact is None:
        return False
    if domain.kind in ("integer", "prime") or domain.parity:
        if exact is None or exact.denominator != 1:
            return False
        if domain.parity and (int(exact) % 2 == 0) != (domain.parity == "even"):
            return False
        if domain.kind == "prime" and not primality(int(exact)).prime:
            return False
    size = exact if exact is not None else value.about.real
    if exact is None and abs(value.about) < 1e-12:
        raise NotDone("a value is too close to 0 to tell its sign")
    match domain.sign:
        case "positive":
            return size > 0
        case "negative":
            return size < 0
        case "nonnegative":
            return size >= 0
        case "nonzero":
            return exact is None or exact != 0
        case _:
            return True


def restricted(solved: Solved, domains: Mapping[str, Domain]) -> Solved:
    """Only the solutions in which every unknown has a value that it may have."""
    kept = tuple(
        point for point in solved.points if all(admitted(value, domains[name]) for name, value in point.items())
    )
    if len(kept) == len(solved.points):
        return solved
    left_out = len(solved.points) - len(kept)
    remark = f"{left_out} solution{'s' if left_out > 1 else ''} outside what the unknown may be left out"
    return replace(solved, points=kept, remarks=(*solved.remarks, remark))


def data_text(value: Value) -> str:
    """A value in typed data."""
    return fraction_text(value.rational) if value.rational is not None else value.text
