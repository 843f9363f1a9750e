"""Equations and systems solved for their unknowns; what the text says of an unknown settles which solutions count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines import solutions
from orchestra_modules.mathematics.engines.arithmetic import NotRational, agrees, evaluate
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.engines.solution_findings import special, told
from orchestra_modules.mathematics.engines.solutions import Solved
from orchestra_modules.mathematics.finding import Finding, rational, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.problem import ANY, Domain
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import (
    Application,
    Interval,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Relational,
    Request,
    Sum,
    Text,
    Written,
    names,
    show,
    show_relation,
    walk,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

_THE = (
    "[the] [following] [simultaneous|quadratic|cubic|linear|system of|pair of|compound|double] "
    "[equation|equations|system|inequality|inequalities] [:]"
)
_KIND = (
    "[all] [the] [distinct] [{kind=real} real|{kind=complex} complex|{kind=rational} rational|{kind=integer} integer|"
    "{kind=integer} integral|{kind=positive} positive|{kind=negative} negative|exact]"
)
_OVER = (
    "(over|in|for|within|on) [the] [set of] [all] ({kind=real} reals|{kind=real} real numbers|{kind=real} real line|"
    "{kind=complex} complex numbers|{kind=rational} rationals|{kind=rational} rational numbers|{kind=integer} integers|"
    "{kind=integer} whole numbers|{kind=real} real {unknowns:variables}|{kind=positive} positive {unknowns:variables}|"
    "{kind=natural} positive (integer|integers|whole numbers) [{unknowns:variables}]|{kind=natural} natural "
    "(number|numbers) [{unknowns:variables}]|{kind=complex} complex {unknowns:variables}|{kind=real} real numbers "
    "{unknowns:variables}|"
    "{kind=integer} integer {unknowns:variables}|{kind=integer} integers {unknowns:variables}|"
    "{kind=integer} integer values of {unknowns:variables}|{kind=negative} negative {unknowns:variables})"
    "|over ({kind=complex} c|{kind=real} r|{kind=rational} q|{kind=integer} z)"
)
_INSIDE = "(on|in|over|within|for|where|with|when) [the] [interval|range|domain] [{unknowns:variables} in]"
#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_FOR = "(for|for the (variable|variables|unknown|unknowns)|in terms of the unknown)"


_SETS: Final = {
    "reals": "real", "real": "real", "r": "real", "complexes": "complex", "complex": "complex",
    "integers": "integer", "integer": "integer", "rationals": "rational", "rational": "rational",
    "positivereals": "positive", "positive": "positive", "negativereals": "negative",
}  # fmt: skip


def solve_arguments(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """solve(x^2 = 4, x), Solve[{a = 1, b = 2}, {a, b}], Reduce[..., x, Reals], solve(..., x, domain='real')."""
    if not arguments:
        return None
    found: dict[str, Node] = {}
    for key, argument in named.items():
        if key == "domain" and (word := _set_named(argument)) is not None:
            found["kind"] = Text(word)
        elif key in ("unknowns", "kind"):
            found[key] = argument
        else:
            return None
    relations: list[Node] = []
    unknowns: list[Node] = []
    for place, argument in enumerate(arguments):
        parts = argument.items if isinstance(argument, Listing) else (argument,)
        parts = tuple(map(as_relation, parts))
        if place and (word := _set_named(argument)) is not None and (unknowns or isinstance(argument, Text)):
            found["kind"] = Text(word)
        elif all(isinstance(part, Name) for part in parts) and place:
            unknowns.extend(parts)
        elif any(isinstance(part, Text) for part in parts):
            return None
        else:
            relations.extend(part if isinstance(part, Relation) else zero(part) for part in parts)
    if not relations:
        return None
    found["relations"] = Listing(tuple(relations))
    if unknowns:
        found["unknowns"] = Listing(tuple(unknowns))
    return found


def as_relation(node: Node) -> Node:
    """The relation that a call such as Eq(x, 2) writes; any other expression as it is."""
    if isinstance(node, Request) and (relation := node.argument("relation")) is not None:
        return relation if node.operation.startswith("relation_") else node
    return node


def _set_named(node: Node) -> str | None:
    """The kind of number that a word such as Reals names."""
    if isinstance(node, Text):
        return _SETS.get(node.text.lower())
    return "real" if node == Name("R") else None


def _in_brackets(relations: Node) -> dict[str, Node] | None:
    """The arguments of "solve (x + y = 3, x)", where the brackets were read as a list."""
    while isinstance(relations, Listing) and len(relations.items) == 1:
        relations = relations.items[0]
        if isinstance(relations, Relation) and isinstance(relations.left, Listing):
            relations = relations.left  # an expression that was set to 0
    if not isinstance(relations, Listing) or not any(isinstance(item, Listing | Name) for item in relations.items):
        return None
    return solve_arguments(relations.items, {})


def zero(node: Node) -> Relation:
    """An expression set to 0."""
    return Relation("=", node, Number(Fraction(0)))


@operation(
    "solve",
    nouns=(
        f"{_KIND} (solution|solutions|root|roots|solution set) (of|to) [the] "
        "[equation|equations|system|inequality|polynomial|function|quadratic|simultaneous equations|"
        "system of equations] "
        "{relations:relations} [for {unknowns:variables}]",
        "(solution|solutions|root|roots|zeros) (of|to) [the] [equation|function] {relations:relations} "
        f"{_INSIDE} {{inside:bounds}}",
        "(intersection|intersections|point of intersection|points of intersection|intersection point|"
        "intersection points) of [the] [lines|curves|graphs|graphs of|line|curve] {relations:relations}",
        f"{_KIND} (zero|zeros|zeroes) of [the] [function|polynomial|quadratic|expression] {{relations:relations}}",
    ),
    requests=(
        f"(solve|resolve|solve simultaneously) {_THE} {{relations:relations}} "
        f"[{_FOR} {{unknowns:variables}}] [({_OVER})]",
        f"(solve|rearrange) {_FOR} [all|all real|all values of|all real values of] "
        "{unknowns:variables} [in|:|,|the|equation|when|if|given|where] "
        "{relations:relations}",
        "solve (by|using|with|by using) [the] (factoring|factorising|factorisation|factorization|factorizing|"
        "completing the square|quadratic formula|substitution|elimination|method of substitution|method of elimination|"
        "substitution method|elimination method|square root method|inspection|graphing|addition method) [method] [:] "
        "{relations:relations}",
        "(use|using|by|apply) [the] (factoring|completing the square|quadratic formula|substitution|elimination|"
        "substitution method|elimination method|method of substitution|method of elimination) [to|,] solve [for] "
        f"{_THE} {{relations:relations}}",
        f"solve {_THE} {{relations:relations}} (by|using) [the] (factoring|factorising|factorisation|factorization|"
        "completing the square|quadratic formula|substitution|elimination|elimination method|substitution method)",
        "(find|determine|calculate) [the] [value|values] [of] {unknowns:variables} : {relations:relations}",
        "(for (what|which) (value|values) of|for (what|which)) {unknowns:variables} "
        "(is|does|are|do|is it true that|will) {relations:relations} [hold|true]",
        "(what|which) (value|values) of {unknowns:variables} (satisfies|satisfy|solves|solve|makes|make) "
        "[the equation|the equations|the system|the inequality] {relations:relations} [true|hold]",
        "(make|isolate) {unknowns:variables} [the subject] (of|in) [the] [formula|equation] {relations:relations}",
        "(rearrange|rewrite|solve|transform) [the] [formula|equation] {relations:relations} "
        "(to make|so that|making|such that) {unknowns:variables} [is] the subject",
        "(rearrange|rewrite|transform|solve|isolate) [the] [formula|equation] {relations:relations} "
        "(for|to isolate|to get|to find|to solve for|to give) {unknowns:variables}",
        "(change|make) the subject of [the] [formula|equation] {relations:relations} to {unknowns:variables}",
        "(express|write) {unknowns:variables} in terms of {parameters:variables} "
        "(if|given|given that|where|when|from|:) {relations:relations}",
        "(roots|zeros|zeroes|solutions) [:] {relations:relations}",
        "solve {relations:relations} for {unknowns:variables} in terms of {parameters:variables}",
        "solve for {unknowns:variables} in terms of {parameters:variables} [:|,|in|if|given|when] "
        "{relations:relations}",
        "(find|give) {unknowns:variables} in terms of {parameters:variables} [:|,|in|if|given|given that|when] "
        "{relations:relations}",
        f"solve {_THE} {{relations:relations}} [{_FOR} {{unknowns:variables}}] {_INSIDE} {{inside:bounds}}",
        "(find|give|list|determine) [all] [the] (solutions|roots|zeros|values of {unknowns:variables}) "
        "(of|to|for|that satisfy|satisfying|for which) "
        f"[the equation] {{relations:relations}} {_INSIDE} {{inside:bounds}}",
    ),
    calls=("solve", "Solve", "Roots", "solveset", "Reduce", "linsolve", "nonlinsolve", "fsolve"),
    arrange=solve_arguments,
    binds=("unknowns",),
    plain=("parameters",),
)
def solve(
    work: Work,
    relations: Node,
    unknowns: Node | None = None,
    parameters: Node | None = None,
    inside: Node | None = None,
    kind: Node | None = None,
) -> Finding:
    """The values of the unknowns that satisfy all of the relations."""
    if (bracketed := _in_brackets(relations)) is not None and unknowns is None:
        relations, unknowns = bracketed["relations"], bracketed.get("unknowns")
    wanted = names(unknowns) if unknowns is not None else ()
    resolved, present = settled(_rules_as_zeros(work, relations))
    _refuse_functions(resolved)
    if inside is not None:
        resolved += _bounds(inside, present)
    resolved += said_besides(work, resolved, present)
    if missing := [name for name in wanted if name not in present]:
        raise NotUnderstood(f"{', '.join(missing)} does not occur in the equation")
    if not present:
        zeros = [relation for relation in resolved if relation.sign == "=" and relation.right == Number(Fraction(0))]
        if len(zeros) == len(resolved) > 1:
            raise NotUnderstood("numbers alone are no equations; a polynomial is written out with its powers")
        return _without_unknowns(resolved)
    if any(relation.sign not in ("=", "!=") for relation in resolved) and all(r.sign != "=" for r in resolved):
        return _inequalities(work, resolved, wanted, work.text(kind))
    equations = [relation for relation in resolved if relation.sign == "="]
    if len(equations) == 1 and len(present) > 1 and len(resolved) == 1:
        if kind is not None and work.text(kind) not in ("real", "complex"):
            raise NotDone(f"equations in several {work.text(kind)} numbers are not solved here")
        return _one_of_several(work, equations[0], wanted, present)
    asked = tuple(wanted) or present
    solved = solutions_of(work, resolved, present)
    word = work.text(kind)
    if word == "complex":
        _refuse_real_methods(equations)
    if not solved.complete and solved.extent != "every" and word not in ("", "real"):
        raise NotDone(f"infinitely many solutions are not sifted for {word} ones")
    if kind is not None and solved.complete:
        solved = solutions.restricted(solved, {name: DOMAINS[work.text(kind)] for name in present})
    return told(work, solved, asked)


def _refuse_real_methods(equations: Sequence[Relation]) -> None:
    """Only for polynomial and rational equations are the complex solutions all found. NotDone."""
    from orchestra_modules.mathematics.engines.polynomial import is_letter, quotient

    for equation in equations:
        form = quotient(Sum((equation.left, Negative(equation.right))))
        if not all(is_letter(atom) for atom in form.above.atoms | form.below.atoms):
            raise NotDone("complex solutions are found for polynomial and rational equations")


def _inequalities(work: Work, relations: Sequence[Relation], wanted: Sequence[str], kind: str) -> Finding:
    """Inequalities alone, over the real numbers or those of another kind."""
    signs: dict[str, Relational] = {"positive": ">", "negative": "<"}
    if kind == "natural":
        relations = [*relations, *(Relation(">", Name(name), Number(Fraction(0))) for name in names(*relations))]
        kind = "integer"
    if kind in signs:
        bounded = names(*relations)
        relations = [*relations, *(Relation(signs[kind], Name(name), Number(Fraction(0))) for name in bounded)]
    elif kind not in ("", "real", "integer"):
        raise NotDone(f"inequalities are solved over the real numbers or the integers, not over {kind} numbers")
    given: list[tuple[str, Node]] = [("relations", Listing(tuple(relations)))]
    if len(wanted) == 1:
        given.append(("unknown", Name(wanted[0])))
    return work.find(Request("whole_solutions" if kind == "integer" else "inequality", tuple(given)))


DOMAINS = {
    "real": Domain("real"),
    "complex": Domain("complex"),
    "rational": Domain("rational"),
    "integer": Domain("integer"),
    "positive": Domain("real", "positive"),
    "negative": Domain("real", "negative"),
    "natural": Domain("integer", "positive"),
}


@operation(
    "solution_count",
    nouns=(
        f"number of {_KIND} (solutions|roots|zeros|zeroes) (of|to) [the] "
        "[equation|polynomial|function|system] {relations:relations}",
    ),
    requests=(
        f"how many {_KIND} (solutions|roots|zeros|zeroes) (does|do|has) [the] [equation|polynomial|"
        "function|system|equations|quadratic] {relations:relations} [have] "
        "[(over|in) the ({over=real} reals|{over=real} real numbers|{over=complex} complex numbers|"
        "{over=rational} rationals|{over=rational} rational numbers|{over=integer} integers)]",
        f"how many {_KIND} (solutions|roots|zeros|zeroes) are there (to|of|for) [the] [equation|polynomial|system] "
        "{relations:relations}",
        f"how many {_KIND} (solutions|roots|zeros|zeroes) (does|do|has) [the] [equation|polynomial|function] "
        f"{{relations:relations}} [have] {_INSIDE} {{inside:bounds}}",
    ),
)
def solution_count(
    work: Work,
    relations: Node,
    kind: Node | None = None,
    over: Node | None = None,
    inside: Node | None = None,
    unknowns: Node | None = None,
) -> Finding:
    """How many different solutions there are; real ones unless complex ones are asked for."""
    if kind is not None and over is not None and (work.text(over) != "real" or work.text(kind) == "complex"):
        raise NotDone("solutions of two kinds at once are not counted")
    kind = kind if kind is not None else over
    resolved, present = settled(relations)
    if unknowns is not None and names(unknowns) != present:
        raise NotUnderstood("the interval is one for another unknown")
    bounds = _bounds(inside, present) if inside is not None else []
    solved = solutions_of(work, [*resolved, *bounds, *said_besides(work, resolved, present)], present)
    word = work.text(kind, "real")
    sides = [side for one in resolved for side in (one.left, one.right)]
    if word == "complex" and any(as_polynomial(side) is None for side in sides):
        raise NotDone("complex solutions are counted for polynomials")
    if not solved.complete:
        return special(solved, "infinitely many", "there are infinitely many solutions")
    solved = solutions.restricted(solved, dict.fromkeys(present, DOMAINS[word]))
    if kind is None:
        work.note("real solutions are counted, each once")
    found = rational(
        Fraction(len(solved.points)), False, f"the number of {word} solutions", solved.check, solved.verified
    )
    steps = (f"they are: {solved.told()}",)
    return Finding(
        found.value, found.text, found.data, solved.method, solved.check, solved.verified, solved.confidence, steps,
        node=found.node,
    )  # fmt: skip


@operation(
    "value_where_equal",
    requests=(
        "(for|at) (what|which) [value|values] [of] {unknowns:variables} (does|do|will|would) {a} (equal|become) {b}",
        "(for|at) (what|which) [value|values] [of] {unknowns:variables} (is|are) {a} (equal to|the same as) {b}",
        "(for|at) (what|which) [value|values] [of] {unknowns:variables} are {a} and {b} equal",
    ),
    binds=("unknowns",),
)
def value_where_equal(work: Work, a: Node, b: Node, unknowns: Node) -> Finding:
    """The values of unknowns at which two expressions are equal."""
    relations = Listing((Relation("=", a, b),))
    return work.find(Request("solve", (("relations", relations), ("unknowns", unknowns))))


def _bounds(inside: Node, present: Sequence[str]) -> list[Relation]:
    """An interval as inequalities for the one unknown."""
    if isinstance(inside, Listing):
        found = settled(inside)[0]
        if set(names(*found)) - set(present):
            raise NotUnderstood("the bounds are about another unknown")
        return found
    if not isinstance(inside, Interval) or len(present) != 1:
        raise NotUnderstood("an interval bounds one unknown")
    unknown = Name(present[0])
    return [
        Relation("<" if inside.low_open else "<=", inside.low, unknown),
        Relation("<" if inside.high_open else "<=", unknown, inside.high),
    ]


def said_besides(work: Work, relations: Sequence[Relation], present: Sequence[str]) -> list[Relation]:
    """The inequalities that the text states of the unknowns, beside the relations to be solved."""
    found: list[Node] = []
    for group in work.problem.constraints:
        parts = [one for part in group.items for one in (part.items if isinstance(part, Listing) else (part,))]
        fitting = [
            one
            for one in parts
            if isinstance(one, Relation) and one.sign != "=" and one not in relations and set(names(one)) & set(present)
        ]
        found.extend(fitting)
        if fitting and all(one in fitting or one in relations for one in parts):
            work.use([group])
    bound = frozenset(present)
    return [one for part in found if isinstance(one := work.resolve(part, bound), Relation)]


def _rules_as_zeros(work: Work, relations: Node) -> Node:
    """ "f(x) = x**2 - 9" with f unknown otherwise: the function is written out, and its zeros are meant."""
    items = relations.items if isinstance(relations, Listing) else (relations,)
    found: list[Node] = []
    for item in items:
        rule = isinstance(item, Relation) and item.sign == "=" and isinstance(item.left, Application)
        rule = rule and not any(isinstance(part, Application) and part.primes for part in walk(item))
        if rule and isinstance(item, Relation) and isinstance(item.left, Application):
            work.assume(f"the zeros of {item.left.function} are asked for")
            found.append(zero(item.right))
        else:
            found.append(item)
    return Listing(tuple(found))


def settled(relations: Node) -> tuple[list[Relation], tuple[str, ...]]:
    """The relations one by one, an expression set to 0, and the names in them."""
    given = relations.items if isinstance(relations, Listing) else (relations,)
    found: list[Relation] = []
    for item in given:
        node = item.node if isinstance(item, Written) else item
        if isinstance(node, Relation) and isinstance(node.left, Listing) and _all_relations(node.left):
            node = node.left  # the lines of a system, which were set to 0 as a whole
        if isinstance(node, Listing):
            found.extend(settled(node)[0])
        else:
            found.append(node if isinstance(node, Relation) else zero(node))
    return found, names(*found)


def _all_relations(lines: Listing) -> bool:
    parts = lines.items
    return bool(parts) and all(
        isinstance(part, Relation) or (isinstance(part, Listing) and _all_relations(part)) for part in parts
    )


def _refuse_functions(relations: Sequence[Relation]) -> None:
    """Equations for an unknown function are no equations for a number. NotUnderstood."""
    for relation in relations:
        for part in walk(relation):
            if isinstance(part, Application):
                raise NotUnderstood(f"nothing is said about {show(part)[:60]}, so the equation is not one for a number")


def solutions_of(work: Work, relations: Sequence[Node], unknowns: Sequence[str]) -> Solved:
    """The solutions of equations and of what else is said of their unknowns. NotDone."""
    from orchestra_modules.mathematics.engines.systems import solve_system

    equations = [r for r in relations if isinstance(r, Relation) and r.sign == "="]
    others = [r for r in relations if isinstance(r, Relation) and r.sign != "="]
    domains = {name: work.domain(name) for name in unknowns}
    solved = solve_system(equations, unknowns)
    if others and solved.extent == "infinite" and len(unknowns) == 1 and solved.family:
        solved = _inside(equations, others, unknowns[0])
    elif others:
        solved = _filtered(solved, others)
    if solved.extent == "finite":
        return solutions.restricted(solved, domains)
    return solved


def _inside(equations: Sequence[Relation], others: Sequence[Relation], unknown: str) -> Solved:
    """The solutions between two bounds of an equation that has infinitely many."""
    from orchestra_modules.mathematics.engines.inequalities import solve_inequalities
    from orchestra_modules.mathematics.engines.transcendental import solve_other

    region = solve_inequalities(others, unknown)
    if len(region.pieces) != 1 or len(equations) != 1:
        raise NotDone("equations with infinitely many solutions are solved in one interval only")
    piece = region.pieces[0]
    if piece.low is None or piece.high is None:
        raise NotDone("the equation has infinitely many solutions there")
    bounds = Interval(piece.low.node, piece.high.node, piece.low_open, piece.high_open)
    return solve_other(Sum((equations[0].left, Negative(equations[0].right))), unknown, bounds)


def _filtered(solved: Solved, others: Sequence[Relation]) -> Solved:
    """Only the solutions that satisfy inequalities too."""
    from orchestra_modules.mathematics.engines.enclosure import compare
    from orchestra_modules.mathematics.syntax import substitute

    if not solved.exact:
        raise NotDone("solutions without a short exact form are not held against inequalities")
    if not solved.complete:
        raise NotDone("inequalities beside equations with infinitely many solutions are not solved")
    holds = {"!=": (-1, 1), "<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}
    kept = []
    for point in solved.points:
        values = {name: value.node for name, value in point.items()}
        if not all(value.real for value in point.values()):
            continue
        at = [(r.sign, substitute(r.left, values), substitute(r.right, values)) for r in others]
        if all(compare(left, right).sign in holds[sign] for sign, left, right in at):
            kept.append(point)
    return replace(solved, points=tuple(kept))


def _without_unknowns(relations: Sequence[Relation]) -> Finding:
    from orchestra_modules.mathematics.engines.enclosure import compare

    holds = {"=": (0,), "!=": (-1, 1), "<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}
    try:
        answer = all(_sign(r) in holds[r.sign] for r in relations)
        differences = [Sum((r.left, Negative(r.right))) for r in relations]
        verified = all(agrees(gap, evaluate(gap)) for gap in differences) or None
        check = "check: the differences worked out again modulo two Mersenne primes"
    except NotRational:
        orders = [compare(r.left, r.right) for r in relations]
        answer = all(order.sign in holds[r.sign] for order, r in zip(orders, relations, strict=True))
        verified = all(order.verified for order in orders) or None
        check = orders[0].check
    shown = ", ".join(map(show_relation, relations))[:200]
    text = f"{shown} has no unknown and {'always' if answer else 'never'} holds"
    return truth(answer, text, "both sides worked out", check, verified)


def _sign(relation: Relation) -> int:
    difference = evaluate(relation.left) - evaluate(relation.right)
    return (difference > 0) - (difference < 0)


#: letters that stand for unknowns before they stand for numbers that are given
_UNKNOWNS: Final = frozenset("xyz")


def _asked_alone(work: Work, relation: Relation) -> bool:
    """Whether the text states a relation, and asks for nothing but an unknown in it."""
    if not any(relation in settled(group)[0] for group in work.connected(*names(relation))):
        return False
    goal = work.problem.goal
    return isinstance(goal, Name) or (isinstance(goal, Listing) and all(isinstance(item, Name) for item in goal.items))


def _one_of_several(work: Work, equation: Relation, wanted: Sequence[str], present: tuple[str, ...]) -> Finding:
    """One equation with several letters, solved for one of them."""
    if len(wanted) == 1:
        from orchestra_modules.mathematics.engines.literal import solve_for

        if _asked_alone(work, equation) and all(name in _UNKNOWNS or work.domain(name) != ANY for name in present):
            raise NotUnderstood(f"{show_relation(equation)} alone does not settle {wanted[0]}")
        return solve_for(equation, wanted[0])
    if len(wanted) > 1 and set(wanted) < set(present):
        others = tuple(Name(name) for name in present if name not in wanted)
        work.note(f"the equation is taken to hold for every value of {', '.join(names(*others))}")
        unknowns = Listing(tuple(Name(name) for name in wanted))
        arguments: tuple[tuple[str, Node], ...] = (
            ("relation", equation),
            ("unknowns", unknowns),
            ("x", Listing(others)),
        )
        return work.find(Request("identity_coefficients", arguments))
    if any(work.domain(name).kind == "integer" for name in present) and set(wanted) in (set(), set(present)):
        raise NotDone("equations in several whole numbers are not solved here")
    raise NotUnderstood(f"one equation and several unknowns ({', '.join(present)}): solve for which?")
