"""A text about who did it as a problem: a truth variable for each suspect, and one for the culprit. Knows no solver.

The deed is learnt from the question or from the sentence that says how many did it; what is said must be about it or
about who tells the truth. Each suspect's statements are true together or false together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from orchestra_modules.logic.arrangements.formula import Count, Formula, Place, every, negation, same, some
from orchestra_modules.logic.arrangements.liars.speech import People, said, truthful
from orchestra_modules.logic.arrangements.problem import Block, Condition, Problem
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_SAYS: Final = r"(?:says?|said|claims?|claimed|states?|stated|declares?|declared|replies|replied|insists?|insisted)"
_QUOTED: Final = regex(rf"^(?P<name>[A-Z][\w'-]*),? {_SAYS}(?: that)?\s*[,:]?\s*[\"“]?(?P<what>[^\"“”]+)[\"”]?$")
_TURNED: Final = regex(rf"^[\"“](?P<what>[^\"”]+?)[,.]?[\"”],? {_SAYS} (?P<name>[A-Z][\w'-]*)$")
_COLON: Final = regex(r"^(?P<name>[A-Z][\w'-]*)\s*:\s*[\"“]?(?P<what>[^\"”]+)[\"”]?$")
#: what is said, in single quotation marks
_SPOKEN: Final = regex(r"([:,] )'([^\"]+?[.!?])'(?=\s|$)")
_SPLIT: Final = regex(r"(?<=[.?!])[\"”]?\s+(?=[\"“A-Z])|(?<=[.?!][\"”])\s+|\n+")
_NAMES: Final = r"[A-Z][\w'-]*(?:(?:, (?:and |or )?|,? and |,? or )[A-Z][\w'-]*)+"
_WHO: Final = regex(r"^(?:so |then |therefore,? )?who (?P<deed>(?:is |was )?(?:the )?[a-z].*)$", re.IGNORECASE)
_ONE: Final = regex(
    rf"^(?:it is known that |we know that |exactly |only |just )*(?:one|1) of (?:the \w+|them|these \w+|the \w+ "
    rf"\w+|(?P<names>{_NAMES}))"
    r"(?: suspects)? (?P<deed>(?:has |had |is |was )?[a-z].*)$",
    re.IGNORECASE,
)
_ONE_OF_NAMED: Final = regex(
    rf"^(?:exactly |only |just )?(?:one|1) of (?:the )?(?:\w+ )?(?:suspects|people|persons|friends|men|women|children)"
    rf"(?:,| -| \() ?(?P<names>{_NAMES})(?:,|\)| -) (?P<deed>(?:has |had |is |was )?[a-z].*)$",
    re.IGNORECASE,
)
_HOW_MANY: Final = regex(
    r"^(?:it is known that |we know that |also,? |however,? |but )*(?P<how>exactly|only|just|at most|at least)? "
    r"?(?P<count>\w+)"
    r"(?: of (?:them|the \w+|the \w+ \w+|these \w+|the statements))?(?: (?:statement|person|suspect|people|"
    r"suspects|statements))? "
    r"(?P<rest>(?:is|are|tells?|told|lies|lied|lie|was|were|speaks?)\b.*)$",
    re.IGNORECASE,
)
_TRUE: Final = regex(
    r"^(?:(?:is|are|was|were) (?:true|telling the truth|truthful|honest)|(?:tells?|told|speaks?) the truth)$"
)
_FALSE: Final = regex(r"^(?:(?:is|are|was|were) (?:false|lying|a liar|liars|untrue)|lie|lies|lied)$")
_INTRODUCES: Final = regex(
    rf"^(?:there (?:are|were) |the |police (?:question|questioned|suspect) )?[\w ,:-]*?(?P<names>{_NAMES})[\w ,']*$",
    re.IGNORECASE,
)
_SCENE: Final = regex(r"\b(?:suspects?|questioned|interrogated|accused|arrested|statements?|detective|inspector)\b")
#: past forms and participles with their plain form, where they are not regular
_IRREGULAR: Final = {"stole": "steal", "stolen": "steal", "broke": "break", "broken": "break", "ate": "eat",
                     "eaten": "eat", "took": "take", "taken": "take", "did": "do", "done": "do", "hid": "hide",
                     "hidden": "hide", "wrote": "write", "written": "write", "drank": "drink", "drunk": "drink",
                     "lost": "lose", "won": "win", "tore": "tear", "torn": "tear", "left": "leave",
                     "threw": "throw", "thrown": "throw", "sent": "send", "drew": "draw", "drawn": "draw"}  # fmt: skip
MAX_PEOPLE: Final = 12


@dataclass(frozen=True)
class Case:
    """The problem; the last variable is the place of the culprit among the suspects."""

    problem: Problem
    deed: str
    truth_of: tuple[bool, ...]  # which suspects said something


def read(question: Question) -> Case:
    """Read a whodunit. NotUnderstood if it is none, or a sentence of it is not of this language."""
    stem = _SPOKEN.sub(r'\1"\2"', question.stem.replace("\u2019", "'"))
    if len(stem) > 4000 or not re.search(r"\b[Ww]ho\b", stem) or not re.search(rf"\b{_SAYS}\b|: *[\"“]", stem):
        raise NotUnderstood("nobody is suspected")
    parts = [part.strip().rstrip('.!"”').strip() for part in _SPLIT.split(stem) if part.strip(' \n."”')]
    asked = [part for part in parts if part.endswith("?") and not re.search(r"[\"“]", part)]
    who = _WHO.match(asked[0].rstrip("? ")) if len(asked) == 1 else None
    if who is None:
        raise NotUnderstood("nobody is suspected")
    reader = _Reader(who["deed"])
    for part in parts:
        if part is not asked[0]:
            reader.take(part)
    return reader.case()


class _Reader:
    def __init__(self, deed: str) -> None:
        self.people = People()
        self.deed = deed
        self.words = _words(deed)
        self.spoken: list[tuple[int, str, str]] = []
        self.counted: list[tuple[re.Match[str], str]] = []
        self.one = False

    def take(self, sentence: str) -> None:
        """File one sentence: a statement, how many did it, how many tell the truth, or who there is."""
        for pattern in (_QUOTED, _TURNED, _COLON):
            if (match := pattern.match(sentence)) is not None:
                person = self.people.index(match["name"])
                if person is not None:
                    self.spoken.append((person, match["what"].strip(' .,!"”'), sentence))
                    return
        if (match := _ONE_OF_NAMED.match(sentence) or _ONE.match(sentence)) is not None and self._deed(match["deed"]):
            self._meet(match["names"])
            self.one = True
        elif (match := _HOW_MANY.match(sentence)) is not None and _truth(match["rest"]) is not None:
            self.counted.append((match, sentence))
        elif (match := _INTRODUCES.match(sentence)) is not None and not re.search(
            r"\bnot\b|\bif\b|\blie|\btruth", sentence
        ):
            self._meet(match["names"])
            self.one = self.one or re.search(r"\bone of (?:whom|them)\b", sentence) is not None
        elif not _SCENE.search(sentence) or re.search(r"\bnot\b|\bif\b|\blie|\btruth", sentence):
            raise NotUnderstood(f"the sentence “{sentence[:120]}”")

    def _meet(self, names: str | None) -> None:
        for name in re.split(r",? (?:and|or) |, ", names or ""):
            if name:
                self.people.index(name)

    def _deed(self, text: str) -> bool:
        return _fits(text, self.words)

    def case(self) -> Case:
        """The problem of all that was read."""
        count = len(self.people.names)
        if not self.one or not self.spoken or not self.counted or not 2 <= count <= MAX_PEOPLE:
            raise NotUnderstood("one who did it, what they say, and how many tell the truth")
        speakers = {person for person, _, _ in self.spoken}
        if len(self.spoken) != len(speakers):
            raise NotUnderstood("whether several statements of one person are true together")
        conditions = []
        for person, what, source in self.spoken:
            conditions.append(Condition(same(truthful(person), self._content(what, person)), source))
        for match, source in self.counted:
            conditions.append(Condition(self._number(match, sorted(speakers)), source))
        silent = [person for person in range(count) if person not in speakers]
        conditions += [Condition(truthful(p), f"{self.people.names[p]} says nothing") for p in silent]
        blocks = (Block(tuple(range(count)), 2, False), Block((count,), count))
        names = (*self.people.names, "culprit")
        told = tuple(person in speakers for person in range(count))
        return Case(Problem(names, blocks, tuple(conditions)), self.deed, told)

    def _number(self, match: re.Match[str], speakers: list[int]) -> Formula:
        count = cardinal(match["count"]) if not match["count"].isdecimal() else int(match["count"])
        honest = _truth(match["rest"])
        if match["count"].lower() in ("none", "all"):
            count = 0 if match["count"].lower() == "none" else len(speakers)
        if count is None or honest is None:
            raise NotUnderstood(f"how many in “{match[0]}”")
        how = (match["how"] or "exactly").lower()
        numbers = range(count, count + 1)
        if how in ("at least", "at most"):
            numbers = range(count, len(speakers) + 1) if how == "at least" else range(count + 1)
        return Count(tuple(Place(p, frozenset({int(honest)})) for p in speakers), frozenset(numbers))

    def _content(self, what: str, speaker: int) -> Formula:
        text = re.sub(r"\bdidn't\b", "did not", re.sub(r"\bwasn't\b", "was not", re.sub(r"\bisn't\b", "is not", what)))
        for link, join in ((r",? or ", some), (r",? (?:and|but) ", every)):
            for cut in re.finditer(link, text):
                left, right = text[: cut.start()], text[cut.end() :]
                found = [self._clause(re.sub(r"^either ", "", part, flags=re.I), speaker) for part in (left, right)]
                if found[0] is not None and found[1] is not None:
                    return join([one for one in found if one is not None])
        found_ = self._clause(text, speaker)
        if found_ is None:
            raise NotUnderstood(f"the statement “{what}”")
        return found_

    def _clause(self, text: str, speaker: int) -> Formula | None:
        text = re.sub(
            r"^it was (.+?) who ",
            r"\1 ",
            re.sub(r"^it was (not )?(\S+)$", r"\2 did \1it", text, flags=re.I),
            flags=re.I,
        )
        culprit = len(self.people.names)
        match = re.match(
            r"^(?P<neither>neither )?(?P<names>I|[A-Z][\w'-]*(?:,? (?:or|nor|and) (?:I|[A-Z][\w'-]*))*) "
            r"(?P<not>(?:did|has|have|is|was|am) not )?(?P<rest>.+)$",
            text,
        )
        if match is not None:
            persons = [
                speaker if name == "I" else self.people.index(name, add=False)
                for name in re.split(r",? (?:or|nor|and) |, ", match["names"])
            ]
            guilty = self._guilt(match["rest"])
            known = [person for person in persons if person is not None]
            if guilty is not None and len(known) == len(persons) and " and " not in match["names"]:
                told: Formula = Place(culprit, frozenset(known))
                return negation(told) if (bool(match["not"]) or bool(match["neither"])) is guilty else told
        return said(text, speaker, self.people, add=False)

    def _guilt(self, rest: str) -> bool | None:
        """Whether the words after a subject say that it did it, or that it did not."""
        plain = re.sub(r"^(?:is|was|am) ", "", rest)
        if plain in ("guilty", "the culprit", "the thief", "the one", "the one who did it"):
            return True
        if plain in ("innocent",):
            return False
        return True if self._deed(rest) else None


def _words(deed: str) -> tuple[str, ...]:
    """A deed as plain verb and object: "stole the ring"."""
    words = re.sub(r"^(?:has|had|have|is|was|did) (?=\w+(?:ed|en|[a-z]+) )", "", deed.lower().rstrip(".")).split()
    return (_plain(words[0]), *words[1:]) if words else ()


def _plain(verb: str) -> str:
    return re.sub(r"(?:ed|e)$", "", _IRREGULAR.get(verb, verb))


def _fits(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text tells the same deed, its object told again or replaced by a pronoun."""
    told = _words(text)
    if not told or not words:
        return False
    if told in (("do", "it"), ("do", "this"), ("do", "that")):
        return True
    if told[0] != words[0]:
        return words in (("do", "it"),) and len(told) > 1
    return told[1:] == words[1:] or told[1:] in (("it",), ("them",)) or words[1:] in (("it",), ("them",))


def _truth(rest: str) -> bool | None:
    lowered = rest.lower().strip()
    return True if _TRUE.match(lowered) else False if _FALSE.match(lowered) else None
