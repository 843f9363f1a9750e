"""The solvers under the readings, each beside counting out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.rules.entailment import contradiction, judge
from orchestra_modules.logic.rules.formulas import (
    And,
    Atom,
    Const,
    Exists,
    ForAll,
    Formula,
    Implies,
    Not,
    Or,
    Var,
    holds,
    write,
)
from orchestra_modules.logic.rules.grounding import decide, normal, spread
from orchestra_modules.logic.rules.propositional import Search

X = Var("x")
A, B = Const("a"), Const("b")
LITERALS = st.integers(1, 5) | st.integers(-5, -1)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(LITERALS, min_size=1, max_size=4), max_size=14))
def test_search_finds_a_model_exactly_where_counting_does(clauses: list[list[int]]) -> None:
    """Unit propagation and branching lose no model and invent none."""
    counted = any(
        all(any(values[abs(x) - 1] is (x > 0) for x in clause) for clause in clauses)
        for values in product((False, True), repeat=5)
    )
    model = Search(clauses).model()

    assert (model is not None) is counted
    assert model is None or all(any(model.get(abs(x)) is (x > 0) for x in clause) for clause in clauses)


def formulas() -> st.SearchStrategy[Formula]:
    """Closed formulas over two predicates and two names."""
    ground = st.sampled_from([Atom(p, (thing,)) for p in "PQ" for thing in (A, B)])
    inside = st.sampled_from([Atom(p, (X,)) for p in "PQ"])

    def grow(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        pairs = st.tuples(inner, inner)
        return inner.map(Not) | pairs.map(And) | pairs.map(Or) | st.builds(Implies, inner, inner)

    body = st.recursive(inside, grow, max_leaves=4)
    quantified = body.map(lambda f: ForAll(X, f)) | body.map(lambda f: Exists(X, f))
    return st.recursive(ground | quantified, grow, max_leaves=4)


def satisfiable(sentences: tuple[Formula, ...]) -> bool:
    """Whether some case over a and b and up to four more things has all sentences hold."""
    things = (A, B, *(Const(f"c{i}") for i in range(4)))
    kinds = list(product((False, True), repeat=2))
    # the four further things stand for the four kinds there are; any subset of them may exist
    for a, b in product(kinds, repeat=2):
        for mask in product((False, True), repeat=4):
            present = [(A, a), (B, b), *((things[2 + i], kinds[i]) for i in range(4) if mask[i])]
            true = frozenset(Atom(p, (t,)) for t, kind in present for p, on in zip("PQ", kind, strict=True) if on)
            if all(holds(s, tuple(t for t, _ in present), true) for s in sentences):
                return True
    return False


@settings(max_examples=60, deadline=None)
@given(st.lists(formulas(), min_size=1, max_size=3).map(tuple))
def test_writing_out_decides_as_counting_does(sentences: tuple[Formula, ...]) -> None:
    """Grounding is right wherever it answers, and answers wherever no thing depends on another."""
    decision = decide(sentences)

    assert decision.satisfiable in (None, satisfiable(sentences))
    if decision.satisfiable:
        assert all(holds(sentence, decision.things, decision.true) for sentence in sentences)


@settings(max_examples=60, deadline=None)
@given(formulas())
def test_normal_forms_mean_the_same(formula: Formula) -> None:
    """Neither pushing negations nor pushing quantifiers inward changes what a formula says."""
    other = spread(normal(formula))

    assert not satisfiable((formula, Not(other))), write(other)
    assert not satisfiable((Not(formula), other)), write(other)


def test_a_verdict_names_the_premises_it_rests_on() -> None:
    """Premises that a proof does not use are left out."""
    premises: tuple[Formula, ...] = (
        Atom("R", (B,)),
        ForAll(X, Implies(Atom("P", (X,)), Atom("Q", (X,)))),
        Atom("P", (A,)),
    )
    verdict = judge(premises, Atom("Q", (A,)))

    assert (verdict.value, verdict.used, verdict.verified) == (True, (1, 2), True)


def test_a_smallest_contradiction_is_found() -> None:
    """Every premise named is needed for the clash."""
    premises: tuple[Formula, ...] = (Atom("P", (A,)), Atom("Q", (A,)), Not(Atom("P", (A,))))

    assert contradiction(premises) == (0, 2)


@pytest.mark.parametrize(("claim", "value"), [("someone", True), ("everyone", None)])
def test_things_that_depend_on_others_are_reasoned_about(claim: str, value: bool | None) -> None:
    """ "Everyone knows someone" gives someone whom a knows, and not one whom all know."""
    y = Var("y")
    premises: tuple[Formula, ...] = (ForAll(X, Exists(y, Atom("K", (X, y)))),)
    known = Exists(y, Atom("K", (A, y))) if claim == "someone" else Exists(y, ForAll(X, Atom("K", (X, y))))

    assert judge(premises, known).value is value
