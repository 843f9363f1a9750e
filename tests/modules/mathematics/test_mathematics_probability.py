"""Probability of draws: two roads that agree, and questions told in words."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines.sampling import At, Both, Count, Event, Sample, happens, probability

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


def by_hand(sample: Sample, event: Event) -> Fraction:
    """The probability by listing every outcome."""
    members = [kind for kind, weight in sample.population for _ in range(int(weight))]
    outcomes = (
        list(product(members, repeat=sample.draws)) if sample.replaced else list(permutations(members, sample.draws))
    )
    return Fraction(sum(happens(event, outcome) for outcome in outcomes), len(outcomes))


@given(
    st.lists(st.integers(min_value=1, max_value=3), min_size=1, max_size=3),
    st.integers(min_value=1, max_value=3),
    st.booleans(),
    st.sampled_from(["=", ">=", "<=", ">", "<", "!="]),
    st.integers(min_value=0, max_value=3),
)
@settings(max_examples=60, deadline=None)
def test_both_roads_agree_with_listing(counts: list[int], draws: int, replaced: bool, sign: str, number: int) -> None:
    population = tuple((f"kind{i}", Fraction(n)) for i, n in enumerate(counts))
    sample = Sample(population, min(draws, sum(counts)), replaced)
    amount = Count(frozenset({"kind0"}), sign, number)
    placed = Both("or", (At(0, frozenset({"kind0"})), amount))

    for event in (amount, placed):
        assert probability(sample, event) == (by_hand(sample, event),) * 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Three letters picked without replacement from {p: 4, q: 2}. What is prob of picking 2 p and 1 q?", "3/5"),
        ("Two letters picked without replacement from abbba. Give prob of sequence ab.", "3/10"),
        ("A crate holds 4 green and 6 yellow apples. Two apples are taken without replacement. "
         "What is the probability that both are green?", "2/15"),
        ("A box contains 2 white pens, 3 grey pens and 5 brown pens. If 3 pens are picked without replacement, "
         "what is the probability of getting exactly 2 brown pens?", "5/12"),
        ("Two fair dice are rolled. What is the probability that the sum is 9?", "1/9"),
        ("What is the probability of rolling a sum of at least 11 with two dice?", "1/12"),
        ("A fair coin is flipped 4 times. Find the probability of at least 3 tails.", "5/16"),
        ("What is the probability of getting exactly 2 heads in 6 tosses of a fair coin?", "15/64"),
        ("A die is rolled 3 times. What is the probability of at least one five?", "91/216"),
        ("A card is drawn from a standard deck. What is the probability that it is a red king?", "1/26"),
        ("What is the probability of rolling a number less than 3 with a die?", "1/3"),
        ("A biased coin with probability of heads 0.6 is tossed twice. Find the probability of 2 heads.", "0.36"),
        ("Two cards are drawn without replacement from a deck of cards. "
         "What is the probability that they are the same colour?", "25/51"),
        ("A bag contains 3 lemons and 2 limes. You pick 2 fruits without replacement. What is the probability that "
         "the first is a lime and the second is a lemon?", "3/10"),
    ],
)  # fmt: skip
def test_draws_told_in_words(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_drawing_without_a_word_of_replacement_is_an_assumption() -> None:
    text = "A bag contains 3 red and 3 blue beads. Two are drawn at random. What is the probability that both are red?"

    assert solved(text).value == "1/5"
    assert solved(text).verified is None


@pytest.mark.parametrize(
    "text",
    [
        "A bag contains 3 red and 3 blue beads. Two beads are drawn with replacement and without replacement. "
        "What is the probability that both are red?",
        "A bag contains 3 red beads. Five are drawn without replacement. What is the probability that all are red?",
        "A bag contains 3 red and 3 blue beads. Two beads are drawn with replacement. "
        "What is the probability that both are green?",
        "Two dice are rolled. What is the probability of rolling a 4?",
        "What is the probability that it rains tomorrow?",
        "A biased coin is tossed 3 times. What is the probability of exactly 2 heads?",
        "A bag contains 3 red and 3 blue beads. Two beads are drawn without replacement. "
        "What is the probability that both are red given that the first is red?",
        "A card is drawn from a deck of 36 cards. What is the probability that it is an ace?",
        "A sticky bag contains mostly 3 red beads. What is the probability of luck?",
    ],
)
def test_what_is_not_plain_is_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)
