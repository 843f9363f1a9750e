"""Probability: draws from a population, and the laws for events whose probabilities are given."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines.digits import fraction_text, number_text
from orchestra_modules.mathematics.engines.sampling import Sample, probability
from orchestra_modules.mathematics.finding import CONFIDENT, Finding, number_data
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import event_laws
from orchestra_modules.mathematics.readers.chance_nodes import event_of
from orchestra_modules.mathematics.syntax import Listing, Node, Number, Request, Text, Truth, has_decimal
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_CHECK = "check: counting the outcomes and multiplying probabilities draw by draw give the same"


@operation("draw_probability")
def draw_probability(work: Work, population: Node, draws: Node, replaced: Node, event: Node) -> Finding:
    """The probability of an event when things are drawn at random."""
    kinds: list[tuple[str, Fraction]] = []
    for item in work.items(population):
        match item:
            case Listing((Text(kind), Number(weight)), "tuple"):
                kinds.append((kind, weight))
            case _:
                raise NotUnderstood("this is no population")
    assert isinstance(replaced, Truth)
    sample = Sample(tuple(kinds), work.integer(draws), replaced.value)
    counted, multiplied = probability(sample, event_of(event))
    shown = number_text(counted, has_decimal(population))
    about = "" if counted.denominator == 1 else f" (about {float(counted):.6g})"
    how = "with replacement" if replaced.value else "without replacement"
    if len(kinds) <= 12:
        work.note(f"{sample.draws} drawn {how} from {', '.join(f'{k}: {number_text(w, True)}' for k, w in kinds)}")
    return Finding(
        shown,
        f"The probability is {shown}{about}.",
        number_data(counted),
        "favourable outcomes over all outcomes",
        _CHECK,
        counted == multiplied,
        CONFIDENT,
        node=Number(counted),
    )


@operation("chance", requests=("{question:chance}",), plain=("question",))
def chance(work: Work, question: Node) -> Finding:
    """A text about drawing at random, read as a whole."""
    assert isinstance(question, Request)
    return work.find(question)


@operation("event_laws", requests=("{question:event_laws}",), plain=("question",))
def event_laws_told(work: Work, question: Node) -> Finding:
    """A text that gives probabilities of events, read as a whole."""
    assert isinstance(question, Request)
    return work.find(question)


@operation("event_probability")
def event_probability(work: Work, given: Node, independent: Node, asked: Node) -> Finding:
    """The probability of an event from those of others."""
    rows = [_row(event_laws.EVERYWHERE, event_laws.EVERYWHERE, Fraction(1))]
    known: list[tuple[event_laws.Chance, Fraction]] = []
    for item in work.items(given):
        assert isinstance(item, Listing) and isinstance(item.items[1], Number)
        value = item.items[1].value
        if not 0 <= value <= 1:
            raise Undefined(f"{fraction_text(value)} is no probability")
        known.append((event_laws.chance_of(work.text(item.items[0])), value))
    rows += [_row(chance.event, chance.condition, value) for chance, value in known]
    for pair in work.items(independent):
        names = [work.text(name) for name in work.items(pair)]
        both, *each = (event_laws.chance_of(f"P({text})") for text in (" and ".join(names), *names))
        first, second = (_settled(rows, one.event) for one in each)
        joint = _settled(rows, both.event)
        if first is not None and second is not None:
            rows.append(_row(both.event, both.condition, first * second))
        elif joint is not None and (first or second):
            one, other = (each[1], first) if first else (each[0], second)
            assert other is not None
            rows.append(_row(one.event, one.condition, joint / other))
        else:
            # P(A or B) = a + b - a b is linear in b when a is known
            raise NotDone("independence settles nothing here until one of the two probabilities is known")
    chance = event_laws.chance_of(work.text(asked))
    above, below = _settled(rows, chance.event & chance.condition), _settled(rows, chance.condition)
    if above is None or below is None:
        raise NotDone(f"what is given does not settle {chance.text}")
    if below == 0:
        raise Undefined("the condition has probability 0")
    found = above / below
    shown = number_text(found, has_decimal(given))
    check = "check: by Z3, the regions can have no probabilities for which it is another"
    verified = _only_value(rows, chance, found)
    return Finding(
        shown, f"{chance.text} = {shown}.", number_data(found), "linear equations for the regions of the events",
        check, verified, node=Number(found),
    )  # fmt: skip


def _row(event: event_laws.Regions, condition: event_laws.Regions, value: Fraction) -> list[Fraction]:
    """One thing given, as coefficients of the regions and a right side: P(event and condition) = value P(condition)."""
    if condition == event_laws.EVERYWHERE:
        return [Fraction(region in event) for region in sorted(condition)] + [value]
    every = sorted(event_laws.EVERYWHERE)
    return [Fraction(r in event & condition) - value * (r in condition) for r in every] + [Fraction(0)]


def _settled(rows: list[list[Fraction]], event: event_laws.Regions) -> Fraction | None:
    """The probability of an event, if the equations leave only one."""
    reduced: list[tuple[int, list[Fraction]]] = []
    wanted = [Fraction(region in event) for region in sorted(event_laws.EVERYWHERE)] + [Fraction(0)]
    for row in [*rows, wanted]:
        left = row[:]
        for pivot, other in reduced:
            if left[pivot]:
                factor = left[pivot]
                left = [a - factor * b for a, b in zip(left, other, strict=True)]
        place = next((i for i, value in enumerate(left[:-1]) if value), None)
        if row is wanted:
            return -left[-1] if place is None else None
        if place is None:
            if left[-1]:
                raise Undefined("the probabilities given contradict each other")
            continue
        reduced.append((place, [value / left[place] for value in left]))
    return None


def _only_value(rows: list[list[Fraction]], chance: event_laws.Chance, found: Fraction) -> bool | None:
    """Whether the equations have a solution in probabilities, and none with another value of what is asked."""
    import z3

    from orchestra_modules.mathematics.engines.refutation import exact, limited, refuted

    regions = [z3.Real(f"r{i}") for i in sorted(event_laws.EVERYWHERE)]
    solver = limited()
    solver.add(*(region >= 0 for region in regions))
    for row in rows:
        solver.add(z3.Sum([exact(a) * region for a, region in zip(row[:-1], regions, strict=True)]) == exact(row[-1]))
    if solver.check() != z3.sat:
        raise Undefined("no events have the probabilities given")
    above = z3.Sum([regions[i] for i in chance.event & chance.condition])
    below = z3.Sum([regions[i] for i in chance.condition])
    solver.add(above != exact(found) * below)
    return refuted(solver)
