"""Words that say how often, how surely or how nearly, and words that common knowledge connects, are not left out."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.rules import answer, read
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

HEDGED = (
    ("Olaf is hardly ever ill. Is Olaf ill?", "hardly"),
    ("Olaf is not always ill. Is Olaf ill?", "not always"),
    ("Olaf doesn't always sing. Does Olaf sing?", "n't always"),
    ("Olaf is scarcely rich. Is Olaf rich?", "scarcely"),
    ("Olaf is nearly bald. Is Olaf bald?", "nearly"),
    ("Olaf is supposedly rich. Is Olaf rich?", "supposedly"),
    ("Olaf dances instead of Una. Does Una dance?", "instead of"),
    ("Olaf dances without Una. Does Una dance?", "without"),
    ("Olaf is becoming tired. Is Olaf tired?", "is becoming"),
    ("Olaf may be ill. Is Olaf ill?", "may be"),
    ("Olaf may not sing. May Olaf sing?", "may not"),
    ("Rain is necessary for mud. Mud is here. Is rain here?", "necessary"),
)
CONNECTED = (
    ("Olaf is Una's father. Una is Pia's mother. Is Olaf Pia's grandfather?", "grandfather"),
    ("Olaf is the father of Una. Is Una the child of Olaf?", "child"),
    ("Olaf has four hens. Does Olaf have a hen?", "four"),
    ("Olaf has a hen. Does Olaf have two hens?", "two"),
)


@pytest.mark.parametrize(("text", "word"), HEDGED)
def test_a_word_that_weakens_what_is_said_is_refused(text: str, word: str) -> None:
    """It is named, and never left out."""
    with pytest.raises(NotUnderstood, match=word):
        read(split(text))


@pytest.mark.parametrize(("text", "word"), CONNECTED)
def test_unknown_is_no_answer_where_common_knowledge_would_settle_it(text: str, word: str) -> None:
    """The words that are connected are named."""
    with pytest.raises((NotUnderstood, NotDone), match=word):
        answer(split(text))


def test_kinship_that_a_rule_defines_is_answered() -> None:
    """The text itself says how the words bear on each other."""
    rule = "If X is a parent of Y and Y is a parent of Z, X is a grandparent of Z. "
    facts = "Olaf is a parent of Una. Una is a parent of Pia. "

    assert answer(split(rule + facts + "Is Olaf a grandparent of Pia?")).value == "True"


def test_a_supposed_or_good_one_is_no_simple_one() -> None:
    """A supposed spy need not be a spy, nor a good dancer good."""
    assert answer(split("Olaf is a supposed spy. Is Olaf a spy?")).value == "Unknown"
    assert answer(split("Olaf is a good dancer. All good people are kind. Is Olaf kind?")).value == "Unknown"
    assert answer(split("Olaf is a good dancer. All dancers are fit. Is Olaf fit?")).value == "True"


def test_permission_is_a_predicate_of_its_own() -> None:
    """Who may do a thing need not do it."""
    assert answer(split("Only members may row. Olaf may row. Is Olaf a member?")).value == "True"
    with pytest.raises(NotUnderstood):
        answer(split("Members may row. Olaf is a member. Does Olaf row?"))
