"""The grammar of formulas: notations that mean the same, what is printed is read back, what is refused and where."""

# ruff: noqa: RUF001 (signs of logic that look like letters)
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.formulas import read
from orchestra_modules.logic.formulas.parser import parse
from orchestra_modules.logic.formulas.syntax import (
    FALSE,
    TRUE,
    Application,
    Atom,
    Binary,
    Equality,
    Formula,
    Not,
    Quantified,
    Term,
    Variable,
    plain,
    show,
)
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood, Refusal, TooCostly

SAME = {
    "p & q -> r": [
        "p and q implies r",
        "p ∧ q → r",
        r"p /\ q -> r",
        "p && q => r",
        r"$p \land q \rightarrow r$",
        r"\( p \wedge q \implies r \)",
        "if p and q then r",
        "if p and q, then r",
        "p · q ⊃ r",
        "(p and q) only if r",
        "r if p and q",
        "(p & q) is sufficient for r",
        "r is necessary for p & q",
        "implies(and(p, q), r)",
    ],
    "~p | q": ["¬p ∨ q", "not p or q", r"!p \/ q", "-p || q", "~p v q", r"\neg p \lor q", "either not p or q"],
    "p <-> q": ["p iff q", "p ↔ q", "p <=> q", "p if and only if q", "p ≡ q", "p exactly when q"],
    "p xor q": ["p ⊕ q", r"p \oplus q", "p or q but not both", "p XOR q"],
    "~p & ~q": ["neither p nor q", "¬p ∧ ¬q"],
    "~(p & q)": ["p nand q", "p ↑ q", "it is not the case that (p and q)"],
    "forall x (F(x) -> G(x))": [
        "∀x(Fx → Gx)",
        "(∀x)(Fx → Gx)",
        "(x)(Fx ⊃ Gx)",
        "∀xF(x) → G(x)",
        "for all x, F(x) implies G(x)",
        "all x.(F(x) -> G(x))",
        "for every x, if F(x) then G(x)",
        r"\forall x (F(x) \to G(x))",
    ],
    "exists x (F(x) & G(x))": ["∃x(Fx ∧ Gx)", "there exists an x such that F(x) and G(x)", "some x (F(x) & G(x))"],
    "forall x exists y R(x, y)": ["∀x∃yRxy", "(∀x)(∃y)Rxy", "∀x. ∃y. R(x, y)"],
    "forall X (p(X) -> q(X))": ["! [X] : (p(X) => q(X))"],
    "a != b": ["a ≠ b", "~(a = b)", r"a \neq b"],
}


@pytest.mark.parametrize(("text", "other"), [(text, other) for text, others in SAME.items() for other in others])
def test_notations_mean_the_same(text: str, other: str) -> None:
    """Whatever the signs."""
    assert parse(other)[0] == parse(text)[0]


@pytest.mark.parametrize(
    ("text", "bracketed"),
    [
        ("~p & q", "(~p) & q"),
        ("p | q & r", "p | (q & r)"),
        ("p & q xor r", "(p & q) xor r"),
        ("p xor q | r", "(p xor q) | r"),
        ("p -> q -> r", "p -> (q -> r)"),
        ("p -> q <-> r", "(p -> q) <-> r"),
        ("∀x F(x) → G(a)", "(∀x F(x)) → G(a)"),
        ("∀x F(x) → G(x)", "∀x (F(x) → G(x))"),
        ("∀x. F(x) → G(a)", "∀x (F(x) → G(a))"),
    ],
)
def test_precedence(text: str, bracketed: str) -> None:
    """As stated, and a quantifier reaches as far as its variable."""
    assert parse(text)[0] == parse(bracketed)[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("(p & q", "character 1"),
        ("p & q)", "character 6"),
        ("∀x (P(x) → (Q(x))", "character 4"),
        ("(p]", "']'"),
        ("p q", "'q'"),
        ("p & & q", "character 5"),
        ("p &", "breaks off"),
        ("P(a) & P(a, b)", "'P'"),
        ("f(a) = f(a, b)", "'f'"),
        ("P(x)", "'x'"),
        ("∀x (x)", "variable"),
        ("p + q", "'+'"),
        (r"p \frac q", "frac"),
        ("p nand q nand r", "brackets"),
        ("it is not the case that p and q", "brackets would tell"),
        ("∀x. (P(x)) → Q(a)", "how far"),
        ("(p & q) = r", "'='"),
        ("1 = 2", "numbers"),
        ("cats and dogs", "'cats'"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(text: str, place: str) -> None:
    """Never mended in silence."""
    with pytest.raises(NotUnderstood) as refusal:
        parse(text)
    assert place in refusal.value.reason


@pytest.mark.parametrize(
    "text", ["(" * 5000 + "p" + ")" * 5000, "~" * 5000 + "p", "p -> " * 3000 + "p", "p & " * 1500 + "p"]
)
def test_too_large_is_refused(text: str) -> None:
    """Before any recursion is deep."""
    with pytest.raises(TooCostly):
        parse(text)


def terms() -> st.SearchStrategy[Term]:
    """Closed terms, and the variables x and y."""
    names: st.SearchStrategy[Term] = st.sampled_from(
        [Application("a"), Application("bo"), Variable("x"), Variable("y")]
    )
    return st.recursive(names, lambda inner: inner.map(lambda term: Application("f", (term,))), max_leaves=3)


def formulas() -> st.SearchStrategy[Formula]:
    """First-order formulas in which x and y are bound."""
    atoms: st.SearchStrategy[Formula] = st.one_of(
        st.sampled_from([Atom("p"), Atom("q"), TRUE, FALSE]),
        terms().map(lambda term: Atom("Red", (term,))),
        st.tuples(terms(), terms()).map(lambda pair: Atom("Near", pair)),
        st.tuples(terms(), terms()).map(lambda pair: Equality(*pair)),
    )

    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        operators = st.sampled_from(["and", "or", "xor", "implies", "iff"])
        return st.one_of(
            inner.map(Not),
            st.builds(Binary, operators, inner, inner),
            st.builds(Quantified, st.sampled_from(["forall", "exists"]), st.sampled_from("xy"), inner),
        )

    open_ones = st.recursive(atoms, larger, max_leaves=8)
    return open_ones.map(lambda body: Quantified("forall", "x", Quantified("exists", "y", body)))


def _grouped(formula: Formula) -> Formula:
    """Chains of one associative operator grouped to the left, as the parser groups them."""
    match formula:
        case Not(body):
            return Not(_grouped(body))
        case Quantified(quantifier, variable, body):
            return Quantified(quantifier, variable, _grouped(body))
        case Binary("and" | "or" as operator, left, Binary(inner, middle, right)) if inner == operator:
            return _grouped(Binary(operator, Binary(operator, left, middle), right))
        case Binary(operator, left, right):
            return Binary(operator, _grouped(left), _grouped(right))
        case _:
            return formula


@given(formulas())
def test_what_is_printed_is_read_back(formula: Formula) -> None:
    """In both notations."""
    assert parse(plain(formula))[0] == _grouped(formula)
    assert parse(show(formula))[0] == _grouped(formula)


@given(st.text(alphabet="pqx()∀∃→&|~-<>=.,;:?! \nIsavalidtheref\\land$^v01TF{}", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else is raised."""
    try:
        read(split(text))
    except Refusal as refusal:
        assert refusal.reason


@pytest.mark.parametrize(
    "text",
    [
        "What is the capital of Norway?",
        "I think, therefore I am",
        "2 + 2 =",
        "True",
        "p -> q",
        "Is bread and butter consistent?",
        "rain implies wet, rain, therefore wet",
        "Is p ^ q ^ r ^ satisfiable",
        "Does q follow from",
        "Is it true or false?",
        "Tom said p. Is p true?",
        "Find a model of the car",
    ],
)
def test_texts_of_another_kind_are_not_understood(text: str) -> None:
    """A word that is no formula is never taken for one."""
    with pytest.raises(NotUnderstood):
        read(split(text))
