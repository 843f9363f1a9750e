"""Every sentence of the evidence with what speaks for it, each view as one number.

Works with any retriever: scores of passages are compared only among themselves, and sentences that come without
offsets or scores are found here and judged by their words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

from orchestra.spec import Evidence, Passage, Sentence
from orchestra_modules.quoter.question import BACKGROUND, Question
from orchestra_modules.quoter.types import matches
from orchestra_modules.quoter.words import stems

#: The views, in the order of `Candidate.views`.
VIEWS = ("meaning", "coverage", "standing", "type")

_FROM_WORDS = (0.35, 0.2)  # meaning of a sentence that came without a score: of none and of all of the words
_ALL = 0.99
_TOLD_BEFORE = 0.6  # a term of the sentence before counts this much where the sentence leans on it,
_NEAR_BY = 0.3  # this much where it does not, and as much in the title
_LEANS = re.compile(
    r"\W*(?:(?:in|at|on|by|after|before|during|for|from|as)\s+)?"
    r"(?:he|she|it|they|this|these|that|those|such|his|her|its|their|the)\b",
    re.IGNORECASE,
)
_PIECE = re.compile(r"```.*?(?:```|\Z)|[^\n.!?]+(?:[.!?](?!\s|$)[^\n.!?]*)*[.!?]*", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A sentence (offsets inside the passage's text) with its views."""

    passage: Passage
    rank: int
    place: int
    start: int
    end: int
    views: tuple[float, ...]

    @property
    def text(self) -> str:
        """The sentence as it stands."""
        return self.passage.text[self.start : self.end]

    @property
    def says_all(self) -> bool:
        """Whether every term of the question is in it."""
        return self.views[VIEWS.index("coverage")] > _ALL


def parts(passage: Passage) -> tuple[tuple[Sentence, bool], ...]:
    """The sentences of a passage, each with whether it came with a score."""
    if passage.sentences:
        scored = any(sentence.score for sentence in passage.sentences)
        return tuple((sentence, scored) for sentence in passage.sentences)
    found = ((match.start(), match.end(), match.group()) for match in _PIECE.finditer(passage.text))
    return tuple(
        (Sentence(start=start + len(text) - len(text.lstrip()), end=end - len(text) + len(text.rstrip())), False)
        for start, end, text in found
        if text.strip()
    )


def candidates(question: Question, evidence: Evidence) -> tuple[list[Candidate], int]:
    """Every sentence with its views, and how many comparisons of words that took."""
    held = [(passage, rank, parts(passage)) for rank, passage in enumerate(evidence.passages)]
    read = [
        [stems(passage.text[sentence.start : sentence.end]) for sentence, _ in sentences]
        for passage, _, sentences in held
    ]
    weights = _weights(question, [own for sentences in read for own in sentences])
    total = sum(weights.values()) or 1.0
    scores = [passage.score for passage in evidence.passages]
    spread = max(max(scores, default=0.0) - min(scores, default=0.0), 1e-9)
    found, compared = list[Candidate](), 0
    for (passage, rank, sentences), own_stems in zip(held, read, strict=True):
        titled = stems(passage.title)
        for place, ((sentence, scored), own) in enumerate(zip(sentences, own_stems, strict=True)):
            text = passage.text[sentence.start : sentence.end]
            before = own_stems[place - 1] if place else frozenset[str]()
            told = _TOLD_BEFORE if leans(text) else _NEAR_BY
            inside = sum(
                weight * (1.0 if term in own else told if term in before else _NEAR_BY if term in titled else 0.0)
                for term, weight in weights.items()
            )
            compared += 4 * len(weights)
            views = (
                sentence.score if scored else _guessed(inside / total),
                inside / total,
                (passage.score - scores[0]) / spread,
                matches(question, text),
            )
            found.append(
                Candidate(passage=passage, rank=rank, place=place, start=sentence.start, end=sentence.end, views=views)
            )
    return found, compared


def _guessed(coverage: float) -> float:
    none, more = _FROM_WORDS
    return none + more * coverage


def leans(text: str) -> bool:
    """Whether a sentence begins with what the one before it named: "it", "the bridge", "in that year"."""
    return _LEANS.match(text) is not None


def _weights(question: Question, sentences: list[frozenset[str]]) -> dict[str, float]:
    """Terms by how much they tell: rarer among the sentences tells more (as BM25 has it), what is missing most."""
    seen = Counter(term for own in sentences for term in question.terms if term in own)
    many = len(sentences)
    return {
        term: given * math.log(1.0 + (many - seen[term] + 0.5) / (seen[term] + 0.5))
        for term, given in question.terms.items()
        if given > BACKGROUND or seen[term] or term in question.fixed  # what surrounds a question may be about anything
    }
