"""Arithmetic modulo m: inverses, congruences and systems of them, Bezout's identity, Diophantine equations."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import modular
from orchestra_modules.mathematics.engines.enclosure import plain
from orchestra_modules.mathematics.engines.integers import factorise
from orchestra_modules.mathematics.engines.number_findings import brief, number, positive, whole, wholes, words
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Listing, Name, Negative, Node, Number, Relation, Sum, names, show
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_TRY_ALL: Final = 100_000
_EUCLID: Final = "the extended Euclidean algorithm"
_BACK: Final = "check: put back into every congruence"


@operation(
    "modular_inverse",
    nouns=(
        "[modular] [multiplicative] inverse of {a} (mod|modulo) {m:last}",
        "[modular] multiplicative inverse of {a} in z (mod|modulo|/) {m:last}",
    ),
    requests=("invert {a} (mod|modulo) {m}",),
    calls=("modinv", "mod_inverse", "modular_inverse", "invmod", "ModularInverse"),
)
def modular_inverse(work: Work, a: Node, m: Node) -> Finding:
    """The number from 1 to m - 1 by which a product gives 1 modulo m."""
    value, modulus = whole(a, "an inverse"), positive(m, "a modulus")
    if modulus < 2:
        raise Undefined("modulo 1 all integers are equal")
    common, s, _ = modular.bezout(value, modulus)
    if common != 1:
        raise Undefined(f"{brief(value)} has no inverse modulo {modulus}: {common} divides both")
    found = s % modulus
    text = f"The inverse of {brief(value)} modulo {brief(modulus)} is {brief(found)}, for their product leaves 1"
    return number(found, text, _EUCLID, "check: multiplied back", value * found % modulus == 1)


@operation(
    "multiplicative_order",
    nouns=("[multiplicative] order of {a} (mod|modulo) {m:last}",),
    calls=("n_order", "znorder", "multiplicative_order"),
)
def multiplicative_order(work: Work, a: Node, m: Node) -> Finding:
    """The smallest positive exponent with which a power gives 1 modulo m."""
    value, modulus = whole(a, "an order"), positive(m, "a modulus")
    if math.gcd(value, modulus) != 1:
        raise Undefined(f"{brief(value)} and {modulus} are not coprime, so no power gives 1")
    found = modular.totient(modulus)
    for prime in factorise(found):
        while found % prime == 0 and pow(value, found // prime, modulus) == 1 % modulus:
            found //= prime
    again: int | None = None
    if found <= _TRY_ALL:
        power, again = value % modulus, 1
        while power != 1 % modulus:
            power, again = power * value % modulus, again + 1
    agreed = again == found if again is not None else None
    text = f"{brief(value)}^{brief(found)} leaves 1 modulo {modulus}, and no smaller power does"
    return number(found, text, "from the divisors of the totient", "check: power by power", agreed)


@operation(
    "bezout_coefficients",
    nouns=(
        "(bezout|bezout's) (coefficients|coefficient|identity|numbers) (of|for) {numbers:last_list}",
        "extended (gcd|euclidean algorithm) (of|for|on) {numbers:last_list}",
    ),
    calls=("gcdex", "egcd", "xgcd", "extended_gcd"),
    arrange=lambda positional, named: {"numbers": Listing(positional)} if len(positional) == 2 and not named else None,
)
def bezout_coefficients(work: Work, numbers: Node) -> Finding:
    """Integers s and t with s*a + t*b the greatest common divisor."""
    values = wholes(work, plain(numbers), "Bezout's identity")
    if len(values) != 2:
        raise NotUnderstood("Bezout's identity is asked of two integers")
    a, b = values
    common, s, t = modular.bezout(a, b)
    text = f"{s}*({a}) + {t}*({b}) = {common}, the greatest common divisor"
    node = Listing((Number(Fraction(s)), Number(Fraction(t))))
    data: JsonValue = {"type": "list", "values": [str(s), str(t)]}
    good = s * a + t * b == common == math.gcd(a, b)
    return Finding(
        f"{s}, {t}", text, data, _EUCLID, "check: multiplied out, and the gcd by another algorithm", good, node=node
    )


_MODS: Final = frozenset({"mod", "modulo", "pmod"})


# --- congruences ------------------------------------------------------------------------------------------------------


@slots.kind("congruences", needs=(_MODS,))
def _congruences(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Congruences such as x ≡ 2 (mod 3) and x mod 5 = 3, each as a tuple (left - right, modulus)."""
    cursor = reader.cursor
    found = [_congruence(reader)]
    while True:
        here = cursor.mark()
        joined = cursor.take_sign(",", ";")
        joined = cursor.take_exactly("and") or joined
        if not joined:
            break
        try:
            found.append(_congruence(reader))
        except NotUnderstood as refusal:
            cursor.remember(refusal)
            cursor.reset(here)
            break
    yield Listing(tuple(found))


_SAME: Final = ("is congruent to", "congruent to", "is equivalent to", "equals", "is equal to")


def _congruence(reader: Reader) -> Node:
    """One congruence. The words "(mod" after the right side would read as a product, so its sides are cut out first."""
    cursor = reader.cursor
    start = cursor.position
    middle: tuple[int, int] | None = None
    while not (cursor.at_end or cursor.is_sign(",", ";", ".", "?")):
        here = cursor.position
        if middle is None and (cursor.take_sign("\u2261", "=") or cursor.take(*_SAME)):
            middle = (here, cursor.position)
            continue
        if middle is not None and (_is_mod(cursor, 0) or (cursor.is_sign("(") and _is_mod(cursor, 1))):
            break
        cursor.next()
    if middle is None or cursor.at_end or cursor.is_sign(",", ";", ".", "?"):
        cursor.position = start
        raise cursor.stuck()
    left = slots.parse_expression(_between(cursor, start, middle[0]))
    right = slots.parse_expression(_between(cursor, middle[1], cursor.position))
    opened = cursor.take_sign("(")
    cursor.next()
    modulus = reader.parser.signed()
    if opened:
        cursor.expect_sign(")")
    return Listing((Sum((left, Negative(right))), modulus), "tuple")


def _is_mod(cursor: Cursor, distance: int) -> bool:
    token = cursor.ahead(distance) if distance else cursor.token
    return token.kind == "word" and token.lowered in _MODS


def _between(cursor: Cursor, start: int, end: int) -> str:
    """The text from one token to before another. NotUnderstood where there is none."""
    if end <= start:
        raise cursor.stuck("a side of a congruence is missing")
    written = cursor.text[cursor.tokens[start].start : cursor.tokens[end - 1].end]
    return written.replace("$", " ")  # a formula may begin or end inside


@slots.kind("leftovers", needs=(frozenset({"divided", "division", "modulo", "mod"}),))
def _leftovers(reader: Reader, slot: Slot) -> Iterator[Node]:
    """ "a remainder of 2 when divided by 3, 3 when divided by 5 and 2 when divided by 7", as tuples (2, 3)."""
    cursor = reader.cursor
    found: list[Node] = []
    while True:
        here = cursor.mark()
        if found:
            cursor.take_sign(",", ";")
            cursor.take_exactly("and")
        try:
            found.extend(_leftovers_alike(reader, bool(found)))
        except NotUnderstood as refusal:
            cursor.remember(refusal)
            cursor.reset(here)
            break
    if not found:
        raise cursor.stuck("a remainder and a divisor were expected")
    yield Listing(tuple(found))


def _leftovers_alike(reader: Reader, later: bool) -> list[Node]:
    """One remainder with its divisor, or with several: "remainder 1 when divided by 2, 3 and 5"."""
    cursor = reader.cursor
    first = _leftover(reader, later)
    assert isinstance(first, Listing)
    found: list[Node] = [first]
    while True:
        here = cursor.mark()
        comma = cursor.take_sign(",")
        joined = cursor.take_exactly("and") or cursor.take_exactly("or") or comma
        cursor.take("by")
        if not joined or cursor.token.kind != "number" or cursor.ahead().lowered in ("when", "as", "upon", "on"):
            cursor.reset(here)
            return found
        found.append(Listing((first.items[0], reader.parser.number()), "tuple"))


def _leftover(reader: Reader, later: bool) -> Node:
    cursor = reader.cursor
    cursor.take("when it is divided by", "that", "which")
    divisor: Node | None = None
    if cursor.take("when divided by", "upon division by", "on division by"):
        divisor = reader.parser.signed()
        cursor.take_sign(",")
    said = cursor.take("leaves", "leaving", "gives", "has", "with", "leave", "giving", "it leaves", "have", "yields")
    for article in ("a", "the"):
        cursor.take_exactly(article)
    said = cursor.take("remainder of", "remainder", "rest") or said
    if not said and not later:
        raise cursor.stuck("a remainder was expected")
    rest = reader.parser.signed()
    if divisor is None:
        cursor.take("as a remainder", "as remainder")
        if not cursor.take(
            "when divided by",
            "when it is divided by",
            "upon division by",
            "on division by",
            "divided by",
            "modulo",
            "mod",
        ):
            raise cursor.stuck("a divisor was expected")
        divisor = reader.parser.signed()
    return Listing((rest, divisor), "tuple")


_WANTED = (
    "(smallest {which=smallest}|least {which=smallest}|lowest {which=smallest}) [positive|natural|whole]"
    " (integer|number|solution|whole number|value)"
)


@operation(
    "solve_congruences",
    nouns=(
        "(solution|solutions|all solutions|general solution|integer solutions) (to|of) [the] [linear]"
        " [system of] [(congruence|congruences)] {system:congruences}",
        "(smallest {which=smallest}|least {which=smallest}) [positive|non - negative|nonnegative] [integer]"
        " (solution|value) (to|of) [the] [system of] [congruence|congruences] {system:congruences}",
        _WANTED + " {unknown:variable} (such that|with|for which|satisfying|where) {system:congruences}",
        _WANTED + " (such that|with|for which|satisfying) {system:congruences}",
        "{unknown:variable} (if|when|such that|where|given that|given) {system:congruences}",
    ),
    requests=(
        "solve [the] [linear] [system of] [simultaneous] [(congruence|congruences)] [:] {system:congruences} [for"
        " {unknown:variable}]",
        "solve for {unknown:variable} [:|in|if|given] {system:congruences}",
        "(find|determine) [all|an|the] [integer|integers] {unknown:variable} (such that|with|satisfying|so that|"
        "where|if) {system:congruences}",
        "if {system:congruences} , (what is|find) {unknown:variable}",
        "is {system:congruences}",
        "is it true that {system:congruences}",
        "{system:congruences}",
    ),
    binds=("system", "unknown"),
)
def solve_congruences(work: Work, system: Node, which: Node | None = None, unknown: Node | None = None) -> Finding:
    """The numbers that satisfy congruences in one unknown, as one class; or the smallest positive of them."""
    parts = [_resolved(work, part) for part in work.items(system)]
    free = names(*(expression for expression, _ in parts))
    name = unknown.name if isinstance(unknown, Name) else free[0] if len(free) == 1 else None
    if not free and which is None and len(parts) == 1:
        return _is_congruent(*parts[0])
    if name is None or set(free) != {name}:
        raise NotDone("congruences are solved in one unknown, which stands in them")
    classes: list[tuple[int, int]] = []
    linear: list[tuple[int, int, int]] = []
    for expression, modulus_node in parts:
        modulus = positive(modulus_node, "a modulus")
        form = as_polynomial(expression)
        coefficients = (
            {dict(m).get(name, 0): c for m, c in form.terms.items()} if form is not None else {2: Fraction(1)}
        )
        if set(coefficients) - {0, 1} or any(c.denominator != 1 for c in coefficients.values()):
            return _by_trial(name, parts, which)
        a, b = int(coefficients.get(1, Fraction(0))), -int(coefficients.get(0, Fraction(0)))
        linear.append((a, b, modulus))
        found = modular.linear_congruence(a, b, modulus)
        if found is None:
            divides = all(part % math.gcd(a, modulus) == 0 for part in (a, modulus)) and b % math.gcd(a, modulus) != 0
            return _nothing(f"{a}*{name} is never congruent to {b} modulo {modulus}", divides)
        classes.append(found)
    together = modular.combine(classes)
    if together is None:
        return _nothing("the congruences contradict each other", _contradict(classes))
    rest, modulus = together
    lasting = all(
        (a * value - b) % m == 0 for a, b, m in linear for value in (rest, rest + modulus, rest - 3 * modulus)
    )
    alone = modulus > _TRY_ALL or sum(all((a * v - b) % m == 0 for a, b, m in linear) for v in range(modulus)) == 1
    return _class(name, [rest], modulus, which, "the Chinese remainder theorem", lasting and alone)


def _resolved(work: Work, part: Node) -> tuple[Node, Node]:
    """The difference of the sides and the modulus, with what the text defines put in."""
    assert isinstance(part, Listing)
    difference, modulus = part.items
    bound = frozenset(names(difference)) - set(work.definitions)
    return work.resolve(difference, bound), work.resolve(modulus)


def _is_congruent(difference: Node, modulus_node: Node) -> Finding:
    modulus = positive(modulus_node, "a modulus")
    found = modular.residue(difference, modulus)
    again = modular.residue_by_parts(difference, modulus)
    told = f"the difference of the sides leaves {brief(found)} modulo {modulus}"
    return truth(found == 0, told, "the remainder of the difference", "check: modulo each prime power", found == again)


def _nothing(why: str, verified: bool) -> Finding:
    told = f"There is no solution: {why}"
    return words("no solution", told, _EUCLID, "check: by the greatest common divisors", verified)


def _contradict(classes: list[tuple[int, int]]) -> bool:
    """Whether two of the classes differ modulo a number that divides both their moduli."""
    return any((r - s) % math.gcd(m, n) != 0 for (r, m), (s, n) in itertools.combinations(classes, 2))


def _by_trial(name: str, parts: list[tuple[Node, Node]], which: Node | None) -> Finding:
    """Congruences that are not linear: every residue is tried."""
    moduli = [positive(modulus, "a modulus") for _, modulus in parts]
    modulus = math.lcm(*moduli)
    if modulus > 20_000:
        raise TooCostly("congruences that are not linear are solved up to a common modulus of 20000")
    forms = [as_polynomial(expression) for expression, _ in parts]
    if any(form is None or any(c.denominator != 1 for c in form.terms.values()) for form in forms):
        raise NotDone("congruences are solved for polynomials with whole coefficients")
    tables = [[(dict(m).get(name, 0), int(c)) for m, c in form.terms.items()] for form in forms if form is not None]

    def holds(value: int) -> bool:
        return all(
            sum(c * pow(value, e, m) for e, c in table) % m == 0 for table, m in zip(tables, moduli, strict=True)
        )

    found = [value for value in range(modulus) if holds(value)]
    if not found:
        return words(
            "no solution", "There is no solution: no residue fits", "every residue tried", "check: tried all", True
        )
    again = all(holds(value + 5 * modulus) for value in found)
    return _class(name, found, modulus, which, "every residue tried", again)


def _class(name: str, rests: list[int], modulus: int, which: Node | None, method: str, verified: bool) -> Finding:
    smallest = min(rest or modulus for rest in rests)
    told = " or ".join(f"{name} ≡ {brief(rest)} (mod {modulus})" for rest in rests)
    if which is not None:
        return number(smallest, f"{told}, so the smallest positive one is {smallest}", method, _BACK, verified)
    value = ", ".join(f"{name} = {brief(rest)} mod {modulus}" for rest in rests)
    data: JsonValue = {"type": "residues", "residues": [str(rest) for rest in rests], "modulus": str(modulus)}
    node = Number(Fraction(rests[0])) if len(rests) == 1 else Listing(tuple(Number(Fraction(rest)) for rest in rests))
    return Finding(value, told, data, method, _BACK, verified, node=node)


@operation(
    "number_with_remainders",
    nouns=(
        _WANTED + " [that|which] {conditions:leftovers}",
        _WANTED + " [greater than {above:integer}] [that|which] {conditions:leftovers}",
    ),
    requests=(
        "[a number|an integer|when a number] {conditions:leftovers} . what is the (smallest|least)"
        " {which=smallest} such [positive] (number|integer)",
    ),
)
def number_with_remainders(
    work: Work, conditions: Node, which: Node | None = None, above: Node | None = None
) -> Finding:
    """The smallest positive integer that leaves given remainders."""
    classes: list[tuple[int, int]] = []
    for part in work.items(conditions):
        assert isinstance(part, Listing)
        rest, divisor = whole(part.items[0], "a remainder"), positive(part.items[1], "a divisor")
        if not 0 <= rest < divisor:
            raise Undefined(f"{brief(rest)} is no remainder of a division by {divisor}")
        classes.append((rest, divisor))
    together = modular.combine(classes)
    if together is None:
        return _nothing("the remainders contradict each other", _contradict(classes))
    rest, modulus = together
    least = whole(above, "a bound") if above is not None else 0
    found = rest + modulus * ((least - rest) // modulus + 1)
    verified = found > least >= found - modulus and all(found % m == r for r, m in classes)
    told = "; ".join(f"{brief(found)} = {m}*{found // m} + {r}" for r, m in classes)
    return number(
        found, f"It is {brief(found)}: {told}", "the Chinese remainder theorem", "check: divided again", verified
    )


# --- linear Diophantine equations ----------------------------------------------------------------------------------


@operation(
    "integer_solutions",
    nouns=(
        "(integer|integral|whole number) solutions (of|to|for) [the] [equation|diophantine equation]"
        " {equation:relation}",
        "(all|general) (integer|integral) (solutions|solution) (of|to|for) [the] [equation|diophantine equation]"
        " {equation:relation}",
        "solutions [in integers] (of|to) the [linear] diophantine equation {equation:relation}",
        "(integers|whole numbers) {unknowns:variables} (such that|with|satisfying|for which|so that)"
        " {equation:relation}",
    ),
    requests=(
        "solve the [linear] diophantine equation {equation:relation}",
        "{equation:relation} [,] [(for|in)] integer (solutions|solution)",
        "(integer solutions|integer solution) [of|to|for] {equation:relation}",
        "solve {equation:relation} (in|over|for) [the] (integers|whole numbers) [{unknowns:variables}]",
        "find [all] (integers|whole numbers) {unknowns:variables} (such that|with|satisfying|for which|so that)"
        " {equation:relation}",
    ),
    binds=("equation", "unknowns"),
)
def integer_solutions(work: Work, equation: Node, unknowns: Node | None = None) -> Finding:
    """All integer solutions of a*x + b*y = c, with one parameter t."""
    if not isinstance(equation, Relation) or equation.sign != "=":
        raise NotDone("integer solutions are found for one equation")
    form = as_polynomial(Sum((equation.left, Negative(equation.right))))
    variables = names(equation)
    if form is None or len(variables) != 2 or any(sum(e for _, e in m) > 1 for m in form.terms):
        raise NotDone(f"integer solutions are found for a*x + b*y = c, not for {show(equation)[:60]}")
    scale = math.lcm(*(c.denominator for c in form.terms.values()))
    x, y = variables
    a, b = (int(form.terms.get(((name, 1),), Fraction(0)) * scale) for name in (x, y))
    c = -int(form.terms.get((), Fraction(0)) * scale)
    common, s, t = modular.bezout(a, b)
    if common == 0:
        raise NotDone("the unknowns cancel")
    if c % common:
        return _nothing(f"{common} divides {a} and {b} and not {c}", a % common == b % common == 0)
    step_x, step_y = b // common, -(a // common)
    start = s * (c // common)
    shift = -(start // step_x) if step_x else 0
    x0, y0 = start + shift * step_x, t * (c // common) + shift * step_y
    if step_x < 0 or (step_x == 0 and step_y < 0):
        step_x, step_y = -step_x, -step_y
    value = f"{x} = {_line(x0, step_x)}, {y} = {_line(y0, step_y)}"
    good = (
        all(a * (x0 + k * step_x) + b * (y0 + k * step_y) == c for k in (-2, 0, 1, 5)) and math.gcd(step_x, step_y) == 1
    )
    text = f"{value} for every integer t"
    data: JsonValue = {"type": "solutions", "parameter": "t", x: [str(x0), str(step_x)], y: [str(y0), str(step_y)]}
    check = "check: put back at several t, and the steps have no common divisor, so none is left out"
    return Finding(value, text, data, _EUCLID, check, good)


def _line(start: int, step: int) -> str:
    if step == 0:
        return str(start)
    shown = "t" if abs(step) == 1 else f"{abs(step)}*t"
    if start == 0:
        return f"-{shown}" if step < 0 else shown
    return f"{brief(start)} {'-' if step < 0 else '+'} {shown}"
