"""Counting what is listed: classes of nouns, adjectives, owners, removals; and what is left undecided."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.inventories import answer
from orchestra_modules.logic.inventories.amounts import Amount, amounts
from orchestra_modules.logic.inventories.lexicon import lexicon
from orchestra_modules.logic.inventories.nouns import singular
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal

PENS = "There are 3 red pens, 2 blue pens and 4 rulers. "


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I have a cello, two oboes, and a spoon. How many musical instruments do I have?", "3"),
        ("I have a trumpet, a drum and a harp. How many wind instruments do I have?", "1"),
        (PENS + "How many pens are there?", "5"),
        (PENS + "How many red pens are there?", "3"),
        (PENS + "How many items are there in total?", "9"),
        ("My basket contains two mangoes, a lemon and three spoons. How many fruits does it contain?", "3"),
        ("I own a sofa, two stools, and four bicycles. How many pieces of furniture do I own?", "3"),
        ("I have a sheep, three geese, and a swan. How many birds do I have?", "4"),
        ("There are two dozen bagels and 3 hens. How many animals are there?", "3"),
        ("I have a sofa and two couches. How many couches do I have?", "3"),
        ("There are 12 eggs in the basket. How many eggs are in the basket?", "12"),
        ("There are 9 red pears and 3 green pears. I take away all the red pears. How many pears are left?", "3"),
        ("I have a dog, and a poodle. How many dogs do I have?", "2"),
        ("I have two heads of kale, a leek and a stool. How many vegetables do I have?", "3"),
        ("I have two wolves, an eagle and a truck. How many objects are not animals?", "1"),
        ("Anna has 4 shirts and 2 ties. How many shirts does Anna have?", "4"),
        ("Anna has 4 shirts. Ben has 3 shirts. How many shirts does Ben have?", "3"),
        ("Tom has 3 pears. Mia has 2 plums and a hammer. How many fruits do they have in total?", "5"),
        ("On the shelf there are three mugs and a plate. If I remove all the mugs, how many things remain?", "1"),
    ],
)
def test_a_question_about_a_list_is_answered_and_checked(text: str, value: str) -> None:
    finding = answer(split(text))

    assert finding.value == value
    assert finding.verified is True


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("I have a zorble and two lions. How many animals do I have?", "zorble"),
        ("I have a tomato, and a carrot. How many vegetables do I have?", "tomato"),
        ("I have a toy car, and two trucks. How many vehicles do I have?", "toy car"),
        ("In the zoo there are 2 lions and 4 parrots. How many legs are there?", "leg"),
        ("There are 5 boxes of pencils. How many pencils are there?", "boxes|box"),
        ("I have 3 pairs of shoes and a shoe. How many shoes do I have?", "pair"),
    ],
)
def test_a_thing_whose_class_is_not_settled_is_named(text: str, named: str) -> None:
    with pytest.raises(NotDone, match=named):
        answer(split(text))


@pytest.mark.parametrize(
    "text",
    [
        "Jill has 4 pens. Her brother buys 3 more pens. How many pens does Jill have?",
        "Jill had 4 pens and lent 2 pens. How many pens does Jill have?",
        "I have 3 apples and 2 oranges. I eat one apple. How many fruits do I have?",
        "I have three apples, two of which are rotten. How many apples do I have?",
        "Each box has 3 pens. There are 4 boxes. How many pens are there?",
    ],
)
def test_stories_in_which_numbers_change_are_refused(text: str) -> None:
    with pytest.raises(Refusal):
        answer(split(text))


def test_a_list_keeps_counts_and_words() -> None:
    assert amounts("a flute, two old drums, 1,200 nails and three hundred and two screws") == (
        Amount(1, ("flute",)),
        Amount(2, ("old", "drums")),
        Amount(1200, ("nails",)),
        Amount(302, ("screws",)),
    )


def test_a_word_of_another_construction_is_named() -> None:
    with pytest.raises(NotUnderstood, match="more"):
        amounts("two drums and 3 more flutes")


@given(st.lists(st.tuples(st.integers(0, 999), st.sampled_from(["pens", "red mugs", "jars"])), min_size=1, max_size=9))
def test_any_list_in_figures_is_read_back(entries: list[tuple[int, str]]) -> None:
    text = ", ".join(f"{count} {noun}" for count, noun in entries)

    assert [(each.count, " ".join(each.words)) for each in amounts(text)] == entries


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("mice", "mouse"),
        ("cherries", "cherry"),
        ("boxes", "box"),
        ("shoes", "shoe"),
        ("buses", "bus"),
        ("glass", "glass"),
    ],
)
def test_plurals_have_their_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_every_listed_noun_is_its_own_singular() -> None:
    assert [
        noun for noun in lexicon().above if " of " not in noun and singular(noun.split()[-1]) != noun.split()[-1]
    ] == []


def test_membership_is_yes_no_or_undecided() -> None:
    known = lexicon()

    assert known.is_a(("cello",), "musical instrument") is True
    assert known.is_a(("wolf",), "bird") is False
    assert known.is_a(("zorble",), "bird") is None
    assert known.is_a(("pepper",), "vegetable") is None


def test_no_sense_of_a_noun_lies_in_two_classes_that_are_apart() -> None:
    known = lexicon()
    clashes = [
        (noun, name)
        for noun, senses in known.senses.items()
        for sense in senses
        for name in sense
        if known.apart.get(name, frozenset()) & (sense - {name})
    ]

    assert clashes == []
