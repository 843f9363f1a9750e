"""Reading a whole text: its premises, and the question in one of its forms.

A statement to judge ("Is the following true or false? ..."), an argument to judge ("... valid or invalid?"), an
inference ("Does it follow that ...?"), a plain question ("Is Max sour?"), or a search ("Who is kind?").
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from orchestra_modules.logic.rules.cursor import Property
from orchestra_modules.logic.rules.discourse import Discourse, Sentence, take_apart
from orchestra_modules.logic.rules.english import stated
from orchestra_modules.logic.rules.formulas import Atom, Const, Formula, Var, atoms, conj, constants
from orchestra_modules.logic.rules.inquiry import inquiry
from orchestra_modules.logic.rules.morphology import Lexicon, bases
from orchestra_modules.logic.rules.problem import Asking, Problem, Statement
from orchestra_modules.logic.rules.question_forms import CLOSED, ORDER
from orchestra_modules.logic.rules.sentences import Reading, Sentences, read_sentence
from orchestra_modules.logic.rules.vocabulary import settle
from orchestra_modules.logic.rules.words import AUXILIARIES, COPULAS, MODALS, PREPOSITIONS, Word, refuse_foreign, words
from orchestra_modules.solving.options import Option
from orchestra_modules.solving.refusal import NotUnderstood

#: in a question "any" asks whether there is one
_ASKED_OF_ANY: Final = {"any": "some", "anyone": "someone", "anybody": "somebody", "anything": "something"}


def read(text: str, options: tuple[Option, ...] = ()) -> Problem:
    """The problem that a text states, or a refusal that names what is not understood; options may be statements."""
    found = take_apart(text)
    closed = any(CLOSED.search(sentence.text) for sentence in found.sentences)
    sentences = [s for s in found.sentences if not CLOSED.search(s.text) and not ORDER.match(s.text)]
    if not sentences:
        raise NotUnderstood("premises and a question are expected")
    return _Text(found, sentences, closed, options).problem()


class _Text:
    """One text while it is read."""

    def __init__(self, found: Discourse, sentences: list[Sentence], closed: bool, options: tuple[Option, ...]) -> None:
        self.introduction = found.introduction
        self.sentences = sentences
        self.closed = closed
        self.options = options
        self.notes: list[str] = []
        if self.introduction:
            self.notes.append(f"The introduction carries no premise: '{self.introduction}'")

    def problem(self) -> Problem:
        """Premises and question."""
        asked_for = inquiry(self.sentences)
        asking, claim, direct, premises = asked_for.asking, asked_for.claim, asked_for.direct, asked_for.premises
        if not premises:
            raise NotUnderstood("premises and a question are expected")
        if asking is Asking.CONSEQUENCES and self.options:
            asking = Asking.SELECT
        if asking is Asking.CONSEQUENCES:
            raise NotUnderstood("what follows is asked of whole clauses only")
        parts = [words(sentence.text) for sentence in premises]
        asked = words(claim)
        offered = [words(option.text.strip(" .")) for option in self.options]
        self.lexicon = Lexicon([*parts, asked, *offered])
        self.premises: list[Reading] = []
        for sentence, part in zip(premises, parts, strict=True):
            earlier = self.premises[-1].named if self.premises else ()
            self.premises.append(self.read(sentence.text, part, earlier))
        if bool(offered) is not (asking is Asking.SELECT):
            raise NotUnderstood("the options are no truth values" if offered else "there is nothing to choose from")
        if offered:
            return self.choosing(premises, offered)
        variable: Var | None = None
        if direct and asked[0].lower in ("who", "which", "what"):
            reading, variable = self.search(asked)
            asking = Asking.WHICH
            if not self.known(reading.formula):
                raise NotUnderstood("what is asked is not spoken of in the premises")
        elif direct:
            reading, claim = self.turned(asked)
        else:
            reading = self.read(claim, asked, ())
        return self.assembled(premises, claim, reading, asking, variable)

    def read(self, text: str, found: tuple[Word, ...], earlier: tuple[Const, ...]) -> Reading:
        reading = read_sentence(found, self.lexicon, earlier)
        self.notes += [f"In '{text}', {note}." for note in reading.notes]
        return reading

    def choosing(self, premises: list[Sentence], offered: list[tuple[Word, ...]]) -> Problem:
        """A problem with a claim for each option."""
        readings = [self.read(option.text, found, ()) for option, found in zip(self.options, offered, strict=True)]
        pairs = list(zip(self.options, readings, strict=True))
        strange = [option.text for option, reading in pairs if not self.known(reading.formula)]
        if strange:
            raise NotUnderstood(f"the premises do not speak of what '{strange[0]}' does")
        problems = [self.assembled(premises, option.text, reading, Asking.SELECT, None) for option, reading in pairs]
        if len({problem.premises for problem in problems}) > 1:
            raise NotUnderstood("the options change how the premises are read")
        return replace(problems[0], candidates=tuple(problem.claim for problem in problems))

    def search(self, asked: tuple[Word, ...]) -> tuple[Reading, Var]:
        """ "Who ...?", "Which ... are ...?"."""
        refuse_foreign(asked)
        reader = Sentences(asked, self.lexicon)
        word = reader.take()
        restriction: Property | None = reader.class_noun(None) if word.lower == "which" else None
        following = reader.peek()
        if word.lower == "what" and reader.open_word() and not (following and bases(following.lower)):
            raise reader.lost("'what' goes with a verb")
        if reader.at_any(AUXILIARIES) and not (after := reader.peek(1) or word).says("not"):
            raise reader.lost(f"whom or what {after.text!r} bears on is not searched for")
        said = reader.verb_phrase()
        if not reader.ended():
            raise reader.lost("not expected")
        variable = Var("who")
        formula = conj(restriction(variable), said(variable)) if restriction else said(variable)
        return Reading(formula, tuple(reader.classical), (), ()), variable

    def turned(self, asked: tuple[Word, ...]) -> tuple[Reading, str]:
        """A question told as a statement: its verb goes behind its subject, where the text's own words allow it."""
        first = asked[0]
        if first.lower not in COPULAS | AUXILIARIES | MODALS:
            raise NotUnderstood(f"'{first.text}' opens no question that is understood")
        if any(word.says("not") for word in asked):
            raise NotUnderstood("a question with 'not' can be answered two ways")
        verb = Word(first.lower)
        asked = tuple(Word(_ASKED_OF_ANY.get(word.text, word.text)) for word in asked)
        found: list[tuple[int, Reading, tuple[Word, ...]]] = []
        failure: NotUnderstood | None = None
        last = 2 if self.single_name(asked) else len(asked)
        for place in range(2, last + 1):
            told = (*asked[1:place], verb, *asked[place:])
            try:
                reading = read_sentence(told, self.lexicon)
            except NotUnderstood as refusal:
                failure = failure or refusal
                continue
            found.append((self.unknown(reading.formula), reading, told))
        if not found:
            raise failure or NotUnderstood("the question is not understood")
        least = min(score for score, _, _ in found)
        best = {reading.formula: (reading, stated(told)) for score, reading, told in found if score == least}
        if len(best) > 1:
            raise NotUnderstood("the question can be read in more than one way")
        return next(iter(best.values()))

    def single_name(self, asked: tuple[Word, ...]) -> bool:
        """Whether the subject of a question is one name of one word, behind which the verb has its place."""
        if len(asked) < 3 or not asked[1].capital or asked[1].lower in self.lexicon.in_small_letters:
            return False
        after = asked[2]
        return not after.capital and not after.sign and after.lower not in PREPOSITIONS | {"and", "or", "but", "who"}

    def known(self, formula: Formula) -> bool:
        """Whether the premises speak of everything that a formula speaks of, at least in part."""

        def parts(predicate: str) -> list[str]:
            return [word for word in re.split(r"[ _]", predicate) if word not in PREPOSITIONS] or [predicate]

        words_known = {w for reading in self.premises for atom in atoms(reading.formula) for w in parts(atom.predicate)}
        asked = {atom.predicate for atom in atoms(formula)}
        things = {thing for reading in self.premises for thing in constants(reading.formula)}
        return all(words_known & set(parts(predicate)) for predicate in asked) and constants(formula) <= things

    def unknown(self, formula: Formula) -> int:
        """How many predicates and names of a formula the premises do not have."""
        predicates = {atom.predicate for reading in self.premises for atom in atoms(reading.formula)}
        things = {thing for reading in self.premises for thing in constants(reading.formula)}
        parts = {atom.predicate for atom in atoms(formula)} - predicates
        return len(parts) + len(constants(formula) - things)

    def assembled(
        self, premises: list[Sentence], claim: str, reading: Reading, asking: Asking, variable: Var | None
    ) -> Problem:
        settled = settle((*(r.formula for r in self.premises), reading.formula), self.lexicon.nouns)
        statements = [
            Statement(sentence.text, formula, r.classical)
            for sentence, formula, r in zip(premises, settled, self.premises, strict=False)
        ]
        statements += self.presupposed(settled)
        named = {thing for formula in settled for thing in constants(formula)}
        return Problem(
            tuple(statements),
            Statement(claim, settled[-1], reading.classical),
            asking,
            variable,
            self.closed,
            tuple(self.notes),
            tuple(sorted(named, key=lambda thing: thing.name)),
            self.known(reading.formula),
        )

    def presupposed(self, formulas: tuple[Formula, ...]) -> list[Statement]:
        """ "The fox" is a fox, where the text speaks of foxes as a class."""
        classes = {atom.predicate for formula in formulas for atom in atoms(formula) if len(atom.args) == 1}
        found: list[Statement] = []
        for thing in sorted({c for formula in formulas for c in constants(formula)}, key=lambda c: c.name):
            if thing.name in classes and any(f" {word} {thing.name} " in self.lexicon.text for word in ("the", "this")):
                found.append(
                    Statement(f"the {thing.name} is a {thing.name}, being called so", Atom(thing.name, (thing,)))
                )
        return found
