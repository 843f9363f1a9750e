"""A text that asks something else, or leaves open what its words say, is not answered as if it did not."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.answering import answer

from orchestra.spec import Declined, Solution

_FIGURE = "All M are P. All S are M. Therefore all S are P."
_FISH = "All fish can fly. Salmon are fish. Therefore salmon can fly."


@pytest.mark.parametrize(
    "asked",
    [
        f"Is this syllogism in the first figure: {_FIGURE}",
        f"How many premises does this argument have: {_FISH}",
        f"What is the conclusion of this argument: {_FISH}",
        f"Who is mentioned in this argument: {_FISH}",
        f"Rewrite this argument in symbols: {_FISH}",
        f"Draw a Venn diagram for this argument: {_FISH}",
        f"What would make this argument valid: {_FISH}",
        f"Is this argument sound: {_FISH}",
        f"Is this argument circular: {_FISH}",
        f"Name the fallacy. Consider the following argument: {_FISH}",
        f"{_FISH} Is the argument sound?",
        f"{_FISH} Is the argument valid and what is its mood?",
    ],
)
def test_what_is_asked_of_an_argument_beside_its_validity_is_not_passed_over(asked: str) -> None:
    """Only validity is judged."""
    assert isinstance(answer(asked), Declined)


@pytest.mark.parametrize("opening", ["Is this argument valid:", "Consider this argument:", "Here is an argument:"])
def test_an_argument_that_is_presented_is_judged(opening: str) -> None:
    """A presentation asks nothing else."""
    found = answer(f"{opening} {_FISH}")

    assert isinstance(found, Solution)
    assert (found.value, found.verified) == ("valid", True)


@pytest.mark.parametrize(
    "text",
    [
        "Neither Alice nor Bob came to the party. If Carol came then Bob came. Did Carol come to the party?",
        "If Carol came then Bob came. Bob did not come to the party. Did Carol come to the party?",
        "If Alice goes to the dance then Bob goes. Alice goes to the dance. Does Bob go to the dance?",
        "Tom passed the test. If Tom passed, then Jim passed. Did Jim pass the test?",
        "If Ann studies, Ann passes. Ann studies for the exam. Does Ann pass the exam?",
    ],
)
def test_a_verb_alone_may_mean_the_same_with_what_belongs_to_it(text: str) -> None:
    """So it is not called unknown."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    "text",
    [
        "All ducks can fly. Donald is a rubber duck. Can Donald fly?",
        "All ducks can fly. Donald is a wooden duck. Can Donald fly?",
        "Al is a skilled surgeon. Al is a pianist. Is Al a skilled pianist?",
        "Al is a skilled cook. Every cook is a parent. Is Al a skilled parent?",
        "Bo is a beautiful dancer. Bo is a singer. Is Bo a beautiful singer?",
        "Bo is a heavy smoker. Is Bo heavy?",
        "Bo is an old friend. Is Bo old?",
        "Bo is a criminal lawyer. Is Bo a criminal?",
        "All criminals go to jail. Bo is a criminal lawyer. Does Bo go to jail?",
        "All cats are animals. Tom is a cat lover. Is Tom an animal?",
    ],
)
def test_a_compound_that_may_be_no_such_thing_is_not_taken_apart(text: str) -> None:
    """A cat lover is no cat."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize("adjective", ["possible", "non", "former"])
def test_what_is_only_called_so_need_not_be_so(adjective: str) -> None:
    """A possible president need not be one."""
    found = answer(f"All presidents live in the palace. Al is a {adjective} president. Does Al live in the palace?")

    assert isinstance(found, Solution)
    assert found.value == "Unknown"


@pytest.mark.parametrize("kind", ["big dog", "guard dog"])
def test_a_compound_is_what_its_noun_says(kind: str) -> None:
    """A guard dog is a dog."""
    found = answer(f"All dogs bark. Rex is a {kind}. Does Rex bark?")

    assert isinstance(found, Solution)
    assert found.value == "True"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Negate: Not all swans are white.", "All swans are white."),
        ("Negate: Not everyone is happy.", "Everyone is happy."),
        ("What is the negation of 'Not every student passed'?", "Every student passed."),
        ("Negate: Exactly one light is on.", "It is not the case that exactly one light is on."),
        ("Negate: A dog barked.", "It is not the case that a dog barked."),
        ("Negate: I do not know anybody.", "I know somebody."),
        ("Negate: Ann read every book.", "Ann did not read every book."),
        ("Negate: He is sometimes late.", "It is not the case that he is sometimes late."),
        (
            "What is the contrapositive of 'If a shape is a square, then it has four sides'?",
            "If a shape does not have four sides, then it is not a square.",
        ),
        (
            "What is the contrapositive of 'If a dog barks, then somebody wakes up'?",
            "If it is not the case that somebody wakes up, then it is not the case that a dog barks.",
        ),
    ],
)
def test_a_sentence_turned_says_what_it_has_to(asked: str, told: str) -> None:
    """ "Not" denies the whole sentence, and one thing of a kind stays that one."""
    found = answer(asked)

    assert isinstance(found, Solution)
    assert (found.value, found.verified) == (told, True)


@pytest.mark.parametrize(
    "asked",
    [
        "Negate: He always wins.",
        "Negate: Ann also sings.",
        "Negate: I never lie.",
        "Negate: He sometimes wins.",
        "Negate: I have already eaten.",
        "Negate: If a shape is a square, then it has four sides.",
        "What is the contrapositive of 'If someone is rich, then he is happy'?",
        "What is the contrapositive of 'If a boy owns a dog, then he feeds it'?",
    ],
)
def test_a_sentence_that_would_come_out_wrong_is_not_turned(asked: str) -> None:
    """No sentence is composed rather than a wrong one."""
    assert isinstance(answer(asked), Declined)


def test_who_is_named_in_the_question_alone_belongs_to_the_story() -> None:
    """ "We" are the two of whom it is asked."""
    found = answer('Knights tell the truth, knaves lie. Alice says, "We are both knaves." What are Alice and Bob?')

    assert isinstance(found, Solution)
    assert found.value == "Alice is a knave, Bob is a knight"


def test_a_musing_on_the_matter_before_an_argument_asks_nothing() -> None:
    """Only what is asked of the argument itself would be passed over."""
    musing = "Which animals can fly? It is hard to remember them all. The following argument tries: "
    found = answer(f"{musing}{_FISH} Is the argument valid or invalid?")
    assert isinstance(found, Solution)
    assert found.value == "valid"
