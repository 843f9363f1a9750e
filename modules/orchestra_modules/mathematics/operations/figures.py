"""Figures by their formulas: areas, perimeters, volumes, sides, angles from what is told of a figure.

The equations of the figure are solved by SymPy, one unknown at a time where that goes; then those whose measures
are all known are held against the values found, with many digits.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.engines.figure_rules import FIGURES
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import figure_words
from orchestra_modules.mathematics.readers.measures import Measure, measure_named
from orchestra_modules.mathematics.syntax import Name, Node, Number, Relation, Request, has_decimal, names, walk
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

#: the kind of argument that the phrase below uses
KINDS = figure_words
_CHECK: Final = "check: the equations of the figure whose measures are known hold of the values found, to 40 digits"
_LARGEST: Final = 10**30


#: letters for numbers of sides and of diagonals, which have no unit
_COUNTED: Final = frozenset({"n", "D"})


@operation("figure_story", requests=("{question:figure_words}",), plain=("question",))
def figure_story(work: Work, question: Node) -> Finding:
    """A text about a figure, read as a whole."""
    assert isinstance(question, Request)
    return work.find(question)


@operation("figure", plain=("relations", "asked", "shape", "unit", "wanted"))
def figure(work: Work, shape: Node, relations: Node, asked: Node, unit: Node, wanted: Node) -> Finding:
    """One measure of a figure from others."""
    from orchestra_modules.mathematics.engines.build import read_back
    from orchestra_modules.mathematics.engines.symbolic import shown

    assert isinstance(asked, Name)
    described = next(known for known in FIGURES if known.names[0] == work.text(shape))
    told = [relation for relation in work.items(relations) if isinstance(relation, Relation)]
    amounts = [part.value for relation in told for part in walk(relation) if isinstance(part, Number)]
    if any(abs(amount) > _LARGEST or amount.denominator > _LARGEST for amount in amounts):
        raise TooCostly("measures of more than 30 digits are not worked with")
    equations = [*_equations(described.equations), *told]
    values = _values(equations, asked.name)
    verified = _holds(equations, values)
    power = described.powers.get(asked.name, 1)
    scale, name = _unit(work.text(unit), work.text(wanted), power)
    if asked.name in _COUNTED and power == 0:
        name = ""
    value = values[asked.name] * scale
    for relation in told:
        work.note(f"told: {relation.left.name if isinstance(relation.left, Name) else ''} of the {work.text(shape)}")
    node: Node
    if value.is_Rational:
        exact = Fraction(int(value.p), int(value.q))
        decimal = has_decimal(relations)
        text, node = number_text(exact, decimal), Number(exact, decimal)
        data = number_data(exact)
    else:
        text, node = shown(value), read_back(value)
        data = {"type": "expression", "value": text}
    word = next(word for word, letters in described.measures.items() if letters == (asked.name,))
    about = "" if value.is_Rational else f" (about {float(value):.6g})"
    sentence = f"The {word} of the {work.text(shape)} is {text}{about}{name}."
    return Finding(text, sentence, data, "the equations of the figure", _CHECK, verified, node=node)


@cache
def parsed(text: str) -> Relation:
    """An equation of the table of figures."""
    from orchestra_modules.mathematics.language.slots import parse_expression

    left, right = text.split(" = ")
    return Relation("=", parse_expression(left), parse_expression(right))


def _equations(texts: tuple[str, ...]) -> list[Relation]:
    return [parsed(text) for text in texts]


def _values(equations: list[Relation], asked: str) -> dict[str, Any]:
    """The positive values that the equations leave to the measures. NotDone, Undefined."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build

    symbols = {name: sympy.Symbol(name, positive=True) for name in names(*equations)}
    places = {sympy.Symbol(name): symbol for name, symbol in symbols.items()}
    left = [
        (build(relation.left) - build(relation.right)).xreplace(places | _as_built(symbols)) for relation in equations
    ]
    values: dict[Any, Any] = {}
    goal = symbols.get(asked)
    while left:
        found = _next(left, values)
        if found is None:
            break
        values |= found
        left = [gap for gap in (gap.subs(values) for gap in left) if gap.free_symbols]
    if goal not in values:
        raise NotDone("what is told of the figure does not settle what is asked")
    return {symbol.name: value for symbol, value in values.items()}


def _as_built(symbols: dict[str, Any]) -> dict[Any, Any]:
    from orchestra_modules.mathematics.engines.build import symbol

    return {symbol(name): positive for name, positive in symbols.items()}


def _next(left: list[Any], values: dict[Any, Any]) -> dict[Any, Any] | None:
    """Values of the unknowns of one equation, or of two equations with two unknowns."""
    import sympy

    for size in (1, 2):
        for chosen in combinations(left, size):
            unknowns = sorted(set().union(*(gap.free_symbols for gap in chosen)), key=str)
            if len(unknowns) != size:
                continue
            solutions = [
                solution
                for solution in sympy.solve(list(chosen), unknowns, dict=True)
                if len(solution) == size and all(value.is_positive for value in solution.values())
            ]
            if not solutions:
                raise Undefined("there is no such figure")
            if len(solutions) > 1:
                if size == 1:
                    raise NotDone("more than one figure fits what is told")
                continue
            return dict(solutions[0])
    return None


def _holds(equations: list[Relation], values: dict[str, Any]) -> bool:
    """Whether there are equations whose measures are all known, and they hold. Undefined for no such figure."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, symbol

    known = {symbol(name): sympy.N(value, 50) for name, value in values.items()}
    complete = [relation for relation in equations if not set(names(relation)) - set(values)]
    for relation in complete:
        gap = sympy.N((build(relation.left) - build(relation.right)).subs(known), 40)
        size = 1 + max(abs(value) for value in known.values()) ** 4
        if abs(gap) > size * sympy.Float("1e-30"):
            raise Undefined("what is told of the figure cannot all be so")
    return bool(complete)


def _unit(first: str, wanted: str, power: int) -> tuple[Fraction, str]:
    """What a result is multiplied by for the unit asked for, and the name of the unit."""
    base = measure_named(first) if first else None
    if not wanted:
        if base is None or power == 0:
            return Fraction(1), " degrees" if power == 0 else ""
        return Fraction(1), " " + Measure(((base.parts[0][0], power),)).told(Fraction(2))
    target = measure_named(wanted)
    if base is None:
        raise NotUnderstood("a unit is asked for, and none is told")
    source = Measure(((base.parts[0][0], power),))
    if target.dimension != source.dimension:
        raise NotUnderstood(f"{target.told(Fraction(2))} do not measure that")
    return source.size / target.size, " " + target.told(Fraction(2))
