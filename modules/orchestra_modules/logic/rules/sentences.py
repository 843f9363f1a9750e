"""Sentences as formulas: clauses, conditionals, "there is", "it is false that", necessary and sufficient conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestra_modules.logic.rules.cursor import Condition, Property
from orchestra_modules.logic.rules.formulas import And, Const, Exists, ForAll, Formula, Implies, Not, Var, conj, disj
from orchestra_modules.logic.rules.morphology import Lexicon
from orchestra_modules.logic.rules.verb_phrases import VerbPhrases
from orchestra_modules.logic.rules.words import (
    ARTICLES,
    COPULAS,
    EVERY_ONE,
    NO_ONE,
    PRONOUNS,
    SOME_ONE,
    Word,
    refuse_foreign,
    word_class,
)
from orchestra_modules.solving.refusal import NotUnderstood

_IF: Final = word_class("if whenever when")
_IMPLYING: Final = word_class("implies entails guarantees ensures")
_CONDITIONS: Final = frozenset({"necessary", "sufficient"})
_TRUE: Final = (("true",), ("the", "case"), ("known",), ("a", "fact"))
_FALSE: Final = (("false",), ("untrue",))


@dataclass(frozen=True)
class Reading:
    """A sentence read: its formula, the words in it that only classical logic reads, and choices to tell."""

    formula: Formula
    classical: tuple[str, ...]
    notes: tuple[str, ...]
    named: tuple[Const, ...]


def read_sentence(found: tuple[Word, ...], lexicon: Lexicon, earlier: tuple[Const, ...] = ()) -> Reading:
    """The meaning of one sentence, or a refusal that names the word it fails at."""
    refuse_foreign(found)
    if any(word.is_in(_IMPLYING) for word in found) and not any(word.lower in ("being", "be") for word in found):
        raise NotUnderstood("what implies another is read of formulas and of properties ('being ...')")
    reader = Sentences(found, lexicon, earlier)
    formula = reader.whole()
    return Reading(formula, tuple(reader.classical), tuple(reader.notes), tuple(reader.named))


class Sentences(VerbPhrases):
    """Reads sentences."""

    def whole(self) -> Formula:
        """The whole sentence; nothing may be left."""
        formula = self.statement()
        self.adverbs()
        if not self.ended():
            raise self.lost("not expected")
        return formula

    def statement(self) -> Formula:
        """A sentence, or one inside another."""
        self.adverbs()
        if self.at_any(_IF) or self.at("unless"):
            return self.conditional()
        if (place := self.trailing_if()) is not None:
            return self.turned(place)
        return self.clauses()

    # -- conditionals

    def conditional(self) -> Formula:
        """ "If ... then ...": what is indefinite in the if-clause is meant of each such thing."""
        unless = self.take().lower == "unless"
        outer, self.condition = self.condition, Condition()
        left = self.antecedent_clauses()
        if unless:
            self.classical.append("unless")
            left = Not(left)
        if (sign := self.peek()) is not None and sign.text == ",":
            self.place += 1
        self.accept("then")
        right = self.clauses()
        return self.closed(Implies(left, right), outer)

    def antecedent_clauses(self) -> Formula:
        self.antecedent = self.in_condition = True
        left = self.clauses(listed=any(word.says("then") for word in self.words[self.place :]))
        self.antecedent = self.in_condition = False
        return left

    def closed(self, formula: Formula, outer: Condition | None) -> Formula:
        """The formula, of each thing that its condition speaks of."""
        condition, self.condition = self.condition, outer
        assert condition is not None
        for variable in reversed(condition.variables):
            formula = ForAll(variable, formula)
        return formula

    def trailing_if(self) -> int | None:
        """Where a condition stands after its consequent."""
        for index in range(self.place + 1, len(self.words)):
            if self.words[index].is_in(_IF | {"unless"}):
                return index
        return None

    def turned(self, place: int) -> Formula:
        """ "A if B", "A only if B", "A if and only if B", "A unless B"."""
        word = self.words[place].lower
        outer, self.condition = self.condition, Condition()
        only = self.words[place - 1].says("only")
        both = word == "if" and [w.lower for w in self.words[place + 1 : place + 4]] == ["and", "only", "if"]
        rest, self.words = self.words, self.words[: place - only]
        self.antecedent = True
        left = self.clauses()
        self.antecedent = False
        if not self.ended() and not (self.place == len(self.words) - 1 and self.words[-1].text == ","):
            raise self.lost("not expected")
        self.words, self.place = rest, place + (4 if both else 1)
        right = self.clauses()
        if word == "unless":
            self.classical.append("unless")
            return self.closed(Implies(Not(right), left), outer)
        if both:
            self.classical.append("if and only if")
            return self.closed(conj(Implies(left, right), Implies(right, left)), outer)
        if only:
            self.classical.append("only if")
        return self.closed(Implies(left, right) if only else Implies(right, left), outer)

    # -- clauses

    def clauses(self, listed: bool = False) -> Formula:
        """Clauses joined by "and" or "or"."""
        if self.at("either") and self.reads_as_clause(1):
            self.place += 1
            self.classical.append("either")
            found, kinds = [self.clause()], {"or"}
        else:
            found, kinds = [self.clause()], set[str]()
        while True:
            start = self.place
            comma = (sign := self.peek()) is not None and sign.text == ","
            self.place += comma
            if self.at("and") or self.at("or") or self.at("but"):
                word = self.take().lower
                kinds.add("or" if word == "or" else "and")
            elif not (comma and listed and not self.at("then")):
                self.place = start
                break
            found.append(self.clause())
        if len(kinds) == 2:
            raise self.lost("clauses joined by 'and' and 'or' can be read two ways")
        if "or" in kinds:
            return disj(*found)
        return conj(*found)

    def reads_as_clause(self, ahead: int) -> bool:
        kept = self.place
        self.place += ahead
        answer = self.clause_follows() or self.at_any(ARTICLES)
        self.place = kept
        return answer

    def clause(self) -> Formula:
        """One clause."""
        self.adverbs()
        if self.at("it") and self.at_any(COPULAS, 1):
            start = self.place
            if (said := self.impersonal()) is not None:
                return said
            self.place = start
        if self.at("there"):
            return self.existence()
        if self.gerund_follows():
            return self.sufficiency()
        if self.at_any(ARTICLES) and self.at_any(_CONDITIONS, 1):
            return self.condition_first()
        if self.antecedent and self.at_any(_IF):
            raise self.lost("a condition inside a condition is not read")
        subject = self.subject()
        comma = self.peek()
        if comma is not None and comma.text == "," and self.at_any(COPULAS, 1):
            self.place += 1
        return subject(self.verb_phrase())

    def impersonal(self) -> Formula | None:
        """ "It is (not) true that ..."."""
        self.expect("it")
        self.take()
        denied = self.accept("not")
        for forms, value in ((_TRUE, True), (_FALSE, False)):
            for form in forms:
                if self.accept(*form):
                    if not self.accept("that"):
                        return None
                    inner = self.statement()
                    if value is not denied:
                        return inner
                    self.classical.append("it is false that") if not _literal(inner) else None
                    return Not(inner)
        return None

    def existence(self) -> Formula:
        """ "There is (no) ..."."""
        self.expect("there")
        if not (self.at_any(COPULAS) or self.at("exists") or self.at("exist")):
            raise self.lost("'there' goes with 'is', 'are' or 'exists'")
        self.take()
        self.classical.append("there is")
        denied = self.accept("not")
        if self.at_any(NO_ONE) or self.at("no", "one"):
            self.place += 2 if self.at("no") else 1
            denied, said = True, self.relatives(self.postponed())
        elif self.at_any(SOME_ONE) or self.at_any(EVERY_ONE):
            self.take()
            said = self.relatives(self.postponed())
        else:
            denied = self.accept("no") or denied
            if self.accept("at", "least"):
                self.expect("one")
            else:
                _ = self.accept("a") or self.accept("an") or self.accept("some") or self.accept("any")
            said = self.relatives(self.nominal(None, True, False))
        variable = self.fresh()
        formula = Exists(variable, said(variable))
        return Not(formula) if denied else formula

    # -- necessary and sufficient

    def gerund_follows(self) -> bool:
        """Whether a property is spoken of as a thing: "being red", "to be a cat", "someone being both ..."."""
        ahead = 1 if self.at_any(SOME_ONE | EVERY_ONE) else 0
        if ahead == 0 and self.at("for") and self.at_any(SOME_ONE, 1):
            ahead = 2
        ahead += (word := self.peek(ahead)) is not None and word.says("not")
        word, after = self.peek(ahead), self.peek(ahead + 1)
        if word is None:
            return False
        return word.says("being") or (word.says("to") and after is not None and after.says("be"))

    def gerund(self) -> Property:
        """A property spoken of as a thing."""
        self.accept("for")
        if self.at_any(SOME_ONE | EVERY_ONE | PRONOUNS):
            self.take()
        if self.at("to") or self.at("not", "to"):
            denied = self.accept("not")
            self.expect("to", "be")
            inner = self.row("be")
            return (lambda thing: Not(inner(thing))) if denied else inner
        if not (self.at("being") or self.at("not", "being")):
            raise self.lost("'being' is expected")
        return self.row("gerund")

    def sufficiency(self) -> Formula:
        """ "Being A is sufficient (necessary) for being B"."""
        left = self.gerund()
        self.classical.append("a condition")
        if self.at_any(_IMPLYING):
            self.take()
            return self.of_each(left, self.gerund())
        if self.accept("requires"):
            return self.of_each(left, self.gerund())
        self.expect("is")
        denied = self.accept("not")
        self.adverbs()
        _ = self.accept("a") or self.accept("an")
        necessary, sufficient = self.at("necessary"), self.at("sufficient")
        if not necessary and not sufficient:
            raise self.lost("'necessary' or 'sufficient' is expected")
        self.take()
        if self.accept("and"):
            self.take()
            necessary = sufficient = True
        self.accept("condition")
        self.expect("for")
        right = self.gerund()
        parts = [self.of_each(left, right)] * sufficient + [self.of_each(right, left)] * necessary
        return Not(conj(*parts)) if denied else conj(*parts)

    def condition_first(self) -> Formula:
        """ "A sufficient (necessary) condition for being A is being B"."""
        self.take()
        sufficient = self.take().lower == "sufficient"
        self.expect("condition")
        self.expect("for")
        left = self.gerund()
        self.expect("is")
        right = self.gerund()
        self.classical.append("a condition")
        return self.of_each(right, left) if sufficient else self.of_each(left, right)

    def of_each(self, left: Property, right: Property) -> Formula:
        variable: Var = self.fresh()
        return ForAll(variable, Implies(left(variable), right(variable)))


def _literal(formula: Formula) -> bool:
    return not isinstance(formula, And) and not any(isinstance(formula, kind) for kind in (Implies, ForAll, Exists))
