"""Noun phrases: who or what a sentence speaks of, as quantifiers, classes and named things.

Names, "the" phrases, "every", "no", "some", "someone", bare plurals, pronouns, adjectives in rows, relative clauses and
nouns with a preposition ("uncle of Ann"). Which words are nouns is told by position, never by a word list.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Final

from orchestra_modules.logic.rules.counted_subjects import CountedSubjects
from orchestra_modules.logic.rules.cursor import Property, Quantifier
from orchestra_modules.logic.rules.formulas import (
    Ambiguous,
    And,
    Atom,
    Const,
    Exists,
    ForAll,
    Formula,
    Implies,
    Not,
    Term,
    Var,
    conj,
    disj,
)
from orchestra_modules.logic.rules.morphology import bases, singulars
from orchestra_modules.logic.rules.words import (
    ARTICLES,
    AUXILIARIES,
    COPULAS,
    EVERY,
    EVERY_ONE,
    GENERIC,
    MODALS,
    NO_ONE,
    PLURAL_COPULAS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SOME_ONE,
    word_class,
)

#: what a verb says of its subject and of an object, given what it says of two things
Object = Callable[[Term, Callable[[Term], Formula]], Formula]
_AFTER_A_NOUN: Final = COPULAS | AUXILIARIES | MODALS | RELATIVES
_PEOPLE: Final = word_class("someone somebody anyone anybody everyone everybody whoever")


def universal(variable: Var, restriction: Property, said: Property) -> Formula:
    """Of all that the restriction holds of."""
    limit = restriction(variable)
    return ForAll(variable, said(variable) if limit == And(()) else Implies(limit, said(variable)))


def existential(variable: Var, restriction: Property, said: Property) -> Formula:
    """Of something that the restriction holds of."""
    return Exists(variable, conj(restriction(variable), said(variable)))


class NounPhrases(CountedSubjects):
    """Reads noun phrases."""

    @abstractmethod
    def object_(self) -> Object:
        """What a verb or a preposition is followed by; read by the class that knows objects."""

    @abstractmethod
    def verb_phrase(self) -> Property:
        """What is said of a subject; read by the class that knows verbs."""

    # -- subjects

    def subject(self) -> Quantifier:
        """A subject, or several joined by "and" or "or"."""
        self.accept("both")
        found = [self.one_subject()]
        kinds: set[str] = set()
        while self.at("and") or self.at("or") or self.another_name():
            word = self.take()
            if word.text == ",":
                self.accept("and")
            kinds.add(word.lower if word.text != "," else "and")
            following = self.peek()
            if following is not None and self.open_word() and not following.capital and not self.plural_ahead():
                raise self.lost("whether a name goes on or another begins is not clear")
            found.append(self.one_subject())
        if len(found) == 1:
            return found[0]
        if kinds == {"and"}:
            return lambda said: conj(*(each(said) for each in found))
        raise self.lost("subjects joined by 'or' are not read")

    def another_name(self) -> bool:
        """Whether a comma and another name follow: "Ann, Bea and Cy"."""
        sign, word = self.peek(), self.peek(1)
        if sign is None or sign.text != "," or word is None:
            return False
        return (word.capital and not self.at_any(COPULAS, 2)) or (word.says("and") and (self.peek(2) or word).capital)

    def plural_ahead(self) -> bool:
        """Whether the words up to the next stop end in a plural."""
        ahead = 0
        while self.open_word(ahead):
            ahead += 1
        return bool(singulars(self.words[self.place + ahead - 1].lower))

    def one_subject(self) -> Quantifier:
        """One subject."""
        if (counted := self.counted_subject()) is not None:
            return counted
        if self.accept("not"):
            if not self.at_any(EVERY | EVERY_ONE):
                raise self.lost("'not' before a subject goes with 'every' or 'all'")
            self.classical.append("not every")
            inner = self.one_subject()
            return lambda said: Not(inner(said))
        if self.at("no", "one") or self.at_any(NO_ONE):
            self.place += 2 if self.at("no") else 1
            self.classical.append("nobody")
            return self.none_of(self.relatives(self.postponed()))
        if self.accept("no"):
            self.classical.append("no")
            return self.none_of(self.class_noun(None))
        if self.accept("only"):
            self.classical.append("only")
            restriction = self.class_noun(None)
            return lambda said: (lambda var: universal(var, said, restriction))(self.fresh())
        if self.accept("some") or self.accept("at", "least", "one"):
            return self.some_of(self.class_noun(None), "some")
        if self.at_any(SOME_ONE):
            return self.somebody()
        if self.at_any(EVERY_ONE) or self.at_any(EVERY):
            return self.everybody()
        if self.accept("neither"):
            one = self.one_subject()
            self.expect("nor")
            other = self.one_subject()
            self.classical.append("neither")
            return lambda said: conj(one(lambda thing: Not(said(thing))), other(lambda thing: Not(said(thing))))
        if self.at_any(frozenset({"those", "ones", "one"})) and self.at_any(RELATIVES, 1):
            self.place += 1
            return self.all_of(self.relatives(lambda _: And(())))
        if self.at_any(ARTICLES):
            return self.indefinite()
        if self.at_any(PRONOUNS):
            thing = self.pronoun()
            return lambda said: said(thing)
        if self.at("the") or self.at_any(frozenset({"that", "this"})):
            thing = self.definite()
            return lambda said: said(thing)
        return self.bare()

    def all_of(self, restriction: Property) -> Quantifier:
        """Every one of a class."""
        variable = self.fresh()
        return lambda said: universal(variable, restriction, said)

    def none_of(self, restriction: Property) -> Quantifier:
        """None of a class."""
        variable = self.fresh()
        return lambda said: universal(variable, restriction, lambda thing: Not(said(thing)))

    def some_of(self, restriction: Property, word: str) -> Quantifier:
        """At least one of a class; in an if-clause the thing may be spoken of again."""
        variable = self.fresh()
        if self.antecedent and self.condition is not None:
            self.condition.things.append(variable)
            return lambda said: conj(restriction(variable), said(variable))
        self.classical.append(word)
        return lambda said: existential(variable, restriction, said)

    def somebody(self) -> Quantifier:
        word = self.take()
        variable = self.fresh()
        if self.antecedent and self.condition is not None:
            (self.condition.people if word.lower in _PEOPLE else self.condition.things).append(variable)
            restriction = self.relatives(self.postponed())
            return lambda said: conj(restriction(variable), said(variable))
        relative = self.at_any(RELATIVES)
        restriction = self.relatives(self.postponed())
        self.classical.append(word.lower)
        if relative:
            why = f"'{word.text} {self.words[self.place - 1].text}' as any such one, or as one in particular"
            return lambda said: Ambiguous(
                (universal(variable, restriction, said), existential(variable, restriction, said)), why
            )
        return lambda said: existential(variable, restriction, said)

    def everybody(self) -> Quantifier:
        word = self.take()
        if word.lower in ("any", "anyone", "anybody", "anything") and self.antecedent and self.condition is not None:
            variable = self.fresh()
            (self.condition.people if word.lower in _PEOPLE else self.condition.things).append(variable)
            inside = self.class_noun(None) if word.lower == "any" else self.relatives(self.postponed())
            return lambda said: conj(inside(variable), said(variable))
        if word.lower in ("whoever", "whatever"):
            return self.all_of(self.verb_phrase_in())
        if word.is_in(EVERY) and self.at_any(RELATIVES):
            return self.all_of(self.relatives(self.postponed()))
        if word.is_in(EVERY):
            if self.accept("of"):
                self.expect("the")
            elif word.lower == "all" and self.at_any(frozenset({"the", "those"})):
                self.place += 1
            return self.all_of(self.class_noun(word.lower == "all" or None if word.lower != "every" else False))
        return self.all_of(self.relatives(self.postponed()))

    def indefinite(self) -> Quantifier:
        """ "A cat ...": any cat, unless the sentence tells of an event."""
        start = self.place
        self.take()
        if self.antecedent and self.condition is not None:
            variable = self.fresh()
            self.condition.things.append(variable)
            restriction = self.class_noun(False)
            noun = self.lexicon.singular(self.head)
            self.condition.nouns.append((noun, variable))
            if noun in GENERIC:
                self.condition.people.append(variable)
            return lambda said: conj(restriction(variable), said(variable))
        restriction = self.class_noun(False)
        told = " ".join(word.text for word in self.words[start : self.place])
        if self.at_any(COPULAS):
            self.notes.append(f"'{told}' is read as any such one")
            return self.all_of(restriction)
        variable = self.fresh()
        self.classical.append("a")
        why = f"'{told}' as any such one, or as one in particular"
        return lambda said: Ambiguous(
            (universal(variable, restriction, said), existential(variable, restriction, said)), why
        )

    def postponed(self) -> Property:
        """An adjective after "something": "anything red"."""
        if self.open_word() and self.at_any(_AFTER_A_NOUN, 1):
            word = self.take().lower
            return lambda thing: Atom(word, (thing,))
        if self.at_any(PREPOSITIONS):
            relation = self.take().lower
            other = self.object_in_subject()
            return lambda thing: other(thing, lambda object_: Atom(relation, (thing, object_)))
        return lambda _: And(())

    def object_in_subject(self) -> Object:
        """An object that a verb follows, so that the two are told apart."""
        kept, self.before_a_verb = self.before_a_verb, True
        other = self.object_()
        self.before_a_verb = kept
        return other

    before_a_verb = False

    def pronoun(self) -> Term:
        """What a pronoun stands for: the one variable of the condition, or the one thing named."""
        word = self.take()
        if self.condition is not None and (variables := self.condition.variables):
            people = self.condition.people
            others = [var for var in self.condition.things if var not in people]
            fitting = (others if word.lower == "it" else people) or variables
            if len(fitting) > 1:
                raise self.lost(f"'{word.text}' could stand for more than one thing")
            rivals = [name.name for name, noun in self.condition.subjects if noun or word.lower != "it"]
            if fitting[0] in self.condition.objects and rivals:
                # "if the cat likes something then it ...": the subject named is meant as easily as the object
                raise self.lost(f"'{word.text}' could stand for {' or '.join(rivals)} or for what is not named")
            return fitting[0]
        known = self.named or list(self.earlier)
        if len(known) == 1:
            return known[0]
        raise self.lost(f"'{word.text}' could stand for " + (" or ".join(t.name for t in known) or "nothing named"))

    def definite(self) -> Term:
        """ "The bald eagle", as a name; "that person", of whoever the condition speaks of."""
        word = self.take()
        run = self.run_of_words("sg")
        text = " ".join(part.lower() for part in run)
        if self.condition is not None:
            for noun, variable in self.condition.nouns:
                if self.lexicon.singular(text) == noun:
                    return variable
            if text in GENERIC and self.condition.variables:
                return self.condition.variables[0]
        if not (word.lower == "the" or (word.lower == "this" and self.condition is None)) or text in GENERIC:
            raise self.lost(f"'{word.text} {text}' speaks of nothing named before")
        if self.at_any(RELATIVES):
            raise self.lost(f"'the {text}' with a relative clause is not read")
        return self.subject_named(text, True)

    def subject_named(self, text: str, noun: bool) -> Term:
        """A name as a subject, which a pronoun after it may stand for."""
        thing = self.name(text)
        if self.in_condition and self.condition is not None and isinstance(thing, Const):
            self.condition.subjects.append((thing, noun))
        return thing

    def bare(self) -> Quantifier:
        """A name, or a class in the plural: "Max", "bald eagles", "red, kind things"."""
        start = self.place
        known = (word := self.peek()) is not None and word.lower in self.lexicon.in_small_letters
        run = self.run_of_words(None if known else "name")
        if not run:
            raise self.lost("a subject is expected")
        plural = bool(singulars(run[-1].lower()))
        following = self.peek()
        if following is None:
            raise self.lost("a verb is expected")
        singular_follows = following.is_in((COPULAS | AUXILIARIES) - PLURAL_COPULAS - {"do"}) or bool(
            self.open_word() and bases(following.lower) and following.lower not in PREPOSITIONS
        )
        listed = following.text == "," or (following.says("and") and not plural and not self.words[start].capital)
        preposition = following.is_in(PREPOSITIONS)
        if (listed and not self.names_ahead(start)) or preposition or (plural and not singular_follows):
            self.place = start
            return self.all_of(self.class_noun(True, listing=True))
        thing = self.subject_named(" ".join(run).lower(), False)
        return lambda said: said(thing)

    def names_ahead(self, start: int) -> bool:
        """Whether the words up to the next "and" are names: known from elsewhere in the text, or written as such."""
        words = self.words[start : self.place]
        after = self.peek(1)
        if self.words[start].first and self.words[start].lower not in self.lexicon.names and after is not None:
            return after.capital
        return all(
            word.lower in self.lexicon.names or word.lower not in self.lexicon.in_small_letters for word in words
        )

    def run_of_words(self, number: str | None) -> list[str]:
        """Open-class words up to the verb, a sign or a word that carries logic."""
        run: list[str] = []
        while self.open_word() and not self.at_any(PREPOSITIONS):
            if run and self.verb_next(run, number):
                break
            run.append(self.take().text)
        return run

    def verb_next(self, run: list[str], number: str | None) -> bool:
        """Whether the next word is the verb of a subject that the run names."""
        word, after = self.peek(), self.peek(1)
        if word is None or word.capital or word.lower in PREPOSITIONS:
            return False
        if after is not None and after.is_in(_AFTER_A_NOUN - {"that"}):
            return False
        third = bool(bases(word.lower)) or (word.lower in self.lexicon.verb_forms and not word.lower.endswith("ing"))
        third = third or (self.before_a_verb and word.lower in self.lexicon.plain_verbs)
        if number in ("sg", "name"):
            return third or (number == "name" and bool(singulars(run[-1].lower())))
        last_is_plural = bool(singulars(run[-1].lower()))
        if third:
            ends = after is None or after.capital or not self.open_word(1) or after.lower in PREPOSITIONS
            if number is None and not ends and not last_is_plural and after is not None:
                return self.lexicon.verb_before(word.lower, after.lower)
            return number is None and ends
        return last_is_plural

    # -- classes

    def class_noun(self, plural: bool | None, listing: bool | None = None) -> Property:
        """Adjectives and a noun, with what belongs to it, and relative clauses."""
        return self.relatives(self.nominal(plural, True if listing is None else listing, True))

    def nominal(self, plural: bool | None, listing: bool, subject: bool) -> Property:
        """Adjectives and a noun. `listing` allows commas and "and" between adjectives, `subject` a verb after it."""
        rows: list[list[str]] = [[]]
        number = {True: "pl", False: "sg", None: None}[plural] if subject else None
        while self.open_word():
            if rows[-1] and self.at_any(PREPOSITIONS):
                return self.with_relation(rows, subject)
            if rows[-1] and subject and self.verb_next(rows[-1], number):
                break
            if rows[-1] and self.before_a_verb and not subject and self.verb_next(rows[-1], "sg"):
                break
            rows[-1].append(self.take().text)
            if not listing:
                continue
            sign = self.peek()
            if (sign is not None and sign.text == "," and self.open_word(1)) or (
                self.at("and") and self.open_word(1) and not singulars(rows[-1][-1].lower()) and subject
            ):
                self.place += 1
                rows.append([])
        if not rows[-1]:
            raise self.lost("a noun is expected")
        self.head = rows[-1][-1].lower()
        properties = [self.noun(row) for row in rows]
        if self.at("and") and subject and self.open_word(1) and plural is not False:
            self.place += 1  # "all cats and dogs": of each of the two classes
            other = self.nominal(plural, listing, subject)
            first = properties[-1]
            if len(properties) > 1:
                raise self.lost("adjectives before two nouns can be read two ways")
            if len(rows[-1]) == 1:
                return lambda thing: disj(first(thing), other(thing))
            before = self.noun([*rows[-1][:-1], "things"])
            why = f"'{' '.join(rows[-1][:-1])}' as said of both classes, or as said of the first alone"
            return lambda thing: Ambiguous(
                (disj(first(thing), other(thing)), disj(first(thing), conj(before(thing), other(thing)))), why
            )
        return lambda thing: conj(*(each(thing) for each in properties))

    head: str = ""

    def noun(self, row: list[str]) -> Property:
        """What one row of words says: a class, by the singular of its noun; "red things" says red."""
        words = [word.lower() for word in row]
        if words[-1] in GENERIC and len(words) > 1:
            words = words[:-1]
        elif words[-1] in GENERIC:
            return lambda _: And(())
        else:
            words[-1] = self.lexicon.singular(words[-1])
        name = " ".join(words)
        return lambda thing: Atom(name, (thing,))

    def with_relation(self, rows: list[list[str]], subject: bool) -> Property:
        """A noun or adjective with a preposition and what stands after it: "uncle of Ann"."""
        row = rows[-1]
        self.head = row[-1].lower()
        words = [*(word.lower() for word in row[:-1]), self.lexicon.singular(row[-1])]
        name = " ".join([*words, self.take().lower])
        other = self.object_in_subject() if subject else self.object_()
        before = [self.noun(part) for part in rows[:-1]]
        return lambda thing: conj(
            *(each(thing) for each in before), other(thing, lambda object_: Atom(name, (thing, object_)))
        )

    def relatives(self, base: Property) -> Property:
        """Relative clauses after a noun."""
        parts = [base]
        while self.at_any(RELATIVES):
            self.place += 1
            parts.append(self.verb_phrase_in())
        return base if len(parts) == 1 else lambda thing: conj(*(part(thing) for part in parts))

    def verb_phrase_in(self) -> Property:
        """A verb phrase inside a noun phrase; a comma may close it before the main verb."""
        kept, self.before_a_verb = self.before_a_verb, True
        said = self.verb_phrase()
        self.before_a_verb = kept
        comma = self.peek()
        if comma is not None and comma.text == "," and self.at_any(COPULAS | AUXILIARIES | MODALS, 1):
            self.place += 1
        return said
