"""Arguments and requests as they are laid out elsewhere: provers, LaTeX, lists, names for sets, a few words."""

# ruff: noqa: RUF001 (signs of logic that look like letters)
from __future__ import annotations

import pytest
from orchestra_modules.logic.formulas import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood, Refusal

DOGS = "! [X] : (dog(X) => mammal(X))"
AXIOM = f"fof(a, axiom, ({DOGS}))."

PROVERS = [
    (f"{AXIOM}\nfof(b, axiom, dog(rex)).\nfof(c, conjecture, mammal(rex)).", "True"),
    (f"Is the conjecture a theorem?\n{AXIOM}\nfof(c, conjecture, (? [X] : mammal(X))).", "False"),
    # a quantifier of TPTP binds what stands next to it
    ("fof(a, axiom, ! [X] : p(X) => q).\nfof(b, axiom, p(a)).\nfof(c, conjecture, q).", "False"),
    (
        "formulas(assumptions).\nall x (Dog(x) -> Mammal(x)).\nDog(rex).\nend_of_list.\n\n"
        "formulas(goals).\nMammal(rex).\nend_of_list.\n\nIs the goal provable from the assumptions?",
        "True",
    ),
    # letters from u to z that nothing binds are variables of Prover9
    (
        "formulas(sos).\nDog(x) -> Mammal(x).\nend_of_list.\nformulas(goals).\nDog(a) -> Mammal(a).\nend_of_list.",
        "True",
    ),
]

LATEX = [
    (r"Is it the case that $\{p \to q, p\} \models q$?", "True"),
    (r"Is the following valid? $p \to q, q \vdash p$", "False"),
    ("Determine whether the argument is valid:\n\\[\np \\to q \\\\\nq \\to r \\\\\n\\therefore p \\to r\n\\]", "True"),
    (
        r"$\begin{array}{l} p \to q \\ \lnot p \\ \hline \therefore \lnot q \end{array}$"
        "\nIs this argument form valid?",
        "False",
    ),
    ("Is p /\\ ~p \\/ q /\\ (r \\/ ~r) a tautology?", "False"),
    ("p /\\ q, r |- r /\\ q", "True"),
    (r"$p \Rightarrow q,\ \neg q \ \vdash\ \neg p$", "True"),
]

NAMED = [
    ("Does Γ entail φ, where Γ = {p → q, p} and φ = q?", "True"),
    (r"Let $\Gamma = \{p \to q\}$ and $\varphi = q$. Does $\Gamma \models \varphi$ hold?", "False"),
    ("Suppose KB = {p | q, ~q}. Does KB |= p?", "True"),
    ("Let Γ = {p → q, q → r} and Δ = {p}. Does Γ ∪ Δ entail r?", "True"),
    ("Let Γ = {p → q}. Is it true that Γ, p ⊢ q?", "True"),
    ("Let φ = p → q and ψ = ¬q → ¬p. Is φ equivalent to ψ?", "True"),
]

HEADED = [
    (
        "Predicates and premises in first-order logic:\n- ∀x (P(x) → Q(x))\n- P(a)\n\nConclusion:\nQ(a)\n\n"
        "Answer with True, False, or Unknown.",
        "True",
    ),
    ("Premises-FOL:\n∀x (P(x) → Q(x))\nConclusion-FOL:\nQ(a)\nLabel (True/False/Uncertain)?", "Uncertain"),
    ("Knowledge base:\np -> q\np\nQuery: q\nIs the query entailed by the knowledge base?", "True"),
    ("Axioms:\n  (A1) p -> q\n  (A2) p\nConjecture:\n  q\nProve or refute.", "True"),
    (
        "In NLTK syntax, the premises are:\nall x.(P(x) -> Q(x))\nP(a)\nand the goal is:\nQ(a)\n"
        "Does the prover return True or False?",
        "True",
    ),
    ("A ⊃ (B ∨ C) / ~B / A // C   Valid?", "True"),
    ("{p → q, q → r} ⊨ p → r ?", "True"),
    ("Premise: ∀x (P(x) → Q(x)). Hypothesis: ∃x P(x) → ∃x Q(x). Entailment, contradiction or neutral?", "entailment"),
]

LISTED = [
    ("Premises:\n- p → q\n- ¬q\nConclusion: ¬p\nIs the argument valid?", "True"),
    ("Premises:\n- p → q\n- p\nConclusion:\n- q\nIs the argument valid?", "True"),
    ("Given these premises:\n\n- $p \\to q$\n- $q \\to r$\n\nDoes $p \\to r$ follow?", "True"),
    ("Are these formulas jointly satisfiable?\n- p ∨ q\n- ¬p\n- q", "True"),
    ("Is this set consistent?\n- p\n- q\n- p → ¬q", "False"),
    ("1. p → q (premise)\n2. ¬q (given)\n∴ ¬p\nValid?", "True"),
    ("¬q (1), p → q (2) ∴ ¬p. Valid?", "True"),
    (
        "Premises:\n∀x (P(x) → Q(x)) ::: All P are Q.\nP(a) ::: a is P.\nConclusion: Q(a)\nTrue, False or Uncertain?",
        "True",
    ),
    ("From p → q (1) and p (2), can we conclude q?", "True"),
    ("p → q\n¬p\n──────\n¬q\nvalid?", "False"),
    ("P1 - p → q\nP2 - p\nC - q\nValid?", "True"),
    ("p = q, ¬q ⊢ ¬p", "True"),
    ("T ∨ S, ¬T ⊢ S", "True"),
]

DENIED = [
    ("Is the argument p → q, q ∴ p invalid?", "True"),
    ("Is the argument p → q, p ∴ q invalid?", "False"),
    ("p → q, q ⊬ p", "True"),
    ("p → q, p ⊭ q", "False"),
    ("Are p → q and q → p not logically equivalent?", "True"),
    ("Premises: p → q. ¬q. Conclusion: p. Does the negation of the conclusion follow from the premises?", "True"),
    ("Premises:\np → q\np\nConclusion: ¬q\nIs the conclusion consistent with the premises?", "False"),
    ("Premises:\np → q\nq\nCould p be false?", "True"),
    ("Is the inference from ∃x ¬P(x) to ¬∀x P(x) valid?", "True"),
    ("Does ∀x P(x) → ∃x P(x) hold in every non-empty domain?", "True"),
]

BRIEF = [
    ("cnf p | (q & r)", "(p | q) & (p | r)"),
    ("contrapositive p -> q", "~q -> ~p"),
    ("p xor q to dnf", "(p & ~q) | (~p & q)"),
    ("p & ~p satisfiable", "False"),
    ("tautology p | ~p", "True"),
    ("p, p -> q entails q", "True"),
    ("p -> q equivalent to ~p | q", "True"),
    ("Classify the formula (A ⊃ B) ∙ (B ⊃ A) as tautologous, self-contradictory or contingent.", "contingent"),
]

COUNTED = [
    ("How many assignments falsify p → q?", "1"),
    ("How many models does p have over the variables p, q?", "2"),
    ("How many satisfying assignments does p → (q → r) have over p, q, r?", "7"),
    ("Find the number of models of (a ∨ b) ∧ (c ∨ d) over the variables a, b, c, d.", "9"),
    ("How many truth assignments to p, q, r, s make p ⊕ q ⊕ r ⊕ s true?", "8"),
    ("How many of the 16 assignments to p, q, r, s satisfy (p ∨ q) ∧ (r ∨ s)?", "9"),
    ("Give a falsifying assignment for (p → q) → (q → p).", "p=F, q=T"),
    ("Which truth assignments make p ∧ ¬q true?", "p = True, q = False"),
    ("Give a counterexample row (truth values for p, q) showing that p → q does not entail q → p.", "p=F, q=T"),
]

MORE = [
    ("What is the contrapositive of the converse of p → q?", "~p -> ~q"),
    ("DIMACS:\np cnf 2 3\n1 2 0\n-1 0\n-2 0\nIs this satisfiable?", "unsatisfiable"),
    ("p cnf 3 2\n1 -2 0\n-1 2 0\nHow many satisfying assignments?", "4"),
    ("Classify as tautology, contradiction or contingency: ((p → q) → p) → p", "tautology"),
    ("Construct the truth table for (p ∨ q) → r. In how many rows is the formula true?", "5"),
    ("Write the truth table for p XOR q XOR r and say how many rows come out true.", "4"),
    ("Construct the truth table of p ∧ ¬q and state whether it is a tautology.", "False"),
    ("How many rows does the truth table of a formula with 5 propositional variables have?", "32"),
]

REFUSED = [
    # one name, two roles
    ("Premises:\n∀x (P(x) → Q(x))\nP(Q(a))\nConclusion: Q(a)\nTrue, False or Uncertain?", "'Q' as a predicate and"),
    ("p -> (q = r), p, q |- r", "'q' as a predicate and"),
    ("∀P P(a) ⊢ Q(a)", "'P' after a quantifier"),
    ("∀f (f(a) = b) ⊢ f(b) = b", "'f' after a quantifier"),
    # slips of the pen
    ("Premises:\n∀x (Dog(x) → Mammal(x))\nDog(rex)\nConclusion: Mamal(rex)\nTrue, False or Uncertain?", "'Mamal'"),
    (
        "Premises:\n∀x (Dog(x) → Mammal(x))\ndog(rex)\nConclusion: Mammal(rex)\nTrue, False or Uncertain?",
        "are they one",
    ),
    # a dash that may be a "not"
    ("Premises:\n- p\nConclusion: p\nIs the argument valid?", "the dash before"),
    ("Premises:\n- p\nq\nConclusion: p\nIs the argument valid?", "the dash before"),
    ("Premises:\n-p\n-p → q\nConclusion: q\nValid?", "the dashes before"),
    ("Negate:\n- p ∧ q", "the dash before"),
    ("P(a), Q (3) ⊢ Q (3)", "numbers a formula or is an argument"),
    # names that are not said, and input that is broken
    ("Does Γ entail φ, where Γ = {p → q, p}?", "what does φ stand for"),
    ("Let Γ = {p → q. Does Γ ⊨ q?", "not closed"),
    ("fof(a, axiom, p(a).\nfof(c, conjecture, p(a)).", "not closed"),
    (f"{AXIOM}\nfof(c, conjecture, mammal(X)).", "the variable 'X'"),
    (AXIOM, "one conjecture"),
    ("cnf(a, axiom, p(a)).\nfof(c, conjecture, p(a)).", "'cnf('"),
    ("How many of the 8 assignments to p, q, r, s satisfy (p ∨ q) ∧ (r ∨ s)?", ""),
    ("How many models does p ∧ r have over the variables p, q?", ""),
    ("valid p", ""),
    ("p cnf 2 3\n1 -2 0\n-1 2 0\nHow many satisfying assignments?", "the header announces"),
    ("p and q valid", ""),
]


def _value(text: str) -> str:
    found = answer(split(text))
    assert found.verified is True
    return found.value


@pytest.mark.parametrize(
    ("text", "value"),
    [*PROVERS, *LATEX, *NAMED, *HEADED, *LISTED, *DENIED, *BRIEF, *COUNTED, *MORE],
    ids=lambda text: str(text)[:60],
)
def test_each_layout_is_answered_and_checked(text: str, value: str) -> None:
    """Whatever wraps the formulas, the answer is theirs."""
    assert _value(text) == value


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=lambda text: str(text)[:60])
def test_what_is_broken_or_has_two_readings_is_refused_with_its_reason(text: str, reason: str) -> None:
    """Near misses are not answered."""
    with pytest.raises(NotUnderstood) as refused:
        answer(split(text))
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    "text",
    [
        "(declare-const p Bool)\n(push)\n(declare-const q Bool)\n(pop)\n(assert q)\n(check-sat)",
        "(push 1)\n(define-fun c () Int 3)\n(pop 1)\n(declare-const x Int)\n(assert (= x c))\n(check-sat)",
    ],
)
def test_what_a_scope_of_a_script_declares_is_gone_when_it_ends(text: str) -> None:
    """A name that is used behind its scope is not declared."""
    with pytest.raises(Refusal, match="not declared"):
        answer(split(text))


def test_a_negative_numeral_of_a_script_is_read() -> None:
    """Solvers read -1 as the standard's (- 1)."""
    script = "What is printed?\n(declare-const x Int)\n(assert (= x -1))\n(check-sat)\n(get-value (x))"
    found = answer(split(script))
    assert (found.value, found.verified) == ("sat", True)
    assert "x = -1" in found.text
