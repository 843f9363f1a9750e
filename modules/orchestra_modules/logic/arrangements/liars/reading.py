"""A story of truth-tellers and liars as a problem and what is asked of it. Knows no solver."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from orchestra_modules.logic.arrangements.formula import Formula, Place, every, implies, negation, same
from orchestra_modules.logic.arrangements.liars.speech import HONEST, LYING, People, said, truthful
from orchestra_modules.logic.arrangements.problem import Block, Condition, Problem
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_PEOPLE: Final = 40
_CUE: Final = regex(r"\b(?:lie|lies|lied|lying|liars?|knaves?|truth|truthful|truth-?tellers?|honest)\b", re.IGNORECASE)
_SAYS: Final = (
    r"(?:says?|said|claims?|claimed|states?|stated|tells? (?:you|me|us)|told (?:you|me|us)|asserts?|asserted|"
    r"declares?|declared|replies|replied|answers|answered|adds|added|remarks|remarked|announces|announced|comments|commented|notes|noted|"
    r"mentions|mentioned|insists|insisted|exclaims|exclaimed)"
)
_ACCORDING: Final = regex(r"^[Aa]ccording to (?P<name>[A-Z][\w'-]*), [\"“]?(?P<what>[^\"”]+)[\"”]?\.?$")
_QUOTED: Final = regex(rf"^(?P<name>[^\"“:]+?),? {_SAYS}(?: that)?\s*[,:]?\s*[\"“](?P<what>[^\"”]+)[\"”]?\.?$")
_TURNED: Final = regex(rf"^[\"“](?P<what>[^\"”]+)[\"”],? {_SAYS} (?P<name>[^\"“]+?)\.?$")
_PLAIN: Final = regex(
    rf"^(?:(?:and|then|finally|next|also),? )?(?P<name>.+?) {_SAYS}(?: that)?[:,]? (?P<what>[^\"“]+)$", re.IGNORECASE
)
_COLON: Final = regex(r"^(?P<name>[A-Z][\w'-]*)\s*:\s*[\"“]?(?P<what>[^\"”]+)[\"”]?\.?$")
#: speech in single quotation marks; an apostrophe stands between letters
_SINGLE: Final = regex(r"(?<=[\s:,])'([A-Z](?:[^'\n]|(?<=\w)'(?=\w))*)'(?!\w)")
_COUNTED: Final = regex(
    r"\b(?:exactly|at least|at most|one|two|three"
    r"|four|five|\d+)(?: of \w+)? (?:\w+ )?(?:knights?"
    r"|knaves?|liars?|truth-?tellers?)\b|"
    r"\b(?:exactly|at least|at most) (?:one|two|three|\d)\b",
    re.IGNORECASE,
)
_KINDS: Final = regex(
    (
        r"^(?:(?:on|in) (?:this|the|an?) \w+,? )?(?:(?:the"
        r"|a) )?(?:knights?|knaves?|liars?|truth-?tellers?"
        r"|honest people) (?:\w+ )*?(?:always|never|only)\b"
    ),
    re.IGNORECASE,
)
#: what the two kinds do, told of both at once, so that "always" goes without saying
_TRUTHFUL: Final = (
    r"knights (?:always )?(?:(?:tell|speak) (?:only )?the truth|are (?:always )?(?:truthful|honest|truth-?tellers))"
)
_FALSE: Final = r"knaves (?:always )?(?:lie|tell lies|are (?:always )?(?:liars|lying))"
_AND: Final = r"(?:[;,] | and |, and |; and |, while |, but )"
_THE_KINDS: Final = rf"(?:{_TRUTHFUL}{_AND}{_FALSE}|{_FALSE}{_AND}{_TRUTHFUL})"
_BOTH_KINDS: Final = regex(rf"^(?:all )?{_THE_KINDS}\.?$", re.IGNORECASE)
#: a question that says first what the two kinds do
_GIVEN_KINDS: Final = regex(
    rf"^(?:if|given that|assuming(?: that)?|knowing that|since) {_THE_KINDS}, (?=\w)", re.IGNORECASE
)
#: an order to say of which kind each person is
_SORT_OUT: Final = regex(
    r"^(?:determine|find out|work out|decide|identify|figure out|say|state|tell) (?:who is (?:what|which|who)"
    r"|who is an? \w+ and who is an? \w+|what (?:each(?: of them| person| one)?|they|everyone) (?:is|are)"
    r"|the (?:types?|kinds?|identity|identities) of (?:each|everyone|all|both)(?: of them| person| one)?)\.?$",
    re.IGNORECASE,
)
_WHERE: Final = regex(
    r"^(?:in|on) (?:an?|the|this|some) (?:\w+ )?\w+,? (?=(?:each|every|all|the people)\b)", re.IGNORECASE
)
_ISLAND: Final = regex(r"^On (?:the|an) island of knights and knaves,? (?=[A-Z])")
_OTHER: Final = regex(r"^[Tt]he other(?: one| person| inhabitant)? is (?:called |named )?([A-Z]\w*)$")
_PLACE: Final = regex(
    r"\b(?:island|inhabit(?:ed|ants?)|residents?|islanders?"
    r"|you (?:meet|come across|encounter|visit)|there (?:are"
    r"|live) |people|"
    r"are (?:two|three|four|five) )\b|\beach (?:of|person|one) .+ or\b|.+ each .+ or\b",
    re.IGNORECASE,
)
_NOTHING: Final = regex(
    r"^(?:[A-Z][\w'-]*(?:,? and |, ))+[A-Z][\w'-]* (?:each )?(?:make|made|say|said) (?:a|one|the following|"
    r"these) statements?:?\.?$"
)
_SPLIT: Final = regex(
    r"(?<=[.?!])(?:[\"”'](?!\s+(?:says?|said|claims?|claimed)\b))?\s+(?=[\"“A-Z])|(?<=[.?!][\"”])\s+(?=[A-Z])|\n+"
)
_LIST: Final = regex(
    r"((?:[A-Z][\w'-]*, )+(?:and )?[A-Z][\w'-]*(?:,? and [A-Z][\w'-]*)?|[A-Z][\w'-]* and [A-Z][\w'-]*)"
)


#: a question that names the persons of the story, some of whom may say nothing
_OF_ALL: Final = regex(rf"What (?:are {_LIST.pattern}|(?:is|must) ([A-Z][\w'-]*)(?: be)?)\?")
_FREE: Final = regex(
    r"\b(?:spy|spies|normals?|jokers?|tricksters?)\b[^.]*\b(?:either|sometimes|can|may|both|as they (?:like|please))\b",
    re.IGNORECASE,
)
_ONE_EACH: Final = regex(
    r"\bone (?:of (?:whom|them) )?is an? \w+,? (?:and )?(?:(?:one|another|the other|is|the second) ){0,3}an? \w+,? and "
    r"(?:(?:one|another|the|other|third|last|is) ){0,4}an? \w+|\bare an? \w+, an? \w+,? and an? \w+\b|"
    r"\b(?:exactly )?one (?:\w+ )?of each(?: kind)?\b",
    re.IGNORECASE,
)
_NAMES_HONEST: Final = regex(
    r"\b([A-Za-z]+s) (?:who )?always (?:tell|speak) the truth\b|\ban? ([A-Za-z]+),? who always (?:tells|speaks) "
    r"the truth\b",
    re.IGNORECASE,
)
_NAMES_LYING: Final = regex(
    r"\b([A-Za-z]+s) (?:who )?(?:always lie|never tell the truth)\b|"
    r"\ban? ([A-Za-z]+),? who (?:always lies|never tells the truth)\b",
    re.IGNORECASE,
)
_NO_NAMES: Final = frozenset(
    ("knight", "knave", "liar", "teller", "truthteller", "other", "resident", "inhabitant", "islander", "person", "thi")
)


@dataclass(frozen=True)
class IsHonest:
    """Whether a formula holds."""

    formula: Formula


@dataclass(frozen=True)
class WhatIs:
    """Which kind a person is; the words for the two kinds as the text has them."""

    person: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class WhichOnes:
    """All who tell the truth, or all who lie, or all who may do either."""

    places: frozenset[int]


@dataclass(frozen=True)
class HowMany:
    """How many tell the truth, or lie."""

    places: frozenset[int]


@dataclass(frozen=True)
class EveryKind:
    """The kind of each person."""

    kinds: tuple[str, ...]


Ask: TypeAlias = IsHonest | WhatIs | WhichOnes | HowMany | EveryKind


@dataclass(frozen=True)
class Story:
    """Who there are, what binds them, and what is asked."""

    problem: Problem
    ask: Ask


def read(question: Question) -> Story:
    """Read a story. NotUnderstood if it is none, or a sentence of it is not of this language."""
    stem = _SINGLE.sub(r'"\1"', question.stem.replace("\u2019", "'").replace("\u2018", "'"))
    if len(stem) > 5000 or not _CUE.search(stem):
        raise NotUnderstood("nobody is said to lie or to tell the truth")
    stem, renamed = _renamed(stem)
    people = People(free=_FREE.search(stem) is not None)
    claims: list[tuple[int | None, str, str]] = []
    ask_text = ""
    for part in _SPLIT.split(stem):
        sentence = re.sub(r"^question:\s*", "", part.strip(), flags=re.IGNORECASE)
        if not sentence:
            continue
        sentence = _WHERE.sub("", _GIVEN_KINDS.sub("", sentence))
        if _SORT_OUT.match(sentence) and not ask_text:
            ask_text = "Who is what?"
        elif sentence.endswith("?") and not re.search(r"[\"“]", sentence):
            if ask_text:
                raise NotUnderstood("more than one question")
            ask_text = sentence
        else:
            claims.append(_claim(sentence, people))
    if not ask_text:
        raise NotUnderstood("no question about who tells the truth")
    if named := _OF_ALL.fullmatch(ask_text):
        for name in re.split(r",? and |, (?:and )?", named[1] or named[2]):
            people.index(name)
    conditions = []
    for speaker, what, source in claims:
        if not what:
            continue
        formula = said(what, speaker, people)
        if formula is None:
            raise NotUnderstood(f"the statement “{what}”")
        conditions.append(Condition(formula if speaker is None else _spoken(speaker, formula, people.free), source))
    ask = _ask(ask_text, people, renamed or _kinds(stem))
    if not conditions or not 1 <= len(people.names) <= MAX_PEOPLE:
        raise NotUnderstood("nobody is said to lie or to tell the truth")
    one_each = people.free and _ONE_EACH.search(stem) is not None
    if one_each and len(people.names) != 3:
        raise NotUnderstood("one of each kind, and not three people")
    block = Block(tuple(range(len(people.names))), 3 if people.free else 2, distinct=one_each)
    return Story(Problem(tuple(people.names), (block,), tuple(conditions)), ask)


def _spoken(speaker: int, told: Formula, free: bool) -> Formula:
    """What follows from someone saying so: a liar says what is false, and who may do either binds nothing."""
    if not free:
        return same(truthful(speaker), told)
    return every((implies(Place(speaker, HONEST), told), implies(Place(speaker, LYING), negation(told))))


def _renamed(text: str) -> tuple[str, tuple[str, ...]]:
    """A text that names its kinds otherwise ("saints always tell the truth") told with knights and knaves."""
    honest, lying = _NAMES_HONEST.search(text), _NAMES_LYING.search(text)
    if honest is None or lying is None:
        return text, ()
    words = [(match[1] or match[2]).lower().removesuffix("s") for match in (honest, lying)]
    if words[0] == words[1] or any(word in _NO_NAMES for word in words):
        return text, ()
    for word, known in zip(words, ("knight", "knave"), strict=True):
        text = re.sub(rf"\b{re.escape(word)}(s?)\b", rf"{known}\1", text, flags=re.IGNORECASE)
    return text, tuple(words)


def _claim(sentence: str, people: People) -> tuple[int | None, str, str]:
    """The speaker, if there is one, and the words; no words where the sentence only sets the scene."""
    sentence = _ISLAND.sub("", sentence)
    for pattern in (_QUOTED, _TURNED, _COLON, _ACCORDING, _PLAIN):
        match = pattern.match(sentence.rstrip("."))
        if match is not None:
            speaker = people.index(re.sub(r"^(?:then|and|finally),? ", "", match["name"], flags=re.IGNORECASE))
            if speaker is not None:
                return speaker, match["what"], sentence
    if (other := _OTHER.match(sentence.rstrip("."))) is not None and people.index(other[1]) is not None:
        return None, "", sentence
    if _sets_scene(sentence):
        named = _LIST.search(sentence.split("knights, knaves")[0] if people.free else sentence)
        if named is not None:
            for name in re.split(r",? and |, (?:and )?", named[1] or named[2]):
                people.index(name)
        return None, "", sentence
    return None, sentence, sentence


def _sets_scene(sentence: str) -> bool:
    """Whether a sentence only says what kinds there are and who is there, not who is of which kind."""
    if _ONE_EACH.search(sentence):
        return True
    if _COUNTED.search(sentence):
        return False
    if re.match(r"^(?:each|every\w*|all|they|both)\b", sentence, re.IGNORECASE):
        return re.search(r"\bor\b", sentence) is not None
    if _KINDS.match(sentence) or _BOTH_KINDS.match(sentence) or _NOTHING.match(sentence):
        return True
    if _FREE.search(sentence) or re.search(r"\bknights, knaves,? and \w+$", sentence.rstrip(".")):
        return True
    return _PLACE.search(sentence) is not None and (
        not _CUE.search(sentence) or re.search(r"\b(?:or|knights and knaves|liars)\b", sentence) is not None
    )


def _kinds(text: str) -> tuple[str, ...]:
    if re.search(r"\bkna(?:ve|ves)\b|\bknights?\b", text, re.IGNORECASE):
        third = re.search(r"\b(sp(?:y|ies)|normal|joker|trickster)", text, re.IGNORECASE)
        return (
            "knight",
            "knave",
            *(() if third is None else ("spy" if third[1][:2].lower() == "sp" else third[1].lower(),)),
        )
    return "truth-teller", "liar"


def _ask(text: str, people: People, kinds: tuple[str, ...]) -> Ask:
    plain = re.sub(r"^(?:so|then|now|therefore|thus|in that case),? ", "", text.rstrip("? "), flags=re.IGNORECASE)
    if (
        match := re.match(r"^what (?:is|type is|kind of person is|must) (.+?)(?: be)?$", plain, re.IGNORECASE)
    ) is not None:
        person = people.index(match[1], add=False)
        if person is not None:
            return WhatIs(person, kinds)
    if re.match(
        r"^(?:what (?:is|type is) each|who is (?:what|who|which)"
        r"|which is which|what (?:are|is) (?:they|everyone"
        r"|each (?:person|one|of them))|"
        r"what are .+|who is a knight and who is a knave|determine .+"
        r"|identify .+)\b",
        plain,
        re.IGNORECASE,
    ):
        return EveryKind(kinds)
    many = re.match(
        r"^how many (?:of (?:them|the \w+) |people |knights|knaves|liars|truth-tellers)?(.*)$", plain, re.IGNORECASE
    )
    if many is not None:
        lying = re.search(r"\b(?:lie|lies|lying|liars?|knaves?)\b", plain, re.IGNORECASE)
        honest = re.search(r"\b(?:truth|knights?|truth-tellers?|honest)\b", plain, re.IGNORECASE)
        among = re.search(r"\b(?:among|of) ([A-Z].*)$", plain)
        if among is not None and {*re.split(r",? and |, (?:and )?", among[1])} != {*people.names}:
            raise NotUnderstood("how many of some of the people")
        if bool(lying) != bool(honest):
            return HowMany(HONEST if honest else LYING)
    who = re.match(r"^(?:who|which (?:one|ones|person|people|of them|of the \w+)) (.+)$", plain, re.IGNORECASE)
    if who is not None:
        verb = re.sub(r"^(?:is|are) (?:the )?", "is ", who[1])
        formula = said(f"Somebody {verb}", None, People(free=people.free))
        if isinstance(formula, Place):
            return WhichOnes(formula.places)
    match = re.match(r"^(?P<verb>does|is|do|are|did|was) (?P<rest>.+)$", plain, re.IGNORECASE)
    if match is not None:
        verb, rest = match["verb"].lower(), match["rest"]
        for name in sorted(people.names, key=len, reverse=True):
            if rest.startswith(name + " "):
                after = rest[len(name) + 1 :]
                formula = said(f"{name} {verb} {after}", None, people, add=False)
                if formula is not None:
                    return IsHonest(formula)
        formula = said(re.sub(r"^(.+? and \S+) ", rf"\1 {verb} ", rest), None, people, add=False)
        if formula is not None:
            return IsHonest(formula)
    raise NotUnderstood(f"the question “{text[:120]}”")
