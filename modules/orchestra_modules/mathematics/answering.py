"""From a text to a Solution or a Declined: read into a problem, work it out, compare readings, tell what was done.

Plain numbers are settled without SymPy; it is imported when the first other question comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from pydantic import JsonValue

from orchestra.spec import Declined, Solution
from orchestra_modules.mathematics import handover
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.formal import from_json, lettered
from orchestra_modules.mathematics.language.sentences import read
from orchestra_modules.mathematics.language.slots import parse_expression
from orchestra_modules.mathematics.limits import MAX_OUTPUT
from orchestra_modules.mathematics.naming import renamed
from orchestra_modules.mathematics.problem import SCHEMA_ID, Problem
from orchestra_modules.mathematics.syntax import (
    Call,
    Listing,
    Name,
    Node,
    Power,
    Product,
    Request,
    names,
    show,
    walk,
)
from orchestra_modules.mathematics.work import Unsettled, Work
from orchestra_modules.solving.options import Option, choose, split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal, TooCostly, Undefined

_KINDS: tuple[tuple[type[Refusal], str], ...] = (
    (NotUnderstood, "not understood as mathematics"),
    (NotDone, "not done"),
    (TooCostly, "too costly"),
    (Undefined, "undefined"),
)

#: the probability that a choice that another reader might not make is the one that was meant
_ASSUMED = 0.7
#: the same where the result is one of the options: after another choice it would most often be none of them
_ASSUMED_AND_OFFERED = 0.94


def answer(text: str, reading: str = "") -> Solution | Declined:
    """Answer one question told in words or notation; `reading` is what the probe made of it. ValueError for another."""
    problem = handover.loaded(reading) if reading else None
    return _refusals_told(lambda: solve(problem or read(split(text))))


def answer_formal(schema_id: str, body: JsonValue) -> Solution | Declined:
    """Answer a problem that comes in formal terms."""
    if schema_id != SCHEMA_ID:
        reason = f"not understood as mathematics: formal problems have the schema {SCHEMA_ID}, not {schema_id}"
        return Declined(reason=reason)
    names: dict[str, str] = {}

    def work() -> Solution:
        plain, given = lettered(body)
        names.update(given)
        return solve(from_json(plain))

    return _named(_refusals_told(work), names)


def _named(result: Solution | Declined, names: dict[str, str]) -> Solution | Declined:
    """The result in the words of whoever wrote the problem."""
    if not names:
        return result
    if isinstance(result, Declined):
        return Declined(reason=renamed(result.reason, names))
    changed = {"value": renamed(result.value, names), "text": renamed(result.text, names)}
    steps = tuple(renamed(step, names) for step in result.steps)
    return result.model_copy(update={**changed, "data": _renamed_data(result.data, names), "steps": steps})


def _renamed_data(data: JsonValue, names: dict[str, str]) -> JsonValue:
    match data:
        case str():
            return renamed(data, names)
        case list():
            return [_renamed_data(part, names) for part in data]
        case dict():
            return {names.get(key, key): _renamed_data(part, names) for key, part in data.items()}
        case _:
            return data


def _refusals_told(work: Callable[[], Solution]) -> Solution | Declined:
    try:
        return work()
    except Refusal as refusal:
        kind = next((name for kind, name in _KINDS if isinstance(refusal, kind)), "declined")
        return Declined(reason=f"{kind}: {refusal.reason}")
    except RecursionError:
        return Declined(reason="too costly: the expression is nested too deeply")
    except MemoryError:
        return Declined(reason="too costly: the memory of the worker does not suffice")
    except ImportError:
        raise  # the installation is broken, which is no property of the question
    except Exception as error:
        # SymPy raises errors of every type on problems it was not made for; to the caller that is a decline
        return Declined(reason=f"not done: computer algebra gave up ({type(error).__name__})")


def solve(problem: Problem) -> Solution:
    """Work out every reading of a problem; those that have a value must agree. Refusal."""
    found: list[tuple[Finding, Work, Node]] = []
    refused: list[Refusal] = []
    for goal in (problem.goal, *problem.alternatives):
        try:
            found.append((*_worked_out(problem, goal), goal))
        except Refusal as refusal:
            refused.append(refusal)
    if not found:
        raise refused[0]
    first, work, goal = found[0]
    for other, _, another in found[1:]:
        if other.value != first.value:
            raise NotUnderstood(
                f"this can be read in two ways: {_described(goal)} gives {first.value[:60]}, "
                f"{_described(another)} gives {other.value[:60]}"
            )
    return _solution(replace(problem, goal=goal), first, work)


def _worked_out(problem: Problem, goal: Node) -> tuple[Finding, Work]:
    work = Work(problem)
    work.consistent()
    if isinstance(goal, Listing):
        found = work.unknowns(*(item.name for item in goal.items if isinstance(item, Name)))
    else:
        found, work = _found(problem, goal if isinstance(goal, Request) else Request("value", (("expression", goal),)))
    if isinstance(goal, Request) and goal.operation == "value" and goal.argument("bare") is None:
        asked = goal.argument("expression")
        if asked is not None and names(asked) and not work.from_definitions and found.node == asked:
            raise NotUnderstood(f"nothing is asked about {show(asked)[:60]}")
    if ignored := work.ignored():
        raise NotDone(f"it is stated that {'; '.join(ignored)[:160]}, which the answer would leave out")
    for part in (*work.findings, found):
        if part.verified is False:
            raise NotDone(f"the result did not pass its check ({part.check})")
    return found, work


def _found(problem: Problem, goal: Request) -> tuple[Finding, Work]:
    """The finding of a goal; where unknowns stay open, of the goal without them, if it comes out the same each way."""
    work = Work(problem)
    work.consistent()
    try:
        return work.find(goal), work
    except Unsettled as refusal:
        expression = goal.argument("expression")
        if goal.operation != "value" or expression is None:
            raise
        ways = sorted(work.said_of(expression) & work.constrained)
        results: list[tuple[Finding, Work]] = []
        for name in ways[:3]:
            again = Work(problem)
            left = again.without(name, expression)
            found = again.find(Request("simplify", (("expression", left),)), again.constrained)
            if found.node is None or set(names(found.node)) & again.constrained:
                raise NotDone(f"{show(expression)[:60]} has not one value: {refusal.reason}") from refusal
            results.append((found, again))
        if not results or len({found.value for found, _ in results}) > 1:
            raise
        found, again = results[0]
        always = not any(isinstance(part, Power | Call) or _divides(part) for part in walk(expression))
        text = f"{show(expression)} = {found.value}, "
        text += f"whatever {', '.join(ways)} are" if always else "wherever it has a value"
        check = f"check: replacing {' or '.join(ways[:3])} comes to the same"
        verified = True if always and len(results) > 1 and found.verified else None
        return replace(found, text=text, check=check, verified=verified), again


def _divides(part: Node) -> bool:
    return isinstance(part, Product) and bool(part.divisors)


def _solution(problem: Problem, found: Finding, work: Work) -> Solution:
    parts = [*work.findings, found]
    assumptions = tuple(dict.fromkeys((*problem.assumptions, *work.assumptions)))
    verified: bool | None = True if all(part.verified for part in parts) and not assumptions else None
    assumed = _ASSUMED_AND_OFFERED if problem.options else _ASSUMED
    confidence = min(part.confidence for part in parts) * (assumed if assumptions else 1)
    if problem.options:
        found = _option(problem, found, work)
    steps = [f"read as: {_short(_described(problem.goal))}", *problem.conventions]
    steps += [f"assumed: {assumption}" for assumption in assumptions]
    steps += [_short(note) for note in work.notes if note != found.text]
    steps += [*map(_short, found.steps), f"method: {found.method}", found.check]
    return Solution(
        value=found.value,
        text="; ".join([found.text, *assumptions]),
        data=found.data,
        steps=tuple(steps),
        verified=verified,
        confidence=confidence,
    )


def _option(problem: Problem, found: Finding, work: Work) -> Finding:
    """The finding as the label of the option that it fits. NotDone if none does, or two do."""
    chosen = choose(problem.options, lambda option: _fits(option, found, work))
    if not chosen.label:
        return replace(found, value=chosen.text)
    return replace(found, value=chosen.label, text=f"({chosen.label}) {chosen.text}: {found.text}")


def _fits(option: Option, found: Finding, work: Work) -> bool:
    text = option.text.strip().rstrip(".")
    if text == found.value or text.lower() == found.value.lower():
        return True
    if found.value in ("True", "False"):
        return text.lower() in (("yes", "true") if found.value == "True" else ("no", "false"))
    if any(other.text.strip() == found.value for other in work.options):
        return False  # the value is one of the options as written, and this is another
    try:
        offered = parse_expression(text, work)
    except Refusal:
        return False
    ours, theirs = _number(found.node), _number(offered)
    if ours is not None or theirs is not None:
        return ours is not None and ours == theirs
    return _same(found.node, offered)


def _same(ours: Node | None, offered: Node) -> bool:
    """Whether two expressions are equal, as far as our own normal form shows."""
    from orchestra_modules.mathematics.engines.zero import equal_forms

    try:
        return ours is not None and bool(equal_forms(ours, offered))
    except Refusal:
        return False


def _number(node: Node | None) -> Fraction | None:
    if node is None:
        return None
    try:
        return evaluate(node)
    except (NotRational, Undefined):
        return None


def _described(goal: Node) -> str:
    """How a question was read, for a person."""
    if isinstance(goal, Request):
        named = ", ".join(f"{name}: {show(argument)}" for name, argument in goal.arguments if name != "bare")
        return f"{goal.operation} of {named}" if named else goal.operation
    return show(goal)


def _short(text: str) -> str:
    return text if len(text) <= MAX_OUTPUT // 4 else text[: MAX_OUTPUT // 4] + " ..."
