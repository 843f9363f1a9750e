"""Inequalities in one unknown: their solutions, in interval notation, and the whole numbers among them."""

from __future__ import annotations

import math
from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.inequalities import Piece, Region, solve_inequalities
from orchestra_modules.mathematics.engines.solutions import Value, admitted
from orchestra_modules.mathematics.engines.solutions import rational as rational_value
from orchestra_modules.mathematics.finding import CONFIDENT, Finding, rational
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.solving import said_besides, settled
from orchestra_modules.mathematics.problem import ANY, Domain, Parity
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Node,
    Number,
    Relation,
    Relational,
    names,
    show,
    show_relation,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

_METHOD = "the line cut at every place where a side changes sign or has no value"
_CHECK = "check: an exact point inside every piece and every end of a piece put into the inequalities"
_MOST = 1000
_INTEGERS = (
    "[all] [the] [possible] [{kind=positive} positive|{kind=negative} negative|{kind=nonnegative} non - negative|"
    "{kind=nonnegative} nonnegative|different] [{parity=even} even|{parity=odd} odd] (integers|{prime=prime} primes|"
    "{prime=prime} prime numbers|whole numbers|integer values|integral values|"
    "integer solutions|{kind=positive} natural numbers)"
)
_ONE_INTEGER = (
    "[possible] [{kind=positive} positive|{kind=negative} negative] [{parity=even} even|{parity=odd} odd] "
    "(integer|whole number|integer value of|integer solution|{kind=positive} natural number|{prime=prime} prime|"
    "{prime=prime} prime number|{parity=even} even number|{parity=odd} odd number)"
)
_ASKED = "(what is|what are|find|determine|give|list|which is|calculate) [the]"
_SATISFY = (
    "(satisfy|satisfying|that satisfy|that satisfies|with|solve|are solutions of|are solutions to|such that|for which|"
    "of|to|does|where|so that|whose|which satisfies|which satisfy|obeying)"
)


def _relations(relations: Node, unknown: Node | None) -> tuple[list[Relation], str]:
    wanted = names(unknown) if unknown is not None else ()
    found, present = settled(relations)
    if len(present) != 1:
        raise NotDone(f"inequalities in {len(present)} unknowns are not solved")
    if wanted and wanted != present:
        raise NotUnderstood(f"{wanted[0]} does not occur in the inequality")
    return found, present[0]


def _with_domain(work: Work, relations: list[Relation], unknown: str) -> list[Relation]:
    """The relations with what the text says of the sign of the unknown."""
    sign = {"positive": ">", "negative": "<", "nonnegative": ">=", "nonzero": "!="}.get(work.domain(unknown).sign)
    if sign is None:
        return relations
    return [*relations, Relation(sign, Name(unknown), Number(Fraction(0)))]  # type: ignore[arg-type]


def _of_sign(kind: str, unknown: str) -> list[Relation]:
    """ "Positive" as an inequality."""
    zero = Number(Fraction(0))
    signs: dict[str, Relational] = {"positive": ">", "negative": "<", "nonnegative": ">="}
    return [Relation(signs[kind], Name(unknown), zero)] if kind in signs else []


@operation(
    "inequality",
    nouns=(
        "{notation=interval} (solution|solutions|solution set) (of|to) [the inequality] {relations:relations} "
        "(in|using) interval notation",
    ),
    requests=(
        "solve [the] [inequality|inequalities|compound inequality] {relations:relations} [for {unknown:variable}] "
        "[and] (give|write|express|giving|writing) [the|your] (answer|solution|result) (in|using) "
        "{notation=interval} interval notation",
        "solve [the] [inequality|inequalities|compound inequality] {relations:relations} [for {unknown:variable}] "
        "[,] [in|using] {notation=interval} interval notation",
        "[(write|give|express) [the (solution|solutions|solution set) (of|to)]] {relations:relations} [,] [in|using] "
        "{notation=interval} interval notation",
    ),
    calls=("solve_univariate_inequality", "reduce_inequalities", "solve_inequality"),
    binds=("unknown",),
)
def inequality(work: Work, relations: Node, unknown: Node | None = None, notation: Node | None = None) -> Finding:
    """The real numbers that satisfy inequalities."""
    found, name = _relations(relations, unknown)
    found = _with_domain(work, found, name)
    region = solve_inequalities(found, name)
    if len(found) == 1 and _says_itself(work, found[0]):
        raise NotUnderstood(f"all that is said of {name} is {show_relation(found[0])}, which does not settle it")
    if work.domain(name).kind in ("integer", "prime") or work.domain(name).parity:
        return _integers(work, region)
    value = region.intervals() if work.text(notation) == "interval" else region.relational()
    told = region.relational()
    text = told if told == "no solution" else f"{told}, in interval notation {region.intervals()}"
    if told == "no solution":
        text = "there is no real solution"
    data: JsonValue = {"type": "real set", "value": region.intervals()}
    confidence = CONFIDENT if region.verified else 0.93
    node = Name(name) if _only_bounded(work, found, name) else None
    return Finding(value, text, data, _METHOD, _CHECK, region.verified, confidence, node=node)


def _says_itself(work: Work, relation: Relation) -> bool:
    """Whether a bound that the text states of an unknown is all that could be answered about it."""
    from orchestra_modules.mathematics.syntax import unsigned

    sides = (relation.left, relation.right)
    plain = any(isinstance(side, Name) for side in sides) and any(isinstance(unsigned(side), Number) for side in sides)
    if not plain or not any(relation in group.items for group in work.connected(*names(relation))):
        return False
    goal = work.problem.goal
    return isinstance(goal, Name) or (isinstance(goal, Listing) and all(isinstance(item, Name) for item in goal.items))


def _only_bounded(work: Work, relations: list[Relation], unknown: str) -> bool:
    """Whether these are all that the text states of the unknown, so that it goes on to stand for itself."""
    stated = [part for group in work.connected(unknown) for part in group.items if unknown in names(part)]
    return bool(stated) and all(part in relations for part in stated)


_PARITIES: dict[str, Parity] = {"": "", "even": "even", "odd": "odd"}


def _integers(work: Work, region: Region, own: Domain = ANY) -> Finding:
    found = _whole(work, region, own)
    told = ", ".join(str(value) for value in found)
    text = f"{region.unknown} is one of {told}" if found else "no whole number satisfies it"
    nodes = tuple(Number(Fraction(value)) for value in found)
    node: Node | None = nodes[0] if len(nodes) == 1 else Listing(nodes) if nodes else None
    data: JsonValue = {"type": "list", "values": [str(value) for value in found]}
    return Finding(told or "no solution", text, data, _METHOD, _CHECK, region.verified, node=node)


def _whole(work: Work, region: Region, own: Domain = ANY) -> list[int]:
    """The whole numbers in a region that the unknown may be. NotDone for infinitely many."""
    found: list[int] = []
    for piece in region.pieces:
        if piece.low is None or piece.high is None:
            raise NotDone("infinitely many whole numbers satisfy the inequality")
        low, high = _ends(piece.low, piece.high)
        if high - low > _MOST:
            raise NotDone(f"more than {_MOST} whole numbers satisfy the inequality")
        found.extend(value for value in range(low, high + 1) if _inside(piece, value))
    domains = (work.domain(region.unknown), own)
    whole = {value: rational_value(Fraction(value)) for value in found}
    return sorted(value for value, told in whole.items() if all(admitted(told, domain) for domain in domains))


def _ends(low: Value, high: Value) -> tuple[int, int]:
    return math.floor(low.about.real) - 1, math.ceil(high.about.real) + 1


def _inside(piece: Piece, value: int) -> bool:
    return Region("", (piece,), None).contains(rational_value(Fraction(value)))


@operation(
    "whole_solutions",
    nouns=(
        f"{_INTEGERS} {{unknown:variable}} {_SATISFY} [the inequality|the inequalities] {{relations:relations}}",
        f"{_INTEGERS} {_SATISFY} [the inequality|the inequalities] {{relations:relations}}",
        f"{{most=smallest}} (smallest|least|minimum) {_ONE_INTEGER} {{unknown:variable}} {_SATISFY} "
        "[the inequality] {relations:relations}",
        f"{{most=largest}} (largest|greatest|biggest|maximum) {_ONE_INTEGER} {{unknown:variable}} {_SATISFY} "
        "[the inequality] {relations:relations}",
        f"{{most=smallest}} (smallest|least|minimum) {_ONE_INTEGER} {_SATISFY} [the inequality] "
        "{relations:relations}",
        f"{{most=largest}} (largest|greatest|biggest|maximum) {_ONE_INTEGER} {_SATISFY} [the inequality] "
        "{relations:relations}",
        f"{{most=count}} number of {_INTEGERS} [{{unknown:variable}}] {_SATISFY} [the inequality] "
        "{relations:relations}",
    ),
    requests=(
        f"{{most=count}} how many {_INTEGERS} [of] [{{unknown:variable}}] [are there] {_SATISFY} [the inequality] "
        "{relations:relations} [have]",
        f"{_ASKED} {{most=smallest}} (smallest|least|minimum) {_ONE_INTEGER} [{{unknown:variable}}] {_SATISFY} "
        "[the inequality] {relations:relations}",
        f"{_ASKED} {{most=largest}} (largest|greatest|biggest|maximum) {_ONE_INTEGER} [{{unknown:variable}}] "
        f"{_SATISFY} [the inequality] {{relations:relations}}",
        f"{_ASKED} {_INTEGERS} [{{unknown:variable}}] {_SATISFY} [the inequality|the inequalities] "
        "{relations:relations}",
    ),
    binds=("unknown",),
)
def whole_solutions(
    work: Work,
    relations: Node,
    unknown: Node | None = None,
    most: Node | None = None,
    kind: Node | None = None,
    parity: Node | None = None,
    prime: Node | None = None,
) -> Finding:
    """The whole numbers that satisfy inequalities, how many there are, or the smallest or largest."""
    found, name = _relations(relations, unknown)
    if any(relation.sign == "=" for relation in found):
        raise NotDone("whole numbers are looked for that satisfy inequalities, and this is an equation")
    found += said_besides(work, found, (name,))
    found = _with_domain(work, found, name)
    found += _of_sign(work.text(kind), name)
    own = Domain("prime" if prime is not None else "integer", "", _PARITIES[work.text(parity)])
    if prime is not None:
        found += _of_sign("positive", name)
    region = solve_inequalities(found, name)
    wanted = work.text(most)
    if wanted in ("smallest", "largest"):
        return _extreme(region, wanted == "largest", (own, work.domain(name)))
    if wanted != "count":
        return _integers(work, region, own)
    whole = _whole(work, region, own)
    result = rational(
        Fraction(len(whole)), False, f"the number of whole numbers with {region.relational()}", _CHECK, True
    )
    steps = (f"they are {', '.join(map(str, whole[:50]))}",) if whole else ()
    text = f"{len(whole)} whole numbers satisfy {region.relational()}"
    return Finding(result.value, text, result.data, _METHOD, _CHECK, region.verified, steps=steps, node=result.node)


def _extreme(region: Region, largest: bool, domains: tuple[Domain, ...]) -> Finding:
    if not region.pieces:
        raise NotDone("no number satisfies the inequality")
    piece = region.pieces[-1] if largest else region.pieces[0]
    end = piece.high if largest else piece.low
    if end is None:
        raise NotDone("there is no such whole number: the solutions go on for ever")
    start = math.ceil(end.about.real) + 1 if largest else math.floor(end.about.real) - 1
    for step in range(_MOST):
        value = rational_value(Fraction(start - step if largest else start + step))
        if region.contains(value) and all(admitted(value, domain) for domain in domains):
            word = "largest" if largest else "smallest"
            kind = "prime number" if any(domain.kind == "prime" for domain in domains) else "whole number"
            text = f"{value.text} is the {word} {kind} with {region.relational()}"
            exact = value.rational or Fraction(0)
            told = rational(exact, False, value.text, _CHECK, region.verified)
            return Finding(told.value, text, told.data, _METHOD, _CHECK, region.verified, node=told.node)
    raise NotDone("no whole number satisfies the inequality near the end of its solutions")


@operation(
    "integer_beside",
    nouns=(
        "{side=below} (largest|greatest|biggest) (integer|whole number) [strictly] "
        "(less than|smaller than|below|under) {a}",
        "{side=at_most} (largest|greatest|biggest) (integer|whole number) (less than or equal to|not exceeding|"
        "not greater than|not larger than|at most|that does not exceed) {a}",
        "{side=above} (smallest|least) (integer|whole number) [strictly] "
        "(greater than|larger than|bigger than|above|over|exceeding) {a}",
        "{side=at_least} (smallest|least) (integer|whole number) (greater than or equal to|not less than|"
        "not smaller than|at least) {a}",
    ),
)
def integer_beside(work: Work, a: Node, side: Node) -> Finding:
    """The whole number next to a real number on one side."""
    from orchestra_modules.mathematics.engines.enclosure import compare, enclosure

    low, high = enclosure(a, 40)
    wanted = work.text(side)
    upward = wanted in ("above", "at_least")
    allowed = {"below": (-1,), "at_most": (-1, 0), "above": (1,), "at_least": (0, 1)}[wanted]
    start = math.floor(low) - 1 if upward else math.ceil(high) + 1
    for step in range(8):
        value = start + step if upward else start - step
        if compare(Number(Fraction(value)), a).sign in allowed:
            beyond = compare(Number(Fraction(value - 1 if upward else value + 1)), a)
            check = "check: the next whole number on the other side is compared with the number too"
            text = f"the whole number {wanted.replace('_', ' ')} {show(a)[:80]}"
            return rational(Fraction(value), False, text, check, beyond.sign not in allowed)
    raise NotDone("the whole number beside it was not found")
