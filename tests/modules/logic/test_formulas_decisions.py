"""Decisions by two roads: Z3, truth tables, resolution and finite structures agree, and refusals say why."""

# ruff: noqa: RUF001 (signs of logic that look like letters)
from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.formulas import answer, decide, resolution, transforms
from orchestra_modules.logic.formulas.parser import parse
from orchestra_modules.logic.formulas.structures import as_structure
from orchestra_modules.logic.formulas.syntax import FALSE, TRUE, Atom, Binary, Formula, Not
from orchestra_modules.logic.formulas.truth_table import table
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal, TooCostly


def propositional() -> st.SearchStrategy[Formula]:
    """Formulas of four letters."""
    atoms: st.SearchStrategy[Formula] = st.sampled_from([*map(Atom, "pqrs"), TRUE, FALSE])
    operators = st.sampled_from(["and", "or", "xor", "implies", "iff"])
    return st.recursive(
        atoms, lambda inner: st.one_of(inner.map(Not), st.builds(Binary, operators, inner, inner)), max_leaves=10
    )


def brute_force(formula: Formula) -> list[bool]:
    """The value in each row, first the one with all letters true."""
    rows = itertools.product([True, False], repeat=4)
    return [as_structure(dict(zip("pqrs", row, strict=True))).holds(formula) for row in rows]


@given(propositional())
def test_a_column_of_a_truth_table_is_the_value_in_each_row(formula: Formula) -> None:
    """Bits of one integer against evaluation row by row."""
    found = table(formula, over=tuple("pqrs"))

    assert [found.true_in(0, row) for row in range(found.rows)] == brute_force(formula)


@settings(max_examples=40, deadline=None)
@given(propositional())
def test_satisfiability_is_that_of_the_table(formula: Formula) -> None:
    """With a model, or a refutation by resolution."""
    decision = decide.satisfiable((formula,))

    assert decision.satisfiable == any(brute_force(formula))
    assert decision.verified is True
    if decision.structure is not None:
        assert decision.structure.holds(formula)
    else:
        assert decision.proof is not None


@given(propositional())
def test_resolution_refutes_only_contradictions(formula: Formula) -> None:
    """It derives the empty clause from what no row makes true, and from nothing else."""
    assert (resolution.refute((formula,)) is not None) == (not any(brute_force(formula)))


@given(propositional())
def test_forms_keep_the_truth_of_a_formula(formula: Formula) -> None:
    """And the negation turns it round."""
    values = brute_force(formula)

    for form in ("cnf", "dnf", "nnf", "simplest"):
        assert brute_force(transforms.transform(formula, form)) == values
    assert brute_force(transforms.transform(formula, "negation")) == [not value for value in values]


@pytest.mark.parametrize(
    ("premises", "conclusion", "relation"),
    [
        (["∀x (Tall(x) → Old(x))", "Tall(ivo)"], "Old(ivo)", "entailed"),
        (["∀x (Tall(x) → Old(x))", "¬Old(ivo)"], "Tall(ivo)", "refuted"),
        (["∀x (Tall(x) → Old(x))", "Old(ivo)"], "Tall(ivo)", "open"),
        (["∀x (Tall(x) → ¬Tall(x))", "Tall(ivo)"], "Old(ivo)", "contradictory"),
        (["∀x∀y (Near(x, y) → Near(y, x))", "Near(a, b)"], "Near(b, a)", "entailed"),
        (["∃!x King(x)", "King(a)", "King(b)"], "a = b", "entailed"),
        (["∀x (m(x) ≠ x)"], "∃x∃y x ≠ y", "entailed"),
    ],
)
def test_a_conclusion_is_entailed_refuted_open_or_from_a_contradiction(
    premises: list[str], conclusion: str, relation: str
) -> None:
    """Each decision that it rests on is confirmed."""
    found = decide.relation(tuple(parse(text)[0] for text in premises), parse(conclusion)[0])

    assert found.relation == relation
    assert all(one.verified for one in found.decisions)


def test_a_proof_is_told_line_by_line() -> None:
    """With the premises it uses, and not those it does not."""
    found = answer(split("p → q, r, p ⊢ q"))

    assert any("contradiction (from" in step for step in found.steps)
    assert "used: premise 1: p → q, premise 3: p, the conclusion denied" in found.steps


def test_a_counter_model_is_told() -> None:
    """An assignment, or a domain with what is true in it."""
    assert "p=F, q=T" in answer(split("p → q, q ⊢ p")).text
    assert "the domain {d0, d1}" in answer(split("∀x∃yRxy ⊢ ∃y∀xRxy")).text


def test_contradictory_premises_are_said_to_be_so() -> None:
    """Validity holds vacuously and says so; whether the conclusion is true is not answered."""
    assert "contradict each other" in answer(split("p, ¬p ⊢ q")).text
    with pytest.raises(NotDone, match="contradict each other"):
        answer(split("Premises:\np\n¬p\nConclusion: q\nIs the conclusion true, false or uncertain?"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Is p ∨ q true if p is false?", NotDone),
        ("Is P ∨ T a tautology?", NotUnderstood),
        ("How many satisfying assignments does p ^ q have?", NotUnderstood),
        ("Does q follow from p implies q and p?", NotUnderstood),
        ("Convert ∀x P(x) to CNF", NotDone),
        ("Find the converse of p & q", NotDone),
        ("Find the dual of p -> q", NotDone),
        ("p → q, q ⊢ p\nOptions:\nA) maybe\nB) perhaps", NotDone),
        ("Which of the following is a tautology?\nA) p\nB) q", NotDone),
        ("Which of the following is a tautology?\nA) p | ~p\nB) q | ~q", NotDone),
        ("p ∨ q\n∴ p\nOptions:\nA) True\nB) False", NotDone),
        ("truth table of " + " & ".join(f"p{i}" for i in range(9)), TooCostly),
        ("∀x∀y∀z(Rxy ∧ Ryz → Rxz), ∀x∃yRxy ⊢ ∃xRxx", TooCostly),
    ],
)
def test_what_is_not_answered_says_why(text: str, kind: type[Refusal]) -> None:
    """A dependency, two readings, a form that does not exist, options that do not fit, a limit."""
    with pytest.raises(kind):
        answer(split(text))


def test_many_letters_are_decided_without_a_table() -> None:
    """The resolution prover confirms what Z3 says, or the model is evaluated."""
    chain = ", ".join(f"p{i} -> p{i + 1}" for i in range(30))

    for conclusion, value in (("p0 -> p30", "True"), ("p30 -> p0", "False")):
        found = answer(split(f"{chain} |- {conclusion}"))
        assert (found.value, found.verified) == (value, True)
