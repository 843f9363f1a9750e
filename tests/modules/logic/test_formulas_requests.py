"""Requests in other notations: rows of truth tables, calls of computer algebra, formulas in quotation marks."""

# ruff: noqa: RUF001 (signs of logic that look like letters)
from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.formulas import answer, from_json, read, solve
from orchestra_modules.logic.formulas.prefix_calls import infix
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood

ASKED = (
    ("How many rows does the truth table of (a & b) -> c have?", "8"),
    ("What is the number of rows in the truth table of a -> b?", "4"),
    ("In how many rows of its truth table is a <-> b true?", "2"),
    ("How many of the four rows of the truth table of a | b are false?", "1"),
    ("Truth table of a xor b: how many rows are true?", "2"),
    ("TautologyQ[Implies[a && b, Or[b, c]]]", "True"),
    ("TautologyQ[Implies[Or[a, b], a]]", "False"),
    ("SatisfiableQ[And[a, Not[b], Xor[a, b]]]", "True"),
    ("SatisfiableQ[a && !a]", "False"),
    ("Is Equivalent(a, Not(Not(a))) a tautology?", "True"),
    ("Is 'a -> b' true when a is true and b is false?", "False"),
    ('Is "a unless b" equivalent to ~b -> a?', "True"),
    ("Does ∀x (F(x) → G(x)) together with F(c) entail G(c)?", "True"),
    ("Does a -> b together with b entail a?", "False"),
    ("a = 1, b = 0: (a nand b)", "True"),
    ("a ∧ b ∨ c with a = F, b = T, c = F", "False"),
    ("tautology: (a → b) ∨ (b → a)", "True"),
    ("Is it possible for a ∧ b and ¬a to both be true?", "False"),
    ("a → b ≡ b → a?", "False"),
    ("Prove or refute: a → b is equivalent to ¬a ∨ b.", "True"),
    ("Premises:\na -> b\nb\nConclusion:\na\nIs the argument valid or invalid?", "invalid"),
    ("a -> b, a |- b. Valid or invalid?", "valid"),
    ("a -> b, a |- b. Is the argument valid?", "True"),
    ("If a then b. a is true. Is b true?", "True"),
    ("If a then b. b is false. Is a true?", "False"),
    ("a only if b. a. Is b false?", "False"),
    ("a is necessary for b. b is true. Is a true?", "True"),
    ("a is necessary for b. a is true. Is b true?", "Unknown"),
    ("a is sufficient for b. a is true. Is b true?", "True"),
    ("a or b. a is not true. Is b true?", "True"),
    ("a -> b; b -> c; a. Is c true?", "True"),
)
REFUSED = (
    "How many of the eight rows of the truth table of a <-> b are true?",
    "TautologyQ[Implies[a, b, c]]",
    "TautologyQ[a, b]",
    "TautologyQ[Or[a, b]",
    "SatisfiableQ[And[a, ]]",
    "If it snows then a. a is true. Is b true?",
    "The sky is blue. a. Is a true?",
    "a, they say. Is a true?",
)


@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_a_request_is_answered(text: str, expected: str) -> None:
    """Whatever its notation, and checked."""
    finding = answer(split(text))

    assert (finding.value, finding.verified) == (expected, True)


@pytest.mark.parametrize("text", REFUSED)
def test_a_request_that_does_not_fit_its_formula_is_refused(text: str) -> None:
    """A wrong number of rows or of parts, or a bracket that is missing, is not mended."""
    with pytest.raises(NotUnderstood):
        read(split(text))


def test_rows_are_asked_in_the_formal_form_too() -> None:
    """The task has a name of its own."""
    problem = from_json({"kind": "formulas", "task": "rows", "formula": "a & b & c"})

    assert solve(problem).value == "8"


def calls() -> st.SearchStrategy[tuple[str, str]]:
    """Formulas as calls, each with the same formula between its parts."""
    letters = st.sampled_from([("a", "a"), ("b", "b")])
    signs = st.sampled_from([("And", "&"), ("Or", "|"), ("Implies", "->"), ("Xor", "xor"), ("Equivalent", "<->")])
    return st.recursive(
        letters,
        lambda inner: st.one_of(
            inner.map(lambda one: (f"Not[{one[0]}]", f"~({one[1]})")),
            st.tuples(signs, inner, inner).map(
                lambda made: (
                    f"{made[0][0]}[{made[1][0]}, {made[2][0]}]",
                    f"(({made[1][1]}) {made[0][1]} ({made[2][1]}))",
                )
            ),
        ),
        max_leaves=6,
    )


@given(calls())
def test_a_call_means_what_its_signs_mean(pair: tuple[str, str]) -> None:
    """In every row of the truth table."""
    call, signs = pair
    if call == signs:
        assert infix(call) == call
        return
    for a, b in product("TF", repeat=2):
        given_values = f"a = {a}, b = {b}"
        one, other = (answer(split(f"Evaluate {text} where {given_values}")).value for text in (infix(call), signs))
        assert one == other
