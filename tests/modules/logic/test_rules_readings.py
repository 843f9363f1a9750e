"""Which reading a text gets, what it answers in it, and when it declines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.rules import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal

THREE = "\nOptions:\nA) True\nB) False\nC) Unknown"


@pytest.mark.parametrize(
    ("text", "value", "method"),
    [
        ("Odo is loud. If someone is loud then they are bold. Is Odo bold?", "True", "rules reading"),
        ("All herons are loud. Pim is a heron. Is Pim loud?", "True", "rules reading"),
        ("All herons are loud. No loud thing is a pet. Pim is a heron. Is Pim a pet?", "False", "classical reading"),
        ("Pim is loud or bold. Pim is not loud. Is Pim bold?", "True", "classical reading"),
        ("Pim is loud. All loud things are bold. Does it follow that Pim is bold?", "True", "classical reading"),
        ("What is not stated is false. Pim is loud. Loud things are bold. Is Pim calm?", "False", "closed reading"),
        (
            "Whatever is not stated is false. Pim is loud. If something is loud and not calm then it is bold. "
            "Is Pim bold?",
            "True",
            "closed reading",
        ),
    ],
)
def test_the_words_of_a_text_choose_its_reading(text: str, value: str, method: str) -> None:
    """Plain rules fire forward; a logical word makes it classical; only the text itself closes the world."""
    finding = answer(split(text))

    assert (finding.value, finding.method, finding.verified) == (value, method, True)
    assert finding.steps[0].startswith("Read ")


def test_rules_are_not_turned_round_and_the_other_verdict_is_named() -> None:
    """Modus tollens is not a rule firing forward; the text says what classical logic would say."""
    finding = answer(split("If someone is loud then they are bold. Pim is not bold. Is Pim loud?" + THREE))

    assert finding.value == "C"
    assert "Read classically" in finding.text
    assert "false" in finding.text


def test_not_in_a_condition_has_to_be_stated() -> None:
    """Silence about a thing is no denial of it."""
    rules = "If something is loud and not calm then it is bold. Pim is loud. "

    assert answer(split(rules + "Is Pim bold?" + THREE)).value == "C"
    assert answer(split(rules + "Pim is not calm. Is Pim bold?" + THREE)).value == "A"


def test_a_derivation_is_told_step_by_step() -> None:
    """Each step names its premises and the sentence it comes by."""
    text = "Odo is loud. All loud things are bold. If something is bold then it is quick. Is Odo quick?"
    steps = "\n".join(answer(split(text)).steps)

    assert "[Odo: bold], because [Odo: loud], by 'All loud things are bold'" in steps
    assert "[Odo: quick], because [Odo: bold]" in steps


def test_a_case_against_is_told_where_nothing_follows() -> None:
    """An unknown verdict in classical logic comes with a case in which the premises hold and the claim does not."""
    finding = answer(split("Some herons are loud. Pim is a heron. Is Pim loud?" + THREE))

    assert finding.value == "C"
    assert any(step.startswith("A case in which") for step in finding.steps)


def test_a_contradiction_about_what_is_asked_declines_with_both_derivations() -> None:
    """Nothing is concluded from statements that contradict each other."""
    with pytest.raises(NotDone, match=r"contradict each other.*loud.*not loud"):
        answer(split("Pim is calm. Calm things are not loud. Pim is loud. Is Pim loud?"))


def test_a_contradiction_elsewhere_is_noted_and_does_not_spread() -> None:
    """Rules answer what the contradiction does not touch."""
    finding = answer(
        split("Pim is loud. Pim is not loud. Odo is bold. If someone is bold then they are quick. Is Odo quick?")
    )

    assert finding.value == "True"
    assert "Elsewhere the statements contradict each other" in finding.text


def test_contradicting_premises_of_an_argument_are_named_and_no_others() -> None:
    """The smallest set of premises that clash is told."""
    text = "No heron is bold. Pim is a heron and bold. Odo is calm. Therefore, Odo is quick. Is the argument valid?"

    with pytest.raises(NotDone) as refusal:
        answer(split(text))

    assert "No heron is bold" in refusal.value.reason
    assert "Odo is calm" not in refusal.value.reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rex is either a heron or an otter. Rex is not a heron. Is Rex an otter?", "True"),
        ("Pim is not loud or bold. Pim is not bold. Pim is not loud. Is Pim bold?", "False"),
    ],
)
def test_readings_that_agree_are_answered(text: str, value: str) -> None:
    """An ambiguity that changes nothing is no obstacle."""
    assert answer(split(text)).value == value


@pytest.mark.parametrize(
    "text",
    [
        "Rex is either a heron or an otter. Rex is a heron. Is Rex an otter?",
        "Someone who is loud is bold. Pim is loud. Is Pim bold?",
        "Everyone who is not loud or calm is bold. Pim is not loud. Pim is calm. Is Pim bold?",
    ],
)
def test_readings_that_disagree_are_declined(text: str) -> None:
    """Two readings, two verdicts: neither is given."""
    with pytest.raises(NotDone, match="two ways"):
        answer(split(text))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Is Odo loud?", "True"),
        ("Is the following statement true or false? Odo is loud.", "True"),
        ("True or false: Odo is not loud.", "False"),
        ("Based on the above, is the statement \"Odo is loud\" true or false?", "True"),
        ("Is it true that Odo is loud?", "True"),
        ("Can we conclude that Odo is loud?", "True"),
        ("Does it follow that no heron is loud?", "False"),
        ("Decide whether the following statement is true or false: Odo is loud.", "True"),
        ("Are all herons loud?", "True"),
        ("Who is loud?", "Odo, Pim"),
        ("Which herons are loud?", "Odo, Pim"),
        ("Does the otter hunt Pim?", "True"),
        ("What hunts Pim?", "Otter"),
        ("Statement: Odo is loud. Is the statement true?", "True"),
    ],
)  # fmt: skip
def test_a_question_may_be_put_in_many_forms(question: str, value: str) -> None:
    """Judging, concluding, asking outright and searching."""
    facts = "Herons are loud. Odo and Pim are herons. Mia is calm. The otter hunts Pim. "

    assert answer(split(facts + question)).value == value


@pytest.mark.parametrize(
    ("options", "value"),
    [
        ("A) True\nB) False", "A"),
        ("A) No\nB) Yes", "B"),
        ("- Yes\n- No", "Yes"),
        ("A) True\nB) False\nC) Uncertain", "A"),
    ],
)
def test_an_option_stands_for_its_truth_value(options: str, value: str) -> None:
    """Labels where there are labels, words where there are none."""
    assert answer(split(f"Herons are loud. Odo is a heron. Is Odo loud?\nOptions:\n{options}")).value == value


def test_an_unknown_verdict_fits_neither_true_nor_false() -> None:
    """With no option for it, it is declined; two options do not close the world."""
    with pytest.raises(NotDone):
        answer(split("Herons are loud. Odo is an otter. Is Odo loud?\nOptions:\nA) True\nB) False"))


def test_a_verdict_that_hangs_on_whether_anything_exists_is_declined() -> None:
    """ "Do herons fly?" is no to a speaker and open to a logician if there may be no herons."""
    with pytest.raises(NotDone, match="has a member"):
        answer(split("No herons are loud. All bitterns are herons. Are all bitterns loud?"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Odo is loud.",
        "Is Odo loud?",
        "There are three red kites and two blue kites. How many kites are there?",
        "Odo has 3 kites and buys 2. How many kites does Odo have?",
        "Herons are loud. Odo is a heron. Is Odo not loud?",
        "Herons are loud. Odo is a heron. What is the capital of Peru?",
        "x + 3 = 5. What is x?",
        "Ida is married to Odo. Is Odo married to Ida?",
        "Ida is the mother of Odo. Odo is the father of Pim. Is Ida the grandmother of Pim?",
    ],
)
def test_texts_of_other_kinds_are_refused(text: str) -> None:
    """The kind answers only what it understands whole."""
    with pytest.raises((NotUnderstood, NotDone)):
        answer(split(text))


def test_an_introduction_carries_no_premise() -> None:
    """What stands before "the following argument ...:" is told aside and left out."""
    text = (
        '"Herons, otters, gulls: who is what? The following argument is about that: To begin with, every gull is a '
        'diver. Moreover, Pim is a gull. It follows that Pim is a diver."\n'
        "Is the argument deductively valid or invalid?"
    )
    finding = answer(split(text))

    assert finding.value == "valid"
    assert any("introduction" in step for step in finding.steps)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("If a gull fears a heron then the heron hunts the gull. Gus is a gull. Hal is a heron. Gus fears Hal. "
         "Does Hal hunt Gus?", "True"),
        ("If X is a rival of Y then Y is a rival of X. Ida is a rival of Odo. Is Odo a rival of Ida?", "True"),
        ("Neither gulls nor herons are mammals. Gus is a gull. Is Gus a mammal?", "False"),
        ("Every gull that fears a heron is calm. Gus is a gull. Hal is a heron. Gus fears Hal. Is Gus calm?", "True"),
        ("Everyone who owns a kite is calm. Gus owns a kite. Is Gus calm?", "True"),
        ("Gus is a young gull. Every gull is a bird. Is Gus a bird?", "True"),
        ("Gus is a fake gull. Every gull is a bird. Is Gus a bird?", "Unknown"),
        ("Ida is a close friend of Odo. Every friend of Odo is calm. Is Ida calm?", "True"),
        ("The gull is quick. All gulls are birds. Is the gull a bird?", "True"),
        ("Ida, Odo and Pim are divers. Divers are calm. Is Odo calm?", "True"),
        ("Only divers are calm. Pim is calm. Is Pim a diver?", "True"),
        ("Every gull fears some heron. Gus is a gull. Does Gus fear a heron?", "True"),
        ("Everyone who dives in Malta swims. Pim dives in Malta. Does Pim swim?", "True"),
    ],
)  # fmt: skip
def test_meanings_compose_through_relations_and_classes(text: str, value: str) -> None:
    """Things spoken of twice, letters as variables, relations to things of a class, and adjectives."""
    assert answer(split(text)).value == value


@pytest.mark.parametrize(
    "text",
    [
        "Gulls eat herrings. Gus is a gull. Hal is a herring. Does Gus eat Hal?",
        "Everyone who drinks tea is calm. Ida drinks hot tea. Is Ida calm?",
        "If a gull fears a heron then it is quick. Gus is a gull. Hal is a heron. Gus fears Hal. Is Gus quick?",
    ],
)
def test_what_words_leave_open_is_refused(text: str) -> None:
    """Bare plurals as objects, and pronouns with two candidates, are not guessed."""
    with pytest.raises(NotUnderstood):
        answer(split(text))


SMALL_WORDS = st.sampled_from(
    [
        "if",
        "then",
        "every",
        "all",
        "no",
        "some",
        "only",
        "not",
        "neither",
        "nor",
        "either",
        "both",
        "and",
        "or",
        "but",
        ",",
        ":",
        "is",
        "are",
        "does",
        "who",
        "that",
        "someone",
        "it",
        "they",
        "the",
        "a",
        "Ida",
        "Odo",
        "heron",
        "herons",
        "loud",
        "bold",
        "likes",
        "hunts",
        "of",
        "in",
        "being",
        "to",
        "be",
        "sufficient",
        "necessary",
        "for",
        "there",
        "unless",
        "one",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(SMALL_WORDS, min_size=1, max_size=14).map(" ".join))
def test_any_row_of_words_is_read_or_refused(sentence: str) -> None:
    """Whatever the words, nothing else than a refusal or a checked answer comes out."""
    try:
        finding = answer(split(f"Herons are loud. Odo is a heron. {sentence}. Is Odo loud?"))
    except Refusal:
        return
    assert finding.value in ("True", "False", "Unknown")
    assert finding.verified is not False


@pytest.mark.parametrize(
    "text",
    [
        "Odo is " + "not " * 3000 + "loud. Is Odo loud?",
        "it is true that " * 800 + "Odo is loud. Is Odo loud?",
        "Odo likes every heron that likes " * 300 + "Ida. Is Odo loud?",
        "Odo is loud. " * 3000 + "Is Odo loud?",
    ],
)
def test_long_and_deep_texts_are_refused(text: str) -> None:
    """Length is bounded before anything is built."""
    with pytest.raises(Refusal):
        answer(split(text))
