"""What the router promises for any text, with the weights that ship."""

from __future__ import annotations

import asyncio
import math
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestra.router import Router
from orchestra.router.weights import read
from orchestra.spec import Beliefs, Turn

ROUTER = Router()
FINGERPRINT = read().fingerprint


def judge(router: Router, text: str, history: Sequence[Turn] = (), **given: Any) -> Beliefs:
    """Judge a text, waiting for it."""
    return asyncio.run(router.judge(text, history, **given))


def embedder(seen: list[Sequence[str]]) -> Callable[[Sequence[str]], Awaitable[np.ndarray[Any, np.dtype[np.float32]]]]:
    """Return an embedder that gives every text the same point of known ground, and remembers what it was asked."""
    point = read().prototypes[0]

    async def embed(texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        seen.append(tuple(texts))
        return np.stack([point for _ in texts])

    return embed


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_beliefs_sum_to_one_for_any_text(text: str) -> None:
    """Probabilities are finite, non-negative and complete, whatever stands in the text."""
    beliefs = judge(ROUTER, text)
    assert math.isclose(sum(beliefs.intents.values()), 1.0, abs_tol=1e-6)
    assert all(0 <= value <= 1 for value in beliefs.intents.values())
    assert beliefs.intent != "unknown"
    assert beliefs.confidence == pytest.approx(beliefs.intents[beliefs.intent])


@pytest.mark.parametrize("text", ["", " \n", "?", "\x00", "\ud800", "a" * 200_000, "(" * 5000, "你好"])
def test_odd_texts_are_judged(text: str) -> None:
    """Empty, huge, binary and foreign texts get beliefs and no error."""
    assert judge(ROUTER, text).intents


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("2+2", "logical"),
        ("integrate x^2*sin(x)", "logical"),
        ("solve 3x - 7 = 11 for x", "logical"),
        ("is 2^31 - 1 prime?", "logical"),
        ("What is 15% of 240?", "logical"),
        ("Every fish swims. Nemo is a fish. Does Nemo swim?", "logical"),
        ("Who designed the Sydney Opera House?", "factual"),
        ("which year did iceland become a republic", "factual"),
        ("Write a limerick about a proud goose.", "open"),
        ("Write a function that checks whether a number is prime.", "open"),
        ("good morning!", "open"),
        ("Lena has 12 pears, eats 3 and buys 7 more. How many pears has she now?", "worded"),
    ],
)
def test_plain_queries_go_where_they_belong_without_an_embedder(text: str, intent: str) -> None:
    """The light install routes what nobody would argue about."""
    beliefs = judge(ROUTER, text)
    assert beliefs.intent == intent
    assert not beliefs.unknown


def test_words_never_seen_are_called_unknown() -> None:
    """A text of no known word gets no intent, and is said to be unknown."""
    beliefs = judge(ROUTER, "asdkj qwpoei zmxnc vbqwe")
    assert beliefs.unknown
    assert beliefs.intents["unknown"] > 0.5


def test_plain_arithmetic_never_asks_for_the_embedder() -> None:
    """Loading an embedder for a sum would cost more than the sum."""
    seen: list[Sequence[str]] = []
    beliefs = judge(ROUTER, "12*(3+4)", embed=embedder(seen), fingerprint=FINGERPRINT)
    assert seen == []
    assert any("not needed" in reason for reason in beliefs.skipped)


def test_unsure_text_is_embedded_once_and_by_itself() -> None:
    """The embedder gets the query as the user typed it, so that retrieval can use the same vector."""
    seen: list[Sequence[str]] = []
    text = "what would be a sound reason for the tea"
    beliefs = judge(ROUTER, text, embed=embedder(seen), fingerprint=FINGERPRINT)
    assert seen == [(text,)]
    assert [signal.name for signal in beliefs.signals] == ["n-grams", "embedding"]
    assert sum(signal.weight for signal in beliefs.signals) == pytest.approx(1.0)
    assert beliefs.skipped == ()


def test_another_embedder_than_the_heads_is_not_used_and_said_so() -> None:
    """A head reads only the vectors that it was trained with."""
    seen: list[Sequence[str]] = []
    beliefs = judge(ROUTER, "what would be a sound reason", embed=embedder(seen), fingerprint="other/1")
    assert seen == []
    assert any("other/1" in reason and FINGERPRINT in reason for reason in beliefs.skipped)


def test_grant_too_small_for_anything_gives_unknown() -> None:
    """With nothing to spend nothing is believed, charged or hidden."""
    charges: list[int] = []
    beliefs = judge(ROUTER, "2+2", grant=3, charge=lambda flops, _: charges.append(flops))
    assert charges == []
    assert beliefs.unknown
    assert beliefs.intents["unknown"] == pytest.approx(1.0)
    assert any("grant of 3" in reason for reason in beliefs.skipped)


def test_grant_that_pays_only_the_first_signal_skips_the_second() -> None:
    """The second signal is named as skipped when it cannot be paid."""
    seen: list[Sequence[str]] = []
    text = "what would be a sound reason for the tea"
    grant = ROUTER.estimate(text).expected
    beliefs = judge(ROUTER, text, embed=embedder(seen), fingerprint=FINGERPRINT, grant=grant)
    assert seen == []
    assert any("grant" in reason for reason in beliefs.skipped)


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_charges_stay_within_the_estimate(text: str) -> None:
    """What is charged lies between the lower and the upper estimate, also with an embedder."""
    charges: list[tuple[int, str]] = []
    cost = ROUTER.estimate(text)
    judge(
        ROUTER,
        text,
        embed=embedder([]),
        fingerprint=FINGERPRINT,
        charge=lambda flops, method: charges.append((flops, method)),
    )
    assert cost.upper is not None
    assert cost.lower <= sum(flops for flops, _ in charges) <= cost.upper
    assert {method for _, method in charges} == {"counted"}


def test_same_text_gives_same_beliefs() -> None:
    """Nothing is drawn at random and nothing is remembered."""
    assert judge(ROUTER, "who sang it?") == judge(ROUTER, "who sang it?")


def test_follow_up_leans_on_the_message_before() -> None:
    """A message that makes no sense alone takes its sense from the user's last one."""
    history = (Turn(role="user", text="differentiate x^3 + 2x"), Turn(role="assistant", text="3x^2 + 2"))
    beliefs = judge(ROUTER, "and for x^5?", history)
    assert beliefs.intent == "logical"
    assert "leans" in beliefs.signals[0].note


def test_message_that_stands_alone_ignores_the_history() -> None:
    """Changing the subject changes the intent."""
    history = (Turn(role="user", text="differentiate x^3 + 2x"), Turn(role="assistant", text="3x^2 + 2"))
    text = "Write a short poem about my cat."
    assert judge(ROUTER, text, history) == judge(ROUTER, text)


def test_reading_the_router_imports_nothing_heavy() -> None:
    """Numpy waits for the first text; torch and the like never come."""
    code = (
        "import sys, orchestra.router; print([n for n in ('numpy', 'torch', 'sklearn', 'scipy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
