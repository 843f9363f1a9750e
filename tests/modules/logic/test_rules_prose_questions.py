"""Everyday questions of arguments in prose: plain ones, what follows, which option, who; forms of a conditional."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.answering import answer_formal
from orchestra_modules.logic.probe import probe
from orchestra_modules.logic.rules import answer, from_json, read, solve
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal

from orchestra.spec import Solution

STORM = "If a storm comes, the boats stay in the harbour. "
THREE = "\nOptions:\nA) True\nB) False\nC) Uncertain"

PLAIN = [
    (STORM + "A storm came. Did the boats stay in the harbour?", "True"),
    (STORM + "The boats did not stay in the harbour. Did a storm come?", "False"),
    (STORM + "The boats stayed in the harbour. Did a storm come?", "Unknown"),
    (STORM + "The boats won't stay in the harbour. Can we conclude that a storm does not come?", "True"),
    (STORM + "The boats stayed in the harbour. Can we conclude that a storm came?", "False"),
    (STORM + "A storm came. Does it follow that the boats stayed in the harbour?", "True"),
    (STORM + "Given that a storm is coming, will the boats stay in the harbour?", "True"),
    (STORM + "If the boats do not stay in the harbour, is a storm coming?", "False"),
    (STORM + "A storm came. True or false: the boats did not stay in the harbour.", "False"),
    (STORM + "A storm came. Is it true that the boats stayed in the harbour?", "True"),
    ("Either the cook or the maid opened the safe. The maid did not open the safe. Did the cook open it?", "True"),
    ("Either the cook or the maid opened the safe. The cook did not. Did the maid open it?", None),
    ("The cook and the maid are not both lying. The cook is lying. Is the maid lying?", "False"),
    ("Neither the cook nor the maid is lying. Is the cook lying?", "False"),
    ("Ida dances only if Per sings. Ida danced. Did Per sing?", "True"),
    ("Ida dances only if Per sings. Per sang. Did Ida dance?", "Unknown"),
    ("Ida will dance unless Per sings. Ida didn't dance. Did Per sing?", "True"),
    ("If Ida dances, she is happy. Ida is dancing. Is Ida happy?", "True"),
    ("If Ida dances, she is happy. Ida is not happy. Is she dancing?", "False"),
    ("Ida dances if and only if Per sings. Per does not sing. Does Ida dance?", "False"),
    ("You may park here if you have a permit. You have a permit. May you park here?", "True"),
    ("I walk or take the tram. I do not walk. Do I take the tram?", "True"),
    ("The key is in the drawer or in the bag. It is not in the bag. Is the key in the drawer?", "True"),
    ("If there is a fault, the light flashes. The light is not flashing. Is there a fault?", "False"),
    ("If it freezes, the pipes burst. If the pipes burst, the cellar floods. It froze. Does the cellar flood?", "True"),
    ("If the fog lifts and the wind drops, we sail. The fog lifted. The wind dropped. Do we sail?", "True"),
    ("If the fog lifts and the wind drops, we sail. The fog lifted. Do we sail?", "Unknown"),
    ("Everyone who trains wins. Gil trained. Did Gil win?", "True"),
    ("Everyone who trains wins. Ute did not win. Did Ute train?", "False"),
    ("Whoever cheats is expelled. Finn cheated. Was Finn expelled?", "True"),
    ("Every guest will get a badge. Lou is a guest. Will Lou get a badge?", "True"),
    ("All sailors who know the coast sail at night. Bo is a sailor. Bo knows the coast. Does Bo sail at night?", None),
    ("No one who works at the mill fishes. Every miller works at the mill. Jon Vale is a miller. Does Jon Vale fish?",
     "False"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_a_plain_question_gets_the_verdict_of_its_premises(text: str, value: str | None) -> None:
    """Yes, no, or that neither follows; what is not placed is declined."""
    if value is None:
        with pytest.raises(Refusal):
            answer(split(text))
        return
    finding = answer(split(text))

    assert (finding.value, finding.verified) == (value, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Some potters are either rich or famous. Ada Brook is a potter.\nIs the following statement true, false, or "
         "uncertain? Ada Brook is rich.", "C"),
        ("All people who sing in the choir like music. Mia Torr sings in the choir. Everyone who likes music is either "
         "a dancer or a painter. Mia Torr is not a dancer.\nBased on the above information, is the following statement "
         "true, false, or uncertain? Mia Torr is a painter.", "A"),
        ("If Kim is a singer, then Kim is a pianist or a dancer. Kim is a singer. Kim is not a dancer.\n"
         "Is the following statement true, false, or uncertain? Kim is a pianist.", "A"),
        ("No sculptor lives in the city. Lea Moss is a sculptor that works in the old mill.\n"
         "Is the following statement true, false, or uncertain? Lea Moss lives in the city.", "B"),
    ],
)  # fmt: skip
def test_a_statement_is_true_false_or_uncertain(text: str, value: str) -> None:
    """Classes, relative clauses, names of several words, objects."""
    assert answer(split(text + THREE)).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (STORM + "A storm came. What follows?", "The boats stay in the harbour"),
        (STORM + "The boats did not stay in the harbour. What can we conclude?", "A storm does not come"),
        ("If the horn sounds, Vera wakes. If Vera wakes, the baby cries. What follows?",
         "If the horn sounds, then the baby cries"),
        ("Ann or Ben ate the pie. Ann did not eat it. Who ate the pie?", "Ben"),
        ("Either Ann, Ben or Cleo broke the jar. Ann did not break it. Cleo did not break the jar. Who broke the jar?",
         "Ben"),
        (STORM + "A storm came. Which of the following must be true?\nA) A storm did not come.\nB) The boats stayed in "
         "the harbour.\nC) The boats did not stay in the harbour.", "B"),
        (STORM + "A storm came. What can be concluded?\nA) The boats did not stay in the harbour.\nB) The boats stayed "
         "in the harbour.", "B"),
        ("All herons are loud. Pim is a heron. Which of the following follows?\nA) Pim is loud.\nB) Pim is not loud.\n"
         "C) Pim is not a heron.", "A"),
        ("What is the contrapositive of 'If the gong sounds, then the guests rise'?",
         "If the guests do not rise, then the gong does not sound."),
        ("What is the converse of \"If the gong sounds, then the guests rise.\"?",
         "If the guests rise, then the gong sounds."),
        ("Give the inverse of the statement: If the gong sounds, then the guests rise.",
         "If the gong does not sound, then the guests do not rise."),
        ("Negate the statement: If the gong sounds, the guests rise.", "The gong sounds and the guests do not rise."),
        ("If the gong sounds, the guests rise. What is the converse of this statement?",
         "If the guests rise, then the gong sounds."),
        ("State the contrapositive of: If Lou is not ill, Lou works.", "If Lou does not work, then Lou is ill."),
        ("What is the contrapositive of 'If you read or write, then you learn'?",
         "If you do not learn, then you do not read and you do not write."),
        ("What is the negation of 'All owls sleep'?", "Some owls do not sleep."),
        ("What is the negation of 'Some owls do not sleep'?", "All owls sleep."),
        ("What is the negation of \"Some owls sleep\"?", "No owls sleep."),
        ("What is the negation of 'It is raining'?", "It is not raining."),
        ("What is the negation of 'Lou works or Mo rests'?", "Lou does not work and Mo does not rest."),
        ("Which of the following is the contrapositive of 'If the inn is full, then the sign is lit'?\n"
         "A) If the sign is lit, then the inn is full.\nB) If the inn is not full, then the sign is not lit.\n"
         "C) If the sign is not lit, then the inn is not full.", "C"),
        ("Which of the following is the converse of 'If the inn is full, then the sign is lit'?\n"
         "A) If the sign is lit, then the inn is full.\nB) If the inn is not full, then the sign is not lit.\n"
         "C) If the sign is not lit, then the inn is not full.", "A"),
    ],
)  # fmt: skip
def test_what_follows_who_and_forms_of_a_conditional_are_told(text: str, value: str) -> None:
    """As sentences composed of the parts, as names, or as an option's label."""
    finding = answer(split(text))

    assert (finding.value, finding.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "What is the contrapositive of 'The gong sounds'?",
        "What is the converse of 'All owls sleep'?",
        "If Ada meets Bea, she smiles. Ada meets Bea. Does Ada smile?",
        "If someone is at home, the lamp is lit. Someone is not at home. Is the lamp lit?",
        "It rained. It will not rain. Did it rain?",
        "Is Ada or Bea guilty? Ada is guilty or Bea is guilty.",
        "Ada is guilty or Bea is guilty. Isn't Ada guilty?",
        "If it rains, Lou reads. It rains. How many books does Lou read?",
        "If you walk five miles, do you get home? Walk two miles. Turn left.",
        "If the pump runs, the tank fills. The pump runs. What follows if the tank leaks?",
    ],
)
def test_what_is_unclear_or_of_another_kind_is_declined(text: str) -> None:
    """Pronouns with two candidates, two times, double questions, amounts."""
    with pytest.raises(Refusal):
        answer(split(text))


def test_premises_that_contradict_each_other_are_named() -> None:
    """Nothing is concluded from them."""
    with pytest.raises(NotDone, match="contradict each other"):
        answer(split(STORM + "A storm came. The boats did not stay in the harbour. Did a storm come?"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("All men are mortal. Plato is a man. Is Plato mortal?", "Yes: Plato is mortal; it follows"),
        ("No heron is calm. Pim is a heron. Is Pim calm?", "No: Pim is not calm; it follows"),
        ("Everyone who trains wins. Gil trained. Did Gil win?", "Yes: Gil won; it follows"),
        (STORM + "A storm came. Did the boats stay in the harbour?", "Yes: the boats stay in the harbour; it follows"),
    ],
)
def test_an_answer_is_a_statement(text: str, told: str) -> None:
    """Not the question again."""
    assert answer(split(text)).text.startswith(told)


def test_reading_solves_nothing_and_refuses_what_is_no_argument() -> None:
    """A probe asks no more than that."""
    told = read(split(STORM + "A storm came. Did the boats stay in the harbour?"))

    assert solve(told).value == "True"
    assert probe(STORM + "A storm came. Did the boats stay in the harbour?").score > 0.9
    with pytest.raises(NotUnderstood):
        read(split("Boats are nice."))


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ({"premises": ["all x. (heron(x) -> loud(x))", "heron(pim)"], "claim": "loud(pim)"}, "True"),
        ({"premises": ["all x. (heron(x) -> loud(x))", "heron(pim)"], "claim": "-loud(pim)"}, "False"),
        ({"premises": ["p -> q", "q"], "claim": "p", "asking": "valid"}, "invalid"),
        ({"premises": ["p -> q", "~q"], "claim": "~p", "asking": "valid"}, "valid"),
        ({"premises": ["heron(pim)"], "claim": "loud(pim)", "closed": True}, "False"),
        ({"program": "a(x1).\nb(X) :- a(X).\n?- b(Y)."}, "x1"),
    ],
)
def test_a_formal_problem_is_solved(body: dict[str, object], value: str) -> None:
    """Formulas in any notation, or a program."""
    solution = answer_formal("orchestra/logic/1", {"kind": "rules", **body})  # type: ignore[dict-item]

    assert isinstance(solution, Solution)
    assert solution.value == value


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"claim": "p"},
        {"premises": [1], "claim": "p"},
        {"premises": ["p"], "claim": ["p", "q"]},
        {"premises": ["p"], "claim": "p", "asking": "why"},
        {"premises": ["r(a, b, c)"], "claim": "p"},
        {"premises": ["a = b"], "claim": "p"},
        {"premises": ["p"], "claim": "p", "more": 1},
    ],
)
def test_a_formal_problem_of_another_form_is_refused(body: object) -> None:
    """With the reason."""
    with pytest.raises(NotUnderstood):
        from_json(body)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "premise",
    ["If it rains, " * 40 + "Lou reads", "it is false that " * 60 + "it rains", "it rains or " * 60 + "Lou reads"],
)
def test_long_and_deep_sentences_end_in_an_answer_or_a_refusal(premise: str) -> None:
    """The ways to part a sentence are bounded."""
    try:
        finding = answer(split(f"{premise}. It is raining. Does Lou read?"))
    except Refusal:
        return
    assert finding.verified is True
