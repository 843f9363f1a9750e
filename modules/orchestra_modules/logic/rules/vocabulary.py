"""Predicates of one theory brought together: which words of a compound say something of their own.

"A red fox" is red and a fox if the text also speaks of red things or of foxes; otherwise the words stay one predicate,
which loses nothing. "A friend of a bishop" is one predicate where bishops and friends are spoken of in no other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from orchestra_modules.logic.rules.formulas import (
    And,
    Atom,
    Exists,
    Formula,
    atoms,
    children,
    conj,
    rebuild,
)
from orchestra_modules.logic.rules.words import PREPOSITIONS, word_class
from orchestra_modules.solving.refusal import NotUnderstood

#: adjectives after which the noun need not hold
_PRIVATIVE: Final = word_class(
    "former fake false alleged potential future imaginary fictional toy would-be artificial retired ex supposed"
    " presumed suspected apparent so-called self-proclaimed pretend mock counterfeit aspiring prospective failed dead"
    " possible probable hypothetical virtual non decoy stuffed"
)
#: what a likeness may be made of, as a rubber duck is, so that the noun need not hold
_STUFF: Final = word_class(
    "rubber stone plastic chocolate paper wooden glass clay cardboard snow gingerbread marzipan inflatable plush"
    " cartoon painted ceramic porcelain marble bronze lego origami wax"
)
#: adjectives that with a word for a doer say how it is done: a heavy smoker need not be heavy
_OF_THE_DEED: Final = word_class("heavy hard light beautiful")
#: adjectives that say how someone is as such a one: a good dancer need not be good
_AS_SUCH: Final = word_class(
    "good bad great excellent terrible skilful skillful skilled talented experienced competent accomplished amateur"
)
#: words before a kinship noun that make it another kinship
_OTHER_KIN: Final = word_class("great grand half step god foster")
_ROUNDS: Final = 5


def settle(formulas: tuple[Formula, ...], nouns: frozenset[str] = frozenset()) -> tuple[Formula, ...]:
    """The same formulas with compounds taken apart where the text calls for it; `nouns` are known to be such."""
    formulas = _folded(formulas)
    _refuse_near_verbs({atom.predicate for formula in formulas for atom in atoms(formula) if len(atom.args) == 1})
    for _ in range(_ROUNDS):
        known = {atom.predicate for formula in formulas for atom in atoms(formula) if len(atom.args) == 1}
        relations = {atom.predicate for formula in formulas for atom in atoms(formula) if len(atom.args) == 2}
        split = tuple(_split(formula, known, relations, nouns) for formula in formulas)
        if split == formulas:
            break
        formulas = split
    return formulas


def _refuse_near_verbs(classes: set[str]) -> None:
    """Refuse verbs that bear on other words: "eats plums" beside plums, "drinks hot tea" beside "drinks tea"."""
    told = {predicate: predicate.split("_") for predicate in sorted(classes)}
    for predicate, words in told.items():
        shown = " ".join(words)
        if len(words) > 1 and words[-1] in classes:
            raise NotUnderstood(f"whether '{shown}' is meant of all or of some '{words[-1]}' is not said")
        for other, others in told.items():
            near = (
                other != predicate
                and words[0] == others[0]
                and (words[-1] == others[-1] or 1 in (len(words), len(others)))
            )
            if near and len(words) >= len(others):
                raise NotUnderstood(f"how '{shown}' bears on '{' '.join(others)}' is not said")


def _split(formula: Formula, known: set[str], relations: set[str], nouns: frozenset[str]) -> Formula:
    if not isinstance(formula, Atom):
        return rebuild(formula, tuple(_split(child, known, relations, nouns) for child in children(formula)))
    words = formula.predicate.split()
    if len(words) < 2 or words[0] in _PRIVATIVE:
        return formula
    if len(formula.args) == 2 and " ".join(words[1:]) in relations and words[0] not in _OTHER_KIN:
        return conj(Atom(f"{words[0]}-{' '.join(words[1:])}", formula.args), Atom(" ".join(words[1:]), formula.args))
    if len(formula.args) == 1 and not any(word in PREPOSITIONS for word in words):
        rest = " ".join(words[1:])
        if words[0] in _AS_SUCH:
            return conj(Atom("-".join(words), formula.args), Atom(rest, formula.args)) if rest in known else formula
        _refuse_unlike(words, known, nouns)
        if words[0] in known or rest in known:
            return conj(Atom(words[0], formula.args), Atom(rest, formula.args))
        if words[-1] in known:
            return conj(Atom(" ".join(words[:-1]), formula.args), Atom(words[-1], formula.args))
    return formula


def _refuse_unlike(words: list[str], known: set[str], nouns: frozenset[str]) -> None:
    """Refuse a compound that may be no such thing as its words are: a cat lover, a rubber duck, a heavy smoker."""
    first, last = words[0], words[-1]
    doer = last.endswith(("er", "or")) and first in _OF_THE_DEED
    if first in known and (first in nouns or doer or (first == "old" and last == "friend")):
        raise NotUnderstood(f"whether '{' '.join(words)}' says '{first}' is not said")
    if first in _STUFF and first not in known and " ".join(words[1:]) in known:
        raise NotUnderstood(f"whether '{' '.join(words)}' is meant as a likeness is not said")


def _folded(formulas: tuple[Formula, ...]) -> tuple[Formula, ...]:
    """ "Owner of a kite" as one predicate where kites and owners occur in no other way."""
    patterns: dict[tuple[str, str], int] = {}
    for formula in formulas:
        for pattern in _patterns(formula):
            patterns[pattern] = patterns.get(pattern, 0) + 1
    counts: dict[str, int] = {}
    for formula in formulas:
        for atom in atoms(formula):
            counts[atom.predicate] = counts.get(atom.predicate, 0) + 1
    alone = set()
    for (noun, relation), count in patterns.items():
        same_relation = sum(n for (_, other), n in patterns.items() if other == relation)
        apart = not any(other in _ends(noun) or noun in _ends(other) for other in counts if other != noun)
        if counts[noun] == count and counts[relation] == same_relation and apart:
            alone.add((noun, relation))
    return tuple(_fold(formula, alone) for formula in formulas)


def _ends(compound: str) -> set[str]:
    """The words that a compound may be taken apart into."""
    words = compound.split()
    return {words[0], words[-1], " ".join(words[1:]), " ".join(words[:-1])}


def _pattern(formula: Formula) -> tuple[str, str, Atom] | None:
    """An existential that says "R of some N" of one thing: N, R and the atom of R."""
    if not isinstance(formula, Exists) or not isinstance(formula.body, And) or len(formula.body.parts) != 2:
        return None
    noun, relation = formula.body.parts
    if not isinstance(noun, Atom) or not isinstance(relation, Atom):
        return None
    if noun.args != (formula.variable,) or len(relation.args) != 2 or relation.args[1] != formula.variable:
        return None
    return None if relation.args[0] == formula.variable else (noun.predicate, relation.predicate, relation)


def _patterns(formula: Formula) -> Iterator[tuple[str, str]]:
    if found := _pattern(formula):
        yield found[0], found[1]
    for child in children(formula):
        yield from _patterns(child)


def _fold(formula: Formula, alone: Iterable[tuple[str, str]]) -> Formula:
    if (found := _pattern(formula)) and (found[0], found[1]) in alone:
        return Atom(f"{found[1]} a {found[0]}", (found[2].args[0],))
    return rebuild(formula, tuple(_fold(child, alone) for child in children(formula)))
