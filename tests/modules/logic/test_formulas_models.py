"""Assignments listed and chosen, clauses of SAT solvers, denied properties, and what is taken off before formulas."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.formulas import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal

ANSWERED = (
    ("List the models of p & ~q.", "p = True, q = False"),
    ("List all models of p | q", "p = True, q = True; p = True, q = False; p = False, q = True"),
    ("List the models of ~(p -> p)", "none"),
    ("For which truth values is p -> q false?", "p = True, q = False"),
    ("Find the only assignment that makes p | q false.", "p = False, q = False"),
    ("Which assignment satisfies p & q?\n(a) p = T, q = F\n(b) p = T, q = T", "b"),
    ("Which assignment makes p & q false?\n(a) p = T, q = F\n(b) p = T, q = T", "a"),
    ("Which of the following does p & q not entail?\n(a) p\n(b) ~q\n(c) p | q", "b"),
    ("Is p & ~p not satisfiable?", "True"),
    ("Is p & q not a tautology?", "True"),
    ("Is it the case that (p & q) -> p is not a tautology?", "False"),
    ("Is it true that if p then p?", "True"),
    ("A AND (B OR C) = A AND B OR C: is this an identity?", "False"),
    ("NOT(A AND B) = NOT A OR NOT B: is this an identity?", "True"),
    ("p cnf 2 2\n1 2 0\n-1 -2 0", "satisfiable"),
    ("c a comment\np cnf 2 3\n1 2 0\n-1 0\n-2 0", "unsatisfiable"),
    ("5 > 3 and 2 > 4", "False"),
    ("not (3 > 2) or 1 = 1", "True"),
    ("Let p: it rains. Let q: the road is wet. p -> q. ~q. Is p true?", "False"),
    ("Exactly one of p, q and r is true. p is false and q is false. Is r true?", "True"),
    ("At most one of p and q is true. p is true. Is q true?", "False"),
    ("At least one of p and q is true. p is true. Is q true?", "Unknown"),
    ("p or q, but not both. p is true. Is q true?", "False"),
    ("; a comment\n(declare-const p Bool)\n(assert (=> p p))\n(check-sat)", "sat"),
)
REFUSED = (
    "Find the only assignment that makes p | q true.",
    "Which assignment does not satisfy p & q?\n(a) p = T, q = T\n(b) p = F, q = T",
    "Which assignment satisfies p & q?\n(a) p = T\n(b) p = F, q = T",
    "Is p & q not contingent?",
    "Is it true that if p then q?",
    "A = B OR C: is this an identity?",
    "p cnf 2 3\n1 2 0\n-1 0",
    "5 > 3 > 4 and 2 > 1",
    "2 + 3 > 4 and 1 > 0",
    "Let p: it rains. Let q: it does not rain. p -> q. p. Is q true?",
    "Let p: it rains. Let q: it rains. p. Is q true?",
)


@pytest.mark.parametrize(("text", "expected"), ANSWERED)
def test_it_is_answered_and_checked(text: str, expected: str) -> None:
    """Each is decided by two roads."""
    finding = answer(split(text))

    assert (finding.value, finding.verified) == (expected, True)


@pytest.mark.parametrize("text", REFUSED)
def test_what_says_more_or_less_is_refused(text: str) -> None:
    """A wrong number of assignments, a denial of two properties, meanings that bear on each other."""
    with pytest.raises(Refusal):
        answer(split(text))
