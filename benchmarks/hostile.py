"""What hostile input does to the solvers: `python -m benchmarks.hostile`.

A table of known attacks and costly questions, then random texts made of the words and signs that the solvers know,
all through `Orchestra.ask` with the default budget and five seconds. Each must end in a typed outcome within its time,
run no code and leave the next query working; the worker's memory is read from the operating system at the end. The
delay of the query after a killed worker is measured beside that of a warm one.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

from orchestra import Budget, Orchestra

ROOT: Final = Path(__file__).resolve().parent.parent
SECONDS: Final = 5.0
MODULES: Final = ("mathematics", "logic")


def attacks(mark: Path) -> list[tuple[str, str]]:
    """Texts by what they try; those that run code would leave a file behind."""
    touch = f"__import__('pathlib').Path('{mark}').touch()"
    pigeons = " & ".join(
        [f"({' | '.join(f'p{i}_{j}' for j in range(8))})" for i in range(9)]
        + [f"~(p{i}_{j} & p{k}_{j})" for j in range(8) for i in range(9) for k in range(i)]
    )
    people = [f"P{i}" for i in range(60)]
    return [
        ("import in an expression", touch),
        ("import in a call", f"solve({touch})"),
        ("import as an option word", f'integrate(x, x, "{touch}")'),
        ("attribute access", "().__class__.__bases__[0].__subclasses__()"),
        ("lambda", "(lambda: 1)()"),
        ("LaTeX input", r"\input{/etc/passwd} + \write18{touch x}"),
        ("power tower", "9**9**9"),
        ("higher power tower", "9**9**9**9"),
        ("nested powers", "((9**9)**9999)**9999"),
        ("large factorial", "factorial(10**8)"),
        ("nested factorials", "((((9!)!)!)!)!"),
        ("hard factorisation", "factor 1522605027922533360535618378132637429718068114961380688657908494580122963258952897654000350692006139"),
        ("many terms", "expand((a+b+c+d)**200)"),
        ("hard integral", "integrate(sin(x**3)*exp(x**2)/log(x), x)"),
        ("another hard integral", "integrate sqrt(1 + x^7) * tan(x)^5 / (1 + sin(x)^3)"),
        ("hard equation", "solve x^11 - 13 x^7 + sin(x) exp(x) = cosh(x)^3"),
        ("hard limit", "limit of (sin(tan(x)) - tan(sin(x)))/x^37 as x -> 0"),
        ("large determinant", "determinant of [" + ", ".join("[" + ", ".join(f"x**{i * j}" for j in range(12)) + "]" for i in range(12)) + "]"),
        ("5,000 brackets", "(" * 5000 + "1" + ")" * 5000),
        ("5,000 digits", "9" * 5000 + " + 1"),
        ("100,000 digits", "9" * 100_000),
        ("5,000 minus signs", "-" * 5000 + "1"),
        ("large binomial", "binomial(10**9, 5*10**8)"),
        ("prime of a large number", "the 1000000000000th prime"),
        ("huge range", "sum of k from 1 to 10**30 where k is prime"),
        ("huge series", "sum of 1/k^2 for k from 1 to 10**12"),
        ("deep definitions", " ".join(f"Let f{i}(x) = x." for i in range(300)) + " What is 1?"),
        ("doubling definitions", "Let a = 9. " + " ".join(f"Let {b} = {a}*{a}." for a, b in zip("abcdfghjklmnopqrstu", "bcdfghjklmnopqrstuv", strict=True)) + " What is v?"),
        ("units", "convert 10**400 miles to nanometers"),
        ("date far away", "what date is 10**12 days after 1 January 2020?"),
        ("pigeonhole formula", f"is {pigeons} satisfiable?"),
        ("40 atoms", "truth table of " + " & ".join(f"p{i}" for i in range(40))),
        ("nested quantifiers", "is " + "".join(f"∀x{i} ∃y{i} " for i in range(40)) + "P(x0, y39) valid?"),
        ("SMT-LIB bomb", "(declare-const x Int)" + "(assert (= (* x x x) (+ (* 7 x x) 12345678901234567890123)))" + "(check-sat)"),
        ("SMT-LIB depth", "(assert " + "(not " * 4000 + "true" + ")" * 4000 + ")(check-sat)"),
        ("endless rules", "p(a). p(f(X)) :- p(X). ?- p(b)."),
        ("large join", " ".join(f"e({i},{j})." for i in range(40) for j in range(40)) + " t(X,Y) :- e(X,Z), e(Z,W), e(W,V), e(V,Y). ?- t(1,2)."),
        ("60 people in a row", " ".join(f"{a} is to the left of {b}." for a, b in zip(people[:-1], people[1:], strict=True)) + " Who is the leftmost?"),
        ("60 people, nothing said", "In a row there are sixty people: " + ", ".join(people) + ". P1 is not at either end. How many orders are possible?"),
        ("brackets", "Complete the sequence: " + "( [ { < " * 3000),
        ("words to sort", "Sort the following words alphabetically: " + "zz " * 6000),
        ("English", "It was a dark and stormy night; the rain fell in torrents. " * 200),
        ("repeated words", "the derivative of " * 800 + "x"),
        ("repeated openings", "what is what is what is " * 300),
        ("null and control signs", "2 + \x01\x02 2"),
        ("right to left", "\u202e2+2\u202c"),
        ("emoji", "🧮 2+2 🧮"),
    ]  # fmt: skip


_PIECES: Final = (
    "x y z e i a n 2 3.5 10 7/2 0 -1 + - * / ^ ( ) [ ] { } | ! % , . ; : = < > <= != sin cos sqrt log of the a derivative "
    "integral d/dx integrate from to limit as -> solve for what is prime and plus percent \\frac \\int _ ² √ π ∫ ∑ … dx let "
    "suppose f(x) be remainder when divided by sort in ascending order greater than smallest integer such that convert km "
    "miles minutes after 3:09 PM today yesterday Monday how many ways choose probability picking without replacement mean "
    "matrix [[1,2],[3,4]] vector angle between all cats are animals Tom is a cat. If then not or either some no p q -> & | ~ "
    "∀ ∃ valid Premises: Conclusion: therefore A says B lies. left right first last third older Options: (A) (B) swap Does "
    "\\begin{pmatrix} & \\\\ \\end{pmatrix} 9**9**9 10**50 factorial ( ( ( assert check-sat :- ?- >>> Query:"
).split()


def random_text(source: random.Random) -> str:
    """Known pieces in random order, sometimes with raw characters among them."""
    pieces = source.choices(_PIECES, k=source.randint(1, 40))
    if source.random() < 0.2:
        pieces.insert(
            source.randrange(len(pieces)), "".join(map(chr, source.choices(range(1, 0x2FFF), k=source.randint(1, 12))))
        )
    return source.choice((" ", " ", "", "\n")).join(pieces)


def main() -> None:
    """Run the table and the random texts, and write what happened."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--inputs", type=int, default=20_000, help="how many random texts")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "hostile.md")
    options = arguments.parse_args()
    lines = ["# Hostile input", "", "| input | outcome | seconds | next query |", "|---|---|---|---|"]
    budget = Budget(flops=5e10, seconds=SECONDS)
    with tempfile.TemporaryDirectory() as folder, Orchestra(home=Path(folder) / "home") as orchestra:
        mark = Path(folder) / "code-was-run"
        orchestra.ask("2+2", modules=MODULES)
        orchestra.ask("p -> q, p |- q", modules=MODULES)
        warm: list[float] = []
        killed: list[float] = []
        for name, text in attacks(mark):
            outcome, seconds = _asked(orchestra, text, budget)
            good, after = _next(orchestra)
            (killed if seconds >= SECONDS - 0.5 else warm).append(after)
            lines.append(f"| {name} | {outcome} | {seconds:.2f} | {'works' if good else 'FAILS'}, {after:.3f} s |")
        print("\n".join(lines))
        source = random.Random(options.seed)
        outcomes: Counter[str] = Counter()
        slowest: list[tuple[float, str]] = []
        for number in range(options.inputs):
            text = random_text(source)
            outcome, seconds = _asked(orchestra, text, budget)
            outcomes[outcome] += 1
            slowest = sorted([*slowest, (seconds, text)], reverse=True)[:5]
            if outcome.startswith("error"):
                print(f"{outcome}: {text!r}", flush=True)
            if number % 1000 == 999:
                print(number + 1, dict(outcomes), f"slowest {slowest[0][0]:.2f} s", flush=True)
        code_run = mark.exists()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    lines += [
        "",
        f"Code run: {'YES' if code_run else 'none'}. Largest worker: {memory:.0f} MiB (its limit is 4096).",
        f"The next query: median {statistics.median(warm):.3f} s after a plain one"
        + (f", {statistics.median(killed):.3f} s after one that was stopped at its limit." if killed else "."),
        "",
        f"{options.inputs} random texts (seed {options.seed}): "
        + ", ".join(f"{outcome} {count}" for outcome, count in outcomes.most_common())
        + f"; slowest {slowest[0][0]:.2f} s." * bool(slowest),
    ]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[-5:]))
    for seconds, text in slowest:
        print(f"{seconds:.2f} s: {text!r}")


def _asked(orchestra: Orchestra, text: str, budget: Budget) -> tuple[str, float]:
    from orchestra.spec import InputError

    start = time.perf_counter()
    try:
        answer = orchestra.ask(text, modules=MODULES, budget=budget)
    except InputError:
        return "refused", time.perf_counter() - start
    seconds = time.perf_counter() - start
    message = answer.error.message if answer.error else ""
    outcome = "answered" if answer.finish == "complete" else str(answer.finish)
    if outcome == "declined" and "too costly" in message:
        outcome = "too costly"
    return (f"error {message[:80]}" if outcome == "error" else outcome), seconds


def _next(orchestra: Orchestra) -> tuple[bool, float]:
    start = time.perf_counter()
    answer = orchestra.ask("2+2", modules=MODULES)
    return answer.text.endswith("4"), time.perf_counter() - start


if __name__ == "__main__":
    main()
