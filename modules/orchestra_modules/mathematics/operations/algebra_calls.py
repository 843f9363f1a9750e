"""What algebra systems write around expressions: Matrix(...), Eq(a, b), values put in by .subs or /., Table, Range.

The same putting in is asked for in words: "substitute x = 2 into ...".
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from orchestra_modules.mathematics.engines.matrix import array_of, finding
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.forms import plain
from orchestra_modules.mathematics.operations.values import together, value_of
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Node,
    Number,
    Relation,
    Relational,
    Request,
    Text,
    names,
    show,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

_MAX_TERMS = 200
_SIGNS: dict[str, Relational] = {"Eq": "=", "Equal": "=", "Ne": "!=", "Lt": "<", "Gt": ">", "Le": "<=", "Ge": ">="}


@operation("matrix", calls=("Matrix", "matrix", "Vector"))
def matrix(work: Work, a: Node) -> Finding:
    """A matrix by its rows."""
    found = array_of(a)
    told = show(a)
    same = found.rational and array_of(found.tree()).matrix == found.matrix
    return finding(found, told, "as written", "check: read back from its rows", True if same else None)


def _related(sign: Relational) -> object:
    def arrange(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
        if named or len(arguments) != 2:
            return None
        return {"relation": Relation(sign, *arguments)}

    return arrange


def _relation_value(work: Work, relation: Node) -> Finding:
    """Whether a relation holds; with unknowns it is solved."""
    return work.find(Request("value", (("expression", relation),)))


for _word, _sign in _SIGNS.items():
    operation(f"relation_{_word.lower()}", calls=(_word,), arrange=_related(_sign))(_relation_value)  # type: ignore[arg-type]


def _put_in(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """e.subs(x, 2), subs(e, x = 2), e.subs([(x, 2), (y, 3)]), subs(x = 2, e)."""
    if named or len(arguments) not in (2, 3):
        return None
    expression, *rest = arguments
    if isinstance(expression, Relation) and len(rest) == 1 and not isinstance(rest[0], Relation):
        expression, rest = rest[0], [expression]  # as Maple has it
    if len(rest) == 2:
        return {"expression": expression, "at": Listing((Relation("=", *rest),))}
    given = rest[0].items if isinstance(rest[0], Listing) else (rest[0],)
    rules: list[Node] = []
    for rule in given:
        if isinstance(rule, Listing) and rule.kind == "tuple" and len(rule.items) == 2:
            rule = Relation("=", *rule.items)
        rules.append(rule)
    return {"expression": expression, "at": Listing(tuple(rules))}


@operation(
    "substituted",
    nouns=("{expression} / . {at:replacements}",),
    requests=(
        "(substitute|plug|put|insert|sub) [in] {at:relations} [in] (into|in) [the] [expression|formula|polynomial] "
        "{expression}",
        "(substitute|plug|put|insert) {value} for {x:variable} (into|in) [the] [expression|formula|polynomial] "
        "{expression}",
        "replace {x:variable} (by|with) {value} in [the] [expression|formula|polynomial] {expression}",
    ),
    calls=("subs", "Subs", "substitute"),
    arrange=_put_in,
    plain=("at", "x"),
)
def substituted(
    work: Work, expression: Node, at: Node | None = None, x: Node | None = None, value: Node | None = None
) -> Finding:
    """An expression with others in the place of its letters, all at once."""
    node = plain(expression)
    rules = work.items(at) if at is not None else ()
    if x is not None and value is not None:
        rules = (Relation("=", x, value),)
    values: dict[str, Node] = {}
    for rule in rules:
        if not (isinstance(rule, Relation) and rule.sign == "=" and isinstance(rule.left, Name)):
            raise NotUnderstood("values of letters, such as x = 2, were expected")
        if rule.left.name in values or rule.left.name not in names(node):
            raise NotUnderstood(f"{rule.left.name} has no place in {show(node)[:60]}, or two values")
        values[rule.left.name] = work.resolve(rule.right)
    if set(names(*values.values())) & set(values):
        raise NotUnderstood("a letter that is replaced stands in what replaces another; the order is not clear")
    if not values:
        raise NotUnderstood("no value is told")
    work.from_definitions = True
    return value_of(work, substitute(node, values))


def _range_arguments(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """Range[5], Range[2, 5], Range[2, 10, 2]."""
    if named or not 1 <= len(arguments) <= 3:
        return None
    one = Number(Fraction(1))
    if len(arguments) == 1:
        return {"low": one, "high": arguments[0]}
    return dict(zip(("low", "high", "step"), arguments, strict=False))


def _row(low: Fraction, high: Fraction, step: Fraction) -> list[Fraction]:
    if not step or (high - low) / step > _MAX_TERMS:
        raise TooCostly(f"at most {_MAX_TERMS} terms are listed")
    return [low + step * place for place in range(int((high - low) / step) + 1)] if (high - low) / step >= 0 else []


@operation("range_call", calls=("Range",), arrange=_range_arguments)
def range_call(work: Work, low: Node, high: Node, step: Node | None = None) -> Finding:
    """Equal steps from one number up to another, which it may not pass."""
    by = work.rational(step, "a step") if step is not None else Fraction(1)
    found = _row(work.rational(low, "a bound"), work.rational(high, "a bound"), by)
    return together([value_of(work, Number(value)) for value in found])


def _table_arguments(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """Table[f, {n, 5}], Table[f, {n, 2, 5}], Table[f, {n, 2, 10, 2}]."""
    if named or len(arguments) != 2 or not isinstance(arguments[1], Listing):
        return None
    letter, *bounds = arguments[1].items
    if not isinstance(letter, Name) or not 1 <= len(bounds) <= 3:
        return None
    found = _range_arguments(tuple(bounds), {})
    return None if found is None else {"f": arguments[0], "k": letter} | found


@operation("table_call", calls=("Table",), arrange=_table_arguments, binds=("k",))
def table_call(work: Work, f: Node, k: Node, low: Node, high: Node, step: Node | None = None) -> Finding:
    """An expression worked out for each of the values of a letter."""
    assert isinstance(k, Name)
    by = work.rational(step, "a step") if step is not None else Fraction(1)
    row = _row(work.rational(low, "a bound"), work.rational(high, "a bound"), by)
    node = plain(f)
    if isinstance(node, Listing):
        raise NotUnderstood("one expression was expected, not several")
    return together([value_of(work, substitute(node, {k.name: Number(value)})) for value in row])


def _one_list(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    whole = len(arguments) == 1 and isinstance(arguments[0], Listing) and not named
    return {"data": arguments[0]} if whole else None


@operation("sample_variance_call", calls=("Variance",), arrange=_one_list)
def sample_variance_call(work: Work, data: Node) -> Finding:
    """Variance[{...}], which by its definition is that of a sample."""
    return work.find(Request("variance", (("data", Listing(work.items(data))), ("kind", Text("sample")))))


@operation("sample_deviation_call", calls=("StandardDeviation",), arrange=_one_list)
def sample_deviation_call(work: Work, data: Node) -> Finding:
    """StandardDeviation[{...}], which by its definition is that of a sample."""
    return work.find(Request("standard_deviation", (("data", Listing(work.items(data))), ("kind", Text("sample")))))
