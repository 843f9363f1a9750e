"""From the best sentences to what is quoted: stretches of the source, verbatim, that can stand alone.

A sentence that begins with a pronoun takes the one before it along; a sentence that announces code or a list takes
that along; code takes the sentence that announces it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestra.spec import Citation, Passage, Span
from orchestra_modules.quoter.candidates import Candidate, parts

_MOST_WORDS = 60  # of a quote, before code and lists that belong to it
_LEANS = re.compile(r"(?:he|she|it|they|this|these|his|her|its|their)\b", re.IGNORECASE)
_CODE = re.compile(r"```|~~~")
#: Formats whose text has other lines than the file: a passage's own line is the nearest that is known.
_NOT_LINE_BY_LINE = frozenset({"row", "html", "notebook"})
_ITEM = re.compile(r"[-*+\u2022]\s|\d{1,3}[.)]\s")


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Neighbouring sentences of one passage, by place; `score` is that of the best of them."""

    passage: Passage
    first: int
    last: int
    score: float


def stretches(best: Sequence[tuple[Candidate, float]]) -> list[Stretch]:
    """What to quote for the sentences chosen, best first; neighbours become one."""
    room = _MOST_WORDS
    found = list[Stretch]()
    for candidate, score in best:
        wanted = _standing_alone(candidate, score, room)
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


def citation(stretch: Stretch) -> Citation:
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
        score=stretch.score,
        title=passage.title,
    )


def _standing_alone(candidate: Candidate, score: float, room: int) -> Stretch:
    place = candidate.place
    before = place - 1
    held = parts(candidate.passage)
    if place > 0 and (_CODE.match(candidate.text) or _LEANS.match(candidate.text)):
        alone = len(candidate.text.split())
        previous = candidate.passage.text[held[before][0].start : held[before][0].end]
        if _CODE.match(candidate.text) or (alone + len(previous.split()) <= room and not _CODE.match(previous)):
            return Stretch(passage=candidate.passage, first=before, last=place, score=score)
    return Stretch(passage=candidate.passage, first=place, last=place, score=score)


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
            return Stretch(passage=stretch.passage, first=stretch.first, last=last + 1, score=stretch.score)
        else:
            break
    return Stretch(passage=stretch.passage, first=stretch.first, last=last, score=stretch.score)


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
        score=max(one.score, other.score),
    )
