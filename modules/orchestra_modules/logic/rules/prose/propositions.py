"""The propositions of one text: each clause by its key, in the words it was first told in; what pronouns repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from orchestra_modules.logic.rules.formulas import Atom, Formula, Not
from orchestra_modules.logic.rules.prose.clauses import SUBJECT_PRONOUNS, Clause, Wording, read_clause
from orchestra_modules.logic.rules.words import PREPOSITIONS, Word, word_class
from orchestra_modules.solving.refusal import NotUnderstood

#: verbs and complements with an "it" that stands for nothing
_WEATHER: Final = word_class("rain snow hail drizzle storm thunder freeze pour thaw")
_IMPERSONAL: Final = word_class(
    "cold hot warm sunny cloudy dark light late early windy wet dry foggy noon midnight night day morning"
    " evening winter summer spring autumn monday tuesday wednesday thursday friday saturday sunday time icy"
    " humid stormy rainy snowy christmas freezing true raining snowing"
)
#: after "not", "any" says what "some" does without it
_UNDENIED: Final = {"any": "some", "anyone": "someone", "anybody": "somebody", "anything": "something"}
_EVERY: Final = word_class("all every each everyone everybody everything")
_THIRD: Final = word_class("he she it they")


class Propositions:
    """Every clause read so far."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.clauses: dict[str, Clause] = {}
        #: whether each clause was told outside a condition, and in which tense
        self.tenses: dict[str, set[str]] = {}
        self.uses: dict[str, int] = {}
        self.here: list[tuple[str, ...]] = []
        self.objects: list[tuple[str, ...]] = []
        self.before: list[tuple[str, ...]] = []
        self.concluding = False

    def open_sentence(self, concluding: bool = False) -> None:
        """Begin another sentence: its pronouns look back."""
        self.before += [subject for subject in self.here if subject not in self.before]
        self.here, self.objects = [], []
        self.concluding = concluding

    def leaf(self, found: Sequence[Word]) -> Formula:
        """The formula of one clause."""
        if len(found) > 2 and found[0].says("not") and found[1].is_in(_EVERY):
            return Not(self.leaf(found[1:]))
        return self.formula(read_clause(found, self.wording))

    def formula(self, clause: Clause) -> Formula:
        """A proposition, or its denial."""
        clause = self._settled(self._with_object(self._named(clause)))
        if clause.denied and clause.wide:
            raise NotUnderstood(f"whether 'not' is meant of all of it is not clear in '{clause.text()}'")
        if clause.denied:
            clause = replace(clause, rest=tuple(_UNDENIED.get(part.lower(), part) for part in clause.rest))
        self.objects += _objects(clause)
        key = clause.key
        first = self.clauses.setdefault(key, clause)
        self.uses[key] = self.uses.get(key, 0) + 1
        self.tenses.setdefault(key, set()).add(clause.tense)
        atom = Atom(first.text(), ())
        return Not(atom) if clause.denied else atom

    def clause(self, atom: Atom) -> Clause:
        """The clause that an atom was made of."""
        return next(clause for clause in self.clauses.values() if clause.text() == atom.predicate)

    def key(self, atom: Atom) -> str:
        """The key of the clause that an atom was made of."""
        return next(key for key, clause in self.clauses.items() if clause.text() == atom.predicate)

    def _settled(self, clause: Clause) -> Clause:
        """ "So it must be raining" concludes that it is raining, where nothing is said of a duty."""
        if self.concluding and clause.modal == "must" and clause.key not in self.clauses:
            auxiliary = tuple(part for part in clause.auxiliary if part != "must")
            without = replace(clause, modal="", auxiliary=auxiliary)
            if without.key in self.clauses:
                return replace(self.clauses[without.key], denied=clause.denied)
        return clause

    def _with_object(self, clause: Clause) -> Clause:
        """ "Broke it" after "broke the vase": the one object that the verb was told with."""
        if len(clause.rest) != 1 or clause.rest[0].lower() not in ("it", "them") or clause.verb in ("do", "be"):
            return clause
        known = {c.rest for c in self.clauses.values() if c.verb == clause.verb and c.rest != clause.rest}
        return replace(clause, rest=known.pop()) if len(known) == 1 else clause

    def _named(self, clause: Clause) -> Clause:
        """The clause with the one subject that its pronoun can stand for."""
        word = clause.subject[0].lower()
        if len(clause.subject) > 1 or word not in _THIRD or self._impersonal(clause):
            if word not in SUBJECT_PRONOUNS | {"there"} and clause.subject not in self.here:
                self.here.append(clause.subject)
            return clause
        for known in (self.here, [*self.before, *self.here]):
            fitting = _fitting(word, known)
            if fitting and known is self.here:
                fitting = list(dict.fromkeys([*fitting, *_fitting_objects(word, self.objects)]))
            if len(fitting) > 1:
                named = " or ".join(f"'{' '.join(subject)}'" for subject in fitting)
                raise NotUnderstood(f"'{clause.subject[0]}' could stand for {named}")
            if fitting:
                return replace(clause, subject=fitting[0])
        return clause

    @staticmethod
    def _impersonal(clause: Clause) -> bool:
        if clause.subject[0].lower() != "it":
            return False
        return clause.verb in _WEATHER or (
            clause.verb == "be" and any(part.lower() in _IMPERSONAL for part in clause.rest)
        )


def _fitting(pronoun: str, known: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The subjects that a pronoun may stand for: persons by their names first, things by "the"."""
    names = [subject for subject in known if subject[0][0].isupper()]
    things = [subject for subject in known if not subject[0][0].isupper()]
    if pronoun == "it":
        return things or names
    return (names or things) if pronoun in ("he", "she") else list(known)


def _objects(clause: Clause) -> list[tuple[str, ...]]:
    """Whom and what a clause speaks of beside its subject: names of persons, and things by their article."""
    found: list[tuple[str, ...]] = []
    for place, part in enumerate(clause.rest):
        after_preposition = place > 0 and clause.rest[place - 1].lower() in PREPOSITIONS
        if part[0].isupper() and part != "I" and not after_preposition:
            found.append((part,))
        elif part.lower() in ("the", "a", "an") and place + 1 < len(clause.rest) and clause.verb != "be":
            found.append((part, clause.rest[place + 1]))
    return found


def _fitting_objects(pronoun: str, objects: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    named = pronoun in ("he", "she")
    return [one for one in objects if one[0][0].isupper() is named]
