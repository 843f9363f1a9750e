"""Arguments told in everyday sentences, with the verdict that a textbook gives."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.rules import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal

VALID = [
    "If it snows, the pass is closed. It is snowing. Therefore the pass is closed.",
    "If it snows then the pass is closed. The pass is not closed. So it is not snowing.",
    "If the kettle boils, it whistles. If it whistles, the cat hides. So if the kettle boils, the cat hides.",
    "Either the baker or the barber left early. The baker did not leave early. Therefore the barber left early.",
    "The parcel is in the van or in the depot. It's not in the van. Hence the parcel is in the depot.",
    "Unless Rosa calls, we will cancel the trip. Rosa will not call. Therefore, we will cancel the trip.",
    "We will cancel the trip unless Rosa calls. We did not cancel the trip. So Rosa called.",
    "The engine starts only if the tank is full. The engine started. Thus the tank was full.",
    "The engine starts only if the tank is full. The tank is not full. Thus the engine does not start.",
    "You may borrow a book if and only if you have a card. You have a card. So you may borrow a book.",
    "The lamp is lit if and only if the switch is on. The lamp is not lit. Therefore the switch is not on.",
    "Not both Hugo and Ines won. Hugo won. Therefore Ines did not win.",
    "It is not the case that both Hugo and Ines won. Ines won. Therefore Hugo did not win.",
    "Hugo and Ines did not both win. Hugo won. So Ines did not win.",
    "Neither Hugo nor Ines came. Therefore Ines did not come.",
    "The soup is neither hot nor salty. If the soup is not hot, the guests complain. So the guests complain.",
    "The rope holds and the anchor holds. Therefore the rope holds.",
    "The rope holds. Therefore the rope holds or the anchor holds.",
    "The rope holds. The anchor holds. Therefore the rope holds and the anchor holds.",
    "If the rope holds, we climb. If the anchor holds, we climb. The rope holds or the anchor holds. So we climb.",
    "If we climb, then the rope holds and the anchor holds. The anchor does not hold. So we do not climb.",
    "Provided that the ferry runs, we can reach the island. The ferry runs. So we can reach the island.",
    "We can reach the island provided that the ferry runs. We cannot reach the island. So the ferry does not run.",
    "As long as the fire burns, the wolves stay away. The wolves did not stay away. So the fire did not burn.",
    "Whenever the bell rings, the dog barks. The dog isn't barking. Therefore the bell isn't ringing.",
    "When the bell rings, the dog barks. The bell is ringing. So the dog must be barking.",
    "It is false that the bank is open. If the bank is not open, Pia waits. Therefore Pia waits.",
    "If it is not the case that the bank is open, then Pia waits. Pia does not wait. So the bank is open.",
    "If Pia pays, then if the bank is open, Max smiles. Pia pays. The bank is open. So Max smiles.",
    "If Pia pays and the bank is open, then Max smiles. Pia pays. The bank is open. Therefore, Max smiles.",
    "If Pia pays or Otto pays, Max smiles. Otto paid. Therefore Max smiled.",
    "If either Pia or Otto pays, Max smiles. Max does not smile. Therefore Pia does not pay.",
    "Either Pia pays, or Otto pays but Max complains. Pia does not pay. So Max complains.",
    "The judge will not resign. If the mayor resigns, then the judge will resign. So the mayor won't resign.",
    "If the fuse has blown, the radio does not work. The radio works. So the fuse has not blown.",
    "If the radio is playing, someone is at home. The radio is playing. So someone is at home.",
    "The moon is out or the stars are hidden. The stars are not hidden, so the moon is out.",
    "If I oversleep, I miss the bus. If I miss the bus, I walk to work. I overslept. Therefore I walked to work.",
    "If Tess wins, she celebrates. Tess did not celebrate. So she did not win.",
    "She will sing or dance. She will not sing. So she will dance.",
    "He neither smokes nor drinks. So he does not drink.",
    "He does not smoke or drink. Therefore he does not drink.",
    "The flag is green or white. It is not green. Therefore the flag is white.",
    "Greta is at the office if the car is gone. The car is gone. So Greta is at the office.",
    "If there is a leak, the floor is damp. The floor is not damp. Therefore there is no leak.",
    "If there is no milk, Lou drinks water. There is no milk. So Lou drinks water.",
    "If the door was locked, then the thief had a key. The thief did not have a key. So the door was not locked.",
    "The gate never opens. If the gate does not open, the goats stay inside. So the goats stay inside.",
    "The plan works just in case the wind turns. The wind has turned. So the plan works.",
    "If all the guests are seated, dinner starts. Every guest is seated. So dinner starts.",
    "If the plan works, the crew is paid. The plan works or the ship sinks. The crew isn't paid. Thus, the ship sinks.",
    "If the vote passes, taxes rise. If taxes rise, shops close. Shops do not close. So the vote does not pass.",
    "Assuming that the seal holds, the tank is safe. The tank isn't safe. Therefore, the seal doesn't hold.",
    "If Noor or Paul is right, then Quinn is wrong. Quinn is not wrong. So Noor is not right.",
    "If the sky is clear, we see the comet. The sky is clear and the moon is down. Therefore we see the comet.",
    "The clock is slow if the battery is weak. The clock isn't slow. It follows that the battery isn't weak.",
    "Premise 1: If the tide is low, the cave is open. Premise 2: The tide is low. Conclusion: The cave is open.",
]  # fmt: skip

INVALID = [
    "If it snows, the pass is closed. The pass is closed. Therefore it is snowing.",
    "If it snows, the pass is closed. It is not snowing. Therefore the pass is not closed.",
    "If the kettle boils, the cat hides. If the dog barks, the cat hides. So if the kettle boils, the dog barks.",
    "The rope holds or the anchor holds. Therefore the rope holds.",
    "The engine starts only if the tank is full. The tank is full. Thus the engine starts.",
    "The engine starts if the tank is full. The engine starts. Thus the tank is full.",
    "Not both Hugo and Ines won. Hugo did not win. Therefore Ines won.",
    "It is not the case that both Hugo and Ines won. Therefore Hugo did not win.",
    "Unless Rosa calls, we will cancel the trip. Rosa called. Therefore we did not cancel the trip.",
    "Whenever the bell rings, the dog barks. The dog is barking. Therefore the bell is ringing.",
    "Provided that the ferry runs, we can reach the island. The ferry does not run. So we cannot reach the island.",
    "If Pia pays and the bank is open, then Max smiles. Pia pays. Therefore, Max smiles.",
    "If Pia pays or Otto pays, Max smiles. Max smiles. Therefore Otto pays.",
    "If Tess wins, she celebrates. She celebrated. So Tess won.",
    "If the fuse has blown, the radio does not work. The radio does not work. So the fuse has blown.",
    "If the vote passes, taxes rise. If taxes rise, shops close. Shops close. So the vote passes.",
    "If the vote passes, taxes rise. If taxes rise, shops close. So if shops close, the vote passes.",
    "Greta is at the office if the car is gone. Greta is at the office. So the car is gone.",
    "If we climb, then the rope holds and the anchor holds. The rope holds. So we climb.",
    "The rope holds or the anchor holds. The anchor holds. Therefore the rope does not hold.",
    "If the plan works, the crew is paid. If Bo quits, the crew is not paid. Bo does not quit. So the plan works.",
    "If the sky is clear, we see the comet. The sky is not clear. Hence we do not see the comet.",
    "If there is a leak, the floor is damp. The floor is damp. Therefore there is a leak.",
    "Premise 1: If the tide is low, the cave is open. Premise 2: The cave is open. Conclusion: The tide is low.",
]  # fmt: skip

ASKS = (
    "Is the argument valid?",
    "Is this argument valid or invalid?",
    "Is this a valid argument?",
    "Is this valid?",
    "Is it logically valid?",
    "Is the reasoning valid?",
)


@pytest.mark.parametrize("argument", VALID)
def test_an_argument_whose_conclusion_follows_is_valid(argument: str) -> None:
    """Whatever the tense and however "not" is told."""
    finding = answer(split(f"{argument} {ASKS[len(argument) % len(ASKS)]}"))

    assert (finding.value, finding.verified) == ("valid", True)


@pytest.mark.parametrize("argument", INVALID)
def test_an_argument_whose_conclusion_does_not_follow_is_invalid(argument: str) -> None:
    """With a case in which its premises hold and its conclusion does not."""
    finding = answer(split(f"Is the following argument valid? {argument}"))

    assert (finding.value, finding.verified) == ("invalid", True)
    assert any(step.startswith("A case in which") for step in finding.steps)


@pytest.mark.parametrize(
    "argument",
    [
        "If it snows, the road gets slippery. The road is slippery. Therefore it snowed.",
        "If it snows, the road is wet. The road is dry. Therefore it is not snowing.",
        "If it snows hard, the pass is closed. The pass is not closed. Therefore it is not snowing.",
        "If the shop is open, the lamp is lit. The shop is closed. Therefore the lamp is not lit.",
        "If the team wins, the fans sing. The team lost. Therefore the fans do not sing.",
        "If all the guests are seated, dinner starts. Many guests are seated. So dinner starts.",
        "If it snows, the pass is closed. It is not snowing. Therefore the hut is full.",
        "If Una is happy, she whistles. Una is unhappy. Therefore she does not whistle.",
        "Either it snows or it freezes. It snows. Therefore it does not freeze.",
        "If Ada meets Bea, she smiles. Ada meets Bea. Therefore Bea smiles.",
        "You must not smoke if the sign is red. You must smoke. So the sign is not red.",
        "It is probably snowing. If it snows, the pass is closed. So the pass is closed.",
        "Most birds sing. Therefore, the wren sings.",
        "The pass is closed because it snows. Therefore it snows.",
        "If Ada sings and Bea sings or Cy sings, Dot claps. Bea sings. So Dot claps.",
    ],
)
def test_clauses_that_may_mean_the_same_are_not_called_invalid(argument: str) -> None:
    """Near wordings, opposites, quantities, unrelated and doubtful clauses: none gets a verdict."""
    with pytest.raises(Refusal):
        answer(split(f"{argument} Is the argument valid?"))


def test_a_valid_argument_is_proved_in_sentences() -> None:
    """Each step is a sentence with the statement that it comes by."""
    told = answer(split(f"{VALID[1]} Is the argument valid?"))
    steps = "\n".join(told.steps)

    assert told.text == "The argument is valid: from its premises it follows that it is not snowing."
    assert "The pass is not closed: given by 'The pass is not closed'." in steps
    assert "It does not snow, because the pass is not closed" in steps


def test_a_denied_conditional_is_proved_by_supposing_the_opposite() -> None:
    """Where no single clause is concluded."""
    steps = answer(split(f"{VALID[2]} Is the argument valid?")).steps

    assert any(step.startswith("Suppose not") for step in steps)
    assert any(step.startswith("That is a contradiction") for step in steps)
