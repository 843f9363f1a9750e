"""Direct, inverse and joint variation: a quantity that goes with powers of others."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import fraction_text, number_text
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.slots import variable
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Number, has_decimal
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_METHOD: Final = "exact rational arithmetic"

_POWERS: Final = {
    "the square root of": Fraction(1, 2), "the square of": Fraction(2), "the cube of": Fraction(3),
    "square root of": Fraction(1, 2), "square of": Fraction(2), "cube of": Fraction(3),
    "the fourth power of": Fraction(4),
}  # fmt: skip


@slots.kind("variation")
def _variation(reader: Reader, slot: Slot) -> Iterator[Node]:
    """x and the square of z, and inversely as w: the names with the powers to which they go."""
    cursor = reader.cursor
    found: list[Node] = []
    sign = 1
    while True:
        if cursor.take("inversely with", "inversely as", "inversely proportional to", "inversely to"):
            sign = -1
        elif cursor.take("directly with", "directly as", "jointly with", "jointly as", "directly proportional to",
                         "jointly proportional to", "proportional to", "directly to", "with", "as"):  # fmt: skip
            sign = 1
        elif not found:
            raise cursor.stuck("'directly with' or 'inversely with' was expected")
        power = next((p for words, p in _POWERS.items() if cursor.take(words)), Fraction(1))
        name = Name(variable(cursor))
        if cursor.take("squared"):
            power *= 2
        elif cursor.take("cubed"):
            power *= 3
        elif cursor.take_sign("^"):
            amount = take_amount(cursor, articles=False)
            if amount is None:
                raise cursor.stuck()
            power *= amount.value
        found.append(Listing((name, Number(sign * power)), "tuple"))
        mark = cursor.mark()
        comma = cursor.take_sign(",")
        if not (cursor.take_exactly("and") or comma):
            break
        starts = cursor.token.lowered in ("inversely", "directly", "jointly", "the", "square", "cube")
        starts = starts or len(cursor.token.text) == 1
        if cursor.token.kind != "word" or not starts or cursor.ahead().text in ("=", "is"):
            cursor.reset(mark)
            break
    yield Listing(tuple(found))


@slots.kind("values_of_names")
def _values(reader: Reader, slot: Slot) -> Iterator[Node]:
    """X = 2 and z = 3, "x is 2"."""
    cursor = reader.cursor
    found: list[Node] = []
    while True:
        name = Name(variable(cursor))
        if not (cursor.take_sign("=") or cursor.take("is", "equals")):
            raise cursor.stuck("a value was expected")
        amount = take_amount(cursor, articles=False)
        if amount is None:
            raise cursor.stuck("a value was expected")
        found.append(Listing((name, Number(amount.value, amount.decimal)), "tuple"))
        mark = cursor.mark()
        joined = cursor.take_sign(",")
        joined = any(cursor.take_exactly(word) for word in ("and", "when", "if", "for")) or joined
        if not joined or len(cursor.token.text) > 1 or cursor.ahead().text not in ("=", "is", "equals"):
            cursor.reset(mark)
            break
    yield Listing(tuple(found))


_VARIES: Final = "(varies|is|vary)"


@operation(
    "variation",
    requests=(
        f"[if|suppose|suppose that|assume that] {{y:variable}} {_VARIES} {{how:variation}} (.|,|and) [and|if] "
        f"{{known:values_of_names}} "
        "(.|,|;) [then|find|what is|what's] [the value of] {goal:variable} (when|if|for|where) {at:values_of_names}",
        f"[if|suppose|suppose that|assume that] {{y:variable}} {_VARIES} {{how:variation}} (.|,|and) [and|if] "
        f"{{known:values_of_names}} "
        "(.|,|;) (find|what is|what's) [the] constant of (proportionality|variation)",
    ),
    binds=("y", "goal"),
    plain=("how", "known", "at"),
)
def variation(work: Work, y: Node, how: Node, known: Node, goal: Node | None = None, at: Node | None = None) -> Finding:
    """A quantity that goes with powers of others, from one case to another."""
    assert isinstance(y, Name)
    powers = dict(_named(how))
    given = dict(_named(known))
    if y.name not in given or set(powers) - set(given) or set(given) - set(powers) - {y.name}:
        raise NotUnderstood("each quantity needs its value in the first case")
    constant = given[y.name] / _product(powers, given)
    if goal is None or at is None:
        shown, text = fraction_text(constant), f"The constant is {fraction_text(constant)}."
        again = constant * _product(powers, given) == given[y.name]
        return Finding(shown, text, number_data(constant), _METHOD, "check: put back", again, node=Number(constant))
    assert isinstance(goal, Name)
    asked = dict(_named(at))
    wanted = (set(powers) | {y.name}) - {goal.name}
    if set(asked) != wanted:
        raise NotUnderstood("each quantity but the one asked needs its value in the second case")
    if goal.name == y.name:
        found = constant * _product(powers, asked)
        again = found / _product(powers, asked) == constant
    else:
        others = {name: power for name, power in powers.items() if name != goal.name}
        if constant == 0:
            raise Undefined("a quantity that is always 0 settles nothing")
        raised = asked[y.name] / constant / _product(others, asked)
        found = _raised(raised, 1 / powers[goal.name])
        again = constant * _product(powers, asked | {goal.name: found}) == asked[y.name]
        if (1 / powers[goal.name]).denominator % 2 == 0:
            work.assume(f"{goal.name} is taken as not negative")
    decimal = has_decimal(known, at)
    text = f"{goal.name} = {number_text(found, decimal)}, with the constant {fraction_text(constant)}."
    check = "check: both cases have the same constant"
    return Finding(
        number_text(found, decimal), text, number_data(found), _METHOD, check, again, node=Number(found, decimal)
    )


def _named(node: Node) -> Iterator[tuple[str, Fraction]]:
    assert isinstance(node, Listing)
    seen: set[str] = set()
    for item in node.items:
        match item:
            case Listing((Name(name), Number(value)), "tuple"):
                if name in seen:
                    raise NotUnderstood(f"{name} is told twice")
                seen.add(name)
                yield name, value


def _product(powers: dict[str, Fraction], values: dict[str, Fraction]) -> Fraction:
    found = Fraction(1)
    for name, power in powers.items():
        found *= _raised(values[name], power)
    return found


def _raised(value: Fraction, power: Fraction) -> Fraction:
    from orchestra_modules.mathematics.engines.arithmetic import NotRational, root

    if value == 0 and power < 0:
        raise Undefined("nothing varies inversely as 0")
    if abs(power) > 12:
        raise NotDone("powers up to 12 are taken")
    try:
        return Fraction(root(value, power.denominator) ** power.numerator)
    except NotRational as error:
        raise NotDone(f"the root of {fraction_text(value)} is not rational") from error
