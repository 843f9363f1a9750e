"""The short answer inside a quote, where the question's type shows what that is: a name, date, place, number.

Takes out words as they stand, and only what the question does not hold already. Where two would do it takes neither.
A yes or a no is given only when the sentence states the claim, or its denial, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from orchestra_modules.quoter.question import Expected, Question
from orchestra_modules.quoter.words import STOP, WORD, stem

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_DATE = re.compile(
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?\b"
    rf"|\b{_MONTH}(?:\s+\d{{4}})?\b|\b{_ORDINAL}(?:\s*(?:[-\u2013]|and|to)\s*{_ORDINAL})?\s+centur(?:y|ies)\b"
    r"|\b(?:1\d|20)\d\d(?:s\b|\s*[-\u2013]\s*\d{2,4}\b|\b)|\b\d+ (?:BC|AD|BCE|CE)\b"
    r"|\b\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b)?|\b\d{1,2} ?[ap]\.?m\b",
)
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_COUNT = (
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|dozens?|half)\b)"
)
_NUMBER = re.compile(
    rf"(?:[$\u20ac\u00a3\u00a5]\s?)?(?:\b\d+(?:[.,]\d+)*(?:e[+-]?\d+)?(?!\w)|\b{_COUNT})"
    r"(?:\s?(?:%|percent\b|per cent\b|hundred\b|thousand\b|million\b|billion\b|trillion\b))*",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[A-Z\u00c0-\u00de][\w.'\u2019-]*(?:\s+(?:(?:of|de|da|di|del|van|von|der|den|la|le|bin|ibn|al|the)\s+){0,2}[A-Z\u00c0-\u00de][\w.'\u2019-]*)*"
)
_PLACED = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]n|[Ff]rom|to|into|outside|inside|around)\s+(?:the\s+)?\Z")
_NOT_A_NAME = re.compile(
    rf"(?:{_MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:North|South|East|West)(?:ern)?|[A-Z]\w+(?:ese|ish|ic|ian|ean|can)s?"
    r"|[A-Z]{1,2}|Section|Chapter|Article|Act|World|War|I+)\Z"
)
_OWNING = ("'s", "\u2019s", "'", "\u2019")
_DONE_BY = re.compile(r"\bby\s+(?:the\s+)?\Z")
_UNIT = re.compile(r"[ -]?(?!\d)[^\W_]+(?:\s(?:per|a)\s[^\W_]+)?")
_CLEARLY = {"date": 1.2, "number": 1.2, "person": 1.7, "place": 1.7}  # how much nearer than the next the best must be
_MEASURES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"\bhow (?:long|old)\b"),
        re.compile(
            r"\W*(?:second|minute|hour|day|night|week|month|year|decade|centur|term|season|met|k|m|feet|foot|ft|mile|inch)"
        ),
    ),
    (
        re.compile(r"\bhow (?:far|tall|high|deep|wide|large|big)\b"),
        re.compile(
            r"\W*(?:square|sq|cubic|met|kilomet|centimet|millimet|[kcmn]?m\b|feet|foot|ft|mile|mi\b|yard|inch|acre|hectare|ha\b|time)"
        ),
    ),
    (re.compile(r"\bhow fast\b"), re.compile(r"\W*(?:k|m|mph|feet|miles|knots|times)")),
)
_WORDS_AROUND = 5  # a quote this short is a short answer itself
_HEDGED = re.compile(
    r"\b(?:if|whether|may|might|could|would|should|perhaps|possibly|probably|some|sometimes|many|most|mostly|often"
    r"|usually|generally|rarely|almost|nearly|partly|until|unless|except|believed?|thought|claim(?:s|ed)?|alleged\w*"
    r"|said|says|suppos\w+|reported\w*|suggest\w*|argu\w+|rumou?r\w*|disput\w*|myth|false(?:ly)?|wrong(?:ly)?|than)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|no|none|neither|nor|cannot|\w+n['\u2019]t)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    worth: float = 1.0


def short_answer(question: Question, sentence: str) -> str:
    """The words of the sentence that are the answer, or nothing."""
    find = _FINDERS.get(question.expected)
    if find is None or len(sentence.split()) <= _WORDS_AROUND:
        return ""
    places = _places(question, sentence)
    if not places:
        return ""
    rated = sorted(
        ((found.worth * _nearness(found, places), found) for found in find(question, sentence)),
        key=lambda entry: (-entry[0], entry[1].start),
    )
    if not rated or (len(rated) > 1 and rated[0][0] < _CLEARLY[question.expected] * rated[1][0]):
        return ""
    best = rated[0][1]
    return sentence[best.start : best.end].strip(" ,;:.")


def verdict(question: Question, sentence: str) -> str:
    """Yes or no, where the sentence says all that the claim says, or that it is not so; nothing otherwise."""
    if question.expected != "verdict" or not question.terms or _HEDGED.search(sentence):
        return ""
    if len(_DENIED.findall(question.asking)) or _HEDGED.search(question.asking):
        return ""
    claimed = [stem(word) for word in WORD.findall(question.asking.lower()) if stem(word) in question.terms]
    said = [stem(word) for word in WORD.findall(sentence.lower())]
    place = -1
    for term in dict.fromkeys(claimed):
        if term not in said[place + 1 :]:
            return ""  # another order may mean other roles
        place = said.index(term, place + 1)
    denials = len(_DENIED.findall(sentence))
    return "Yes" if denials == 0 else "No" if denials == 1 else ""


def _places(question: Question, sentence: str) -> list[tuple[int, float]]:
    return [
        (match.start(), question.terms[root])
        for match in WORD.finditer(sentence)
        if (root := stem(match.group().lower())) in question.terms
    ]


def _nearness(found: _Found, places: list[tuple[int, float]]) -> float:
    """How much of the question stands near, by characters."""
    return sum(weight / (20 + min(abs(place - found.start), abs(place - found.end))) for place, weight in places)


def _known(question: Question, text: str) -> bool:
    return any(stem(word) in question.terms for word in WORD.findall(text.lower()) if word not in STOP)


def _dates(question: Question, sentence: str) -> Iterator[_Found]:
    pattern = _YEAR if "year" in question.asking.lower() else _DATE
    for match in pattern.finditer(sentence):
        if match.group() not in question.asking:
            yield _Found(match.start(), match.end())


def _numbers(question: Question, sentence: str) -> Iterator[_Found]:
    for match in _NUMBER.finditer(sentence):
        following = sentence[match.end() :]
        counted = question.unit and question.unit in [stem(word) for word in WORD.findall(following.lower())[:4]]
        if match.group() in question.asking or (question.unit and not counted):
            continue
        if not question.unit and not _measured(question, match.group(), following):
            continue
        unit = _UNIT.match(following) if not question.unit else None
        taken = unit.end() if unit and unit.group().strip().lower() not in STOP else 0
        yield _Found(match.start(), match.end() + taken)


def _measured(question: Question, number: str, following: str) -> bool:
    """Whether a number is of the kind that is asked for: how long wants a time, how far a distance."""
    asked = question.asking.lower()
    if "percent" in asked:
        return bool(re.search(r"%|percent|per cent", number))
    for kind, unit in _MEASURES:
        if kind.search(asked):
            return unit.match(following) is not None
    return _YEAR.fullmatch(number) is None


def _names(question: Question, sentence: str) -> Iterator[_Found]:
    for match in _NAME.finditer(sentence):
        name = match.group()
        while (first := name.split()[0]).lower() in STOP and " " in name:  # "In January", "The Hague"
            name = name[len(first) :].lstrip()
        start = match.end() - len(name)
        opening = match.start() == 0 and " " not in name  # any word is written so there
        if opening or name.lower() in STOP or _known(question, name) or _NOT_A_NAME.match(name.rstrip(".")):
            continue
        if name.endswith(_OWNING) or sentence[match.end() :].startswith(_OWNING):
            continue
        before = sentence[:start]
        placed = question.expected == "person" and _PLACED.search(before)
        yield _Found(start, match.end(), 2.0 if _DONE_BY.search(before) else 0.5 if placed else 1.0)


def _spots(question: Question, sentence: str) -> Iterator[_Found]:
    for found in _names(question, sentence):
        if _PLACED.search(sentence[: found.start]):
            yield found


_FINDERS: dict[Expected, Callable[[Question, str], Iterator[_Found]]] = {
    "person": _names,
    "date": _dates,
    "number": _numbers,
    "place": _spots,
}
