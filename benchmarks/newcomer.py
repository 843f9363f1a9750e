"""The baseline of the solver benchmark: strip what stands before the mathematics, then let SymPy parse the rest.

What one would write in an afternoon. parse_expr executes the text it is given, so this must never see text from
strangers; here it sees public data files, in a process of its own that is killed when it takes too long.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import re
import time
from multiprocessing.connection import Connection

_PREFIXES = re.compile(
    r"^(what is|calculate|evaluate|compute|find|determine|work out|give|simplify|expand|collect the terms in|factor"
    r"|what is the value of)\s+",
    re.IGNORECASE,
)
_SOLVE = re.compile(r"^solve (.+) for (\w)$", re.IGNORECASE)
_DERIVATIVE = re.compile(
    r"^(?:differentiate|(?:what is|find) the (?:first )?derivative of) (.+?)(?: (?:wrt|with respect to) (\w))?$",
    re.IGNORECASE,
)
_SECONDS = 5.0


def attempt(question: str) -> str:
    """The answer as SymPy prints it; any error where it cannot."""
    import sympy
    from sympy.parsing.sympy_parser import parse_expr

    text = question.strip().rstrip(".?")
    if match := _SOLVE.match(text):
        equations = [parse_expr(f"Eq({part.replace('=', ',')})") for part in match[1].split(", ")]
        unknown = sympy.Symbol(match[2])
        found = sympy.solve(equations if len(equations) > 1 else equations[0])
        if isinstance(found, dict):
            return str(found[unknown])
        return ", ".join(map(str, sorted(found)))
    if match := _DERIVATIVE.match(text):
        body = parse_expr(match[1])
        return str(sympy.diff(body, *([sympy.Symbol(match[2])] if match[2] else [])))
    prefix = _PREFIXES.match(text)
    body = parse_expr(text[prefix.end() :] if prefix else text)
    word = prefix[1].lower() if prefix else ""
    if word == "factor":
        return str(sympy.factor(body))
    if word in ("expand", "collect the terms in"):
        return str(sympy.expand(body))
    return str(sympy.simplify(body))


def _serve(connection: Connection) -> None:
    while True:
        try:
            question = connection.recv()
        except EOFError:
            return
        try:
            connection.send(attempt(question))
        except Exception:
            connection.send(None)


class Newcomer:
    """The baseline in its process."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()
        self._here.send("1 + 1")  # loads SymPy, which no question shall pay for
        self._here.poll(60)
        self._here.recv()

    def answer(self, question: str) -> tuple[str | None, float]:
        """What it says, if anything, and the seconds it took."""
        start = time.perf_counter()
        self._here.send(question)
        if self._here.poll(_SECONDS):
            with contextlib.suppress(EOFError):
                found: str | None = self._here.recv()
                return found, time.perf_counter() - start
        self.close()
        self._start()
        return None, time.perf_counter() - start

    def close(self) -> None:
        """End its process."""
        self._process.kill()
        self._process.join()
        self._here.close()
