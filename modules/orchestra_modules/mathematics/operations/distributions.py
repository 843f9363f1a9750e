"""Random numbers of known distribution: expected values of dice, coins and tables, and the binomial distribution."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import fraction_text, number_text
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import chance_reader
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Number, has_decimal
from orchestra_modules.solving.refusal import NotDone, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_MOST: Final = 1000
_EXPECTED: Final = "(expected value|expectation|mean|expected number|average|expected sum|expected total|average value)"


def _told(value: Fraction, text: str, method: str, check: str, verified: bool, *given: Node) -> Finding:
    shown = number_text(value, has_decimal(*given))
    about = f" (about {float(value):.10g})" if "/" in shown else ""
    decimal = has_decimal(*given)
    return Finding(
        shown,
        text.format(shown + about),
        number_data(value),
        method,
        f"check: {check}",
        verified,
        node=Number(value, decimal),
    )


# --- expected values ------------------------------------------------------------------------------------------------


@slots.kind("dice", lambda cursor: cursor.token.kind in ("word", "number"))
def _dice(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A fair six-sided die, two dice, 3 rolls of a die: how many, and with how many sides."""
    cursor = reader.cursor
    with slots.without_barriers(cursor):
        reading = chance_reader.ChanceReader(cursor)
        if not reading.trials() or reading.told.source is None or reading.told.source.known != "die":
            raise cursor.stuck("dice were expected")
        sides, many = len(reading.told.source.population), reading.told.draws or 1
    yield Listing((Number(Fraction(many)), Number(Fraction(sides))), "tuple")


@operation(
    "expected_dice",
    nouns=(
        f"{_EXPECTED} (of|for|when rolling|shown by|from|in) {{dice:dice}}",
        f"{_EXPECTED} (of|for) the (sum|total|number|result|outcome) [of the numbers|shown] "
        f"(of|on|when|for|in|from|shown by) "
        "[rolling|you roll] {dice:dice}",
        "expected (sum|total) (of|on|when|for) [rolling|you roll] {dice:dice}",
    ),
)
def expected_dice(work: Work, dice: Node) -> Finding:
    """The mean of the sum of fair dice."""
    many, sides = (work.integer(item) for item in work.items(dice))
    if not 1 <= many <= _MOST:
        raise TooCostly(f"up to {_MOST} dice are thrown")
    one = Fraction(sum(range(1, sides + 1)), sides)
    found = many * one
    text = f"The expected {'sum' if many > 1 else 'value'} is {{}}."
    again = found == Fraction(many * (sides + 1), 2)
    return _told(found, text, "the sum of the faces over their number", "half of the lowest and the highest sum", again)


@operation(
    "expected_successes",
    nouns=(
        "expected number of (heads|tails) (in|when|from|for) {n:integer} (tosses|flips|throws|coin tosses|coin flips) "
        "[of a fair coin|of a coin]",
        "expected number of (heads|tails) (when|if) a [fair] coin is (tossed|flipped|thrown) {n:integer} times",
        "(mean|expected value|expectation) {what=mean} of [a|the] binomial [random variable|distribution] "
        "[with|where] [parameters] n = {n:integer} (and|,) p = {p}",
        "variance {what=variance} of [a|the] binomial [random variable|distribution] [with|where] [parameters] "
        "n = {n:integer} (and|,) p = {p}",
    ),
)
def expected_successes(work: Work, n: Node, p: Node | None = None, what: Node | None = None) -> Finding:
    """The mean, or the variance, of the number of successes in independent trials."""
    many, chance = _trials(work, n, p if p is not None else Number(Fraction(1, 2)))
    weights = [math.comb(many, k) * chance**k * (1 - chance) ** (many - k) for k in range(many + 1)]
    mean = sum((k * weight for k, weight in enumerate(weights)), Fraction(0))
    given = () if p is None else (p,)
    if work.text(what) == "variance":
        found = many * chance * (1 - chance)
        again = sum(((k - mean) ** 2 * weight for k, weight in enumerate(weights)), Fraction(0))
        return _told(found, "The variance is {}.", "n p (1 - p)", "added up outcome by outcome", again == found, *given)
    found = many * chance
    return _told(found, "The mean is {}.", "n p", "added up outcome by outcome", mean == found, *given)


@operation(
    "expected_table",
    nouns=(
        "(expected value|expectation|mean) of [a] [random variable] [{x:variable}] [that|which] "
        "(takes|taking|with) [the] "
        "values {values:several} with [the] [respective] probabilities {chances:several} [respectively]",
    ),
    requests=(
        "(a|the) random variable [{x:variable}] (takes|has) [the] values {values:several} with [the] "
        "[respective] probabilities "
        "{chances:several} [respectively] (.|,|;) (what is|find|calculate) (its|the) (expected value|expectation|mean)",
    ),
    plain=("x",),
)
def expected_table(work: Work, values: Node, chances: Node, x: Node | None = None) -> Finding:
    """The mean of a random number given by its values and their probabilities."""
    numbers = [work.rational(item) for item in work.items(values)]
    weights = [work.rational(item) for item in work.items(chances)]
    if len(numbers) != len(weights) or sum(weights) != 1 or min(weights) < 0:
        raise Undefined("each value needs a probability, and the probabilities must add up to 1")
    found = sum((v * w for v, w in zip(numbers, weights, strict=True)), Fraction(0))
    again = sum((w * (v - found) for v, w in zip(numbers, weights, strict=True)), Fraction(0)) == 0
    return _told(
        found, "The expected value is {}.", "values times probabilities", "the weighted deviations add up to 0", again,
        values, chances,
    )  # fmt: skip


# --- the binomial distribution --------------------------------------------------------------------------------------

_BINOMIAL: Final = (
    "(is [a] binomial [random variable]|is binomially distributed|has a binomial distribution|follows a "
    "binomial distribution"
    "|is [a] binomial [random variable] distributed)"
)


@slots.kind("binomial", lambda cursor: cursor.token.kind == "word")
def _binomial(reader: Reader, slot: Slot) -> Iterator[Node]:
    """B(7, 1/2), Bin(7, 0.5), Binomial(7, 1/2), n = 7 and p = 1/2."""
    cursor = reader.cursor
    with slots.without_barriers(cursor):
        if cursor.token.text in ("B", "Bin", "Binomial", "binomial", "Binom") and cursor.ahead().text == "(":
            cursor.position += 2
            n, comma, p = take_amount(cursor, False), cursor.take_sign(","), take_amount(cursor, False)
            closed = comma and cursor.take_sign(")")
        else:
            cursor.take("with", "where", "parameters", "with parameters")
            n = take_amount(cursor, False) if _named(cursor, "n") else None
            cursor.take_sign(",")
            cursor.take("and")
            p = take_amount(cursor, False) if _named(cursor, "p") else None
            closed = True
    if n is None or p is None or not closed:
        raise cursor.stuck("n and p of a binomial distribution were expected")
    yield Listing((Number(n.value), Number(p.value, p.decimal)), "tuple")


def _named(cursor: Cursor, name: str) -> bool:
    if cursor.token.text != name or cursor.ahead().text not in ("=", "is"):
        return False
    cursor.position += 2
    return True


@slots.kind("tail", lambda cursor: cursor.token.text in ("P", "Pr"))
def _tail(reader: Reader, slot: Slot) -> Iterator[Node]:
    """P(X = 3), P(X <= 2), P(2 <= X < 5): the name with its bounds."""
    cursor = reader.cursor
    if cursor.token.text not in ("P", "Pr") or cursor.ahead().text not in ("(", "["):
        raise cursor.stuck()
    closing = ")" if cursor.ahead().text == "(" else "]"
    cursor.position += 2
    with slots.without_barriers(cursor):
        relation = reader.relation()
    cursor.expect_sign(closing)
    yield relation


@operation(
    "binomial_probability",
    requests=(
        f"[if|suppose|let|given that] {{x:variable}} ({_BINOMIAL}|be [a] binomial [random variable]|~) [with] "
        f"{{law:binomial}} (.|,|;) "
        "[then] (find|what is|calculate|compute|determine|evaluate) {tail:tail}",
    ),
    plain=("x", "tail"),
)
def binomial_probability(work: Work, x: Node, law: Node, tail: Node) -> Finding:
    """The probability that so many of n independent trials succeed."""
    assert isinstance(x, Name)
    n, p = work.items(law)
    many, chance = _trials(work, n, p)
    fitting = [k for k in range(many + 1) if _holds(work, tail, x.name, k)]
    found = sum((math.comb(many, k) * chance**k * (1 - chance) ** (many - k) for k in fitting), Fraction(0))
    states = [Fraction(1)]  # the same trial by trial
    for _ in range(many):
        states = [
            (states[k] if k < len(states) else 0) * (1 - chance) + (states[k - 1] if k else 0) * chance
            for k in range(len(states) + 1)
        ]
    again = sum((states[k] for k in fitting), Fraction(0))
    return _told(
        found, "The probability is {}.", "the binomial formula", "trial by trial it is the same", again == found, p
    )


def _holds(work: Work, tail: Node, name: str, value: int) -> bool:
    from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
    from orchestra_modules.mathematics.syntax import Relation, substitute

    holds = []
    for part in work.items(tail):
        if not isinstance(part, Relation):
            raise NotDone("a relation between the random number and a number was expected")
        try:
            left, right = (
                evaluate(substitute(side, {name: Number(Fraction(value))})) for side in (part.left, part.right)
            )
        except NotRational as error:
            raise NotDone(f"only {name} may be unknown there") from error
        signs = {"=": left == right, "!=": left != right, "<": left < right, ">": left > right,
                 "<=": left <= right, ">=": left >= right}  # fmt: skip
        holds.append(signs[part.sign])
    return all(holds)


def _trials(work: Work, n: Node, p: Node) -> tuple[int, Fraction]:
    many, chance = work.integer(n), work.rational(p)
    if not 0 <= chance <= 1 or many < 1:
        raise Undefined(f"{fraction_text(chance)} is no probability, or {many} no number of trials")
    if many > _MOST or many * chance.denominator.bit_length() > 40_000:
        raise TooCostly(f"up to {_MOST} trials are worked out exactly")
    return many, chance
