"""Random formal text: arithmetic, algebra, calculus, formulas of logic, brackets, programs for a prover.

Each draw is a slot of the grammar files. It writes text only and knows no answers.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from training.grammar import Draw, escape

Part = Callable[[random.Random], str]


def number(rng: random.Random) -> str:
    """Return an integer, a decimal, a fraction or a negative number."""
    kind = rng.random()
    if kind < 0.6:
        return str(rng.randint(0, 10 ** rng.randint(1, 6)))
    if kind < 0.75:
        return f"{rng.uniform(0, 100):.{rng.randint(1, 4)}f}"
    if kind < 0.87:
        return f"-{rng.randint(1, 99)}"
    return f"{rng.randint(1, 20)}/{rng.randint(2, 20)}"


def sums(rng: random.Random) -> str:
    """Return an arithmetic expression of some depth."""
    return _sum(rng, rng.randint(1, 3), spaced=rng.random() < 0.5)


def _sum(rng: random.Random, depth: int, *, spaced: bool) -> str:
    if depth == 0:
        value = number(rng) if rng.random() < 0.3 else str(rng.randint(0, 60))
        return f"({value})" if value.startswith("-") and rng.random() < 0.6 else value
    operator = rng.choice(["+", "+", "-", "-", "*", "*", "/", "^", "**", "x", "\u00d7", "\u00f7"])
    left, right = (_sum(rng, rng.randint(0, depth - 1), spaced=spaced) for _ in range(2))
    if operator in {"^", "**"}:
        right = str(rng.randint(2, 6))
    text = f"{left} {operator} {right}" if spaced else f"{left}{operator}{right}"
    return f"({text})" if rng.random() < 0.4 else text


_DIGITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fifteen",
    "twenty",
    "thirty",
]


def spoken(rng: random.Random) -> str:
    """Return a sum put in words."""
    a, b = ((rng.choice(_DIGITS) if rng.random() < 0.5 else number(rng)) for _ in range(2))
    shape = rng.choice(
        [
            "{a} plus {b}",
            "{a} minus {b}",
            "{a} times {b}",
            "{a} divided by {b}",
            "the product of {a} and {b}",
            "the sum of {a} and {b}",
            "the difference between {a} and {b}",
            "{a} to the power of {b}",
            "the square root of {a}",
            "{a} squared",
            "the cube root of {a}",
            "{a} over {b}",
            "{a} percent of {b}",
            "{a}% of {b}",
            "half of {a}",
            "{a} less than {b}",
            "the quotient of {a} and {b}",
            "{a} modulo {b}",
            "the reciprocal of {a}",
            "{a} factorial",
            "the log of {a}",
            "the absolute value of {a}",
            "a third of {a}",
            "{a} and {b} added together",
            "{a} multiplied by {b}",
            "{a} take away {b}",
            "the remainder of {a} divided by {b}",
        ]
    )
    return shape.format(a=a, b=b)


def variable(rng: random.Random) -> str:
    """Return the name of an unknown."""
    return rng.choice("xxxxyztnabmpqruw")


def polynomial(rng: random.Random, name: str | None = None) -> str:
    """Return a polynomial in one unknown, in one of the usual notations."""
    name = name or variable(rng)
    power = rng.choice(["^", "**"])
    product = rng.choice(["", "", "*"])
    terms: list[str] = []
    for degree in sorted(rng.sample(range(5), rng.randint(1, 4)), reverse=True):
        factor = rng.randint(1, 12)
        head = str(factor) if factor != 1 or degree == 0 else ""
        body = "" if degree == 0 else name if degree == 1 else f"{name}{power}{degree}"
        terms.append(head + (product if head and body else "") + body)
    text = terms[0]
    for term in terms[1:]:
        text += rng.choice([" + ", " - ", "+", "-"]) + term
    return text


def function(rng: random.Random, name: str | None = None) -> str:
    """Return an elementary function of one unknown."""
    name = name or variable(rng)
    inner = name if rng.random() < 0.6 else f"{rng.randint(2, 5)}{name}"
    return rng.choice(
        [
            f"sin({inner})",
            f"cos({inner})",
            f"tan {inner}",
            f"e^{name}",
            f"exp(-{inner})",
            f"ln({inner})",
            f"log {name}",
            f"sqrt({polynomial(rng, name)})",
            f"1/({polynomial(rng, name)})",
            f"{name}*sin({inner})",
            f"{name}^2 e^{name}",
            polynomial(rng, name),
            polynomial(rng, name),
            f"({polynomial(rng, name)})/({polynomial(rng, name)})",
            f"arctan({inner})",
            f"{name}^{name}",
            f"|{name}|",
        ]
    )


def equation(rng: random.Random) -> str:
    """Return an equation or an inequality."""
    name = variable(rng)
    relation = rng.choice(["=", "=", "=", "=", "<", ">", "<=", ">="])
    left = rng.choice([polynomial(rng, name), polynomial(rng, name), function(rng, name)])
    right = rng.choice([str(rng.randint(-20, 50)), "0", polynomial(rng, name)])
    return f"{left} {relation} {right}" if rng.random() < 0.8 else f"{left}{relation}{right}"


def system(rng: random.Random) -> str:
    """Return linear equations that hold together."""
    names = rng.choice(["xy", "ab", "pq", "xyz", "mn"])
    joint = rng.choice([", ", " and ", "; ", "\n"])
    lines = []
    for _ in range(max(2, len(names) - rng.randint(0, 1))):
        left = rng.choice([" + ", " - "]).join(f"{rng.choice(['', '2', '3', '5', '-4'])}{name}" for name in names)
        lines.append(f"{left} = {rng.randint(-30, 60)}")
    return joint.join(lines)


def latex(rng: random.Random) -> str:
    """Return a formula as TeX writes it."""
    a, b, c = (rng.randint(1, 30) for _ in range(3))
    body = rng.choice(
        [
            rf"\frac{{{a}}}{{{b}}} + \frac{{{c}}}{{{a}}}",
            rf"\int_{{0}}^{{{a}}} {polynomial(rng, 'x')} \, dx",
            rf"\sum_{{k=1}}^{{{a}}} (k^2 - {b})",
            rf"\sqrt{{{a}x + {b}}} = {c}",
            rf"\lim_{{x \to {a}}} \frac{{x^2 - {b}}}{{x - {a}}}",
            rf"\log_{{{b}}} x = {c}",
            rf"{a}^{{x}} = {b}",
            rf"\binom{{{a + b}}}{{{b}}}",
            rf"\begin{{pmatrix}} {a} & {b} \\ {c} & {a} \end{{pmatrix}}",
            rf"\frac{{d}}{{dx}} \left( {function(rng, 'x')} \right)",
            rf"{a} \equiv x \pmod{{{b}}}",
            rf"|x - {a}| \le {b}",
            rf"\prod_{{i=1}}^{{{a}}} i",
            rf"\sin^2 \theta = \frac{{{a}}}{{{a + b}}}",
            rf"f(x) = {polynomial(rng, 'x')}",
        ]
    )
    return rng.choice(["${}$", "${}$", r"\({}\)", "$${}$$", "{}"]).replace("{}", body)


def matrix(rng: random.Random) -> str:
    """Return a small matrix."""
    size = rng.randint(2, 3)
    rows = [[str(rng.randint(-5, 9)) for _ in range(size)] for _ in range(size)]
    opening, closing = rng.choice([("[", "]"), ("[", "]"), ("(", ")")])
    return opening + ", ".join(opening + ", ".join(row) + closing for row in rows) + closing


def numbers(rng: random.Random) -> str:
    """Return a list of numbers."""
    joint = rng.choice([", ", ", ", " ", "; "])
    return joint.join(number(rng) for _ in range(rng.randint(3, 9)))


def progression(rng: random.Random) -> str:
    """Return the beginning of a sequence with a law."""
    start, step, kind = rng.randint(-5, 20), rng.randint(2, 9), rng.randrange(4)
    terms = [[start + i * step, start * step**i, i * i + start, i**3 - step][kind] for i in range(1, rng.randint(5, 7))]
    return ", ".join(map(str, terms)) + rng.choice(["", ", ...", ", ?", ", __"])


def boolean(rng: random.Random) -> str:
    """Return an expression over truth values, in words or signs."""
    signs = rng.choice(
        [("and", "or", "not "), ("AND", "OR", "NOT "), ("&&", "||", "!"), ("&", "|", "~"), ("∧", "\u2228", "¬")]
    )
    values = rng.choice([("true", "false"), ("True", "False"), ("1", "0"), ("T", "F"), ("TRUE", "FALSE")])
    return _formula(rng, rng.randint(1, 3), (*signs, rng.choice(["xor", signs[0]])), values)


def formula(rng: random.Random) -> str:
    """Return a formula of propositional logic."""
    signs = rng.choice(
        [
            ("and", "or", "not ", "implies"),
            ("&", "|", "~", "->"),
            ("∧", "\u2228", "¬", "→"),
            ("and", "or", "!", "=>"),
            ("/\\", "\\/", "~", "<->"),
        ]
    )
    names = rng.choice([("p", "q", "r"), ("A", "B", "C"), ("P", "Q", "R"), ("x", "y", "z")])
    return _formula(rng, rng.randint(1, 3), signs, names)


def _formula(rng: random.Random, depth: int, signs: tuple[str, str, str, str], atoms: tuple[str, ...]) -> str:
    if depth == 0:
        atom = rng.choice(atoms)
        return signs[2] + atom if rng.random() < 0.35 else atom
    left, right = (_formula(rng, rng.randint(0, depth - 1), signs, atoms) for _ in range(2))
    text = f"{left} {rng.choice([signs[0], signs[1], signs[3]])} {right}"
    return f"{signs[2] if rng.random() < 0.2 else ''}({text})" if rng.random() < 0.5 else text


def quantified(rng: random.Random) -> str:
    """Return a formula of first-order logic."""
    every, some, then, both = rng.choice(
        [("∀", "∃", "→", "∧"), ("forall ", "exists ", "->", "&"), ("all ", "some ", "=>", "and")]
    )
    p, q, r = rng.sample(["P", "Q", "R", "Dog", "Tall", "Even", "Likes", "Red", "Bird", "Flies"], 3)
    return rng.choice(
        [
            f"{every}x ({p}(x) {then} {q}(x))",
            f"{some}x ({p}(x) {both} {q}(x))",
            f"{every}x {some}y {r}(x, y)",
            f"{every}x ({p}(x) {then} {q}(x)), {p}(a) |- {q}(a)",
            f"{every}x.{p}(x) {then} {some}y.{r}(x,y)",
            f"{p}(bob), {every}x ({p}(x) {then} {q}(x)), {every}x ({q}(x) {then} {r}(x)) entails {r}(bob)",
        ]
    )


def script(rng: random.Random) -> str:
    """Return a script in SMT-LIB or clauses in DIMACS."""
    a, b = rng.sample("abcmnxyz", 2)
    low, high = rng.randint(0, 9), rng.randint(10, 40)
    if rng.random() < 0.2:
        rows = "\n".join(
            f"{rng.choice(['', '-'])}{rng.randint(1, 3)} {rng.choice(['', '-'])}{rng.randint(1, 3)} 0" for _ in range(3)
        )
        return f"p cnf 3 3\n{rows}"
    sort = rng.choice(["Int", "Real", "Bool"])
    if sort == "Bool":
        body = f"(assert (or {a} (not {b}))) (assert (and (not {a}) {b}))"
    else:
        body = f"(assert (> {a} {low})) (assert (< (+ {a} {b}) {high})) (assert (= {b} (* 2 {a})))"
    text = f"(declare-const {a} {sort}) (declare-const {b} {sort}) {body} (check-sat)"
    return text.replace(") (", ")\n(") if rng.random() < 0.4 else text


def brackets(rng: random.Random) -> str:
    """Return a row of brackets that may be unbalanced."""
    return rng.choice(["", " "]).join(rng.choice("()[]{}()<>") for _ in range(rng.randint(3, 14)))


def members(rng: random.Random) -> str:
    """Return a finite set."""
    pool = rng.choice(["abcdefgh", "123456789"])
    return "{" + ",".join(sorted(rng.sample(pool, rng.randint(2, 5)))) + "}"


def day(rng: random.Random) -> str:
    """Return a date in one of the usual notations."""
    d, m, y = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1900, 2050)
    name = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ][m - 1]
    return rng.choice(
        [
            f"{d} {name} {y}",
            f"{name} {d}, {y}",
            f"{d:02}/{m:02}/{y}",
            f"{y}-{m:02}-{d:02}",
            f"{name[:3]} {d}",
            f"the {d}th of {name.lower()}",
        ]
    )


def clock(rng: random.Random) -> str:
    """Return a time of day."""
    hour, minute = rng.randint(1, 12), rng.randint(0, 59)
    return rng.choice(
        [
            f"{hour}:{minute:02} {rng.choice(['am', 'pm', 'PM'])}",
            f"{rng.randint(0, 23):02}:{minute:02}",
            f"{hour}{rng.choice(['am', 'pm', ' pm'])}",
        ]
    )


def base(rng: random.Random) -> str:
    """Return a numeral in another base."""
    return rng.choice(
        [
            bin(rng.randint(5, 999)),
            hex(rng.randint(20, 9999)),
            f"{rng.randint(5, 999):b}",
            f"{rng.randint(20, 9999):x}",
            f"{rng.randint(5, 999):o} (base 8)",
        ]
    )


def _unbraced(part: Part) -> Draw:
    """Keep braces of the drawn text from being read as slots."""
    return lambda rng: escape(part(rng))


DRAWS: dict[str, Draw] = {
    part.__name__: _unbraced(part)
    for part in (
        number,
        sums,
        spoken,
        variable,
        polynomial,
        function,
        equation,
        system,
        latex,
        matrix,
        numbers,
        progression,
        boolean,
        formula,
        quantified,
        script,
        brackets,
        members,
        day,
        clock,
        base,
    )
}
