"""Objects: what stands after a verb or a preposition. Names, "the" phrases, pronouns, and quantified nouns."""

from __future__ import annotations

from typing import Final

from orchestra_modules.logic.rules.formulas import And, Not, Term, conj
from orchestra_modules.logic.rules.noun_phrases import NounPhrases, Object, existential, universal
from orchestra_modules.logic.rules.words import (
    ARTICLES,
    AUXILIARIES,
    COPULAS,
    EVERY,
    EVERY_ONE,
    GENERIC,
    MODALS,
    NO_ONE,
    PREPOSITIONS,
    PRONOUNS,
    REFLEXIVES,
    SOME_ONE,
)

_VERBS: Final = COPULAS | AUXILIARIES | MODALS
#: signs that may stand inside a name
_IN_NAMES: Final = frozenset("()&+!#'-\u2013\u2019")


class Objects(NounPhrases):
    """Reads objects."""

    def object_(self) -> Object:
        """What a verb or a preposition is followed by."""
        if self.at_any(REFLEXIVES):
            self.place += 1
            return lambda subject, said: said(subject)
        if self.at_any(PRONOUNS):
            thing = self.pronoun()
            return lambda _, said: said(thing)
        if self.at("the") or (self.at_any(frozenset({"that", "this"})) and self.open_word(1)):
            thing = self.definite_object()
            return lambda _, said: said(thing)
        if self.at_any(ARTICLES) or self.at("some") or self.at_any(SOME_ONE):
            word = self.take()
            restriction = (
                self.relatives(lambda _: And(()))
                if word.is_in(SOME_ONE)
                else self.relatives(self.nominal(None, False, False))
            )
            variable = self.fresh()
            if self.in_condition and self.condition is not None and not self.denied and not self.before_a_verb:
                self.condition.things.append(variable)  # it may be spoken of again after "then"
                self.condition.nouns.append((self.lexicon.singular(self.head), variable))
                self.condition.objects.append(variable)
                return lambda _, said: conj(restriction(variable), said(variable))
            return lambda _, said: existential(variable, restriction, said)
        if self.at_any(EVERY | EVERY_ONE) or self.at("no") or self.at_any(NO_ONE):
            word = self.take()
            alone = word.is_in(EVERY_ONE | NO_ONE) or self.accept("one")
            if word.lower.startswith("any"):
                raise self.lost("'any' after a verb can be read two ways")
            restriction = (
                self.relatives(lambda _: And(())) if alone else self.relatives(self.nominal(None, False, False))
            )
            variable = self.fresh()
            if word.is_in(NO_ONE) or word.says("no"):
                return lambda _, said: universal(variable, restriction, lambda thing: Not(said(thing)))
            return lambda _, said: universal(variable, restriction, said)
        return self.named_object()

    def definite_object(self) -> Term:
        self.take()
        run: list[str] = []
        while self.open_word() and not (run and self.at_any(PREPOSITIONS)):
            if run and self.before_a_verb and self.verb_next(run, "sg"):
                break
            run.append(self.take().text)
        text = " ".join(run).lower()
        if self.condition is not None:
            for noun, variable in self.condition.nouns:
                if self.lexicon.singular(text) == noun:
                    return variable
        if not run or text in GENERIC:
            raise self.lost("what 'the' speaks of is not named")
        return self.name(text)

    def named_object(self) -> Object:
        """A name; two joined by "and" are one if the text knows them only so."""
        names = [self.name_words()]
        while (
            self.at("and")
            and (word := self.peek(1)) is not None
            and (word.capital or (self.open_word(1) and self.lexicon.together(names[-1].split()[-1], word.lower)))
            and not self.at_any(_VERBS, 2)
        ):
            self.place += 1
            second = self.name_words()
            if self.lexicon.together(names[-1].split()[-1], second.split()[0]):
                names[-1] = f"{names[-1]} and {second}"
            else:
                names.append(second)
        things = [self.name(name) for name in names]
        return lambda _, said: conj(*(said(thing) for thing in things))

    def name_words(self) -> str:
        parts: list[str] = []
        while (word := self.peek()) is not None:
            comma_in_a_number = word.text == "," and (after := self.peek(1)) is not None and after.text[0].isdigit()
            inside = parts and word.sign and word.text in _IN_NAMES
            if not (self.open_word() or inside or (comma_in_a_number and parts)):
                break
            if parts and self.before_a_verb and self.verb_next(parts, "sg" if len(parts) == 1 else None):
                break
            parts.append(self.take().lower)
        if not parts:
            raise self.lost("a name is expected")
        return " ".join(parts)
