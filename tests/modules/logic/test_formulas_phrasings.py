"""One meaning, many wordings and notations: what each is answered, and that it was checked."""

# ruff: noqa: RUF001 (signs of logic that look like letters)
from __future__ import annotations

import pytest
from orchestra_modules.logic.formulas import answer
from orchestra_modules.solving.options import split

THREE = "\nOptions:\nA) True\nB) False\nC) Uncertain"
POETS = "Premises:\n∀x (Poet(x) → Reads(x))\n"
ASKS_THREE = "Based on the above, is the following statement true, false, or uncertain?"

CONSTANT = [
    ("not ( False ) or False is", "True"),
    ("True and not False =", "True"),
    ("Evaluate: not (True or False) and True", "False"),
    ("What is the value of not not True and False?", "False"),
    ("What does (False or True) and not False evaluate to?", "True"),
    ("true && !false || false", "True"),
    ("1 and (0 or not 0)", "True"),
    ("T ∧ ¬F", "True"),
    ("Is (not True or False) true?", "False"),
    ("Is not (True and False) false?", "False"),
    ("True xor True is", "False"),
    ("False implies True =", "True"),
    (r"Evaluate $\top \land \lnot \bot$.", "True"),
    ("compute the truth value of the expression True -> (False | False)", "False"),
    ("False nand False equals", "True"),
]

ASSIGNED = [
    ("If p is true and q is false, what is p -> q?", "False"),
    ("Evaluate p ∧ ¬q when p = T and q = F.", "True"),
    ("What is the truth value of (a | b) & !c if a is false, b is true and c is false?", "True"),
    ("Let p = true and q = false. Evaluate p <-> q.", "False"),
    ("Suppose p and q are both true, and r is false. What is the truth value of (p ∧ q) → r?", "False"),
    ("Given p = 1, q = 0, is p xor q true?", "True"),
    ("Is p → q true when p is false?", "True"),
    ("Is ¬p ∨ q false if p is true and q is false?", "True"),
    ("Compute the value of ~(A & B) where A = true, B = true", "False"),
]

VALID = [
    ("Is p ∨ ¬p a tautology?", "True"),
    ("Is the formula (p -> q) | (q -> p) valid?", "True"),
    ("Determine whether the following proposition is a tautology: ((p → q) ∧ p) → q", "True"),
    ("p → (q → p)\nIs this formula a tautology?", "True"),
    ("Check if p & ~p is a contradiction", "True"),
    ("Is p -> q contingent?", "True"),
    ("Is p -> p contingent?", "False"),
    ("Is the sentence ∃x(Dx → ∀yDy) logically valid?", "True"),
    ("Is ∀x∃y Rxy → ∃y∀x Rxy valid?", "False"),
    ("Is (∀x)(Fx → Gx) → ((∀x)Fx → (∀x)Gx) a logical truth?", "True"),
    ("Prove that p -> (q -> (p & q)) is a tautology.", "True"),
    (r"Is $\neg(p \land q) \leftrightarrow (\neg p \lor \neg q)$ a tautology?", "True"),
    ("Is p ∨ q always true?", "False"),
    ("tell me whether if p and q then p is a tautology", "True"),
    ("Is (p v q) -> p valid", "False"),
    ("Is p xor p unsatisfiable?", "True"),
    ("Is the proposition (p ↔ q) ∧ (p ⊕ q) a contradiction?", "True"),
    ("Is (p → q) ∨ (q → r) a tautology, a contradiction, or a contingency?", "tautology"),
    ("Is p ∧ ¬q a tautology, contradiction or neither?", "neither"),
    ("Classify the formula (p ∧ ¬p) as a tautology, a contradiction, or contingent.", "contradiction"),
    ("Is a = b & b = c -> a = c valid?", "True"),
    ("Is ∀x∀y (x = y → (Fx ↔ Fy)) valid?", "True"),
    ("Is all x.(man(x) -> man(x)) valid?", "True"),
    ("Is ! [X] : (p(X) | ~p(X)) valid?", "True"),
    ("Is the statement ∀x (P(x) ∨ Q(x)) → (∀x P(x) ∨ ∀x Q(x)) logically true?", "False"),
    ("Is there_is -> there_is a theorem?", "True"),
    ("Is neither p nor q a contradiction?", "False"),
]

SATISFIABLE = [
    ("Is p & ~p satisfiable?", "False"),
    ("Is the formula (p | q) & (~p | q) & (p | ~q) satisfiable?", "True"),
    ("Is the set {p → q, p, ¬q} consistent?", "False"),
    ("Are the following formulas jointly consistent? p -> q, ~q, p | r", "True"),
    ("Are the formulas p, p → q and ¬q consistent?", "False"),
    ("Can p -> q, q -> r and ~r all be true?", "True"),
    ("Is the set of formulas {∀x (Px → Qx), Pa, ¬Qa} inconsistent?", "True"),
    ("p ∨ q\n¬p\n¬q\nAre these formulas consistent?", "False"),
    ("Is ∃x (Fx ∧ ¬Fx) satisfiable?", "False"),
    ("Determine whether (x1 ∨ x2) ∧ (¬x1 ∨ ¬x2) is satisfiable", "True"),
    ("Is {p, q, p → ¬q} unsatisfiable?", "True"),
]

EQUIVALENT = [
    ("Is p -> q logically equivalent to ~p | q?", "True"),
    ("Are p → q and q → p equivalent?", "False"),
    ("Are ¬(p ∧ q) and ¬p ∨ ¬q logically equivalent?", "True"),
    ("Is p ⊕ q the same as ¬(p ↔ q)?", "True"),
    ("Does p ∧ (q ∨ r) ≡ (p ∧ q) ∨ (p ∧ r)?", "True"),
    ("Is ¬∀x P(x) equivalent to ∃x ¬P(x)?", "True"),
    ("Is ∀x∀y Rxy equivalent to ∀y∀x Rxy?", "True"),
    ("Is ∃x (Px ∧ Qx) equivalent to ∃x Px ∧ ∃x Qx?", "False"),
    ("Determine whether p only if q is equivalent to ~q -> ~p", "True"),
    ("Is the formula p unless q equivalent to p | q?", "True"),
]

ARGUMENTS = [
    ("p -> q, p |- q", "True"),
    ("p → q, q ∴ p", "False"),
    ("p → q, p ⊢ q. Is this sequent valid?", "True"),
    ("Is the argument p → q, ¬q ∴ ¬p valid?", "True"),
    ("Premises: p -> q, q -> r, p. Conclusion: r. Is the argument valid?", "True"),
    ("Premises:\np ∨ q\n¬p\nConclusion:\nq", "True"),
    ("1. p → q\n2. ¬p\nTherefore, ¬q\nIs this argument valid?", "False"),
    ("P1: p → q\nP2: q → r\nC: p → r", "True"),
    ("P1. A | B\nP2. ~A\nC. B", "True"),
    ("(1) A → B\n(2) C → D\n(3) A ∨ C\nTherefore B ∨ D.", "True"),
    ("Does q follow from p -> q and p?", "True"),
    ("Does p follow from p → q and q?", "False"),
    ("Does p -> q entail ~q -> ~p?", "True"),
    ("From p ∨ q and ¬p, can we conclude q?", "True"),
    ("From p → q, can we infer q → p?", "False"),
    ("Given p -> q and ~q, does ~p follow?", "True"),
    ("Given that p → q and q → r, can we conclude p → r?", "True"),
    ("Assume p → q and p. Is q necessarily true?", "True"),
    ("If p → q and q are true, must p be true?", "False"),
    ("Is r a logical consequence of p, p -> q, and q -> r?", "True"),
    ("Can Ga be derived from ∀x(Fx → Gx) and Fa?", "True"),
    ("∀x (Mx → Px), ∀x (Sx → Mx) ⊢ ∀x (Sx → Px)", "True"),
    ("∀x (Px → Mx), ∀x (Sx → Mx) ⊢ ∀x (Sx → Px)", "False"),
    ("∃y∀xRxy ⊢ ∀x∃yRxy", "True"),
    ("∀x∃yRxy ⊢ ∃y∀xRxy", "False"),
    ("a = b, Fa ⊢ Fb", "True"),
    ("Loves(anna, ben), all x. all y. (Loves(x,y) -> Loves(y,x)) |- Loves(ben, anna)", "True"),
    (r"$p \rightarrow q, \neg q \vdash \neg p$", "True"),
    ("Consider the following argument: p -> (q | r); ~q; ~r; therefore ~p. Is it valid?", "True"),
    ("If p then q\np\nTherefore q\nIs this argument valid?", "True"),
    ("p → q\np\n-----\nq", "True"),
    ("p and q implies r, p, q |- r", "True"),
    ("(x)(Hx ⊃ Mx), Hs ∴ Ms", "True"),
    ("∃x(Px · Qx) ∴ ∃xPx", "True"),
    ("∀x f(f(x)) = x ⊢ ∀x∀y (f(x) = f(y) → x = y)", "True"),
    ("Does p ∧ ¬p entail q?", "True"),
    ("S → T, S ⊢ T", "True"),
    ("p -> q, p |- q\nOptions:\n- valid\n- invalid", "valid"),
    ("Is the argument valid or invalid?\np -> q\nq\nTherefore p\nOptions:\n(A) valid\n(B) invalid", "B"),
    ("p | q, ~p, therefore q", "True"),
]

THREE_VALUED = [
    (f"∀x (Heron(x) → Bird(x))\nHeron(gus)\nQuestion: {ASKS_THREE} Bird(gus){THREE}", "A"),
    (f"∀x (Heron(x) → Bird(x))\nHeron(gus)\nQuestion: {ASKS_THREE} ¬Bird(gus){THREE}", "B"),
    (f"∀x (Heron(x) → Bird(x))\nBird(gus)\nQuestion: {ASKS_THREE} Heron(gus){THREE}", "C"),
    (f"∀x (Oak(x) ⊕ Elm(x))\n¬Oak(t)\n{ASKS_THREE}\nElm(t){THREE}", "A"),
    (
        f"{POETS}Poet(lee)\nConclusion: Reads(lee)\nIs the conclusion true, false or unknown?",
        "True",
    ),
    (
        f"{POETS}Reads(lee)\nConclusion: Poet(lee)\nIs the conclusion true, false or unknown?",
        "Unknown",
    ),
    ("Premises:\np ∨ q\nHypothesis: p" + THREE, "C"),
    (f"∃x (Rook(x) ∧ ¬Black(x))\n{ASKS_THREE} ∀x (Rook(x) → Black(x)){THREE}", "B"),
]

OTHER = [
    ("How many satisfying assignments does p | q have?", "3"),
    ("How many assignments make (p -> q) & (q -> r) true?", "4"),
    ("How many truth assignments satisfy p ⊕ q ⊕ r?", "4"),
    ("What is the number of satisfying assignments of (p ∨ q) ∧ r?", "3"),
    ("What is the negation of p -> q?", "p & ~q"),
    ("Negate ∀x (P(x) → Q(x))", "exists x (P(x) & ~Q(x))"),
    ("What is the contrapositive of p → ¬q?", "q -> ~p"),
    ("Give the converse of p -> q", "q -> p"),
    ("Find the inverse of p → q", "~p -> ~q"),
    ("Find the dual of p & (q | True)", "p | (q & False)"),
    ("Convert p -> (q & r) to CNF", "(~p | q) & (~p | r)"),
    ("Put (p | q) & r into disjunctive normal form", "(p & r) | (q & r)"),
    ("Write ~(p & ~q) in negation normal form", "~p | q"),
    ("Simplify (p & q) | (p & ~q)", "p"),
    ("Simplify p ∨ (¬p ∧ q).", "p | q"),
    ("Construct the truth table for p & q", "p=T, q=T: T; p=T, q=F: F; p=F, q=T: F; p=F, q=F: F"),
    ("truth table of ~p", "p=T: F; p=F: T"),
    ("Find an assignment that makes p & ~q true", "p=T, q=F"),
    ("Find a model of p & (p -> q)", "p=T, q=T"),
    ("Find a satisfying assignment for p & ~p", "none"),
    ("Give a counterexample to p -> (p & q)", "p=T, q=F"),
    ("Which of the following is equivalent to ~(p | q)?\n(A) ~p | ~q\n(B) ~p & ~q\n(C) p & q", "B"),
    ("Which of the following is a tautology?\nA) p -> q\nB) p | ~p\nC) p & q", "B"),
    ("Which of these formulas is not satisfiable?\n(A) p\n(B) p & ~p\n(C) ~p", "B"),
    ("Which of the following is the contrapositive of p -> q?\n(A) q -> p\n(B) ~p -> ~q\n(C) ~q -> ~p", "C"),
    ("Which of the following is the converse of p -> q?\n(A) q -> p\n(B) ~p -> ~q\n(C) ~q -> ~p", "A"),
    ("Which of the following follows from p & q?\n(A) p | r\n(B) r\n(C) ~p", "A"),
]

FURTHER = [
    ("Knowledge base:\nA => B\nA\nQuery: B\nOptions:\nA) Entailed\nB) Not entailed", "A"),
    ("KB: A, A => B. Query: B. Is the query entailed?", "True"),
    ("Premises: p -> q; p. Does q follow?", "True"),
    ("Given: A → B, B → C, A. Prove: C", "True"),
    ("Show that p → q, q → r ⊢ p → r", "True"),
    ("Is it the case that p ⊨ p ∨ q?", "True"),
    ("Does {p → q, p} ⊨ q?", "True"),
    ("True or False: p → p is a tautology", "True"),
    ("Use a truth table to determine whether p → q, p ∴ q is valid.", "True"),
    ("Test the following argument for validity: A ⊃ B, ~B / ∴ ~A", "True"),
    ("A ⊃ B, ~B // ~A", "True"),
    ("Is ((p → q) → p) → p a tautology? Answer yes or no.", "True"),
    ("Are the following statements consistent?\n1. p → q\n2. p\n3. ¬q", "False"),
    ("How many rows of the truth table of p → q are true?", "3"),
    ("If A=1, B=0, C=1 then evaluate (A or B) and not C", "False"),
    ("p = true, q = false. What is p and q?", "False"),
    ("Suppose that P is true, Q is false, and R is true. Is (P ∧ Q) ∨ R true or false?", "True"),
    ("Given the premises p → q and ¬q, which of the following can be concluded?\nA) p\nB) ¬p\nC) q", "B"),
    ("The negation of ∀x∃y P(x,y) is\n(A) ∃x∀y ¬P(x,y)\n(B) ∀x∃y ¬P(x,y)\n(C) ∃x∃y P(x,y)", "A"),
    ("Select the formula equivalent to ¬(p → q).\nA) p ∧ ¬q\nB) ¬p ∧ q", "A"),
    (f"Premises:\n1. ∀x (Green(x) → Plant(x))\n2. Green(fern)\n\nConclusion:\nPlant(fern){THREE}", "A"),
    (f"∀x (Dog(x) → Loyal(x)), Dog(rex). Is Loyal(rex) true, false or uncertain?{THREE}", "A"),
    ("∀x (Dog(x) → Loyal(x))\nDog(rex)\nIs the following statement true or false?\nLoyal(rex)", "True"),
    ("Given the following premises:\n∀x (Dog(x) → Loyal(x))\nDog(rex)\nDoes the conclusion Loyal(rex) follow?", "True"),
]

ALL = [*FURTHER, *CONSTANT, *ASSIGNED, *VALID, *SATISFIABLE, *EQUIVALENT, *ARGUMENTS, *THREE_VALUED, *OTHER]


@pytest.mark.parametrize(("text", "value"), ALL)
def test_a_wording_is_answered_and_checked(text: str, value: str) -> None:
    """With the value that a textbook gives."""
    found = answer(split(text))

    assert found.value == value
    assert found.verified is True
    assert found.text and found.check


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("p & q -> p", "tautology"),
        ("p ∧ ¬p", "contradiction"),
        ("∀x (P(x) ∧ Q(x)) ⟺ ∀x P(x) ∧ ∀x Q(x)", "tautology"),
        ("(p → q) → (q → p)", "contingent"),
        ("¬∀x P(x) ≡ ∃x ¬P(x)", "True"),
    ],
)
def test_a_formula_alone_is_told_its_class(text: str, value: str) -> None:
    """Where a letter occurs again, so that it may be decided without values."""
    assert answer(split(text)).value == value
