"""The language of questions: a text to the formal problem it tells, or a refusal that names what was not understood.

A text is sentences. A sentence defines a name or a function ("let f(x) = ..."), states relations or what values an
unknown may have ("suppose 2a + b = 5", "x is a positive integer"), or asks for something, and conditions may stand
before or after what is asked. Later sentences see earlier definitions. Every word and sign must have its place here
or stand on the short list of fillers. No world knowledge: a story is not understood.
"""

from __future__ import annotations

from dataclasses import replace

from orchestra_modules.mathematics.language.answer_form import form_of_answer, sees_form
from orchestra_modules.mathematics.language.asides import rearranged
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.facts import Facts
from orchestra_modules.mathematics.language.names import scan_functions, scan_operators, scan_vectors, settle_letters
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.requests import ENDS, Requests, ended
from orchestra_modules.mathematics.language.statements import DEFINE, LET, Statements
from orchestra_modules.mathematics.language.tokens import Token, tokenize
from orchestra_modules.mathematics.language.vocabulary import AFTER, ASK, BEFORE
from orchestra_modules.mathematics.problem import Problem
from orchestra_modules.mathematics.syntax import (
    Application,
    Listing,
    Name,
    Node,
    Number,
    Power,
    Request,
    names,
    rebuild,
    walk,
)
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood


def read(question: Question) -> Problem:
    """The one problem that the whole text tells. NotUnderstood, NotDone, TooCostly."""
    return _Text(question).problem()


class _Text:
    """The sentences of one text."""

    def __init__(self, question: Question) -> None:
        self.question = question
        text = rearranged(question.stem)
        self.cursor = Cursor(tokenize(text), text)
        self.cursor.functions |= scan_functions(self.cursor)
        self.cursor.vectors |= scan_vectors(self.cursor)
        self.cursor.operators |= scan_operators(self.cursor)
        self.reader = Reader(self.cursor)
        self.facts = Facts()
        self.statements = Statements(self.cursor, self.reader, self.facts)
        self.requests = Requests(self.cursor, self.reader, self.facts, self.statements)

    def problem(self) -> Problem:
        """What all the sentences tell together."""
        cursor = self.cursor
        asked: list[list[Node]] = []
        form = self._hide_form()
        self._heading()
        self._fillers()
        if whole := self._whole_text():
            asked.append(whole)
        while True:
            self._fillers()
            if cursor.at_end:
                if not (form and asked):
                    break
                cursor.tokens = (*cursor.tokens[:-1], *form)
                form = ()
                continue
            if asked and (formed := form_of_answer(self.reader, asked[-1], self.facts)) is not None:
                asked[-1] = formed
                continue
            readings = self._sentence()
            if readings:
                asked.append(readings)
        if len(asked) > 1:
            raise NotUnderstood("more than one thing is asked; ask one at a time")
        readings = asked[0] if asked else self._stated_alone()
        goals = [self._goal(reading) for reading in readings]
        goals += [self._goal(other) for other in self._rivals(readings)]
        goals = list(dict.fromkeys(goals))
        problem = Problem(
            goals[0],
            tuple(self.facts.definitions.values()),
            tuple(self.facts.constraints),
            dict(self.facts.domains),
            self.question.options,
            tuple(cursor.conventions),
            tuple(cursor.assumptions),
            tuple(goals[1:4]),
        )
        return settle_letters(problem, self.question.stem)

    def _heading(self) -> None:
        """Take what numbers a question among others: "Exercise 4.", "1)", "Q:"."""
        cursor = self.cursor
        mark = cursor.mark()
        named = cursor.take("exercise", "problem", "question", "task", "q")
        numbered = cursor.token.kind == "number" and cursor.token.text.isdigit()
        if numbered:
            cursor.next()
        signs = (".", ":", ")") if named else (")",)
        marked = (named or numbered) and not cursor.token.spaced and cursor.take_sign(*signs)
        if not marked or cursor.at_end or not cursor.token.spaced:
            cursor.reset(mark)

    def _whole_text(self) -> list[Node]:
        """Operations that several sentences ask for together; the cursor stands behind them, at the end."""
        cursor = self.cursor
        if not self._more_follows():
            return []
        mark = cursor.mark()
        found: list[Node] = []
        end = mark
        notes = (cursor.conventions[:], cursor.assumptions[:])
        for node in self.reader.requests():
            here = cursor.mark()
            self._fillers()
            if cursor.at_end and node not in found:
                found.append(node)
                end = cursor.mark()
                notes = (cursor.conventions[:], cursor.assumptions[:]) if len(found) == 1 else notes
            cursor.reset(here)
        cursor.reset(end if found else mark)
        cursor.conventions[:], cursor.assumptions[:] = notes
        return found

    def _hide_form(self) -> tuple[Token, ...]:
        """Cut off a last sentence on the form of the answer, which no reader of stories knows; its tokens."""
        cursor = self.cursor
        tokens = cursor.tokens
        starts = [at + 1 for at, token in enumerate(tokens[:-1]) if token.kind == "sign" and token.text in (".", "?")]
        for start in reversed(starts):
            if tokens[start].kind == "word":
                cursor.position = start
                hidden = sees_form(cursor)
                cursor.position = 0
                if hidden:
                    cursor.tokens = (*tokens[:start], replace(tokens[-1], start=tokens[start].start))
                return tokens[start:] if hidden else ()
        return ()

    def _sentence(self) -> list[Node]:
        """Read one sentence; the readings of what it asks, or nothing if it only states something."""
        cursor = self.cursor
        mark = cursor.mark()
        kept = self.facts.copy()
        self.statements.skip_quantifier()
        self.statements.introduced = bool(cursor.sees(*DEFINE))
        if cursor.take(*LET):
            try:
                self.statements.read()
                cursor.take_sign(",")
                if ended(cursor):
                    return []
                cursor.take("then", "and")
                self._ask_fillers()
                return self.requests.read()
            except NotUnderstood as refusal:
                cursor.remember(refusal)
                cursor.reset(mark)
                self.facts.restore(kept)
        if not cursor.sees(*ASK) and self._more_follows():
            # what stands before a question states something, if it can be read so
            try:
                self.statements.read()
                if ended(cursor):
                    return []
            except NotUnderstood as refusal:
                cursor.remember(refusal)
            cursor.reset(mark)
            self.facts.restore(kept)
        try:
            return self.requests.read()
        except NotUnderstood as refusal:
            cursor.remember(refusal)
            cursor.reset(mark)
            self.facts.restore(kept)
        try:
            self.statements.read()
            if not ended(cursor):
                cursor.take_sign(",")
                cursor.take("then", "and")
                return self.requests.read()
            return []
        except NotUnderstood as refusal:
            cursor.remember(refusal)
        raise cursor.furthest or cursor.stuck()

    def _more_follows(self) -> bool:
        """Whether words come after the end of this sentence."""
        rest = self.cursor.tokens[self.cursor.position :]
        end = next((i for i in range(len(rest)) if self._ends_sentence(rest, i)), len(rest))
        return any(token.kind in ("word", "number") for token in rest[end:])

    @staticmethod
    def _ends_sentence(tokens: tuple[Token, ...], at: int) -> bool:
        """Whether a sign ends a sentence; "!" directly after a letter, a numeral or a bracket is a factorial."""
        token = tokens[at]
        if token.kind != "sign" or token.text not in ENDS:
            return False
        before = tokens[at - 1] if at else None
        operand = before is not None and (before.kind == "number" or before.text == ")" or len(before.text) == 1)
        return not (token.text == "!" and not token.spaced and operand)

    def _fillers(self) -> None:
        """Take what stands between sentences and says nothing."""
        cursor = self.cursor
        while (cursor.position and cursor.take_sign(*ENDS, ",", ":")) or cursor.take(
            *BEFORE, *AFTER, "then", "and", "also", "hence"
        ):
            pass

    def _ask_fillers(self) -> None:
        """Take what stands before a request and says nothing."""
        while self.cursor.take(*BEFORE):
            self.cursor.take_sign(",")

    def _stated_alone(self) -> list[Node]:
        """The goal of a text without a question: its relations, if there is nothing else."""
        facts = self.facts
        named = list(facts.definitions.values())
        if not facts.constraints and len(named) == 1 and not named[0].parameters:
            return [Name(named[0].name)]
        if not facts.constraints or facts.definitions:
            raise self.cursor.furthest or NotUnderstood("there is no question in the text")
        relations = Listing(tuple(relation for group in facts.constraints for relation in group.items))
        facts.constraints.clear()
        raised = any(isinstance(n, Power) and not isinstance(n.exponent, Number) for n in walk(relations))
        if names(relations) in (("e",), ("i",)) and not raised and not {"e", "i"} & set(facts.domains):
            raise NotUnderstood("e and i may be the constants here, or unknowns: say what is to be solved for")
        if not names(relations) and not any(isinstance(part, Application) for part in relations.items):
            if len(relations.items) > 1:
                raise NotUnderstood("several relations between numbers: which one is asked?")
            return [relations.items[0]]
        return [Request("solve", (("relations", relations),))]

    def _rivals(self, readings: list[Node]) -> list[Node]:
        """The readings with each phrase that fits equally in the place of its rival."""
        found: list[Node] = []
        for reading in readings:
            for first, other in self.reader.rivals:
                changed = rebuild(reading, lambda part, a=first, b=other: b if part == a else None)  # type: ignore[misc]
                if changed != reading:
                    found.append(changed)
        return found

    def _refuse_reach(self, node: Request) -> None:
        """Refuse "reciprocal 3, 4", of which the second number may or may not be an argument. NotUnderstood."""
        listed = node.argument("expression")
        if isinstance(listed, Listing) and len(listed.items) > 1:
            operated = [any(isinstance(part, Request) for part in walk(item)) for item in listed.items]
            if operated[0] and not any(operated[1:]):
                raise NotUnderstood("how far the operation reaches in the list is not clear")

    def _goal(self, node: Node) -> Node:
        """What is asked, as an operation: names that the text constrains are solved for."""
        facts = self.facts
        if self.cursor.terse and isinstance(node, Request):
            self._refuse_reach(node)
        items = node.items if isinstance(node, Listing) else (node,)
        constrained = {name for group in facts.constraints for name in facts.said_of(group)} - set(facts.definitions)
        if items and all(isinstance(item, Name) and item.name in constrained for item in items):
            return Listing(items)
        if items and all(isinstance(item, Name) and item.name not in facts.definitions for item in items):
            raise NotUnderstood(f"nothing is said about {', '.join(names(*items))}")
        return node if isinstance(node, Request | Listing) else Request("value", (("expression", node),))
