"""Sums and products with an index and bounds, or with dots, and the convergence of infinite series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.symbolic import (
    expression,
    has_no_value,
    is_restricted,
    plain,
    said_of,
    unrestricted,
    with_euler,
)
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import sum_notation
from orchestra_modules.mathematics.syntax import (
    Constant,
    Listing,
    Name,
    Node,
    Number,
    Relation,
    Request,
    Sum,
    Text,
    Written,
    names,
    show,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.summing import Summed

__all__ = ["sum_notation"]

FROM = "(from {low:point} to {high:point}|for {low:point} to {high:point}|for {k:variable} from {low:point} to "
FROM += "{high:point}|as {k:variable} (goes|runs) from {low:point} to {high:point}|over {k:variable} from {low:point} "
FROM += "to {high:point}|from {low:point} up to {high:point}|, {low:point} to {high:point}|"
FROM += "(,|for|from|over) {low:point} .. {high:point})"


def arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """Sum[f, {k, 1, n}], summation(f, (k, 1, n)), sum(f, k = 1..n), sum(f, k, 1, n), Sum[f, {k, n}]."""
    if named or len(arguments) not in (2, 4):
        return None
    f, *rest = arguments
    parts = tuple(rest) if len(rest) == 3 else rest[0].items if isinstance(rest[0], Listing) else ()
    if len(parts) == 2 and isinstance(rest[0], Listing) and rest[0].kind == "set":
        parts = (parts[0], Number(Fraction(1)), parts[1])
    if len(parts) != 3 or not isinstance(parts[0], Name):
        return None
    return {"f": f, "k": parts[0], "low": parts[1], "high": parts[2]}


def _arranged_or_list(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """The same, and sum([1, 2, 3])."""
    if len(arguments) == 1 and isinstance(arguments[0], Listing) and not named:
        return {"f": arguments[0]}
    return arranged(arguments, named)


def _stretch(
    work: Work, f: Node, k: Node | None, low: Node | None, high: Node | None, scripts: Node | None
) -> tuple[Node, str, Node, Node]:
    """The term, its index, and the bounds."""
    if isinstance(scripts, Listing):
        low, high = scripts.items
    if low is None or high is None:
        raise NotUnderstood("the bounds of the sum are missing")
    low, high = plain(low), plain(high)
    letter = k.name if isinstance(k, Name) else None
    if isinstance(low, Relation):
        if low.sign != "=" or not isinstance(low.left, Name) or letter not in (None, low.left.name):
            raise NotUnderstood("the index of the sum is not clear")
        letter, low = low.left.name, low.right
    if isinstance(high, Relation):
        if high.sign != "=" or high.left != Name(letter or ""):
            raise NotUnderstood("the index of the sum is not clear")
        high = high.right
    bracketed = isinstance(f, Written) and in_one_bracket(f.text)
    f = plain(f)
    unclear = isinstance(scripts, Listing) and isinstance(f, Sum) and not bracketed
    if unclear and isinstance(f, Sum) and any(letter not in names(term) for term in f.terms):
        raise NotUnderstood("it is not clear whether all of the sum belongs under the sum sign; use brackets")
    if letter is None:
        if len(names(f)) != 1:
            raise NotUnderstood("the index of the sum is not named")
        letter = names(f)[0]
    has_no_value(work, letter)
    if any(name.endswith(f"_{letter}") for name in names(f)):
        raise NotDone("terms that are only named by their index are not known")
    f, low, high = (with_euler(work.resolve(part, frozenset({letter})), letter) for part in (f, low, high))
    if letter in names(low, high):
        raise NotUnderstood("a bound of the sum holds its index")
    finite = [part for part in (low, high) if part != Constant("oo")]
    gate.check(f, *finite)
    return f, letter, low, high


def in_one_bracket(text: str) -> bool:
    """Whether the whole text stands in one pair of brackets."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0:
            return at > 0 and at == len(text) - 1
    return False


def _told(word: str, f: Node, k: str, low: Node, high: Node) -> str:
    return f"the {word} of {show(f)} for {k} from {show(low)} to {show(high)}"


def _result(found: Summed, told: str, method: str) -> Finding:
    result = expression(found.value, told, method, found.check, found.verified, found.steps)
    return replace(result, text=f"{result.text} where {found.only_where}") if found.only_where else result


@operation(
    "sum",
    nouns=(
        "(sum|summation|sigma) {scripts:scripts} [of] {f:summand}",
        "(sum|summation) [of] {f:formula} " + FROM,
        "(sum|summation) " + FROM + " of {f:formula}",
        "(sum|summation) {low:point} to {high:point} of {f:formula}",
        "(infinite sum|infinite series|series|sum of the series|sum of the infinite series) {scripts:scripts} "
        "{f:summand}",
        "(value|sum) of [the] [infinite] [series] (sum|summation) {scripts:scripts} [of] {f:summand}",
        "(value|sum) of the [infinite] series [with terms|with term|of] {f:formula} " + FROM,
    ),
    requests=("(sum|add) {f:formula} " + FROM,),
    calls=("sum", "Sum", "summation", "nsum"),
    binds=("k",),
    plain=("f", "low", "high", "scripts"),
    arrange=_arranged_or_list,
)
def sum_over(
    work: Work,
    f: Node,
    k: Node | None = None,
    low: Node | None = None,
    high: Node | None = None,
    scripts: Node | None = None,
) -> Finding:
    """The sum of a term over its index; the upper bound may be a letter or infinity."""
    from orchestra_modules.mathematics.engines.summing import add_up

    if isinstance(f, Listing) and low is None and scripts is None:
        return work.find(Request("total_call", (("data", f), ("counted", Text("yes")))))
    f, letter, low, high = _stretch(work, f, k, low, high, scripts)
    if is_restricted(work, letter):
        return _over_chosen(work, f, letter, low, high)
    found = add_up(f, letter, low, high)
    return _result(found, _told("sum", f, letter, low, high), "summation")


def _over_chosen(work: Work, f: Node, letter: str, low: Node, high: Node) -> Finding:
    """The sum over those values of the index only that the text admits: "where k is prime"."""
    from orchestra_modules.mathematics.engines.chosen_terms import add_chosen, admitted

    chosen = admitted(work.domain(letter), said_of(work, letter), letter, low, high)
    work.note(f"{letter} takes the values {', '.join(map(str, chosen[:12]))}{' ...' if len(chosen) > 12 else ''}")
    found = add_chosen(f, letter, chosen)
    return _result(found, _told("sum", f, letter, low, high) + ", over the values admitted,", "summation")


@operation(
    "product_over",
    nouns=(
        "(product|prod) {scripts:scripts} [of] {f:summand}",
        "product [of] {f:formula} " + FROM,
        "product " + FROM + " of {f:formula}",
        "product {low:point} to {high:point} of {f:formula}",
    ),
    calls=("product", "Product", "prod", "mul"),
    binds=("k",),
    plain=("f", "low", "high", "scripts"),
    arrange=arranged,
)
def product_over(
    work: Work,
    f: Node,
    k: Node | None = None,
    low: Node | None = None,
    high: Node | None = None,
    scripts: Node | None = None,
) -> Finding:
    """The product of a factor over its index."""
    from orchestra_modules.mathematics.engines.summing import multiply_up

    f, letter, low, high = _stretch(work, f, k, low, high, scripts)
    unrestricted(work, letter)
    found = multiply_up(f, letter, low, high)
    return _result(found, _told("product", f, letter, low, high), "product over an index")


@operation(
    "dotted",
    nouns=(
        "(sum|sum of|value of|value of the|sum of the|sum of the series|sum of the infinite series|sum of the "
        "geometric "
        "series|sum of the infinite geometric series|sum of the arithmetic series|product|product of) {terms:dots}",
    ),
    requests=(
        "{terms:dots}",
        "(what is|what ' s|find|calculate|compute|evaluate|determine|work out|sum|add|add up) [the value of|the "
        "series|the "
        "numbers] {terms:dots}",
    ),
)
def dotted(work: Work, terms: Node) -> Finding:
    """A sum or product written with dots: "1 + 2 + ... + 100"."""
    from orchestra_modules.mathematics.engines.summing import add_up, multiply_up

    assert isinstance(terms, Listing)
    found: list[Finding] = []
    product = sum_notation.is_product(terms)
    for rule in sum_notation.rules(terms):
        gate.check(rule.term)
        work_out = multiply_up if product else add_up
        low, high = rule.low, rule.high
        result = work_out(rule.term, rule.index, low, high)
        told = _told("product" if product else "sum", rule.term, rule.index, low, high)
        work.note(f"the terms are read as {show(rule.term)}, {rule.index} from {show(low)} to {show(high)}")
        found.append(_result(result, told, "summation"))
    if len({finding.value for finding in found}) > 1:
        raise NotUnderstood(f"the dots can be read in two ways: {found[0].text}; {found[1].text}")
    return found[0]


_SERIES = "[the] [infinite] (series|sum|sum of) "


@operation(
    "series_converges",
    requests=(
        f"(does|do) {_SERIES} {{scripts:scripts}} {{f:formula}} converge [or diverge]",
        f"(does|do) {_SERIES} [of] {{f:formula}} {FROM} converge [or diverge]",
        f"(does|do) {_SERIES} {{scripts:scripts}} {{f:formula}} {{opposite=yes}} diverge",
        "(does|do) [the] [infinite] (series|sum|series sum|series with terms|series with general term) [of] "
        "{f:formula} (converge|{opposite=yes} diverge) [or converge|or diverge]",
        "(does|do) [the] [infinite] [series|sum] {terms:dots} (converge|{opposite=yes} diverge) "
        "[or converge|or diverge]",
        "is [the] [infinite] [series|sum] {terms:dots} (convergent|{opposite=yes} divergent) "
        "[or convergent|or divergent]",
        "is [the] [infinite] (series|sum|series sum|series with terms|series with general term) [of] "
        "{f:formula} (convergent|{opposite=yes} divergent) [or convergent|or divergent]",
        "(determine|decide|check|test) (whether|if) [the] [infinite] (series|sum|series sum) [of] {f:formula} "
        "(converges|is convergent) [or diverges|or is divergent|or not]",
        f"(does|do) {_SERIES} [of] {{f:formula}} {FROM} {{opposite=yes}} diverge",
        f"is {_SERIES} {{scripts:scripts}} {{f:formula}} convergent [or divergent]",
        f"is {_SERIES} [of] {{f:formula}} {FROM} convergent [or divergent]",
        f"is {_SERIES} {{scripts:scripts}} {{f:formula}} {{opposite=yes}} divergent",
        f"(determine|decide|check|test) (whether|if) {_SERIES} {{scripts:scripts}} {{f:formula}} (converges|is "
        "convergent) [or diverges|or is divergent|or not]",
        f"(determine|decide|check|test) (whether|if) {_SERIES} [of] {{f:formula}} {FROM} (converges|is convergent) "
        "[or diverges|or is divergent|or not]",
    ),
    binds=("k",),
    plain=("f", "low", "high", "scripts"),
)
def series_converges(
    work: Work,
    f: Node | None = None,
    k: Node | None = None,
    low: Node | None = None,
    high: Node | None = None,
    scripts: Node | None = None,
    opposite: Node | None = None,
    terms: Node | None = None,
) -> Finding:
    """Whether an infinite series converges."""
    if terms is not None:
        return _series_of(work, Request("dotted", (("terms", terms),)), opposite)
    if f is None:
        raise NotUnderstood("a series was expected")
    f = plain(f)
    if isinstance(f, Request):
        return _series_of(work, f, opposite)
    if low is None and scripts is None:
        low, high = Number(Fraction(1)), Constant("oo")  # where it begins changes nothing
    f, letter, low, high = _stretch(work, f, k, low, high, scripts)
    unrestricted(work, letter)
    if high != Constant("oo"):
        raise Undefined("only an infinite series converges or diverges")
    return _settled(f, letter, opposite)


def _series_of(work: Work, series: Request, opposite: Node | None) -> Finding:
    """The same for a series that stands there as a sum of its own, with bounds or with dots."""
    terms = series.argument("terms")
    if series.operation == "dotted" and isinstance(terms, Listing) and not sum_notation.is_product(terms):
        rules = sum_notation.rules(terms)
        if len(rules) != 1 or rules[0].high != Constant("oo"):
            raise NotUnderstood("how the series goes on is not clear")
        return _settled(rules[0].term, rules[0].index, opposite)
    if series.operation != "sum":
        raise NotUnderstood("a series was expected")
    return series_converges(work, **dict(series.arguments), opposite=opposite)


def _settled(f: Node, letter: str, opposite: Node | None) -> Finding:
    from orchestra_modules.mathematics.engines.summing import converges

    found = converges(f, letter)
    holds = bool(found.value == 1)
    text = f"the series of {show(f)} {'converges' if holds else 'diverges'} ({found.check.removeprefix('check: ')})"
    return truth(holds == (opposite is None), text, "tests of convergence", found.check, found.verified)
