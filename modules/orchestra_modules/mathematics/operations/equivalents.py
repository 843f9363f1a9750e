"""Whether expressions with letters are the same, and which of several offered ones is the same as one that is told.

Two expressions are the same if the difference is 0 for all values of the letters where both have a value; which of
them is the option is settled by the options, of which exactly one may fit.
"""

from __future__ import annotations

from fractions import Fraction

from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.language.slots import parse_expression
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import (
    Listing,
    Negative,
    Node,
    Number,
    Relation,
    Sum,
    Text,
    Written,
    names,
    show,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal

_WHICH = (
    "which [one] (expression|of these|of the following|of the following expressions|of these expressions|"
    "of the expressions below|option|number|fraction|polynomial|answer|value|of the options)"
)
_EQUALS = (
    "(equals|is equal to|is equivalent to|is the same as|is identical to|has the same value as|is another form of)"
)


@operation(
    "equivalent_option",
    requests=(
        f"{_WHICH} {_EQUALS} {{expression}}",
        f"{_WHICH} [is] {{other=other}} (is not equal to|is not equivalent to|does not equal|"
        "not equal to|not equivalent to) {expression}",
    ),
)
def equivalent_option(work: Work, expression: Node, other: Node | None = None) -> Finding:
    """The option that is the same as an expression, or the one that is not."""
    node = expression.node if isinstance(expression, Written) else expression
    if not work.options:
        raise NotUnderstood("which expressions are to be compared?")
    if isinstance(node, Relation):
        raise NotUnderstood("an expression was expected, not an equation or inequality")
    fits: list[str] = []
    for option in work.options:
        verdict = _same(node, parse_expression(option.text, work))
        if verdict is None:
            raise NotDone(f"whether {option.text[:60]} is the same could not be decided")
        if verdict == (other is None):
            fits.append(option.text)
    if len(fits) != 1:
        raise NotDone(f"{len(fits)} of the options fit")
    word = "is not the same as" if other is not None else "is the same as"
    check = "check: the difference is 0 in a normal form, and not 0 for each of the others"
    text = f"{fits[0]} {word} {show(node)}"
    data = {"type": "text", "value": fits[0]}
    return Finding(fits[0], text, dict(data), "each option compared", check, True, node=Text(fits[0]))


@operation(
    "identical",
    requests=(
        "(is|are) {a} [always] (equal to|equivalent to|identical to|the same as) {b} [for all {letters:variables}]",
        "(is|are) {a} and {b} [always] (equal|equivalent|identical|the same|equivalent expressions)",
        "(is|are) [the] [expressions] {a} and {b} (equivalent|identical|equal)",
        "(is|does) {a} = {b} [always] [hold|true] [for all {letters:variables}]",
        "does {a} [always] equal {b}",
    ),
    plain=("letters",),
)
def identical(work: Work, a: Node, b: Node, letters: Node | None = None) -> Finding:
    """Whether two expressions with letters have one value for all values of the letters."""
    if work.options:
        raise NotUnderstood("the options are not expressions to compare")
    left, right = (node.node if isinstance(node, Written) else node for node in (a, b))
    if any(isinstance(node, Relation | Listing | Text) for node in (left, right)):
        raise NotUnderstood("two expressions were expected")
    if not names(left, right):
        raise NotUnderstood("two expressions with letters were expected")
    if set(names(left, right)) & work.constrained:
        raise NotUnderstood("the text says something of the letters, so they are not any numbers")
    answer = _same(left, right)
    if answer is None:
        raise NotDone("whether the expressions are the same could not be decided")
    if answer:
        text = f"{show(left)} and {show(right)} are the same wherever both have a value"
        check = "check: the difference is 0 in a normal form, and both have one value at small numbers"
        return truth(True, text, "normal forms compared", check, _counterexample(left, right) is None)
    if names(left) != names(right):
        raise NotUnderstood(f"whether {show(left)[:40]} is {show(right)[:40]} depends on letters that are not known")
    at = _counterexample(left, right)
    if at is None:
        raise NotDone("no values were found at which the expressions differ")
    values = ", ".join(f"{name} = {value}" for name, value in at.items())
    text = f"for {values} they differ"
    return truth(False, text, "normal forms compared", "check: both worked out exactly at these values", True)


def _counterexample(left: Node, right: Node) -> dict[str, Fraction] | None:
    """Small numbers at which two expressions have different values."""
    from orchestra_modules.mathematics.engines.enclosure import compare

    letters = names(left, right)
    for shift in (1, 2, 3, -1, -2, -3, 5, 7, -5, 11):
        values = {name: Fraction(shift + 2 * place) for place, name in enumerate(letters)}
        at: dict[str, Node] = {name: Number(value) for name, value in values.items()}
        try:
            order = compare(substitute(left, at), substitute(right, at))
        except Refusal:
            continue
        if order.sign:
            return values
    return None


def _same(left: Node, right: Node) -> bool | None:
    """Whether two expressions are the same; none where it could not be decided."""
    from orchestra_modules.mathematics.engines.polynomial import quotient

    if not names(left, right):
        from orchestra_modules.mathematics.engines.enclosure import compare

        order = compare(left, right)
        return order.sign == 0 if order.verified or order.sign else None
    difference = Sum((left, Negative(right)))
    try:
        form = quotient(difference)
        if all(len(atom) == 1 for atom in form.above.atoms | form.below.atoms):
            return form.above.zero
    except Refusal:
        pass
    from orchestra_modules.mathematics.engines.build import build
    from orchestra_modules.mathematics.engines.zero import is_zero

    return {"zero": True, "not zero": False}.get(is_zero(build(difference))[0])
