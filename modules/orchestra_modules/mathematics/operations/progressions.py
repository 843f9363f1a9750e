"""Sums of sequences and series, and arithmetic and geometric progressions told by their first term and step."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.number_findings import exact, number, numbers, positive, small
from orchestra_modules.mathematics.engines.sequence_rules import Rule, Terms, geometric_rule, polynomial_rule, value_at
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.sequences import (
    KIND,
    MAX_EXTENDED,
    REPRODUCED,
    at_place,
    kind_name,
    nth_term,
    place_of,
    reproduces,
    settled_rule,
)
from orchestra_modules.mathematics.readers.sequence_terms import given_terms, told
from orchestra_modules.mathematics.readers.sum_notation import is_composed
from orchestra_modules.mathematics.syntax import Constant, Listing, Name, Node, Number, Request, Text, names, unsigned
from orchestra_modules.solving.refusal import NotDone, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_MAX_PLACE: Final = 20_000


@operation(
    "partial_sum",
    nouns=(
        f"sum of the first {{n:integer}} terms (of|in) {KIND} {{terms:terms}}",
        f"sum of {{n:integer}} terms (of|in) {KIND} {{terms:terms}}",
    ),
)
def partial_sum(work: Work, terms: Node, n: Node, kind: Node | None = None) -> Finding:
    """What the first n terms add up to."""
    known, count = given_terms(work, terms), small(n, "a number of terms", _MAX_PLACE)
    rule = settled_rule(work, known, kind_name(kind))
    return _summed(rule, known, count)


def _summed(rule: Rule, known: Terms, count: int) -> Finding:
    if count < 1:
        raise Undefined("the number of terms is at least 1")
    good = reproduces(rule, known)
    if rule.ratio is not None and rule.ratio != 1:
        if count * max(rule.ratio.numerator.bit_length(), rule.ratio.denominator.bit_length()) > 30_000:
            raise TooCostly("the sum is too long")
        found = known[0] * (rule.ratio**count - 1) / (rule.ratio - 1)
        if count <= MAX_EXTENDED:
            good = good and sum(rule.extended(known, count)[:count]) == found
    elif rule.coefficients is not None:
        found = sum((value_at(rule.coefficients, i) for i in range(1, count + 1)), Fraction(0))
        if count <= MAX_EXTENDED:
            good = good and sum(rule.extended(known, count)[:count]) == found
    else:
        if count > MAX_EXTENDED:
            raise TooCostly(f"at most {MAX_EXTENDED} terms are added up")
        found = sum(rule.extended(known, count)[:count], Fraction(0))
    text = f"The first {count} terms of {told(known)} add up to {found} ({rule.name})"
    return number(found, text, "the sum formula", "check: added up term by term", good)


@operation(
    "series_sum",
    nouns=(
        "sum [of] [the] [(infinite|geometric|arithmetic|infinite geometric)] [(series|sum|progression)] [:]"
        " {series:series}",
        "{series:series}",
    ),
    requests=(
        "(evaluate|sum|add up|find the sum of|add) [the] [(infinite|geometric|arithmetic)] [series] [:]"
        " {series:series}",
    ),
)
def series_sum(work: Work, series: Node) -> Finding:
    """A sum told by its first terms and dots: up to a last term, or without end if it is geometric."""
    parts = work.items(series)
    terms = work.items(parts[0])
    composed = any(map(is_composed, terms))
    two = len(terms) == 2 and any(not isinstance(unsigned(term), Number) for term in terms)
    if len(parts) <= 2 and (two or names(*parts[1:])):
        return _by_dots(work, parts)
    if not composed:
        try:
            return _by_terms(work, parts)
        except NotDone as refusal:
            return _by_dots(work, parts, refusal)
    try:
        return _by_dots(work, parts)
    except NotDone:
        return _by_terms(work, parts)


def _by_dots(work: Work, parts: tuple[Node, ...], refusal: NotDone | None = None) -> Finding:
    """The sum by how the terms are written: 1**2 + 2**2 + ... + 10**2. NotDone, the refusal told where there is one."""
    if len(parts) > 2:
        raise refusal or NotDone("several terms behind the dots are read in sums of plain numbers")
    last = parts[1] if len(parts) > 1 else Constant("oo")
    try:
        return work.find(Request("dotted", (("terms", Listing((Text("+"), parts[0], last))),)))
    except (NotDone, Undefined):
        if refusal is not None:
            raise refusal from None
        raise


def _by_terms(work: Work, parts: tuple[Node, ...]) -> Finding:
    """The sum by the values of the terms."""
    known = given_terms(work, parts[0])
    rule = geometric_rule(known) if len(known) > 2 else None
    if len(known) == 2 and len(parts) >= 2:
        rule = polynomial_rule(known, 0)
        work.assume("a sum with two terms before the dots is taken as arithmetic")
    rule = rule or settled_rule(work, known)
    if len(parts) == 1:
        return _endless(rule, known)
    last = exact(parts[1], "the last term")
    count = place_of(rule, known, last)
    if count is None or count <= len(known):
        raise Undefined(f"{last} is no later term of {told(known)}, ... ({rule.name})")
    behind = [exact(term, "a term") for term in reversed(parts[2:])]
    if behind and (count > MAX_EXTENDED or rule.extended(known, count)[: count - 1][-len(behind) :] != behind):
        raise NotDone(f"{told(behind)} do not stand before {last} in {told(known)}, ... ({rule.name})")
    return _summed(rule, known, count)


def _endless(rule: Rule, known: Terms) -> Finding:
    if rule.ratio is None:
        raise NotDone(f"a sum without end is found for geometric series only, and this one is {rule.name}")
    if abs(rule.ratio) >= 1:
        raise Undefined(f"the sum has no value: the ratio {rule.ratio} is not between -1 and 1")
    found = known[0] / (1 - rule.ratio)
    partial = known[0] * (1 - rule.ratio**200) / (1 - rule.ratio)
    good = abs(found - partial) == abs(found * rule.ratio**200) and reproduces(rule, known)
    text = f"The sum is {known[0]}/(1 - {rule.ratio}) = {found}"
    return number(found, text, "the geometric series", "check: what 200 terms leave over", good)


_STEP: Final = (
    "(arithmetic {kind=arithmetic}|geometric {kind=geometric}) (sequence|progression|series) (with|whose|having|"
    "where|that has)"
    " [the] [a] first term [is|of|equal to|=] {first} [,] [and] [the|whose|with|a] common "
    "(difference {by=arithmetic}|ratio {by=geometric}) [is|of|equal to|=] {step}"
)


@operation(
    "progression_term",
    nouns=(
        f"{{n:ordinal}} term of [a|an|the] {_STEP}",
        f"{{n:letter_place}} term of [a|an|the] {_STEP}",
        f"sum {{total=yes}} of the first {{n:integer}} terms of [a|an|the] {_STEP}",
        f"sum {{total=yes}} to infinity {{n=0}} of [a|an|the] {_STEP}",
        f"first {{many=yes}} {{n:integer}} terms of [a|an|the] {_STEP}",
    ),
)
def progression_term(
    work: Work,
    kind: Node,
    first: Node,
    step: Node,
    n: Node,
    total: Node | None = None,
    many: Node | None = None,
    by: Node | None = None,
) -> Finding:
    """A term, or the sum of the first terms, of a progression told by first term and step."""
    if by is not None and work.text(by) != work.text(kind):
        raise Undefined("an arithmetic progression has a common difference, a geometric one a common ratio")
    start, gap = exact(first, "a first term"), exact(step, "a step")
    rule = polynomial_rule([start, start + gap], 0) if work.text(kind) == "arithmetic" else None
    known = [start, start + gap] if rule is not None else [start, start * gap]
    rule = rule or geometric_rule(known, 0)
    if rule is None:
        raise Undefined("a geometric sequence has a first term and a ratio other than 0")
    if isinstance(n, Name):
        return nth_term(work, Listing(tuple(Number(term) for term in known)), n, kind)
    place = small(n, "a place", _MAX_PLACE)
    if many is not None:
        found = rule.extended(known, positive(n, "a number of terms"))[:place]
        return numbers(found, f"The terms are {told(found)}", "step by step", REPRODUCED, reproduces(rule, found))
    if total is not None and place == 0:
        return _endless(rule, known)
    return _summed(rule, known, place) if total is not None else at_place(rule, known, positive(n, "a place"))


@operation(
    "means_between",
    nouns=(
        "{count:integer} (arithmetic {kind=arithmetic}|geometric {kind=geometric}) (means|mean) between {a} and {b}",
    ),
    requests=(
        "insert {count:integer} (arithmetic {kind=arithmetic}|geometric {kind=geometric}) (means|mean|numbers)"
        " between {a} and {b}",
    ),
)
def means_between(work: Work, count: Node, a: Node, b: Node, kind: Node) -> Finding:
    """Numbers that make an arithmetic or geometric sequence with two given ends."""
    low, high, many = exact(a, "a mean"), exact(b, "a mean"), small(count, "a number of means", 1_000)
    if many < 1:
        raise Undefined("at least one mean must be asked for")
    if work.text(kind) == "geometric":
        raise NotDone("geometric means are inserted by solving for the ratio, which may have two values")
    step = (high - low) / (many + 1)
    found = [low + step * i for i in range(1, many + 1)]
    row = [low, *found, high]
    good = len({y - x for x, y in pairwise(row)}) <= 1
    return numbers(
        found, f"The common difference is {step}: {told(row)}", "the common difference", "check: equal steps", good
    )
