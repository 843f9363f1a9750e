"""Truth-tellers and liars: chains, knights and knaves, and what stays open."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.arrangements import liars
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

ISLAND = "Knights always tell the truth and knaves always lie."


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Zed tells the truth. Yan says Zed lies. Xia says Yan lies. Does Xia tell the truth?", "True"),
        ("Lou lies. Max says that Lou is lying. Ned says that Max is a liar. Is Ned lying?", "True"),
        ("Al always lies. Bo says that Al always tells the truth. Is Bo a liar?", "True"),
        (f'{ISLAND} Ann and Ben are two islanders. Ann says "We are both knaves". What is Ben?', "knight"),
        (
            (
                f'{ISLAND} You meet two islanders, Abe and Bea. Abe says: "Bea is a knave." '
                'Bea says: "We are both knights." What is Bea?'
            ),
            "knave",
        ),
        (
            f'{ISLAND} You meet three islanders: Jo, Ki and La. Jo says, "All of us '
            'are knaves." Ki says, "Exactly one of us is a '
            'knight." Who is a knight?',
            "Ki",
        ),
        (
            (
                'Al says, "If I am a knight, then Bo is a knight." On this island everyone '
                "is either a knight or a knave. What is Bo?"
            ),
            "knight",
        ),
        (
            (
                "Kim says that Lee is lying. Lee says that Moe is lying. Moe says that "
                "both Kim and Lee are lying. Who is telling the truth?"
            ),
            "Lee",
        ),
        ("Jan lies. Kit says Jan tells the truth. Lea says Kit lies. How many of them tell the truth?", "1"),
    ],
)
def test_who_tells_the_truth_is_settled(text: str, value: str) -> None:
    """Both roads agree on the value."""
    finding = liars.answer(split(text))
    assert (finding.value, finding.verified) == (value, True)


@given(st.booleans(), st.lists(st.booleans(), min_size=1, max_size=8))
@settings(deadline=None, max_examples=40)
def test_a_chain_ends_with_the_parity_of_its_denials(first: bool, links: list[bool]) -> None:
    """Each link says that the one before tells the truth, or lies."""
    names = [f"N{chr(97 + index)}x" for index in range(len(links) + 1)]
    told = [f"{names[0]} {'tells the truth' if first else 'lies'}."]
    expected = first
    for index, link in enumerate(links):
        told.append(f"{names[index + 1]} says {names[index]} {'tells the truth' if link else 'lies'}.")
        expected = expected is link
    finding = liars.answer(split(f"{' '.join(told)} Does {names[-1]} tell the truth?"))
    assert finding.value == str(expected)


def test_two_who_call_each_other_liars_stay_open() -> None:
    """Either may be the liar."""
    with pytest.raises(NotDone, match="do not settle"):
        liars.answer(split("Ana says Ben lies. Ben says Ana lies. Does Ana tell the truth?"))


def test_a_liar_paradox_is_reported() -> None:
    """Nobody can say so."""
    with pytest.raises(NotDone, match="contradict"):
        liars.answer(split("Ana says that Ben tells the truth. Ben says that Ana lies. Does Ana tell the truth?"))


@pytest.mark.parametrize(
    "text",
    [
        "Al sometimes lies. Bo says Al lies. Does Bo tell the truth?",
        "Al says it is raining. Bo says Al lies. Does Bo tell the truth?",
        "Al tells the truth on Mondays. Bo says Al lies. Does Bo tell the truth?",
        "Al lies. Bo thinks Al lies. Does Bo tell the truth?",
        "Al lies. Bo does not say that Al lies. Does Bo tell the truth?",
        "There are two knights and one knave here. Al says Bo lies. Does Bo tell the truth?",
    ],
)
def test_other_sentences_are_refused(text: str) -> None:
    """A sentence that is not of the language is not dropped."""
    with pytest.raises(NotUnderstood):
        liars.answer(split(text))
