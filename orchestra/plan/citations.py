"""Whether an answer from numbered passages cites them, and whether what it cites bears it out.

Cheap and by the words alone: each sentence that claims something cites a passage that exists and that holds the
sentence's numbers, names and most of its other words. Paraphrase may fail here; a sentence that passes may still be
wrong. Knows nothing of who wrote the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from orchestra.plan.figures import figures
from orchestra.spec import Passage

_MARK: Final = re.compile(r"\[\s*(\d{1,3}(?:\s*(?:,|;|and|-|\u2013)\s*\d{1,3})*)\s*\]")
_END: Final = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[*]*[A-Z0-9\[])|\n+")
_ABBREVIATED: Final = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|No|vs|cf|etc|e\.g|i\.e|approx|Fig)\.$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_STOP_WORDS: Final = """
a about above after again all also although an and another any are as at be because been before being below between
both but by can could did do does doing down during each either else for from further had has have having he her here
hers him his how however i if in into is it its itself just may me might more most must my neither no nor not now of
off on once only or other our out over own passage passages per provided question same says shall she should since so
some source states such than that the their theirs them then there these they this those though through thus to too
under until up upon us very was we were what when where whether which while who whom whose why will with within
without would yes you your according answer therefore mentioned described called named known include includes
including many much well even still first second
"""
_STOP: Final = frozenset(_STOP_WORDS.split())
_NONE_THERE: Final = re.compile(
    r"\b(?:passages?|texts?|sources?|documents?|information|context|excerpts?)\b[^.]{0,60}\b(?:do(?:es)?\s+not|don't|doesn't|"
    r"did\s+not|cannot|can't|not)\b[^.]{0,40}\b(?:hold|contain|mention|say|provide|include|state|answer|specify|given|address|"
    r"enough|cover)"
    r"|\bno\s+(?:information|mention|passage|answer)\b|\bcannot\s+be\s+(?:answered|determined|found)\b"
    r"|\bnot\s+(?:mentioned|stated|given|found|contained|provided|specified)\s+(?:in|by)\s+the\s+(?:passages?|text|sources?)",
    re.IGNORECASE,
)
#: share of a sentence's weighed words that the cited passages must hold
_ENOUGH: Final = 0.5
#: by how much another passage must be better for the citation to be called wrong
_BETTER: Final = 0.34
#: fewer words than this with no number claim nothing
_LEAST_WORDS: Final = 3


@dataclass(frozen=True)
class Cited:
    """What came of checking an answer: the passages it cites, by their numbers, and what is wrong with it.

    `backed` is the share of its claims that the passages cited bear out; `absent` says that it found no answer there.
    """

    numbers: tuple[int, ...]
    faults: tuple[str, ...]
    backed: float
    absent: bool = False


def check_citations(text: str, passages: Sequence[Passage], question: str) -> Cited:
    """What an answer's citations are worth."""
    pages = [_Page(passage.text, passage.title) for passage in passages]
    asked = _Page(question, "")
    numbers: list[int] = []
    faults: list[str] = []
    claims = backed = 0
    for sentence in sentences(text):
        named = _numbers(sentence)
        there = [number for number in named if 0 < number <= len(pages)]
        numbers += [number for number in there if number not in numbers]
        plain = re.sub(r"\s+([.,;:!?])", r"\1", _MARK.sub("", sentence))
        wrong = [f"there is no passage [{number}]" for number in named if number not in there]
        if _claims(plain, asked):
            claims += 1
            wrong += _support_faults(plain, there, pages, asked) if there else []
            if not named:
                wrong.append(f"no passage is cited for: {_short(plain)}")
            backed += not wrong
        faults += wrong
    if not numbers and _NONE_THERE.search(text):
        return Cited((), (), 0.0, absent=True)
    return Cited(tuple(numbers), tuple(dict.fromkeys(faults)), backed / claims if claims else float(not faults))


def sentences(text: str) -> list[str]:
    """The sentences of an answer, each with the citations that follow its full stop."""
    found: list[str] = []
    for part in _END.split(text):
        if not part or not part.strip():
            continue
        head = _MARK.match(part.lstrip())
        if found and (head or _ABBREVIATED.search(found[-1])):
            if head and not _ABBREVIATED.search(found[-1]):
                marks = re.match(r"\s*(?:\[[^\]]*\]\s*)+\.?", part)
                assert marks is not None
                found[-1] += " " + marks.group().strip()
                part = part[marks.end() :]
                if part.strip():
                    found.append(part.strip())
                continue
            found[-1] += " " + part.strip()
            continue
        found.append(part.strip())
    return found


def _numbers(sentence: str) -> list[int]:
    found: list[int] = []
    for mark in _MARK.finditer(sentence):
        parts = re.split(r"\s*(?:,|;|and)\s*", mark[1])
        for part in parts:
            ends = [int(end) for end in re.split(r"\s*[-\u2013]\s*", part)]
            found += range(ends[0], min(ends[-1], ends[0] + 20) + 1) if len(ends) == 2 else ends
    return list(dict.fromkeys(found))


class _Page:
    """The words, names and numbers of a text."""

    def __init__(self, text: str, title: str) -> None:
        self.text = f"{title}. {text}" if title else text

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its words, cut to what they share with their other forms."""
        return frozenset(_stem(word) for word in _WORD.findall(self.text.lower()) for word in (word, *word.split("-")))

    @cached_property
    def values(self) -> frozenset[object]:
        """Its numbers."""
        return frozenset(value for figure in figures(self.text) for value in (figure.value, -figure.value))


def _claims(plain: str, asked: _Page) -> bool:
    if plain.rstrip().endswith((":", "?")):
        return False
    words = [word for word in _WORD.findall(plain.lower()) if word not in _STOP]
    fresh = [word for word in words if _stem(word) not in asked.stems]
    return (
        len(words) >= _LEAST_WORDS
        or bool(_names(plain))
        or any(True for _ in figures(_unlisted(plain)))
        or (bool(fresh) and len(words) > 1)
    )


def _support_faults(plain: str, cited: list[int], pages: list[_Page], asked: _Page) -> list[str]:
    chosen = [pages[number - 1] for number in cited]
    label = "".join(f"[{number}]" for number in cited)
    faults: list[str] = []
    for figure in figures(_unlisted(plain)):
        if not any(figure.value in page.values for page in (*chosen, asked)):
            elsewhere = next((n for n, page in enumerate(pages, 1) if figure.value in page.values), 0)
            where = f", but [{elsewhere}] does" if elsewhere else ""
            faults.append(f"{label} does not hold the number {figure.text}{where}")
    for name in _names(plain):
        stem = _stem(name.lower())
        if not any(stem in page.stems for page in (*chosen, asked)):
            faults.append(f"{label} does not name {name}")
    if faults:
        return faults
    share = _share(plain, chosen, asked)
    if share < _ENOUGH:
        faults.append(f"{label} does not bear out: {_short(plain)}")
    else:
        best = max(range(len(pages)), key=lambda place: _share(plain, [pages[place]], asked))
        if best + 1 not in cited and _share(plain, [pages[best]], asked) - share >= _BETTER:
            faults.append(f"[{best + 1}] bears this out, not {label}: {_short(plain)}")
    return faults


def _share(plain: str, pages: list[_Page], asked: _Page) -> float:
    """The share of a sentence's words that pages hold; those that the question brought say little of a passage."""
    stems = {_stem(word) for word in _WORD.findall(plain.lower()) if word not in _STOP and len(word) > 1}
    weights = {stem: 0.5 if stem in asked.stems else 1.0 for stem in stems}
    for figure in figures(_unlisted(plain)):
        weights[str(figure.value)] = 1.0
    if not weights:
        return 1.0
    held = {stem for page in pages for stem in stems & page.stems}
    held |= {str(value) for page in pages for value in page.values}
    return sum(weight for stem, weight in weights.items() if stem in held) / sum(weights.values())


def _names(plain: str) -> list[str]:
    """Capitalised words that do not begin a sentence or a quotation."""
    found = re.findall(r"(?<=[a-z0-9,;)] )([A-Z][^\W\d_]{2,}(?:['\u2019-][^\W\d_]+)*)", plain)
    return [name for name in dict.fromkeys(found) if name.lower() not in _STOP]


def _unlisted(plain: str) -> str:
    return re.sub(r"^\s*(?:[-*]\s+|\(?\d{1,2}[.)]\s)", "", plain)


def _stem(word: str) -> str:
    word = re.sub(r"['\u2019]s?$", "", word)
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("ly", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            break
    return word.rstrip("e") if len(word) > 4 else word


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else f"{text[:87]}..."
