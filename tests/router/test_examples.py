"""How the examples of a manifest make a module seen with no retraining."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import numpy as np

from orchestra.router import Router
from orchestra.router.weights import read
from orchestra.spec import Beliefs

DICE = ("roll two dice", "throw a d20", "roll 3d6 and add them up")
FINGERPRINT = read().fingerprint


def judge(router: Router, text: str, **given: Any) -> Beliefs:
    """Judge a text, waiting for it."""
    return asyncio.run(router.judge(text, **given))


def test_text_like_an_example_gets_the_added_intent() -> None:
    """The n-grams alone are enough for a text that repeats an example's words."""
    beliefs = judge(Router({"dice": DICE}), "please roll two dice")
    assert beliefs.intent == "dice"
    assert not beliefs.unknown


def test_added_intent_takes_nothing_from_other_texts() -> None:
    """What has nothing to do with the examples is judged as if they were not there."""
    text = "who wrote the magic flute"
    beliefs = judge(Router({"dice": DICE}), text)
    assert beliefs.intent == "factual"
    assert beliefs.intents["dice"] < 0.05


def test_every_added_intent_has_a_probability() -> None:
    """Beliefs name all intents, also those that no text was near to."""
    assert {"dice", "weather", "unknown"} < set(
        judge(Router({"dice": DICE, "weather": ["will it rain"]}), "2+2").intents
    )


def test_examples_of_a_trained_intent_count_only_when_repeated() -> None:
    """A built-in module's example moves the text that repeats it, and no other."""
    text = "gadget status by region, quarterly view"
    plain, with_example = judge(Router(), text), judge(Router({"factual": [text]}), text)
    assert with_example.intent == "factual"
    assert with_example.confidence >= plain.intents["factual"]
    other = "Write a poem about the sea."
    assert judge(Router({"factual": [text]}), other) == judge(Router(), other)


def test_meaning_finds_the_example_that_words_do_not() -> None:
    """With an embedder, a text near to an example in meaning gets its intent; examples are embedded once."""
    asked: list[tuple[str, ...]] = []
    near, far = np.eye(read().dimensions, dtype=np.float32)[:2]

    async def embed(texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        asked.append(tuple(texts))
        return np.stack([near if "chance" in text or text in DICE else far for text in texts])

    router = Router({"dice": DICE})
    text = "let chance decide between one and six"
    assert judge(router, text, embed=embed, fingerprint=FINGERPRINT).intent == "dice"
    judge(router, text, embed=embed, fingerprint=FINGERPRINT)
    assert asked == [(text,), DICE, (text,)]
