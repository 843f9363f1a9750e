"""Whether a sentence holds something of the type a question expects, from its shape alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from orchestra_modules.quoter.question import Expected, Question
from orchestra_modules.quoter.words import STOP, WORD, stem

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\bc?(?:1[0-9]|20)\d\d(?:s|\b)|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|\b{_MONTH} \d|\bmid-\w+"
    r"|\b\d{1,2}(?:st|nd|rd|th)(?:\W+(?:(?:and|to)\W+)?\d{1,2}(?:st|nd|rd|th))?\W+(?:centur|millenni)\w*"
    r"|\b\d+ (?:bc|ad|b?ce)\b|\b\d[\d,.]*(?: (?:thousand|million|billion))? years ago\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:daily|weekly|monthly|annually|noon|midnight|today)\b"
    r"|\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?[ap]\.?m\b",
    re.IGNORECASE,
)
_MONTH_NAME = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_THEN = re.compile(  # a time told by another event
    r"\b(?:after|before|during|since|until|till|once|while|when|upon|as soon as|at)\b", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion|half"
    r"|third|quarter|once|twice|no|none|several|percent)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|caused|reason|so that|in order to|as a result|therefore|led to|prevent)\b"
    r"|\ballow|\bto \w+",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"`|^\s*\d+\.|\b(?:run|call|set|press|click|choose|open|type|install|use|give|pass|add|to \w+,)\b", re.I
)
_AIM = re.compile(r"\W*to (\w+)", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:in|at|near|on|from|to|of|between|outside|inside|under|over)\s+(?:the\s+)?(?P<name>[A-Z]\w+|`)"
)
_IS = re.compile(
    r"\W*(?:(?:an?|the)\s+)?(?P<thing>\S+(?:\s+\S+){0,3}?)(?:\s+\([^)]*\))?,?\s+"
    r"(?:is|are|was|were|means?|refers? to|denotes?|stands? for)\b(?! not\b)",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"^\W*(?:yes|no|so|thus|therefore|hence|consequently|overall|in (?:conclusion|summary|short|fact)|it follows)\b"
    r"|\b(?:therefore|we conclude|concluded? that|found that|shows? that|confirm\w* that|as a result)\b",
    re.IGNORECASE,
)
_COUNTED = 5  # words from a number to what it counts, at most


def matches(question: Question, sentence: str) -> float:
    """1 where the sentence holds the type, 0 where it does not, 0.5 where nothing can be said."""
    check = _CHECKS.get(question.expected)
    return 0.5 if check is None else float(check(question, sentence))


def _named(question: Question, sentence: str) -> float:
    """Something written like a name that the question does not have already."""
    if not any(letter.isupper() for letter in sentence):
        return 0.5  # written in small letters throughout: names cannot be seen
    for match in WORD.finditer(sentence):
        word = match.group()
        if (
            match.start() > 0
            and word[0].isupper()
            and word.lower() not in STOP
            and stem(word.lower()) not in question.terms
        ):
            return 1.0
    first = WORD.search(sentence)
    return (
        0.7
        if first and first.group().lower() not in STOP and stem(first.group().lower()) not in question.terms
        else 0.0
    )


def _dated(question: Question, sentence: str) -> float:
    asked = question.text.lower()
    for pattern in (_DATE, _MONTH_NAME):
        if any(match.group().lower() not in asked for match in pattern.finditer(sentence)):
            return 1.0
    return 0.3 if "when" in asked and _THEN.search(sentence) else 0.0


def _numbered(question: Question, sentence: str) -> float:
    """A number, best before what is counted."""
    if not question.unit:
        return float(_NUMBER.search(sentence) is not None)
    words = WORD.findall(sentence.lower())
    numbers = [place for place, word in enumerate(words) if _NUMBER.match(word)]
    counted = any(question.unit in map(stem, words[place + 1 : place + _COUNTED]) for place in numbers)
    return 1.0 if counted else 0.7 if numbers else 0.0


def _defined(question: Question, sentence: str) -> float:
    """Whether it begins with what is asked about and says what that is."""
    opening = _IS.match(sentence)
    if not opening:
        return 0.5
    named = {stem(word) for word in WORD.findall(opening.group("thing").lower()) if word not in STOP}
    return 1.0 if named and named <= question.terms.keys() else 0.5


def _placed(question: Question, sentence: str) -> float:
    return max(0.8 * _named(question, sentence), float(_PLACE.search(sentence) is not None))


def _reasoned(question: Question, sentence: str) -> float:
    return float(_REASON.search(sentence) is not None)


def _stepwise(question: Question, sentence: str) -> float:
    """An instruction, best one that begins with the aim: "To set a budget, pass ..."."""
    aim = _AIM.match(sentence)
    if aim and stem(aim.group(1).lower()) in question.terms:
        return 1.0
    return 0.8 if _STEPS.search(sentence) else 0.0


def _concluding(question: Question, sentence: str) -> float:
    """A claim is settled best where the text concludes."""
    return 1.0 if _CONCLUDES.search(sentence) else 0.5


_CHECKS: dict[Expected, Callable[[Question, str], float]] = {
    "person": _named,
    "date": _dated,
    "number": _numbered,
    "place": _placed,
    "reason": _reasoned,
    "steps": _stepwise,
    "definition": _defined,
    "verdict": _concluding,
}
