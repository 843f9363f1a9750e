"""Scripts in SMT-LIB: what is decided and checked, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.formulas import answer, read
from orchestra_modules.logic.formulas.sexpr import read_all, write
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood, Refusal, TooCostly

INT = "(declare-const x Int)"
BITS = "(declare-const b (_ BitVec 4))"


@pytest.mark.parametrize(
    ("script", "value", "verified"),
    [
        (INT + "(assert (> x 2))(assert (< x 4))(check-sat)", "sat", True),
        (INT + "(assert (> x 2))(assert (< x 3))(check-sat)", "unsat", None),
        (INT + "(assert (= (mod x 5) 3))(assert (= (div x 5) (- 2)))(check-sat)", "sat", True),
        ("(declare-fun p () Bool)(assert (and p (not p)))(check-sat)", "unsat", True),
        ("(declare-const p Bool)(push 1)(assert p)(check-sat)(pop 1)(assert (not p))(check-sat)", "sat, sat", True),
        ("(declare-const p Bool)(assert (not p))(check-sat-assuming (p))", "unsat", True),
        (BITS + "(assert (= (bvmul b #x2) #x1))(check-sat)", "unsat", True),
        (BITS + "(assert (bvslt b #x0))(assert (= ((_ extract 1 0) b) #b11))(check-sat)", "sat", True),
        (BITS + "(assert (= (bvudiv b #x0) (bvnot (_ bv0 4))))(check-sat)", "sat", True),
        ("(declare-const r Real)(assert (= (* 3 r) 1))(check-sat)", "sat", True),
        ("(declare-const a (Array Int Int))(assert (= (select (store a 1 5) 1) 5))(check-sat)", "sat", True),
        ("(declare-sort U)(declare-fun f (U) U)(declare-const c U)(assert (not (= (f c) c)))(check-sat)", "sat", True),
        (
            "(define-fun top ((m Int) (n Int)) Int (ite (> m n) m n))" + INT + "(assert (= (top x 3) 7))(check-sat)",
            "sat",
            True,
        ),
        (INT + "(assert (let ((y (+ x 1))) (distinct x y 0)))(check-sat)", "sat", True),
        ("(declare-const |a b| Bool)(assert |a b|)(check-sat)(exit)(assert false)", "sat", True),
        ("Is the following SMT-LIB script satisfiable?\n```smt2\n(declare-const p Bool)\n(assert p)\n```", "sat", True),
        ("(declare-const p Bool)(assert p)(check-sat)\nOptions:\nA) sat\nB) unsat", "A", True),
        ("Is this satisfiable? (declare-const p Bool)(assert p)\nOptions:\n- Yes\n- No", "Yes", True),
    ],
)
def test_a_script_is_decided(script: str, value: str, verified: bool | None) -> None:
    """And its model evaluated, or every value tried; where neither reaches, it says so."""
    found = answer(split(script))

    assert (found.value, found.verified) == (value, verified)
    assert found.confidence == (0.99 if verified else 0.9)


def test_values_asked_for_are_shown() -> None:
    """With the outcome."""
    found = answer(split(INT + "(assert (= (+ x 1) 8))(check-sat)(get-value (x (* x 2)))"))

    assert "x = 7, (* x 2) = 14" in found.text


@pytest.mark.parametrize(
    "script",
    [
        "(assert p)(check-sat)",
        INT + "(assert x)(check-sat)",
        INT + "(assert (and x true))(check-sat)",
        INT + INT + "(check-sat)",
        INT + "(assert (> x 1)",
        INT + "(assert (> x 1)))(check-sat)",
        INT + "(assert (> x 1))",
        "(declare-const s String)(check-sat)",
        "(declare-const true Bool)(check-sat)",
        INT + "(check-sat)(simplify x)",
        "(push)(pop 2)(check-sat)",
        '(include "/etc/passwd")(check-sat)(assert true)',
        "Solve my homework: (declare-const p Bool)(check-sat)",
    ],
)
def test_what_is_no_script_of_the_listed_kind_is_not_understood(script: str) -> None:
    """Undeclared names, wrong sorts, other commands, words beside it."""
    with pytest.raises(NotUnderstood):
        read(split(script))


@pytest.mark.parametrize(
    "script",
    [
        INT + "(assert " + "(not " * 500 + "true" + ")" * 500 + ")(check-sat)",
        "(declare-const b (_ BitVec 100000))(check-sat)",
        INT + f"(assert (= x {'9' * 200}))(check-sat)",
        INT + "(declare-const y Int)(assert (= (+ (* x x x) (* y y y)) 30031))(assert (> x 40))(check-sat)",
    ],
)
def test_what_is_over_a_limit_is_too_costly(script: str) -> None:
    """Depth, width, digits, and the time of the solver."""
    with pytest.raises(TooCostly):
        answer(split(script))


def test_definitions_do_not_grow_without_bound() -> None:
    """Each doubles the one before it."""
    lines = ["(declare-const x Int)(define-fun f0 ((a Int)) Int (+ a a))"]
    lines += [f"(define-fun f{i} ((a Int)) Int (f{i - 1} (f{i - 1} a)))" for i in range(1, 40)]
    with pytest.raises(TooCostly):
        read(split("".join(lines) + "(assert (= (f39 x) 0))(check-sat)"))


@given(st.recursive(st.sampled_from(["x", "+", "12", "|a b|", "#x1f"]), lambda inner: st.lists(inner, max_size=3)))
def test_an_expression_is_read_back(tree: object) -> None:
    """As it was printed."""

    def text(node: object) -> str:
        return f"({' '.join(map(text, node))})" if isinstance(node, list) else str(node)

    (node,) = read_all(text(tree))

    assert read_all(write(node)) == (node,)


@given(st.text(alphabet='()x1 ;|"#assertcheck->=', max_size=60))
def test_any_script_is_read_or_refused(text: str) -> None:
    """Nothing else is raised."""
    try:
        read(split("(declare-const x Int)(assert " + text))
    except Refusal as refusal:
        assert refusal.reason
