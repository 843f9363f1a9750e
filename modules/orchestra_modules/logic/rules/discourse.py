"""A text taken apart: sentences, words that only join them, premises, a conclusion, an introduction, and what is asked.

An introduction is what stands before "the following argument ...:" or "here is an argument:"; it carries no premise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from orchestra_modules.logic.rules.words import word_class
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

MOST_CHARACTERS: Final = 20_000
MOST_SENTENCES: Final = 400
_ORDINAL: Final = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth)"
_NTH: Final = rf"{_ORDINAL}(?:ly)?"
_ADDITION: Final = (
    rf"(?:{_NTH} (?:premise|fact|rule)|(?:premise|fact|rule|p)[ .]?\d+|(?:premise|fact|rule)s?|context|given)"
    rf"\s*:|(?:{_NTH}(?: of all)?|next|now|finally|lastly|moreover|furthermore|plus|besides|additionally|also"
    r"|again|in addition|to begin with|to start with|for a start|we know(?: that)?|it is (?:known|given)(?: that)?"
    r"|suppose(?: that)?|assume(?: that)?|we are told(?: that)?|note that|and|but|however|by the way|of course)\b\s*,?"
)
_DRAW: Final = r"(?:conclude|infer|deduce)d?"
_CONCLUSION: Final = (
    r"(?:conclusion|hypothesis)\s*:"
    r"|(?:hence|therefore|thus|so|consequently|accordingly|ergo|necessarily|in consequence|in conclusion"
    r"|as a (?:result|consequence)|for this reason)\b\s*[,:]?"
    rf"|(?:we|one|you|it) (?:may|can|must|could) (?:therefore |thus |hence )?(?:be )?{_DRAW}(?: that)?\b\s*[,:]?"
    r"|(?:from (?:this|that|these|which) (?:it )?follows|it (?:thus |therefore )?follows(?: from this)?)"
    r"(?: that)?\b\s*[,:]?"
    r"|(?:all )?(?:this|that|these|which) (?:entails?|implies|imply|means?|shows?|proves?)(?: that)?\b\s*[,:]?"
)
_ADDING: Final = regex(_ADDITION, re.IGNORECASE)
_CONCLUDING: Final = regex(_CONCLUSION, re.IGNORECASE)
_MARKED: Final = rf"(?:{_ADDITION}|{_CONCLUSION})"
_NUMBERED: Final = regex(r"^\s*(?:\(?\d{1,2}[.)]|[-*\u2022])\s+")
_ABBREVIATIONS: Final = word_class("mr mrs ms dr st prof no vs etc jr sr")
_INTRODUCTION: Final = regex(
    r"\b(?:following|here (?:is|comes|are)|consider|this)\b[^.?!:]*"
    r"\b(?:arguments?|reasoning|inference|syllogisms?)\b[^.?!:]*:"
    r"|^\s*(?:consider|given|here are|we have|suppose|assume)?\s*(?:the following|these) "
    r"(?:statements|facts|premises|rules|information|sentences)[^.?!:]*:",
    re.IGNORECASE,
)
#: how the last sentence of an introduction may begin; another one may ask or order something, which is no introduction
_PRESENTS: Final = regex(
    r"(?:(?:now|so|well|next|first|and|but|okay|please)\b[\s,]*)*"
    r"(?:here|there|consider|given|suppose|assume|look|read|take|we|the|this|these|an?|someone|somebody|[A-Z][a-z]+ "
    r"(?:gives|makes|offers|argues|reasons)|(?:in|for|about|on|regarding) (?:the|this))\b"
    r"|(?:is|(?:decide|determine|say|check|test|tell) (?:whether|if)) (?:the|this)\b[^,]*\bvalid\b"
    r"(?:,? or (?:not|invalid))?\W*$",
    re.IGNORECASE,
)
#: what is asked of an argument beside whether it is valid
_OF_AN_ARGUMENT: Final = regex(
    r"\b(?:fallac(?:y|ies)|mood|figure|diagram|symbols?|sound|circular|inductive|deductive|weakness|name|rewrite|"
    r"translate|formali[sz]e|identify|explain|terms?|how many|what|which|who|why|how)\b",
    re.IGNORECASE,
)
#: what makes a question in an introduction one about the argument, and no musing on its matter
_ABOUT_IT: Final = regex(
    r"\b(?:arguments?|reasoning|inferences?|syllogisms?|premises?|conclusions?|fallac\w+|mood|figure|diagram|symbols?"
    r"|terms?|it|this)\b",
    re.IGNORECASE,
)
_BREAK: Final = regex(r"[.?!;]+[\"'\u201d)]*(?=\s|$)|\n+")
_JOINED: Final = regex(rf"\.(?={_MARKED})", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """One sentence without its joining words; `asks` if it ends with a question mark."""

    text: str
    asks: bool = False
    concludes: bool = False


@dataclass
class Discourse:
    """The sentences of a text in order, and an introduction left aside."""

    sentences: list[Sentence] = field(default_factory=list)
    introduction: str = ""


def take_apart(text: str) -> Discourse:
    """The sentences of a text."""
    if len(text) > MOST_CHARACTERS:
        raise TooCostly(f"more than {MOST_CHARACTERS} characters")
    found = Discourse()
    text = text.strip()
    if introduction := _INTRODUCTION.search(text):
        found.introduction = text[: introduction.end()].strip(' "\u201c\n')
        _refuse_request(found.introduction)
        text = text[introduction.end() :]
    for part, sign in _parts(text):
        part = _NUMBERED.sub("", part).strip(" \t\n\"\u201c\u201d'")
        concludes = False
        while True:
            if match := _CONCLUDING.match(part):
                concludes = True
            elif not (match := _ADDING.match(part)):
                break
            part = part[match.end() :].lstrip(" ,")
        if part:
            found.sentences.append(Sentence(part, "?" in sign, concludes))
    if len(found.sentences) > MOST_SENTENCES:
        raise TooCostly(f"more than {MOST_SENTENCES} sentences")
    return found


def _refuse_request(introduction: str) -> None:
    """Refuse an introduction that asks something of its own: "name the fallacy in this argument: ..."."""
    *before, last = (part.strip() for part in _BREAK.split(introduction))
    asking = [part for part in before if _OF_AN_ARGUMENT.match(part) and _ABOUT_IT.search(part)]
    if not _PRESENTS.match(last) or _OF_AN_ARGUMENT.search(last):
        asking.append(last)
    if asking:
        raise NotUnderstood(f"what is asked with '{asking[0]}' is not whether something follows")


def _parts(text: str) -> list[tuple[str, str]]:
    """Stretches of text with the sign that closes each."""
    cuts = sorted(
        [(m.start(), m.end(), m.group()) for m in _BREAK.finditer(text) if not _abbreviated(text, m)]
        + [(m.start(), m.end(), ".") for m in _JOINED.finditer(text) if text[m.end() :][:1].islower()]
    )
    found, start = [], 0
    for begin, end, sign in cuts:
        if begin >= start:
            found.append((text[start:begin], sign))
            start = end
    if text[start:].strip():
        found.append((text[start:], ""))
    return [(part, sign) for part, sign in found if part.strip(" \t\n\"'")]


def _abbreviated(text: str, sign: re.Match[str]) -> bool:
    if sign.group() != ".":
        return False
    before = re.split(r"[\s(]", text[max(0, sign.start() - 12) : sign.start()])[-1].lower()
    line = text[: sign.start()].rpartition("\n")[2].strip(" \"'")
    return before in _ABBREVIATIONS or bool(re.fullmatch(r"\(?\d{1,2}", line))
