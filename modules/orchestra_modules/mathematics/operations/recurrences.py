"""Sequences given by a rule for the next term: terms, several terms, closed forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.arithmetic import evaluate
from orchestra_modules.mathematics.engines.symbolic import expression
from orchestra_modules.mathematics.finding import Finding, rational
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import (
    Application,
    Listing,
    Name,
    Node,
    Number,
    Relation,
    Request,
    names,
    substitute,
    walk,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

_MAX_LISTED = 200


@slots.kind("recurrence")
def recurrence(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Relations between terms of a sequence; first values may follow after a comma, "with" or "where"."""
    cursor = reader.cursor
    found = list(reader.relations().items)
    while cursor.take("with", "given", "where", "and", "such that", "if", "for which", "subject to") or (
        cursor.is_sign(",") and cursor.take_sign(",")
    ):
        cursor.take("the initial conditions", "initial conditions", "the initial condition", "initial condition",
                    "the initial values", "initial values", "initial value", "first term", "that")  # fmt: skip
        cursor.take_sign(":")
        found += reader.relations().items
    if cursor.take("for", "for all", "for integers", "for all integers"):
        found += reader.relations().items
    if not any(_refers_back(relation) for relation in found):
        raise NotUnderstood("there is no rule that refers to earlier terms")
    yield Listing(tuple(found))


def _refers_back(relation: Node) -> bool:
    """Whether a relation ties a term at a letter to other terms of the same sequence."""
    if not isinstance(relation, Relation) or not isinstance(relation.left, Application) or relation.left.primes:
        return False
    own = relation.left.function
    return any(isinstance(p, Application) and p.function == own and names(p) for p in walk(relation.right))


def _gathered(work: Work, relations: Node | None, sequence: str | None = None) -> tuple[str, tuple[Relation, ...]]:
    """The sequence and everything the text says of it."""
    parts: list[Relation] = []
    for source in ([relations] if relations is not None else []) + [Listing(tuple(work.statements()))]:
        parts += [part for part in work.items(source) if isinstance(part, Relation)]
    for definition in work.problem.definitions:
        if definition.parameters:
            head = Application(definition.name, tuple(Name(p) for p in definition.parameters))
            parts.append(Relation("=", head, definition.body))
    rules = [part for part in parts if _refers_back(part)]
    if sequence is None:
        found = {part.left.function for part in rules if isinstance(part.left, Application)}
        if len(found) != 1:
            raise NotUnderstood("which sequence is asked about is not clear")
        sequence = found.pop()
    own = [p for p in parts if isinstance(p.left, Application) and p.left.function == sequence]
    known = {p.left: p.right for p in own if isinstance(p.right, Number)}
    own = list(dict.fromkeys(Relation(p.sign, p.left, known.get(p.right, p.right)) for p in own))  # F_1 = F_2 = 1
    _rule_holds_from(own, [p for p in parts if isinstance(p.left, Name) and p.sign in (">", ">=")])
    return sequence, tuple(own)


def _rule_holds_from(own: list[Relation], bounds: list[Relation]) -> None:
    """Refuse a rule that holds from a later place than the first values reach: "for n >= 5". NotUnderstood."""
    given = [p.left.arguments[0] for p in own if isinstance(p.left, Application) and not names(p.left)]
    places = [node.value for node in given if isinstance(node, Number)]
    heads = [p.left.arguments[0] for p in own if isinstance(p.left, Application) and names(p.left)]
    for bound in bounds:
        if not isinstance(bound.right, Number) or len(heads) != 1 or names(heads[0]) != names(bound.left):
            raise NotUnderstood("what the condition on the place says was not understood")
        ahead = evaluate(substitute(heads[0], {names(bound.left)[0]: bound.right})) + (bound.sign == ">")
        if not places or ahead > max(places) + 1:
            raise NotUnderstood("the rule holds from a later place than the values given reach")


_RULE = "[the] [following] [linear|homogeneous|first order|second order] (recurrence|recurrence "
_RULE += "relation|recursion|difference "
_RULE += "equation|recursive formula|recurrence equation|recursive sequence|sequence defined by|sequence given by)"


def arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """rsolve({rule, first values}, a(n)), RSolve[{rule, first values}, a[n], n]."""
    if named or not 1 <= len(arguments) <= 3:
        return None
    first = arguments[0]
    parts = first.items if isinstance(first, Listing) else (first,)
    return {"relations": Listing(parts)} if all(isinstance(part, Relation) for part in parts) else None


@operation(
    "closed_form_of_recurrence",
    nouns=(
        f"(closed form|closed formula|explicit formula|explicit form|general solution|solution|closed - form "
        f"solution) (of|for"
        f"|to) {_RULE} [:] {{relations:recurrence}}",
        "(closed form|closed formula|explicit formula|general term|closed - form formula) (of|for) "
        "{relations:recurrence}",
        "(closed form|closed formula|explicit formula|general term|formula) (of|for) {term} (if|when|where|given) "
        "{relations:recurrence}",
    ),
    requests=(
        f"solve {_RULE} [:] {{relations:recurrence}}",
        f"find (a|an|the) (closed form|closed formula|explicit formula|general term) (of|for) {_RULE} [:] "
        "{relations:recurrence}",
    ),
    calls=("rsolve", "RSolve"),
    arrange=arranged,
    plain=("relations", "term"),
)
def closed_form_of_recurrence(work: Work, relations: Node, term: Node | None = None) -> Finding:
    """A formula for term n."""
    from orchestra_modules.mathematics.engines import recurrence as engine

    sequence, parts = _gathered(work, relations)
    given = engine.recurrence(sequence, parts)
    found, verified, check = engine.closed_form(given)
    told = f"{sequence}({given.index})"
    return expression(found, told, "linear recurrence", check, verified)


@operation(
    "term_of_recurrence",
    nouns=("{n:ordinal} term of " + _RULE + " [:] {relations:recurrence}",),
    requests=(
        "{relations:recurrence} [,|;|.] [then] (find|what is|calculate|compute|determine|evaluate|give) [the value of] "
        "{asked:term_of_sequence}",
    ),
    plain=("relations", "asked", "sequence"),
)
def term_of_recurrence(
    work: Work,
    relations: Node | None = None,
    asked: Node | None = None,
    n: Node | None = None,
    sequence: Node | None = None,
) -> Finding:
    """One term, by running the rule."""
    from orchestra_modules.mathematics.engines import recurrence as engine

    if isinstance(asked, Application) and (found := _by_derivative(work, relations, asked)) is not None:
        return found
    wanted = asked.function if isinstance(asked, Application) else work.text(sequence) or None
    name, parts = _gathered(work, relations, wanted)
    given = engine.recurrence(name, parts)
    if isinstance(asked, Application):
        n = work.resolve(asked.arguments[0])
    if n is None:
        raise NotUnderstood("which term is asked is not said")
    place = work.integer(n, "the place of a term")
    value = engine.run(given, place)
    again = engine.by_matrix(given, place)
    check = "check: powers of the matrix of the recurrence come to the same"
    verified: bool | None = None if again is None else again == value
    if again is None and place <= max(given.first):
        check, verified = "check: the term is given", True
    elif again is None:
        check, verified = _by_formula(given, place, value)
    return rational(value, False, f"{name}({place})", check, verified)


def _by_derivative(work: Work, relations: Node | None, asked: Application) -> Finding | None:
    """f(2), or f(x), where the text gives f by a differential equation; none where it holds no derivative."""
    parts = work.items(relations) if relations is not None else ()
    if not any(isinstance(p, Application) and p.primes for part in parts for p in walk(part)):
        return None
    if asked.primes or len(asked.arguments) != 1 or relations is None:
        raise NotDone("only values of the function itself are found from its derivative")
    own = Listing(tuple(part for part in work.items(relations)))
    letters = frozenset(name for part in own.items for name in names(part))
    found = work.find(Request("differential_equation", (("relations", own),)), letters)
    place = asked.arguments[0]
    if isinstance(place, Name) and place.name in letters:
        return found
    data = found.data if isinstance(found.data, dict) else {}
    variable = data.get("variable")
    if found.node is None or not isinstance(variable, str):
        raise NotDone("the function is not settled by what is said of it")
    work.findings.append(found)
    work.note(found.text)
    value = substitute(found.node, {variable: work.resolve(place)})
    if any(name.startswith("C") and name[1:].isdigit() for name in names(value)):
        raise NotDone("the conditions do not settle the constants of the solution")
    return work.find(Request("value", (("expression", value),)))


def _by_formula(given: object, place: int, value: Fraction) -> tuple[str, bool | None]:
    """The same term from a closed form, where there is one; otherwise the rule is run modulo primes."""
    import sympy

    from orchestra_modules.mathematics.engines import recurrence as engine
    from orchestra_modules.mathematics.engines.build import symbol
    from orchestra_modules.mathematics.engines.zero import is_zero

    assert isinstance(given, engine.Recurrence)
    try:
        formula, _, _ = engine.closed_form(given)
    except NotDone:
        return "check: none, there is no closed form to compare with", None
    there = formula.subs(symbol(given.index), place) - sympy.Rational(value.numerator, value.denominator)
    verified = {"zero": True, "not zero": False}.get(is_zero(there)[0])
    return "check: a closed form gives the same", verified


@operation(
    "terms_of_recurrence",
    nouns=("first {count:integer} terms of " + _RULE + " [:] {relations:recurrence}",),
    plain=("relations",),
)
def terms_of_recurrence(work: Work, count: Node, relations: Node) -> Finding:
    """The first terms, by running the rule."""
    from orchestra_modules.mathematics.engines import recurrence as engine
    from orchestra_modules.mathematics.engines.digits import number_text

    how_many = work.integer(count, "the number of terms")
    if not 0 < how_many <= _MAX_LISTED:
        raise TooCostly(f"1 to {_MAX_LISTED} terms are listed")
    name, parts = _gathered(work, relations)
    given = engine.recurrence(name, parts)
    places = range(given.start, given.start + how_many)
    values = [engine.run(given, place) for place in places]
    again = [engine.by_matrix(given, place) for place in places]
    known = [(a, b) for a, b in zip(values, again, strict=True) if b is not None]
    verified: bool | None = all(a == b for a, b in known) if known else None
    shown = [number_text(value, False) for value in values]
    data: JsonValue = {"type": "list", "values": [*shown]}
    text = f"the first {how_many} terms of {name}, from place {given.start}: {', '.join(shown)}"
    check = "check: powers of the matrix of the recurrence come to the same"
    if not known:
        check, verified = _by_formula(given, places[-1], values[-1])
    node = Listing(tuple(Number(value) for value in values))
    return Finding(", ".join(shown), text, data, "running the rule", check, verified, node=node)


@slots.kind("term_of_sequence")
def term(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A term of a sequence: a_10, f(10)."""
    node = reader.parser.atom()
    if not isinstance(node, Application):
        raise reader.cursor.stuck("a term of a sequence was expected")
    yield node
