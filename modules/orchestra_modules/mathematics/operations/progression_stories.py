"""Progressions and sequences told in sentences: by their first term and step, by two of their terms, by a formula."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.number_findings import exact, number, positive, small
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.progressions import progression_term
from orchestra_modules.mathematics.operations.values import value_of
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import Name, Negative, Node, Number, Sum, substitute
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_MAX_TERMS: Final = 2_000
_KIND: Final = "(arithmetic {kind=arithmetic}|geometric {kind=geometric}) (sequence|progression|series)"
_WHICH: Final = "(difference {by=arithmetic}|ratio {by=geometric})"
_STEP: Final = f"[the|a|its] common {_WHICH} [is|of|equal to|=]"
_ASKED: Final = (
    "(what is|what's|find|calculate|determine|give|compute) [the|its] ({n:ordinal} term|sum {total=yes} of [the|its] "
    "first {n:integer} terms|{n:ordinal} term of (the|this) (sequence|progression))"
)


@operation(
    "progression_told",
    requests=(
        f"[the] first term of (a|an) {_KIND} is {{first}} and {_STEP} {{step}} [.|,|;] {_ASKED}",
        f"(a|an) {_KIND} has [a] first term [of|equal to] {{first}} and [a] [common] {_WHICH} [of|equal to] "
        f"{{step}} [.|,|;] {_ASKED}",
        f"[if] [in] (a|an) {_KIND} [,|has|with] [the] first term (is|of|=|) {{first}} and {_STEP} {{step}} [.|,|;] "
        f"{_ASKED}",
    ),
)
def progression_told(
    work: Work, kind: Node, first: Node, step: Node, n: Node, by: Node, total: Node | None = None
) -> Finding:
    """A term, or the sum of the first terms, of a progression told in a sentence of its own."""
    return progression_term(work, kind, first, step, n, total, by=by)


@operation(
    "progression_by_two_terms",
    requests=(
        "[if] [the] {p:ordinal} term of (a|an) arithmetic (sequence|progression|series) is {a} and [the] {q:ordinal} "
        "[term] [is] {b} [.|,|;] (what is|what's|find|calculate|determine) [the] ({n:ordinal} term|common difference)",
    ),
)
def progression_by_two_terms(work: Work, p: Node, a: Node, q: Node, b: Node, n: Node | None = None) -> Finding:
    """A term, or the common difference, of an arithmetic progression of which two terms are told."""
    one, other = positive(p, "a place"), positive(q, "a place")
    if one == other:
        raise Undefined("two different terms were expected")
    low, high = exact(a, "a term"), exact(b, "a term")
    step = (high - low) / (other - one)
    start = low - (one - 1) * step
    good = start + (one - 1) * step == low and start + (other - 1) * step == high
    check = "check: both terms come out of the first one and the difference"
    if n is None:
        return number(step, f"The common difference is {step}", "the gap over the steps", check, good)
    place = positive(n, "a place")
    found = start + (place - 1) * step
    text = f"The first term is {start} and the common difference {step}, so term {place} is {found}"
    return number(found, text, "the gap over the steps", check, good)


_RULE: Final = "[the] [sequence] [defined by|given by|with|where] {rule:term_rule}"


def _parts(work: Work, rule: Node) -> tuple[str, Node]:
    letter, term = work.items(rule)
    assert isinstance(letter, Name)
    return letter.name, term


@operation(
    "term_of_formula",
    nouns=(f"{{n:ordinal}} term of {_RULE}",),
    requests=(
        "{rule:term_rule} [.|,|;] (what is|what's|find|calculate|determine) [the] {n:ordinal} term [of the sequence]",
    ),
    plain=("rule",),
)
def term_of_formula(work: Work, rule: Node, n: Node) -> Finding:
    """A term of a sequence whose formula is told; its terms are counted from 1."""
    letter, term = _parts(work, rule)
    place = positive(n, "a place")
    work.from_definitions = True
    return value_of(work, substitute(work.resolve(term, frozenset({letter})), {letter: Number(Fraction(place))}))


@operation(
    "sum_of_formula",
    nouns=(f"sum of [the] first {{n:integer}} terms of {_RULE}",),
    plain=("rule",),
)
def sum_of_formula(work: Work, rule: Node, n: Node) -> Finding:
    """The sum of the first terms of a sequence whose formula is told."""
    letter, term = _parts(work, rule)
    count = small(n, "a number of terms", _MAX_TERMS)
    if count < 2:
        raise NotUnderstood("two terms or more were expected")
    term = work.resolve(term, frozenset({letter}))
    work.from_definitions = True
    terms = tuple(substitute(term, {letter: Number(Fraction(place))}) for place in range(1, count + 1))
    return value_of(work, Sum(terms))


@operation(
    "place_in_formula",
    requests=(
        "{rule:term_rule} [.|,|;] (which|what) term [of the sequence] (equals|is|is equal to|has the value) {value}",
        f"(which|what) term of {_RULE} (equals|is|is equal to|has the value) {{value}}",
    ),
    plain=("rule",),
)
def place_in_formula(work: Work, rule: Node, value: Node) -> Finding:
    """The place of a value among the terms of a formula that is a polynomial."""
    from orchestra_modules.mathematics.engines.equation import with_multiplicities
    from orchestra_modules.mathematics.engines.polynomial import as_polynomial

    letter, term = _parts(work, rule)
    term = work.resolve(term, frozenset({letter}))
    form = as_polynomial(Sum((term, Negative(value))))
    if form is None or form.atoms != {letter}:
        raise NotDone("places are found in formulas that are polynomials")
    roots = [root.rational for root, _ in with_multiplicities(form, letter) if root.rational is not None]
    places = [root for root in roots if root.denominator == 1 and root >= 1]
    if len(places) != 1:
        raise NotDone(f"{len(places)} terms have this value")
    work.note("the terms are counted from 1")
    at = work.rational(substitute(term, {letter: Number(places[0])}), "a term")
    good = at == work.rational(value, "a term")
    return number(places[0], f"Term {places[0]} is {at}", "solved for the place", "check: put into the formula", good)
