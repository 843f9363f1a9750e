"""The queries written for the router: they can be drawn again, and none stands in the data it is measured on."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from training.grammar import expand
from training.own import INTENTS, Query, apart, bare, own_queries
from training.pool import DataMissing, data_folder, read_pool
from training.router import own_queries_apart
from training.variation import vary


def missing_data() -> str:
    """Return why the development data cannot be read, or nothing."""
    try:
        data_folder()
    except DataMissing as missing:
        return str(missing)
    return ""


NAMED = os.environ.get("ORCHESTRA_DATA")  # read now: tests run without settings from outside
REASON = missing_data()


def test_every_intent_has_many_queries() -> None:
    """No intent is left to one phrasing."""
    counts = Counter(query.intent for query in own_queries(7))
    assert set(counts) == set(INTENTS)
    assert min(counts.values()) > 1000


def test_the_same_seed_draws_the_same_queries() -> None:
    """Training can be repeated."""
    assert own_queries(7) == own_queries(7)
    assert own_queries(7) != own_queries(8)


@pytest.mark.skipif(bool(REASON), reason=REASON or "data is there")
def test_no_query_of_the_data_is_trained_on_as_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phrase that the data holds as well is left out, so that nothing measured on was written here."""
    if NAMED:
        monkeypatch.setenv("ORCHESTRA_DATA", NAMED)
    theirs = {bare(query.text) for name in ("train_pool", "dev", "hard_dev") for query in read_pool(name)}
    ours = own_queries_apart()
    assert len(ours) > 4000
    assert [query.text for query in ours if bare(query.text) in theirs] == []


def test_templates_take_alternatives_ranges_and_bound_names() -> None:
    """A bound name means the same word everywhere, and two names never mean one."""
    rng = random.Random(0)
    for _ in range(50):
        text = expand("{A:who} {3..5} {B:who} {A} {x|y}", {"who": ["Ann", "Bob"]}, rng)
        first, number, second, again, letter = text.split()
        assert first == again != second
        assert number in "345"
        assert letter in "xy"


def test_slot_that_does_not_exist_is_an_error() -> None:
    """A slip in a grammar is found when training, not in the weights."""
    with pytest.raises(KeyError, match="nobody"):
        expand("{nobody}", {}, random.Random(0))


def test_variations_keep_the_letters_nearly_all() -> None:
    """A variation is the same query: at most a slip and a courtesy apart."""
    rng = random.Random(0)
    for _ in range(100):
        found = vary("the boiling point", rng).lower()
        assert "boiling" in found or "point" in found


def test_a_query_that_shares_a_long_run_of_words_with_a_data_set_is_left_out() -> None:
    """Seven words in a row are the data set's phrasing; six may be chance."""
    told = [Query("Please tell me how to boil an egg for my breakfast", "open", "data")]
    own = [
        Query("say, how to boil an egg for my guests", "open", "own/open"),
        Query("how to boil an egg for ten guests", "open", "own/open"),
    ]

    assert apart(own, told) == own[1:]
