"""Logic programs with lists, numbers, comparison, negation and cuts are run as a Prolog system runs them."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.rules import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

APPEND = "app([], L, L).\napp([H|T], L, [H|R]) :- app(T, L, R).\n"
PROGRAMS = (
    (f"{APPEND}?- app([1,2], [3], X).", "[1, 2, 3]"),
    (f"{APPEND}?- app(X, [c], [a, b, c]).", "[a, b]"),
    (f"{APPEND}?- app(X, Y, [1]).", "X = [], Y = [1]; X = [1], Y = []"),
    (f"{APPEND}?- app([a], [b], [a]).", "False"),
    ("fac(0, 1).\nfac(N, F) :- N > 0, M is N - 1, fac(M, G), F is N * G.\n?- fac(6, X).", "720"),
    ("p(1). p(2). p(3).\n?- p(X), X >= 2.", "2, 3"),
    ("n(3). n(8).\nbig(X) :- n(X), X > 5.\n?- \\+ big(3).", "True"),
    ("par(a, b). par(a, c).\nsib(X, Y) :- par(Z, X), par(Z, Y), X \\= Y.\n?- sib(b, X).", "c"),
    ("?- member(2, [1, 2, 3]).", "True"),
    ("?- member(X, [1, 2, 3]), X mod 2 =:= 1.", "1, 3"),
    ("?- X is 2 + 3 * (4 - 1).", "11"),
    ("?- X is -7 // 2, Y is -7 mod 2.", "X = -3, Y = 1"),
    ("?- X = 1 ; X = 2.", "1, 2"),
    ("likes(ann, X).\n?- likes(ann, tea).", "True"),
)


@pytest.mark.parametrize(("program", "expected"), PROGRAMS)
def test_a_program_is_run_and_checked(program: str, expected: str) -> None:
    """Both searches give the answers."""
    finding = answer(split(program))

    assert (finding.value, finding.verified) == (expected, True)


def test_a_cut_is_kept_to_and_leaves_the_answer_unchecked() -> None:
    """Without the cut there would be two answers; the second road knows no order to cut."""
    finding = answer(split("p(1). p(2). first(X) :- p(X), !.\n?- first(X)."))

    assert (finding.value, finding.verified) == ("1", None)


REFUSED = (
    ("f(a) :- f(a), 1 < 2.\n?- f(a).", TooCostly),
    ("nat(0). nat(N) :- nat(M), N is M + 1.\n?- nat(X).", TooCostly),
    ("?- X is 7 / 2.", NotDone),
    ("?- X is 7 // 0.", Undefined),
    ("?- X > 2.", NotDone),
    ("?- X = f(X).", NotDone),
    ("p([a]). ?- q([a]).", NotUnderstood),
    ("p([a) . ?- p([a]).", NotUnderstood),
    ("p(X, [X]). ?- p(a, Y), \\+ p(Z, Y).", NotDone),
)


@pytest.mark.parametrize(("program", "kind"), REFUSED)
def test_a_program_that_has_no_whole_answer_is_refused(program: str, kind: type[Exception]) -> None:
    """What never ends, divides by nought, or is not defined."""
    with pytest.raises(kind):
        answer(split(program))
