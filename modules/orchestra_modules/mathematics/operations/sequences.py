"""Sequences given by their first terms: the next ones, the nth, a missing one, sums; arithmetic and geometric ones.

The rule is the one with the fewest fitted numbers that all given terms follow, with at least one term to spare.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.enclosure import plain
from orchestra_modules.mathematics.engines.number_findings import exact, number, numbers, positive, small
from orchestra_modules.mathematics.engines.polynomial import from_coefficients
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.engines.sequence_rules import (
    Rule,
    Terms,
    geometric_rule,
    polynomial_rule,
    rules,
    value_at,
)
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.sequence_terms import given_terms, told
from orchestra_modules.mathematics.syntax import Name, Negative, Node, Number, Power, Product, Sum, Text
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_MAX_PLACE: Final = 20_000
MAX_EXTENDED: Final = 3_000
REPRODUCED: Final = "check: the rule worked out again at the place of every given term"
_SEQUENCE: Final = (
    "[the] [following] [number] [(arithmetic|geometric|linear|quadratic|cubic|infinite)] [(sequence|series|"
    "pattern|progression|list|numbers|terms)] [:]"
)


def settled_rule(work: Work, terms: Terms, kind: str = "") -> Rule:
    """The rule that the terms follow. NotDone where there is none, or two that are as simple."""
    if kind in ("arithmetic", "geometric"):
        spare = 0 if len(terms) == 2 else 1
        found = polynomial_rule(terms, spare) if kind == "arithmetic" else geometric_rule(terms, spare)
        if found is None or (kind == "arithmetic" and found.name not in ("arithmetic", "constant")):
            raise Undefined(f"{told(terms)} is no {kind} sequence")
        return found
    fitting = rules(terms)
    if not fitting and _grows_steadily(terms) and (quadratic := polynomial_rule(terms, 0)) is not None:
        work.assume("three terms alone are taken to follow a quadratic rule, which no further term confirms")
        return quadratic
    if not fitting:
        raise NotDone(f"no rule was found that {told(terms)} follow with a term to spare")
    best = fitting[0]
    following = best.following(terms)
    others = [r for r in fitting[1:] if r.fitted == best.fitted and r.following(terms) != following]
    if others:
        raise NotUnderstood(
            f"two rules fit: {best.name} gives {following}, {others[0].name} gives {others[0].following(terms)}"
        )
    work.note(f"the simplest rule is taken: {best.name}, with {len(terms) - best.fitted} of the given terms to spare")
    return best


def _grows_steadily(terms: Terms) -> bool:
    """Whether there are three terms whose steps go one way and grow: 1, 4, 9 and not 1, 7, 3."""
    if len(terms) != 3:
        return False
    first, second = terms[1] - terms[0], terms[2] - terms[1]
    return first * second > 0 and abs(second) > abs(first)


def reproduces(rule: Rule, terms: Terms) -> bool:
    """Whether the rule gives the terms, by its formula where it has one and step by step otherwise."""
    if rule.coefficients is not None:
        return all(value_at(rule.coefficients, n) == term for n, term in enumerate(terms, 1))
    start = max(rule.fitted, 2)
    return rule.extended(terms[:start], len(terms)) == terms


def kind_name(kind: Node | None) -> str:
    return kind.text if isinstance(kind, Text) else ""


KIND: Final = (
    "[the] [following] [number] [(arithmetic {kind=arithmetic}|geometric {kind=geometric}|linear|quadratic|cubic|"
    "infinite)] [(sequence|series|pattern|progression|list|numbers|terms)] [:]"
)


@operation(
    "next_terms",
    nouns=(
        f"next (term|number|value|element|one|integer) [(in|of|after|for|from)] {KIND} {{terms:terms}}",
        f"next {{count:integer}} (terms|numbers|values|elements) (in|of|after|for|from) {KIND} {{terms:terms}}",
        f"(number|term|value) (that|which) [should] (comes|come|follows) (next|after) [in|after|:] {KIND}"
        f" {{terms:terms}}",
        f"next [in] {KIND} {{terms:terms}}",
        f"following term (in|of) {KIND} {{terms:terms}}",
    ),
    requests=(
        "(what comes|what's|what is|what goes|what would be|which comes|what follows) (next|after|after this)"
        f" [in|:|after|,] {KIND} {{terms:terms}}",
        f"what follows [:] {KIND} {{terms:terms}}",
        "(what|which) (number|term|value) [should|would|will] (comes|come|is|follows|follow|continues) [the]"
        f" (next|sequence) [in|:|after|,] {KIND} {{terms:terms}}",
        f"(continue|complete|extend) {KIND} {{terms:terms}}",
        f"{KIND} {{terms:terms}} [:|,|.] (what is|what's|find) [the] next [(term|number|value|one)]",
        f"{KIND} {{terms:terms}} [:|,|.] (what comes|which comes|find the|the) next [(term|number|value|one)]",
        f"{KIND} {{terms:terms}} [:|,|.] next (term|number|value|one)",
        f"{KIND} {{terms:open_terms}}",
    ),
)
def next_terms(work: Work, terms: Node, count: Node | None = None, kind: Node | None = None) -> Finding:
    """The terms after the given ones."""
    known = given_terms(work, terms)
    rule = settled_rule(work, known, kind_name(kind))
    wanted = small(count, "a number of terms", 100) if count is not None else 1
    if wanted < 1:
        raise Undefined("at least one term must be asked for")
    found = rule.extended(known, len(known) + wanted)[len(known) :]
    good = reproduces(rule, known)
    if rule.coefficients is not None:
        good = good and all(value_at(rule.coefficients, len(known) + i) == term for i, term in enumerate(found, 1))
    text = f"{told(known)} continue with {told(found)} ({rule.name})"
    if count is None:
        return number(found[0], text, "finite differences and ratios", REPRODUCED, good)
    return numbers(found, text, "finite differences and ratios", REPRODUCED, good)


@operation(
    "missing_term",
    nouns=(f"missing (term|number|value|terms|numbers) (in|of|from) {KIND} {{terms:gapped_terms}}",),
    requests=(
        f"(what|which) (number|term|value) is missing (in|from|of) {KIND} {{terms:gapped_terms}}",
        f"(fill in|find|complete) [the] (blank|gap|missing number|missing term) [in|:] {KIND} {{terms:gapped_terms}}",
        f"complete {KIND} {{terms:gapped_terms}}",
        f"{KIND} {{terms:gapped_terms}}",
    ),
)
def missing_term(work: Work, terms: Node, kind: Node | None = None) -> Finding:
    """The terms at the gaps of an arithmetic, geometric or polynomial sequence."""
    items = work.items(plain(terms))
    known = {i: exact(item, "a sequence") for i, item in enumerate(items, 1) if not isinstance(item, Text)}
    gaps = [i for i, item in enumerate(items, 1) if isinstance(item, Text)]
    if not gaps or len(items) > 100:
        raise NotUnderstood("a gap told by _ or ? was expected among at most 100 terms")
    filled = [f for f in (_filled_polynomially(known, gaps), _filled_geometrically(known, gaps)) if f is not None]
    asked = kind_name(kind)
    if asked:
        filled = [f for f in filled if f[1] == asked]
    if not filled:
        raise NotDone("no rule was found that the given terms follow with one to spare")
    if len({tuple(values) for values, _ in filled}) > 1:
        raise NotUnderstood("two rules fit the given terms")
    values, name = filled[0]
    complete = {**known, **dict(zip(gaps, values, strict=True))}
    row = [complete[i] for i in range(1, len(items) + 1)]
    good = any(reproduces(rule, row) for rule in (polynomial_rule(row), geometric_rule(row)) if rule is not None)
    text = f"The full sequence is {told(row)} ({name})"
    if len(values) == 1:
        return number(values[0], text, "interpolation", REPRODUCED, good)
    return numbers(values, text, "interpolation", REPRODUCED, good)


def _filled_polynomially(known: dict[int, Fraction], gaps: list[int]) -> tuple[Terms, str] | None:
    """The polynomial of lowest degree through the known terms, if one of them is to spare."""
    places = sorted(known)
    for degree in range(len(places) - 1):
        base = places[: degree + 1]
        if all(_lagrange(known, base, n) == known[n] for n in places):
            return [_lagrange(known, base, n) for n in gaps], ("constant", "arithmetic")[
                degree
            ] if degree < 2 else "polynomial"
    return None


def _lagrange(known: dict[int, Fraction], base: list[int], n: int) -> Fraction:
    total = Fraction(0)
    for i in base:
        weight = known[i]
        for j in base:
            if j != i:
                weight *= Fraction(n - j, i - j)
        total += weight
    return total


def _filled_geometrically(known: dict[int, Fraction], gaps: list[int]) -> tuple[Terms, str] | None:
    pairs = [i for i in known if i + 1 in known]
    if not pairs or len(known) < 3 or 0 in known.values():
        return None
    ratio = known[pairs[0] + 1] / known[pairs[0]]
    first = known[pairs[0]] / ratio ** (pairs[0] - 1)
    if any(first * ratio ** (n - 1) != term for n, term in known.items()):
        return None
    return [first * ratio ** (n - 1) for n in gaps], "geometric"


@operation(
    "nth_term",
    nouns=(
        f"{{n:letter_place}} term (of|in|for) {KIND} {{terms:terms}}",
        f"{{n:ordinal}} term (of|in|for) {KIND} {{terms:terms}}",
        f"term number {{n}} (of|in|for) {KIND} {{terms:terms}}",
        f"[explicit|closed] (formula|rule|expression|equation) for [the] {{n:letter_place}} term (of|in|for)"
        f" {KIND} {{terms:terms}}",
        f"(general|generic) term [formula] (of|in|for) {KIND} {{terms:terms}}",
        f"[explicit|general|closed] (formula|rule) (of|for) {KIND} {{terms:terms}}",
    ),
    requests=(
        f"{KIND} {{terms:terms}} [,|:|.] [find|what is] [the] {{n:ordinal}} term",
        f"{KIND} {{terms:terms}} [,|:|.] [find|what is] [the] {{n:letter_place}} term",
    ),
)
def nth_term(work: Work, terms: Node, n: Node | None = None, kind: Node | None = None) -> Finding:
    """The term at a place, or a formula for the place n, the first term being at 1."""
    known = given_terms(work, terms)
    rule = settled_rule(work, known, kind_name(kind))
    if isinstance(n, Number) or (n is not None and not isinstance(n, Name)):
        return at_place(rule, known, positive(n, "a place"))
    variable = n.name if isinstance(n, Name) else "n"
    if rule.coefficients is not None:
        polynomial = from_coefficients(variable, dict(enumerate(rule.coefficients)))
        shown, node = polynomial_text(polynomial), polynomial_tree(polynomial)
        good = reproduces(rule, known)
    elif rule.ratio is not None:
        node = _geometric_term(known[0], rule.ratio, variable)
        shown = _geometric_text(known[0], rule.ratio, variable)
        good = all(known[0] * rule.ratio**i == term for i, term in enumerate(known))
    else:
        raise NotDone(f"no formula is given for a sequence with {rule.name}")
    text = f"The term at place {variable} of {told(known)} is {shown}, {variable} = 1 for the first ({rule.name})"
    data: JsonValue = {"type": "expression", "value": shown}
    method = "Newton's forward differences" if rule.coefficients is not None else "the common ratio"
    return Finding(shown, text, data, method, REPRODUCED, good, node=node)


def _geometric_term(first: Fraction, ratio: Fraction, variable: str) -> Node:
    exponent = Sum((Name(variable), Negative(Number(Fraction(1)))))
    return Product((Number(first), Power(Number(ratio), exponent)))


def _geometric_text(first: Fraction, ratio: Fraction, variable: str) -> str:
    base = str(ratio) if ratio.denominator == 1 and ratio > 0 else f"({ratio})"
    if first == ratio:
        return f"{base}**{variable}"
    power = f"{base}**({variable} - 1)"
    if first == 1:
        return power
    return f"-{power}" if first == -1 else f"{first}*{power}"


def at_place(rule: Rule, known: Terms, place: int) -> Finding:
    text = f"The term at place {place} of {told(known)} is"
    if rule.coefficients is not None:
        found = value_at(rule.coefficients, place)
        again = rule.extended(known, place)[place - 1] if place <= MAX_EXTENDED else None
        agreed = again is None or again == found
    elif rule.ratio is not None:
        if (place * max(rule.ratio.numerator.bit_length(), rule.ratio.denominator.bit_length())) > 30_000:
            raise TooCostly("the term is too long")
        found = known[0] * rule.ratio ** (place - 1)
        agreed = place > MAX_EXTENDED or rule.extended(known, place)[place - 1] == found
    elif place <= MAX_EXTENDED:
        found = rule.extended(known, place)[place - 1]
        agreed = True
    else:
        raise TooCostly(f"terms of such sequences are worked out up to place {MAX_EXTENDED}")
    good = agreed and reproduces(rule, known)
    return number(found, f"{text} {found} ({rule.name})", "finite differences and ratios", REPRODUCED, good)


@operation(
    "common_step",
    nouns=(
        f"common {{step=difference}} difference (of|in|for|between) {_SEQUENCE} {{terms:terms}}",
        f"common {{step=ratio}} ratio (of|in|for|between) {_SEQUENCE} {{terms:terms}}",
    ),
)
def common_step(work: Work, terms: Node, step: Node) -> Finding:
    """The common difference of an arithmetic sequence, or the common ratio of a geometric one."""
    known = given_terms(work, terms)
    if work.text(step) == "difference":
        settled_rule(work, known, "arithmetic")
        found = known[1] - known[0]
        good = all(b - a == found for a, b in itertools.pairwise(known))
    else:
        settled_rule(work, known, "geometric")
        found = known[1] / known[0]
        good = all(a * found == b for a, b in itertools.pairwise(known))
    text = f"The common {work.text(step)} of {told(known)} is {found}"
    return number(found, text, "from the first two terms", "check: on every pair of neighbours", good)


def place_of(rule: Rule, known: Terms, value: Fraction) -> int | None:
    """The first place at which a term has a value, among many."""
    if rule.coefficients is not None and len(rule.coefficients) == 2 and rule.coefficients[1]:
        exactly = (value - rule.coefficients[0]) / rule.coefficients[1]
        return int(exactly) if exactly.denominator == 1 and exactly >= 1 else None
    if rule.coefficients is not None:
        return next((n for n in range(1, _MAX_PLACE) if value_at(rule.coefficients, n) == value), None)
    terms = list(known)
    for place in range(1, 2_000):
        if place > len(terms):
            terms.append(rule.following(terms))
        if terms[place - 1] == value:
            return place
        if terms[place - 1].numerator.bit_length() > value.numerator.bit_length() + 4_000:
            return None
    return None


@operation(
    "place_in_sequence",
    requests=(
        f"which term (of|in) {KIND} {{terms:terms}} (is|equals|has the value|is equal to) {{value}}",
        f"what (term|position|place) (of|in) {KIND} {{terms:terms}} (is|equals|has the value) {{value}}",
        f"is {{value}} {{ask=yes}} (a term|in|an element|one of the terms|a member) [of|in] {KIND} {{terms:terms}}",
    ),
)
def place_in_sequence(
    work: Work, terms: Node, value: Node, ask: Node | None = None, kind: Node | None = None
) -> Finding:
    """The place at which a value stands in a sequence, or whether it does."""
    known, wanted = given_terms(work, terms), exact(value, "a term")
    rule = settled_rule(work, known, kind_name(kind))
    found = place_of(rule, known, wanted)
    linear = rule.coefficients is not None and len(rule.coefficients) == 2
    if found is None and not linear:
        raise NotDone(f"{wanted} was not found among the terms that were looked at")
    text = f"{wanted} is the term at place {found}" if found else f"{wanted} is no term of {told(known)}, ..."
    good = reproduces(rule, known)
    if found:
        good = good and (rule.extended(known, found)[found - 1] == wanted if found <= MAX_EXTENDED else True)
    check = "check: the term at that place worked out step by step"
    if ask is not None:
        return truth(found is not None, text, "solving for the place", check, good)
    if found is None:
        raise Undefined(text)
    return number(found, text, "solving for the place", check, good)
