"""Syllogisms by mood and figure: whether "EIO-3" is valid, and which mood and figure a syllogism told in words has.

Validity is that of modern logic, where "all" says of nothing that it exists; a mood that needs a member is not judged.
Knows only the four forms "all, no, some, some ... not" and three terms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.rules.entailment import judge
from orchestra_modules.logic.rules.formulas import Atom, Exists, ForAll, Formula, Implies, Not, Var, conj
from orchestra_modules.logic.rules.morphology import singulars
from orchestra_modules.solving.finding import CONFIDENT, Finding
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotDone
from orchestra_modules.solving.regex import regex

_FIGURES: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NTH: Final = r"first|second|third|fourth|[1-4]"
_CODE: Final = regex(
    r"\s*is (?:the |a )?(?:syllogism |syllogistic form |form |mood |categorical syllogism )*(?P<mood>[AEIO]{3})"
    rf"(?:\s*-\s*|,? (?:in|of) (?:the )?)(?:figure )?(?P<figure>{_NTH})(?: figure)? (?:a )?(?:logically )?valid"
    r"(?: syllogism| form)?(?: or (?:not|invalid))?\s*\?\s*",
    re.IGNORECASE,
)
_TOLD: Final = regex(
    r"\s*(?:(?:what|which) (?:is|are) the|identify the|state the|give the|find the|determine the)\s+"
    r"(?P<asked>mood and figure|mood|figure)(?: of)?(?: (?:the|this))?(?: following)?(?: syllogism| argument)?"
    r"\s*[:?.]\s*"
    r"(?P<first>[^.:?]+)\.\s*"
    r"(?P<second>[^.:?]+)\.\s*(?:therefore|so|hence|thus),? (?P<third>[^.:?]+)\.?\s*",
    re.IGNORECASE,
)
_SENTENCE: Final = regex(
    r"\s*(?P<how>all|every|no|some)\s+(?P<subject>[\w-]+)\s+(?:are|is)\s+(?P<not>not\s+)?(?:an? )?"
    r"(?P<predicate>[\w-]+)\s*",
    re.IGNORECASE,
)
#: where the middle term stands in the first premise, the one with the predicate, and in the second
_PLACES: Final = {(0, 1): 1, (1, 1): 2, (0, 0): 3, (1, 0): 4}


@dataclass(frozen=True)
class Syllogism:
    """A mood and a figure, and what is asked of them: "valid", "mood", "figure" or both of these."""

    mood: str
    figure: int
    asked: str


def syllogism(question: Question) -> Syllogism | None:
    """What is asked of a syllogism, or none if the text asks for something else."""
    if question.options:
        return None
    if match := _CODE.fullmatch(question.stem):
        return Syllogism(match["mood"].upper(), _FIGURES[match["figure"].lower()], "valid")
    match = _TOLD.fullmatch(question.stem)
    if match is None:
        return None
    told = [_categorical(match[part]) for part in ("first", "second", "third")]
    first, second, third = told
    if first is None or second is None or third is None:
        return None
    if third[2] not in first[1:]:
        first, second = second, first  # the premise with the predicate of the conclusion is the first
    middle = {*first[1:], *second[1:]} - {*third[1:]}
    if len(middle) != 1 or len({*first[1:], *second[1:], *third[1:]}) != 3:
        return None
    between = middle.pop()
    if {*first[1:]} != {between, third[2]} or {*second[1:]} != {between, third[1]}:
        return None
    figure = _PLACES[first[1:].index(between), second[1:].index(between)]
    if _terms(figure, third[1], between, third[2]) != (first[1:], second[1:]):
        raise NotDone("the figure found does not give the places of the terms again")
    return Syllogism(first[0] + second[0] + third[0], figure, match["asked"].lower())


def _terms(figure: int, minor: str, middle: str, major: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The terms of the two premises in their places."""
    one, other = next(places for places, number in _PLACES.items() if number == figure)
    first = (middle, major) if one == 0 else (major, middle)
    return first, (middle, minor) if other == 0 else (minor, middle)


def _categorical(text: str) -> tuple[str, str, str] | None:
    """The letter of a sentence, its subject and its predicate."""
    match = _SENTENCE.fullmatch(text)
    if match is None:
        return None
    how, denied = match["how"].lower(), bool(match["not"])
    if denied and how != "some":
        return None  # "all ... are not" is read in two ways
    letter = "O" if denied else {"all": "A", "every": "A", "no": "E", "some": "I"}[how]
    return letter, _term(match["subject"]), _term(match["predicate"])


def _term(word: str) -> str:
    lower = word.lower()
    return next(iter(singulars(lower)), lower)


def told(one: Syllogism) -> Finding:
    """The answer to what is asked."""
    code = f"{one.mood}-{one.figure}"
    valid = _valid(one, False)
    if one.asked == "valid":
        if not valid and _valid(one, True):
            raise NotDone("it depends on whether each class spoken of has a member, which is not stated")
        text = f"{'Yes' if valid else 'No'}: {code} is {'valid' if valid else 'not valid'}."
        data: JsonValue = {"type": "truth", "value": valid}
        check = "Z3 and a search over all things that matter agree"
        return Finding(str(valid), text, data, "classical reading", check, True, CONFIDENT, ())
    value = {"mood": one.mood, "figure": str(one.figure)}.get(one.asked, code)
    check = "the places of the terms were written anew from the figure, and are those of the text"
    text = f"The syllogism has the mood {one.mood} and is of figure {one.figure}."
    return Finding(value, text, {"type": "text", "value": value}, "by form", check, True, CONFIDENT, ())


def _valid(one: Syllogism, members: bool) -> bool:
    """Whether the conclusion follows, with a member in each class or without."""
    first, second = _terms(one.figure, "S", "M", "P")
    premises = [_formula(one.mood[0], *first), _formula(one.mood[1], *second)]
    if members:
        premises += [Exists(_X, Atom(term, (_X,))) for term in "SMP"]
    verdict = judge(tuple(premises), _formula(one.mood[2], "S", "P"))
    if not verdict.verified:
        raise NotDone("the verdict did not pass its check")
    return verdict.value is True


_X: Final = Var("x")


def _formula(letter: str, subject: str, predicate: str) -> Formula:
    left, right = Atom(subject, (_X,)), Atom(predicate, (_X,))
    said: Formula = Not(right) if letter in "EO" else right
    return ForAll(_X, Implies(left, said)) if letter in "AE" else Exists(_X, conj(left, said))
