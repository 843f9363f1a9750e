"""A whole text in prose as a problem over propositions: its premises, and the question in one of its forms.

Knows no solver. Whatever could be a misreading of clauses that look alike stands in the problem's `doubts`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from orchestra_modules.logic.rules.discourse import Sentence, take_apart
from orchestra_modules.logic.rules.formulas import Atom, Formula, Not
from orchestra_modules.logic.rules.inquiry import Inquiry, inquiry
from orchestra_modules.logic.rules.problem import Asking, Problem, Statement
from orchestra_modules.logic.rules.prose.clauses import Clause, Wording, read_clause
from orchestra_modules.logic.rules.prose.likeness import doubts
from orchestra_modules.logic.rules.prose.propositions import Propositions
from orchestra_modules.logic.rules.prose.rendering import tell
from orchestra_modules.logic.rules.prose.statements import Statements
from orchestra_modules.logic.rules.question_forms import CLOSED, ORDER
from orchestra_modules.logic.rules.words import Word, word_class, words
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_ASKING: Final = word_class("is are was were am does do did will can could must may might should has have had would")
_WHO: Final = word_class("who which what")
_MOST_CHARACTERS: Final = 4_000
_INSIDE: Final = regex(
    r"(?:,|;)\s+(?:and\s+)?(?=(?:so|therefore|thus|hence|consequently)\b)|\s+(?=(?:therefore|hence|thus)\b)",
    re.IGNORECASE,
)
_CONCLUDING: Final = regex(r"(?:so|therefore|thus|hence|consequently)\b\s*,?\s*(?!that\b)", re.IGNORECASE)
_ENDINGS: Final = (("'s", "is"), ("'re", "are"), ("'ll", "will"), ("'m", "am"))
_WITH_IS: Final = word_class("it he she that there this who what")
_WHOLE: Final = ("as whole clauses",)
#: "exactly one of Ada and Ben": the row belongs together, and is no two clauses
_COUNTED: Final = regex(
    r"\b(?:(?:exactly|precisely|just|only|at most|at least|no more than|not more than|more than|fewer than|less than)"
    r" )?(?:one|two|three|four|five|\d+|none|both|either|neither|each|some|any|most|many|few) of\b"
    r"[^.?!;]*\b(?:and|or)\b",
    re.IGNORECASE,
)


def read(question: Question) -> Problem:
    """The problem that a text in prose states, or a refusal that names what is not understood."""
    if len(question.stem) > _MOST_CHARACTERS:
        raise NotUnderstood("longer than an argument in prose")
    if match := _COUNTED.search(question.stem):
        raise NotUnderstood(f"how many of a row is not read in prose ('{match.group()}')")
    sentences = [s for s in take_apart(question.stem).sentences if not ORDER.match(s.text)]
    if any(CLOSED.search(sentence.text) for sentence in sentences):
        raise NotUnderstood("what is not stated is left open in prose")
    asked = inquiry(_parted(sentences))
    if asked.direct and (not asked.claim or asked.claim.split()[0].lower() not in _ASKING | {"who"}):
        raise NotUnderstood("no question that prose is read with")
    if asked.asking is Asking.CONSEQUENCES and question.options:
        asked = replace(asked, asking=Asking.SELECT)
    if not asked.premises:
        raise NotUnderstood("premises and a question are expected")
    return _Prose(asked, question).problem()


def _parted(sentences: list[Sentence]) -> list[Sentence]:
    """Sentences with a conclusion inside them parted: "It is late, so we leave"."""
    found: list[Sentence] = []
    for sentence in sentences:
        parts = _INSIDE.split(sentence.text) if not sentence.asks else [sentence.text]
        found.append(replace(sentence, text=parts[0], asks=sentence.asks and len(parts) == 1))
        for part in parts[1:]:
            found.append(Sentence(_CONCLUDING.sub("", part, count=1).strip(" ,"), sentence.asks, True))
    return [sentence for sentence in found if sentence.text]


def prose_words(text: str) -> tuple[Word, ...]:
    """The words of a sentence, with "it's" and "we'll" written out."""
    found: list[Word] = []
    for word in words(text):
        lower = word.lower
        for ending, written in _ENDINGS:
            front = lower.removesuffix(ending)
            if front != lower and (ending != "'s" or front in _WITH_IS):
                found += [Word(word.text[: len(front)], word.first), Word(written)]
                break
        else:
            found.append(word)
    return tuple(found)


class _Prose:
    """One text while it is read."""

    def __init__(self, asked: Inquiry, question: Question) -> None:
        self.asked = asked
        self.parts = [prose_words(sentence.text) for sentence in asked.premises]
        self.claim = prose_words(asked.claim)
        offered = asked.asking is Asking.SELECT
        self.options = [prose_words(option.text.strip(" .")) for option in question.options] if offered else []
        self.propositions = Propositions(Wording([*self.parts, self.claim, *self.options]))
        self.statements = Statements(self.propositions)

    def problem(self) -> Problem:
        """Premises and question."""
        formulas = []
        for part in self.parts:
            formulas.append(self.sentence(part))
        known = list(self.propositions.clauses)
        asking, candidates = self.asked.asking, list[Formula]()
        claim: Formula
        if asking is Asking.CONSEQUENCES:
            candidates = [formula for key in known for formula in self.both(key)]
            claim = candidates[0]
        elif asking is Asking.SELECT:
            if not self.options:
                raise NotUnderstood("there is nothing to choose from")
            candidates = [self.sentence(option) for option in self.options]
            claim = candidates[0]
        elif self.asked.direct and self.claim[0].lower == "who":
            asking, candidates = Asking.WHICH, self.of_whom(known)
            claim = candidates[0]
        elif self.asked.direct:
            claim = self.turned(known)
        else:
            claim = self.sentence(self.claim, concluding=True)
        return self.assembled(formulas, claim, candidates, asking)

    def sentence(self, part: tuple[Word, ...], concluding: bool = False) -> Formula:
        self.propositions.open_sentence(concluding)
        return self.statements.sentence(part)

    def both(self, key: str) -> list[Formula]:
        atom = Atom(self.propositions.clauses[key].text(), ())
        return [atom, Not(atom)]

    def turned(self, known: list[str]) -> Formula:
        """A question told as a statement that the premises speak of."""
        first, *rest = self.claim
        if any(word.says("not") or word.says("or") for word in rest):
            raise NotUnderstood("a question with 'not' or 'or' can be answered two ways")
        duty = first.lower in ("must", "may", "might", "should")
        self.propositions.open_sentence(first.lower == "must")
        found: dict[Formula, None] = {}
        denial = () if duty else (Word("not"),)
        for place in range(1, len(rest)):
            told = (*rest[:place], Word(first.lower), *denial, *rest[place:])
            kept = dict(self.propositions.clauses), dict(self.propositions.uses), list(self.propositions.here)
            try:
                formula = self.statements.sentence(told)
                stranger = set(self.propositions.clauses) - set(known)
            except NotUnderstood:
                stranger = {""}
            if stranger:
                self.propositions.clauses, self.propositions.uses, self.propositions.here = kept
                continue
            found[_affirmed(formula) if denial else formula] = None
        if len(found) != 1:
            why = "can be read in more than one way" if found else "asks of nothing that the premises speak of"
            raise NotUnderstood(f"'{self.asked.claim}' {why}")
        return next(iter(found))

    def of_whom(self, known: list[str]) -> list[Formula]:
        """ "Who ...?": the propositions that say this of someone."""
        wanted = read_clause((Word("Nobody"), *self.claim[1:]), self.propositions.wording)
        if wanted.denied:
            raise NotUnderstood("'who' with 'not' is not read")
        length = len(wanted.subject)
        fitting = [self.propositions.clauses[key] for key in known]
        found = [clause for clause in fitting if _said(clause) == _said(wanted)]
        if not found or length != 1:
            raise NotUnderstood(f"'{self.asked.claim}' asks of nothing that the premises speak of")
        return [Atom(clause.text(), ()) for clause in found]

    def assembled(self, formulas: list[Formula], claim: Formula, candidates: list[Formula], asking: Asking) -> Problem:
        clauses = self.propositions.clauses.values()
        denials = tuple((clause.text(), clause.text(False)) for clause in clauses)
        premises = [
            Statement(sentence.text, formula, _WHOLE)
            for sentence, formula in zip(self.asked.premises, formulas, strict=True)
        ]
        told = tell(claim, dict(denials)) if self.asked.direct else " ".join(self.asked.claim.split())
        asked = Statement(told, claim, _WHOLE)
        self.refuse_times(premises, asked)
        judged = [] if candidates else [asked]
        offered = tuple(Statement(tell(formula, dict(denials)), formula, _WHOLE) for formula in candidates)
        return Problem(
            tuple(premises),
            asked,
            asking,
            candidates=offered,
            doubts=doubts(self.propositions, [*premises, *judged]),
            quantified=any(clause.quantified for clause in clauses),
            denials=denials,
            subjects=tuple((clause.text(), " ".join(clause.subject)) for clause in clauses),
        )

    def refuse_times(self, premises: list[Statement], asked: Statement) -> None:
        """Refuse a clause told of the past in one place and of the future in another, both outside a condition."""
        told: dict[str, set[str]] = {}
        for statement, part in zip((*premises, asked), (*self.parts, self.claim), strict=False):
            inner = statement.formula.body if isinstance(statement.formula, Not) else statement.formula
            if isinstance(inner, Atom):
                tenses = {word.lower for word in part}
                past = bool(tenses & {"did", "was", "were", "had"})
                told.setdefault(inner.predicate, set()).add("past" if past else "future" if "will" in tenses else "")
        for predicate, times in told.items():
            if {"past", "future"} <= times:
                raise NotUnderstood(f"whether '{predicate}' is meant of the past or of the future is not clear")


def _affirmed(formula: Formula) -> Formula:
    """What a row of denials denies."""
    if isinstance(formula, Not):
        return formula.body
    raise NotUnderstood("a question about several clauses is not read")


def _said(clause: Clause) -> str:
    return " ".join(clause.told[len(clause.subject) :])
