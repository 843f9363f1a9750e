"""From the best sentences to what is quoted: stretches of the source, verbatim, that can stand alone.

A sentence that begins with a pronoun takes the one before it along; a sentence that announces code or a list takes
that along; code takes the sentence that announces it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from orchestra.spec import Citation, Passage, Span
from orchestra_modules.quoter.candidates import Candidate, parts

_MOST_WORDS = 70  # of a quote, before code and lists that belong to it; the first sentence is quoted however long
_PRONOUN = re.compile(r"(?:he|she|it|they|this|these|his|her|its|their)\b", re.IGNORECASE)
_CODE = re.compile(r"```|~~~")
#: Formats whose text has other lines than the file: a passage's own line is the nearest that is known.
_NOT_LINE_BY_LINE = frozenset({"row", "html", "notebook"})
_ITEM = re.compile(r"[-*+\u2022]\s|\d{1,3}[.)]\s")


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Neighbouring sentences of one passage, by place."""

    passage: Passage
    first: int
    last: int

    def holds(self, candidate: Candidate) -> bool:
        """Whether a sentence is part of it."""
        return candidate.passage is self.passage and self.first <= candidate.place <= self.last


def stretches(best: Iterable[Candidate], most_words: int = _MOST_WORDS) -> list[Stretch]:
    """What to quote for the sentences chosen, best first; neighbours become one."""
    room = most_words
    found = list[Stretch]()
    for candidate in best:
        if any(stretch.holds(candidate) for stretch in found):
            continue
        wanted = _standing_alone(candidate, room)
        words = sum(len(text.split()) for text in _texts(wanted))
        if found and words > room:
            continue
        room -= words
        near = next((place for place, other in enumerate(found) if _touch(other, wanted)), None)
        if near is None:
            found.append(wanted)
        else:
            found[near] = _joined(found[near], wanted)
    return [_with_what_follows(stretch) for stretch in found]


def citation(stretch: Stretch, score: float) -> Citation:
    """The stretch as it stands in its source."""
    passage = stretch.passage
    held = parts(passage)
    start, end = held[stretch.first][0].start, held[stretch.last][0].end
    line = passage.span.line
    if line is not None and passage.metadata.get("format") not in _NOT_LINE_BY_LINE:
        line += passage.text.count("\n", 0, start)
    return Citation(
        document_id=passage.document_id,
        source=passage.source,
        span=Span(start=passage.span.start + start, end=passage.span.start + end, line=line, page=passage.span.page),
        text=passage.text[start:end],
        score=score,
        title=passage.title,
    )


def _standing_alone(candidate: Candidate, room: int) -> Stretch:
    place = candidate.place
    before = place - 1
    held = parts(candidate.passage)
    if place > 0 and (_CODE.match(candidate.text) or _PRONOUN.match(candidate.text)):
        alone = len(candidate.text.split())
        previous = candidate.passage.text[held[before][0].start : held[before][0].end]
        if _CODE.match(candidate.text) or (alone + len(previous.split()) <= room and not _CODE.match(previous)):
            return Stretch(passage=candidate.passage, first=before, last=place)
    return Stretch(passage=candidate.passage, first=place, last=place)


def _with_what_follows(stretch: Stretch) -> Stretch:
    """The stretch with the code or the list that its last sentence announces."""
    texts = [stretch.passage.text[part.start : part.end] for part, _ in parts(stretch.passage)]
    last = stretch.last
    listed = texts[last].rstrip().endswith(":")
    while last + 1 < len(texts):
        following = texts[last + 1]
        if listed and _ITEM.match(following):
            last += 1
        elif _CODE.match(following) and not _CODE.match(texts[last]):
            return Stretch(passage=stretch.passage, first=stretch.first, last=last + 1)
        else:
            break
    return Stretch(passage=stretch.passage, first=stretch.first, last=last)


def _texts(stretch: Stretch) -> list[str]:
    held = parts(stretch.passage)[stretch.first : stretch.last + 1]
    return [stretch.passage.text[part.start : part.end] for part, _ in held]


def _touch(one: Stretch, other: Stretch) -> bool:
    return one.passage is other.passage and other.first <= one.last + 1 and one.first <= other.last + 1


def _joined(one: Stretch, other: Stretch) -> Stretch:
    return Stretch(
        passage=one.passage,
        first=min(one.first, other.first),
        last=max(one.last, other.last),
    )
