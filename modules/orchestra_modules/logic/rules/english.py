"""Literals told in English. Knows the shape of a predicate's words, not their meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from orchestra_modules.logic.rules.chaining import Closure, Literal
from orchestra_modules.logic.rules.formulas import Atom, Made, Term
from orchestra_modules.logic.rules.grounding import Decision
from orchestra_modules.logic.rules.prose.clauses import inflected
from orchestra_modules.logic.rules.words import Word, word_class


def thing(term: Term) -> str:
    """A thing by its name."""
    return f"something ({term.name})" if isinstance(term, Made) else term.name[:1].upper() + term.name[1:]


def tell(literal: Literal) -> str:
    """A literal as words: "Max: kind", "Max: not likes (Ann)"."""
    atom = literal.atom
    denial = "" if literal.positive else "not "
    if not atom.args:
        return atom.predicate if literal.positive else f"not: {atom.predicate}"
    if len(atom.args) == 2:
        return f"{thing(atom.args[0])}: {denial}{_words(atom)} {thing(atom.args[1])}"
    return f"{thing(atom.args[0])}: {denial}{_words(atom)}"


def proof(closure: Closure, literal: Literal) -> tuple[str, ...]:
    """A derivation, one sentence a step."""
    told: list[str] = []
    for step in closure.proof(literal):
        if step.premises:
            because = " and ".join(f"[{tell(premise)}]" for premise in step.premises)
            told.append(f"[{tell(step.literal)}], because {because}, by '{step.rule.text}'.")
        else:
            told.append(f"[{tell(step.literal)}], given: '{step.rule.text}'.")
    return tuple(told)


def model(decision: Decision, asked: Iterable[Atom] = ()) -> str:
    """A case in which the sentences hold; `asked` are the propositions in them."""
    if propositions := [atom for atom in dict.fromkeys(asked) if not atom.args]:
        return "; ".join(
            f"'{atom.predicate}' is {'true' if atom in decision.true else 'false'}" for atom in propositions
        )
    parts: list[str] = []
    for term in decision.things:
        said = [
            _said(atom)
            for atom in sorted(decision.true, key=lambda a: a.predicate)
            if atom.args and atom.args[0] == term
        ]
        parts.append(f"{thing(term)} is {', '.join(said)}" if said else f"{thing(term)} is none of what is spoken of")
    return "; ".join(parts)


def _said(atom: Atom) -> str:
    return _words(atom) if len(atom.args) == 1 else f"{_words(atom)} {thing(atom.args[1])}"


def _words(atom: Atom) -> str:
    return atom.predicate.replace("_", " ")


_FINITE: Final = word_class("is are was were will can has have had")


def denied(sentence: str) -> str:
    """A simple sentence with "not"."""
    parts = sentence.rstrip(" .?!").split()
    verbs = [place for place, part in enumerate(parts) if part in _FINITE]
    if len(verbs) != 1 or any(part.lower() in _COMPOSED for part in parts):
        return f"it is not the case that {sentence.rstrip(' .?!')}"
    place = verbs[0]
    if place + 1 < len(parts) and parts[place + 1] == "not":
        return " ".join((*parts[: place + 1], *parts[place + 2 :]))
    return " ".join((*parts[: place + 1], "not", *parts[place + 1 :]))


_COMPOSED: Final = word_class(
    "all every each any some no none nobody someone everyone if or and either neither not both only who that which"
)


def stated(told: Sequence[Word]) -> str:
    """The words of a question in the order of a statement, "does" and "did" taken into the verb."""
    place = next((i for i, word in enumerate(told) if word.lower in ("does", "did", "do")), None)
    parts = [word.text for word in told]
    if place is not None and place + 1 < len(parts):
        parts[place : place + 2] = [inflected(parts[place].lower(), parts[place + 1])]
    return " ".join(parts)
