"""Text and history to beliefs: which intent, how sure, known or unknown ground.

Two signals, the cheap one first: hashed n-grams with a linear head, then, while unsure, the embedding with another.
How sure to be is fitted on sources that neither head had seen. The router knows no module, no plan and no price but its
own; the embedder is a callable handed down, and whoever hands it down charges for it.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from orchestra.router.examples import Examples
from orchestra.router.features import SHAPE, Features, features, most_buckets, normalise
from orchestra.router.followup import LEAN, leans_on
from orchestra.router.weights import SHIPPED, Weights, read
from orchestra.spec import UNKNOWN, Beliefs, Cost, Signal, Turn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Embed = Callable[[Sequence[str]], Awaitable["Floats"]]
Charge = Callable[[int, str], None]

NGRAMS, EMBEDDING = "n-grams", "embedding"
#: Below this, no known intent is believed, and the query is called unknown.
FLOOR = 0.4
#: Share of words never seen in training at which a text is as likely as not strange, and how sharply that turns.
STRANGE_WORDS, STRANGE_STEEPNESS = 0.75, 12.0
#: Cosine to known ground under which strange words are believed, and under which a text is strange whatever its words;
#: and how sharply that turns. Good queries of unseen sources lie at 0.3 to 0.6, so distance alone tells little before.
FAR, OUTSIDE, FAR_STEEPNESS = 0.42, 0.12, 25.0
#: An added intent that looks this likely from n-grams alone is worth a look at the meaning.
GLIMPSE = 0.02


def _free(flops: int, method: str) -> None:
    """Charge nobody."""


class Router:
    """Judges texts with the shipped weights, or others, and the examples of the modules that are there."""

    def __init__(self, examples: Mapping[str, Sequence[str]] = {}, *, weights: Path | Weights | None = None) -> None:
        self._given = {intent: tuple(texts) for intent, texts in examples.items()}
        self._source = weights
        self._examples: Examples | None = None
        self._last: tuple[str, Features | None] = ("", None)
        self._example_vectors: dict[str, Floats] = {}  # by fingerprint

    @property
    def trained_with(self) -> str:
        """The fingerprint of the embedder whose vectors the embedding head knows; with another it is not used."""
        return self._weights().fingerprint

    def estimate(self, text: str) -> Cost:
        """Price the n-gram signal, and at most both heads; the embedder prices its own work."""
        weights = self._weights()
        ngrams = _ngram_flops(most_buckets(text), weights)
        # A follow-up is judged with the message it leans on, whose length is not known here.
        upper = ngrams + _ngram_flops(most_buckets("x" * 2000), weights) + 2 * _embedding_flops(weights, self._known())
        # Under this nothing at all can be said of the text, so it is counted and not guessed.
        least = _ngram_flops(len(self._features(text).buckets), weights)
        return Cost(lower=least, expected=ngrams, upper=upper)

    async def judge(
        self,
        text: str,
        history: Sequence[Turn] = (),
        *,
        embed: Embed | None = None,
        fingerprint: str | None = None,
        why_not: str = "no embedder",
        grant: int | None = None,
        charge: Charge = _free,
    ) -> Beliefs:
        """Return the beliefs on a text; a signal that cannot be had is skipped and named.

        `why_not` says why no `embed` is handed down.
        """
        weights, examples = self._weights(), self._known()
        purse = _Purse(grant, charge)
        before = leans_on(text, history)
        texts = [text] if before is None else [text, before]
        shares = [1.0] if before is None else [1 - LEAN, LEAN]
        skipped: list[str] = []
        signals: list[Signal] = []
        note = "leans on the message before" if before is not None else ""

        reads = [self._features(each) for each in texts]
        cost = sum(_ngram_flops(len(each.buckets), weights) for each in reads)
        if not purse.pay(cost):
            return _nothing(weights, examples, (f"{NGRAMS}: {cost} FLOPs do not fit the grant of {grant}",))
        logits = _mixed([weights.ngram_logits(each.buckets, each.values, each.shape) for each in reads], shares)
        strangeness = _strange_words(reads[0], weights)
        probabilities = _softmax(logits, weights.ngram_temperature)
        matches = examples.ngram_match(reads[0].buckets, reads[0].values)
        signals.append(_signal(NGRAMS, probabilities, matches, weights, 1.0, note))

        reason = why_not if embed is None else self._why_not_embed(fingerprint, probabilities, strangeness, matches)
        if reason is None and not purse.fits(cost := len(texts) * _embedding_flops(weights, examples)):
            reason = f"{cost} FLOPs do not fit what is left of the grant"
        if reason is not None or embed is None or fingerprint is None:
            skipped.append(f"{EMBEDDING}: {reason}")
        else:
            vectors = await embed(tuple(texts))
            purse.pay(len(texts) * _embedding_flops(weights, examples))
            meaning = _mixed(
                [weights.embedding_logits(vector, each.shape) for vector, each in zip(vectors, reads, strict=True)],
                shares,
            )
            share = weights.ngram_share
            probabilities = _softmax(share * logits + (1 - share) * meaning, weights.mixture_temperature)
            nearness = weights.nearness(vectors[0])
            strangeness = _strange_ground(strangeness, nearness)
            for intent, match in (await self._match_meaning(vectors[0], embed, fingerprint)).items():
                matches[intent] = max(match, matches.get(intent, 0.0))
            signals[0] = signals[0].model_copy(update={"weight": share})
            told = f"cosine {nearness:.2f} to known ground"
            alone = _softmax(meaning, weights.mixture_temperature)
            signals.append(_signal(EMBEDDING, alone, matches, weights, 1 - share, told))
        if not normalise(text):
            strangeness = 1.0
        return _believe(_with_matches(probabilities, matches, weights), strangeness, signals, skipped)

    def _features(self, text: str) -> Features:
        """The features of a text, kept until the next one is asked about: it is priced first and then judged."""
        known, read = self._last
        if read is None or known != text:
            read = features(text)
            self._last = (text, read)
        return read

    def _weights(self) -> Weights:
        if isinstance(self._source, Weights):
            return self._source
        return read(self._source or SHIPPED)

    def _known(self) -> Examples:
        if self._examples is None:
            self._examples = Examples(self._given, self._weights().intents)
        return self._examples

    def _why_not_embed(
        self,
        fingerprint: str | None,
        probabilities: Floats,
        strangeness: float,
        matches: Mapping[str, float],
    ) -> str | None:
        weights = self._weights()
        if fingerprint != weights.fingerprint:
            return f"the head was trained with {weights.fingerprint}, the embedder is {fingerprint}"
        added = max((matches.get(intent, 0.0) for intent in self._known().added), default=0.0)
        sure = float(probabilities.max()) >= weights.sure and strangeness < 0.5
        return "not needed, the n-grams are sure" if sure and added < GLIMPSE else None

    async def _match_meaning(self, vector: Floats, embed: Embed, fingerprint: str) -> dict[str, float]:
        examples = self._known()
        texts = examples.texts_to_embed()
        if not texts:
            return {}
        if fingerprint not in self._example_vectors:
            self._example_vectors[fingerprint] = await embed(texts)
        return examples.embedding_match(vector, self._example_vectors[fingerprint])


class _Purse:
    """What is left of a grant; what is paid is charged."""

    def __init__(self, grant: int | None, charge: Charge) -> None:
        self._left = grant
        self._charge = charge

    def fits(self, flops: int) -> bool:
        return self._left is None or flops <= self._left

    def pay(self, flops: int) -> bool:
        if not self.fits(flops):
            return False
        if self._left is not None:
            self._left -= flops
        self._charge(flops, "counted")
        return True


def _ngram_flops(buckets: int, weights: Weights) -> int:
    return 2 * (buckets + len(SHAPE)) * len(weights.intents)


def _embedding_flops(weights: Weights, examples: Examples) -> int:
    heads = (weights.dimensions + len(SHAPE)) * len(weights.intents)
    return 2 * (heads + weights.dimensions * (len(weights.prototypes) + len(examples.texts_to_embed())))


def _mixed(logits: Sequence[Floats], shares: Sequence[float]) -> Floats:
    total = logits[0] * shares[0]
    for each, share in zip(logits[1:], shares[1:], strict=True):
        total = total + each * share
    return total


def _softmax(logits: Floats, temperature: float) -> Floats:
    import numpy as np

    raised = np.exp((logits - logits.max()) / temperature)
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, value))))


def _strange_words(read: Features, weights: Weights) -> float:
    """Return how strange a text's words are: 0 all known, 1 none ever seen."""
    if not len(read.words):
        return 0.0
    share = 1.0 - float(weights.known_words[read.words].mean())
    return _sigmoid((share - STRANGE_WORDS) * STRANGE_STEEPNESS)


def _strange_ground(strange_words: float, nearness: float) -> float:
    """Return how strange a text is, now that its distance to known ground is seen as well."""
    far, outside = (_sigmoid((place - nearness) * FAR_STEEPNESS) for place in (FAR, OUTSIDE))
    return 1 - (1 - strange_words * far) * (1 - outside)


def _signal(
    name: str, probabilities: Floats, matches: Mapping[str, float], weights: Weights, weight: float, note: str
) -> Signal:
    scores = dict(zip(weights.intents, probabilities.tolist(), strict=True))
    added = {intent: match for intent, match in matches.items() if intent not in scores}
    return Signal(name=name, scores={**scores, **added}, weight=weight, note=note)


def _with_matches(probabilities: Floats, matches: Mapping[str, float], weights: Weights) -> dict[str, float]:
    """Give the strongest example match its probability, and the trained heads what it leaves."""
    heads = dict(zip(weights.intents, probabilities.tolist(), strict=True))
    claimed = max(matches.values(), default=0.0)
    total = sum(matches.values())
    known = {intent: value * (1 - claimed) for intent, value in heads.items()}
    for intent, match in matches.items():
        known[intent] = known.get(intent, 0.0) + (claimed * match / total if total else 0.0)
    return known


def _believe(
    known: Mapping[str, float], strangeness: float, signals: Sequence[Signal], skipped: Sequence[str]
) -> Beliefs:
    total = sum(known.values())
    intents = {intent: value / total * (1 - strangeness) for intent, value in known.items()}
    best = max(intents, key=lambda intent: (known[intent], intent))
    unknown = max(0.0, 1.0 - sum(intents.values()))
    return Beliefs(
        intents={**intents, UNKNOWN: unknown},
        intent=best,
        confidence=min(1.0, intents[best]),
        unknown=unknown >= 0.5 or intents[best] < FLOOR,
        signals=tuple(signals),
        skipped=tuple(skipped),
    )


def _nothing(weights: Weights, examples: Examples, skipped: tuple[str, ...]) -> Beliefs:
    known = dict.fromkeys((*weights.intents, *examples.added), 1.0)
    return _believe(known, 1.0, (), skipped)
