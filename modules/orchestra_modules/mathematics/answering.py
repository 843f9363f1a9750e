"""From a text to a Solution or a Declined: read, hold to the limits, work out, and tell what was done.

Plain numbers are settled without SymPy; it is imported when the first other question comes.
"""

from __future__ import annotations

from orchestra.spec import Declined, Solution
from orchestra_modules.mathematics import gate, numbers
from orchestra_modules.mathematics.arithmetic import NotRational
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.limits import MAX_OUTPUT
from orchestra_modules.mathematics.phrases import Reading, read
from orchestra_modules.mathematics.refusal import NotDone, NotUnderstood, Refusal, TooCostly, Undefined
from orchestra_modules.mathematics.tasks import (
    Choose,
    Differentiate,
    Divides,
    Evaluate,
    Holds,
    Integrate,
    Limit,
    NumberProperty,
    PrimeFactors,
    Rewrite,
    Solve,
    Task,
    describe,
    expressions,
)

_KINDS: tuple[tuple[type[Refusal], str], ...] = (
    (NotUnderstood, "not understood as mathematics"),
    (NotDone, "not done"),
    (TooCostly, "too costly"),
    (Undefined, "undefined"),
)

#: the probability that a choice that another reader might not make is the one that was meant
_ASSUMED = 0.7


def answer(text: str) -> Solution | Declined:
    """Answer one question."""
    try:
        reading = read(text)
        gate.check(*expressions(reading.task))
        found = work_out(reading.task)
    except Refusal as refusal:
        kind = next((name for kind, name in _KINDS if isinstance(refusal, kind)), "declined")
        return Declined(reason=f"{kind}: {refusal.reason}")
    except RecursionError:
        return Declined(reason="too costly: the expression is nested too deeply")
    except MemoryError:
        return Declined(reason="too costly: the memory of the worker does not suffice")
    except Exception as error:
        # SymPy raises errors of every type on problems it was not made for; to the caller that is a decline
        return Declined(reason=f"not done: computer algebra gave up ({type(error).__name__})")
    return _solution(reading, found)


def _solution(reading: Reading, found: Finding) -> Solution | Declined:
    if found.verified is False:
        return Declined(reason=f"not done: the result did not pass its check ({found.check})")
    steps = [f"read as: {_short(describe(reading.task))}", *reading.conventions]
    steps += [f"assumed: {assumption}" for assumption in reading.assumptions]
    steps += [f"method: {found.method}", found.check]
    return Solution(
        value=found.value,
        text="; ".join([found.text, *reading.assumptions]),
        data=found.data,
        steps=tuple(steps),
        verified=None if reading.assumptions else found.verified,
        confidence=found.confidence * _ASSUMED if reading.assumptions else found.confidence,
    )


def _short(text: str) -> str:
    return text if len(text) <= MAX_OUTPUT // 4 else text[: MAX_OUTPUT // 4] + " ..."


def work_out(task: Task) -> Finding:
    """Hand a task to the engine for it."""
    match task:
        case Evaluate():
            return _evaluate(task)
        case Holds(relation):
            try:
                return numbers.holds(relation)
            except NotRational as error:
                raise NotDone("comparisons are decided for rational numbers only") from error
        case Choose():
            try:
                return numbers.choose(task)
            except NotRational as error:
                raise NotDone("comparisons are decided for rational numbers only") from error
        case NumberProperty():
            return numbers.number_property(task)
        case Divides():
            return numbers.divides(task)
        case PrimeFactors():
            return numbers.prime_factors(task)
        case Solve():
            from orchestra_modules.mathematics import equations

            return equations.solve(task)
        case _:
            return _symbolic(task)


def _evaluate(task: Evaluate) -> Finding:
    try:
        return numbers.value(task)
    except NotRational:
        from orchestra_modules.mathematics import algebra

        return algebra.exact_value(task)


def _symbolic(task: Rewrite | Differentiate | Integrate | Limit) -> Finding:
    from orchestra_modules.mathematics import algebra, calculus

    match task:
        case Rewrite():
            return algebra.rewritten(task)
        case Differentiate():
            return calculus.differentiate(task)
        case Integrate():
            return calculus.integrate(task)
        case Limit():
            return calculus.limit(task)
