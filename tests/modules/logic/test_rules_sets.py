"""Sets named by letters: subsets, elements, disjoint sets."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.rules import answer, read
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

ASKED = (
    ("P is a subset of Q and Q is a subset of R. Is P a subset of R?", "True"),
    ("If P is a subset of Q and Q is a subset of R, is P a subset of R?", "True"),
    ("P is a subset of Q. Is Q a subset of P?", "Unknown"),
    ("P is a superset of Q. k is an element of Q. Is k in P?", "True"),
    ("Set P is a subset of set Q. 7 is not in Q. Is 7 in P?", "False"),
    ("P and Q are disjoint. k is in P. Is k an element of Q?", "False"),
    ("P is a subset of Q. Q and R are disjoint. Are P and R disjoint?", "True"),
    ("Every element of P is in Q. k is in P. Does it follow that k is in Q?", "True"),
    ("P is not a subset of Q. Is P a subset of Q?", "False"),
)
REFUSED = (
    "P is a subset of Q. Is P equal to Q?",
    "P is a subset of Q almost everywhere. Is P a subset of Q?",
    "P is a subset of Q. Is Q a finite subset of P?",
)


@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_statements_about_sets_are_classes_of_elements(text: str, expected: str) -> None:
    """The verdict is checked like any other."""
    finding = answer(split(text))

    assert (finding.value, finding.verified) == (expected, True)


@pytest.mark.parametrize("text", REFUSED)
def test_other_words_about_sets_are_refused(text: str) -> None:
    """No word is passed over."""
    with pytest.raises((NotUnderstood, NotDone)):
        answer(split(text))


@pytest.mark.parametrize("text", ["Una has a hat. Which hat does Una have?", "Una likes Olaf. Who does Una like?"])
def test_an_object_that_is_asked_for_is_not_taken_for_a_subject(text: str) -> None:
    """ "Which hat does Una have" asks for a hat, not for one that "does"."""
    with pytest.raises(NotUnderstood):
        read(split(text))
