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
from orchestra_modules.quoter.question import Question
from orchestra_modules.quoter.types import matches
from orchestra_modules.quoter.words import stems

#: The views, in the order of `Candidate.views`.
VIEWS = ("meaning", "coverage", "standing", "type")

_UNKNOWN_MEANING = 0.45  # of a sentence that came without a score: a middling one
_FIXED = 2.0  # a name or a number of the question counts this much of a common word
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
    passages = evidence.passages
    held = [stems(f"{passage.title} {passage.text}") for passage in passages]
    weights = _weights(question, held)
    total = sum(weights.values()) or 1.0
    scores = [passage.score for passage in passages]
    spread = max(max(scores, default=0.0) - min(scores, default=0.0), 1e-9)
    found, compared = list[Candidate](), 0
    for rank, passage in enumerate(passages):
        titled = stems(passage.title)
        for place, (sentence, scored) in enumerate(parts(passage)):
            text = passage.text[sentence.start : sentence.end]
            own = stems(text)
            inside = sum(weight for term, weight in weights.items() if term in own)
            # A term of the title is half said: the sentence stands under it.
            inside += 0.5 * sum(weight for term, weight in weights.items() if term in titled and term not in own)
            compared += 2 * len(weights)
            views = (
                sentence.score if scored else _UNKNOWN_MEANING,
                inside / total,
                (passage.score - scores[0]) / spread,
                matches(question, text),
            )
            found.append(
                Candidate(passage=passage, rank=rank, place=place, start=sentence.start, end=sentence.end, views=views)
            )
    return found, compared


def _weights(question: Question, held: list[frozenset[str]]) -> dict[str, float]:
    """Terms by how much they tell: rarer among the passages tells more, names and numbers most."""
    seen = Counter(term for stem_set in held for term in question.terms if term in stem_set)
    many = len(held)
    return {
        term: given
        * (_FIXED if term in question.fixed else 1.0)
        * (0.25 + math.log((many + 1) / (seen[term] + 0.5)) / math.log(2 * many + 2))
        for term, given in question.terms.items()
    }
