"""Reciprocals, opposites, and roots and powers of a named degree: "the reciprocal of 2/7", "the fifth root of 32"."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines.number_findings import positive
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.values import value_of
from orchestra_modules.mathematics.syntax import Call, Negative, Node, Number, Power, Product
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work


@operation("reciprocal", nouns=("(reciprocal|multiplicative inverse) of {a:last}",))
def reciprocal(work: Work, a: Node) -> Finding:
    """One divided by it."""
    if isinstance(a, Call) and a.function == "mod":
        raise NotUnderstood("an inverse modulo a number is no reciprocal")
    return value_of(work, Product((Number(Fraction(1)),), (a,)))


@operation("opposite", nouns=("(opposite|additive inverse|negation|negative) of {a:last}",))
def opposite(work: Work, a: Node) -> Finding:
    """What added to it gives 0."""
    return value_of(work, Negative(a))


@operation("root_of_degree", nouns=("[positive|real|principal] {degree:ordinal} root of {a:tight}",))
def root_of_degree(work: Work, degree: Node, a: Node) -> Finding:
    """The real root of a degree; of even degree the one that is not negative."""
    of = positive(degree, "the degree of a root")
    if of < 2 or of > 1_000:
        raise NotDone("roots are taken of degrees from 2 to 1000")
    return value_of(work, Call("root", (a, degree)))


@operation(
    "power_of_degree",
    nouns=("{degree:ordinal} power of {a:tight}",),
    requests=("raise {a} to the {degree:ordinal} power", "raise {a} to the power of {degree}"),
)
def power_of_degree(work: Work, degree: Node, a: Node) -> Finding:
    """A power with a named exponent."""
    return value_of(work, Power(a, degree))
