"""Whether an explanation keeps to the solution that it explains: its numbers, its equations and its result.

A number must be given by the question or the solution, or be what an equation of the explanation makes of such; an
equation must hold; the result must be there and nothing else be called it. What words say is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice, product
from typing import Final

from orchestra.plan.arithmetic import (
    Equation,
    Side,
    assignments,
    equations,
    expression,
    same_expression,
)
from orchestra.plan.figures import Figure, figures, implied, in_digits
from orchestra.plan.notation import plain
from orchestra.spec import Solution

#: numbers that order the text and claim nothing
_LABELS: Final = re.compile(
    r"^[ \t]*(?:[-*#>]+[ \t]*)*\**\(?\d{1,2}[.)](?=\s|\*)|^[ \t]*[-*][ \t]+"
    r"|\b(?:steps?|equations?|lines?|cases?|parts?|rules?|premises?|statements?|options?|eqs?\.)\s*\(?\d{1,2}\)?|\(\d\)(?=\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
#: a number word before one of these counts what the text itself lays out
_LAID_OUT: Final = re.compile(
    r"\s+(?:\w+\s+)?(?:steps?|sides?|equations?|terms?|parts?|numbers?|unknowns?|variables?|cases?|ways?|facts?|expressions?|"
    r"quantities|factors?|brackets?|premises?|statements?|rules?|conditions?)\b",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(
    r"\b(?:answer|result|solution|total)\s*(?:is|are|=|:|equals|comes to|of)\s*(?:therefore|thus|then)?\s*\**[$€£]?\s*",
    re.IGNORECASE,
)
_LAST: Final = re.compile(
    r"(?:\b(?:is|are|be|equals|gives)|[=:])\s*\**[$€£]?(?P<number>-?[\d.,/]*\d)%?(?:\s+[a-z]+)?[.!*\s]*$"
)
_FREE: Final = frozenset({Fraction(0), Fraction(1)})
_MOST_POINTS: Final = 16
#: characters of an explanation that are read
_HEAD: Final = 10_000


def claim_faults(text: str, *, question: str, solution: Solution) -> tuple[str, ...]:
    """What in an explanation cannot be right, in words; empty when nothing is found."""
    return tuple(dict.fromkeys(_faults(plain(in_digits(plain(text[:_HEAD]), _LAID_OUT)), question, solution)))


def _faults(text: str, question: str, solution: Solution) -> Iterator[str]:
    given = [plain(text) for text in (question, solution.value, solution.text, *solution.steps)]
    names = _long_names([solution.value, solution.text, *solution.steps])
    values = assignments([solution.value, solution.text, *solution.steps, *_either(solution)], names)
    known = _known(given)
    rewritten = _rewritten(solution, question, names)
    held: list[Equation] = []
    for equation in equations(text, names):
        truth = _truth(equation, values, rewritten)
        if truth is False:
            yield f"it says that {equation.text}, which does not hold"
        elif truth:
            held.append(equation)
    known |= _consequences(text, held, known)
    for figure in _claimed(text):
        if not any(value in known for value in figure.values) and not _in_fraction(text, figure, known):
            yield f"the number {figure.text if figure.value >= 0 else f'-{figure.text}'} comes from nowhere"
    yield from _result_faults(text, solution, names)


def _known(texts: list[str]) -> set[Fraction]:
    known: set[Fraction] = set(_FREE)
    for text in texts:
        known |= implied(text)
        for figure in figures(text):
            known.update(figure.values)
            if figure.percent:
                known.add(figure.value / 100)
        for found in re.finditer(r"(?<![\w.])(\d{1,30})\s*/\s*(\d{1,30})(?![\w.])", text):
            if int(found[2]):
                known.add(Fraction(int(found[1]), int(found[2])))
    return known


def _rewritten(solution: Solution, question: str, names: frozenset[str]) -> frozenset[str]:
    """The names of an expression that the question has in one form and the result in another; else none."""
    formula = expression(solution.value, names)
    asked = expression(question.rstrip(" ?.!"), names, at_end=True)
    if formula is None or asked is None or not same_expression(formula, asked):
        return frozenset()
    return formula.names


def _truth(equation: Equation, values: Mapping[str, list[Fraction]], rewritten: frozenset[str]) -> bool | None:
    """Whether an equation holds: by numbers, at one of the solutions, or whatever its names are; none: not judged."""
    if not equation.names:
        return equation.holds({})
    if same_expression(equation.left, equation.right):
        return True
    if equation.left.names and equation.names <= rewritten:
        return False  # forms of one expression are equal whatever its names are
    if not equation.names <= values.keys():
        return None
    names = sorted(equation.names)
    points = islice(product(*(values[name] for name in names)), _MOST_POINTS)
    truths = [equation.holds(dict(zip(names, point, strict=True))) for point in points]
    if len(names) == 1 and equation.left.names and equation.right.names and False in truths:
        return False  # what is no case of its own holds at every solution
    return True if True in truths else False if False in truths else None


def _consequences(text: str, held: list[Equation], known: set[Fraction]) -> set[Fraction]:
    """The numbers that equations which hold make of known ones: two new ones at most, and with a known one beside."""
    found = figures(text)
    made: set[Fraction] = set()
    waiting = list(held)
    while True:
        later: list[Equation] = []
        for equation in waiting:
            inside = [figure for figure in found if equation.start <= figure.start and figure.end <= equation.end]
            new = {figure.value for figure in inside if not any(value in known | made for value in figure.values)}
            anchored = any(value in (known | made) - _FREE for figure in inside for value in figure.values)
            if len(new) < 2 or (anchored and len(new) == 2):
                made |= new | {-figure.value for figure in inside if figure.either}
            else:
                later.append(equation)
        if len(later) == len(waiting):
            return made
        waiting = later


def _claimed(text: str) -> Iterator[Figure]:
    labels = [found.span() for found in _LABELS.finditer(text)]
    for figure in figures(text):
        if any(start <= figure.start and figure.end <= end for start, end in labels):
            continue
        if figure.text[:1].isalpha():
            continue  # what is left in words counts what the text itself lays out
        yield figure


def _in_fraction(text: str, figure: Figure, known: set[Fraction]) -> bool:
    """Whether it is part of a fraction whose value is known."""
    for found in re.finditer(r"(?<![\w.])(\d{1,30})\s*/\s*(\d{1,30})(?![\w.])", text):
        inside = found.start() <= figure.start and figure.end <= found.end()
        if inside and int(found[2]) and Fraction(int(found[1]), int(found[2])) in known:
            return True
    return False


def _result_faults(text: str, solution: Solution, names: frozenset[str]) -> Iterator[str]:
    results = {value for figure in figures(solution.value) for value in (figure.value,)}
    stated = {value for figure in figures(text) for value in figure.values}
    if (formula := expression(solution.value, names)) is not None and formula.names:
        if not any(same_expression(formula, part) for part in _formulas(text, names)):
            yield f"the result, {solution.value}, is not in it"
        return
    exact = formula.value({}) if formula is not None else None
    if isinstance(exact, Fraction):
        results = {exact}
        worked_out = (part.value({}) for part in _formulas(text, names) if not part.names)
        stated |= {value for value in worked_out if isinstance(value, Fraction)}
    missing = sorted(value for value in results if value not in stated and not _rounded(value, stated))
    if missing:
        yield f"the result, {solution.value}, is not in it"
    if results:
        yield from _other_results(text, results, solution)


def _other_results(text: str, results: set[Fraction], solution: Solution) -> Iterator[str]:
    """Numbers that are called the result, or that end the text like one, and are another."""
    called = [found.end() for found in _CALLED.finditer(text)]
    if (last := _LAST.search(text)) is not None and not _computed(text, last.start("number")):
        called.append(last.start("number"))
    for at in called:
        for figure in figures(text[at - 1 : at + 40])[:1]:
            near = text[at - 1 : at + figure.start].strip(" $€£*(-")
            after = text[at - 1 + figure.end :][:3].lstrip()
            if len(near) > 1 or figure.value in results or after.startswith(("+", "-", "*", "/", "^")):
                continue
            if not _rounded(figure.value, results):
                yield f"it calls {figure.text} the result, and that is {solution.value}"


def _computed(text: str, at: int) -> bool:
    """Whether the number there ends an equation that works something out, as a check does."""
    return any(equation.start < at < equation.end and len(equation.left.tokens) > 1 for equation in equations(text))


def _rounded(value: Fraction, others: set[Fraction]) -> bool:
    """Whether it is one of the others to two or more digits, where one of the two is no whole number."""
    margin = abs(value) / 200 if abs(value) < 1 else Fraction(1, 200)
    broken = (other for other in others if value.denominator > 1 or other.denominator > 1)
    return any(abs(value - other) <= margin for other in broken)


def _formulas(text: str, names: frozenset[str]) -> Iterator[Side]:
    for equation in equations(text, names):
        yield equation.left
        yield equation.right
    for part in re.split(r"[;:,\n]|\.(?!\d)|\b(?:is|are|to|get|gives|be|as)\b", text):
        if (side := expression(part.strip(" *`$"), names)) is not None:
            yield side


def _long_names(texts: list[str]) -> frozenset[str]:
    """Names of several letters that texts give values to."""
    return frozenset(name for text in texts for name in re.findall(r"\b([A-Za-z_][A-Za-z_0-9]+)\s*=(?!=)", text))


def _either(solution: Solution) -> Iterator[str]:
    """The alternatives of a text such as "w = -8 or w = 5", and the roots of "x is one of -8, 5"."""
    for text in (solution.value, solution.text, *solution.steps):
        name = re.search(r"\b([A-Za-z]\w*)\s+(?:=|is|is one of|in)\s", text)
        if name and "," in text:
            parts = re.split(r"[,{}]|\bor\b", text[name.end() :])
            yield from (f"{name[1]} = {part.strip()}" for part in parts if part.strip())
