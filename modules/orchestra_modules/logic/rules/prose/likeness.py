"""Which propositions of a text look alike without being the same, so that a verdict of "open" could be a misreading.

"The road is wet" beside "the road gets wet", "it rains" beside "it rains hard", "open" beside "closed". A proof
needs no
such care: what follows without knowing that two clauses are akin follows with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from orchestra_modules.logic.rules.formulas import Atom, Formula, Not, atoms
from orchestra_modules.logic.rules.morphology import singulars
from orchestra_modules.logic.rules.problem import Statement
from orchestra_modules.logic.rules.prose import verbs
from orchestra_modules.logic.rules.prose.propositions import Propositions
from orchestra_modules.logic.rules.words import word_class

_EMPTY: Final = word_class(
    "a an the he she it they be get become turn go stay very so really this that these those do there will to of been"
    " can must may might should not"
)
_OPPOSITE_PAIRS: Final = word_class(
    "wet/dry on/off open/closed open/close alive/dead live/die guilty/innocent true/false hot/cold warm/cold "
    "win/lose pass/fail awake/asleep wake/sleep early/late big/small large/small rich/poor happy/sad young/old "
    "full/empty light/dark clean/dirty safe/dangerous strong/weak fast/slow high/low hard/soft hard/easy "
    "easy/difficult healthy/sick healthy/ill well/ill day/night weekday/weekend in/out up/down inside/outside "
    "present/absent begin/end start/stop love/hate like/dislike lock/unlock rise/fall arrive/leave come/go "
    "married/single good/bad right/wrong even/odd male/female man/woman buy/sell accept/reject stay/leave "
    "stand/sit hit/miss remember/forget increase/decrease sunny/rainy sunny/cloudy full/hungry rested/tired "
    "noisy/quiet loud/quiet working/broken work/broken legal/illegal heads/tails home/out home/away "
    "summer/winter cheap/expensive truth/lie honest/liar"
)
_OPPOSITES: Final = tuple(frozenset(pair.split("/")) for pair in sorted(_OPPOSITE_PAIRS))
_PREFIXES: Final = ("un", "in", "im", "dis", "non", "ir", "il")


def doubts(propositions: Propositions, statements: list[Statement]) -> tuple[str, ...]:
    """Reasons not to call something open, told to a person."""
    found: list[str] = []
    told = {key: clause.text() for key, clause in propositions.clauses.items()}
    for one, other in combinations(propositions.clauses, 2):
        if _alike(_stems(one), _stems(other)):
            found.append(f"whether '{told[one]}' and '{told[other]}' say the same, or how they bear on each other")
    for clause in propositions.clauses.values():
        if clause.quantified:
            found.append(f"what '{clause.text()}' says beyond being true or false")
    spread: dict[Atom, int] = {}
    for statement in statements:
        for atom in set(atoms(statement.formula)):
            spread[atom] = spread.get(atom, 0) + 1
    for statement in statements:
        if (alone := _literal(statement.formula)) is not None and spread[alone] == 1:
            found.append(f"how '{alone.predicate}' bears on the rest")
    return tuple(found)


def of_predicates(statements: Sequence[Statement]) -> tuple[str, ...]:
    """The same of predicates inside sentences: opposites, and forms of one verb."""
    found = {atom.predicate for statement in statements for atom in atoms(statement.formula) if atom.args}
    words = {predicate: frozenset({predicate, *verbs.candidates(predicate)}) for predicate in sorted(found)}
    return tuple(
        f"how '{one}' and '{other}' bear on each other"
        for one, other in combinations(words, 2)
        if " " not in one + other and (_opposed(words[one], words[other]) or words[one] & words[other])
    )


def shortened(statements: Sequence[Statement]) -> tuple[str, ...]:
    """A verb or an adjective alone beside the same with what belongs to it: "came" beside "came to the party"."""
    told = {atom for statement in statements for atom in atoms(statement.formula) if atom.args}
    alone = {atom.predicate for atom in told if len(atom.args) == 1}
    more = {(atom.predicate, " ".join(re.split("[_ ]", atom.predicate))) for atom in told}
    related = {atom.predicate for atom in told if len(atom.args) == 2}
    return tuple(
        f"whether '{one}' and '{full} ...' say the same"
        for one in sorted(alone)
        for predicate, full in sorted(more)
        if (predicate == one and one in related)
        or (predicate != one and full.startswith(f"{one} ") and (predicate in related or "_" in predicate))
    )


def _literal(formula: Formula) -> Atom | None:
    inner = formula.body if isinstance(formula, Not) else formula
    return inner if isinstance(inner, Atom) else None


def _stems(key: str) -> frozenset[frozenset[str]]:
    """The words of a key that carry meaning, each as the forms it may belong to."""
    found = []
    for word in key.split():
        forms = {word, *verbs.candidates(word), *singulars(word)}
        if not forms & _EMPTY:
            found.append(frozenset(forms))
    return frozenset(found)


def _alike(one: frozenset[frozenset[str]], other: frozenset[frozenset[str]]) -> bool:
    left = [forms for forms in one if not any(forms & others for others in other)]
    right = [forms for forms in other if not any(forms & others for others in one)]
    if not left or not right:
        return bool(one and other) or one == other
    if len(left) == len(right) == 1 and (len(one) > 1 or len(other) > 1 or _opposed(left[0], right[0])):
        return _opposed(left[0], right[0]) or _spelt_alike(left[0], right[0])
    return any(_opposed(a, b) for a in left for b in right) and len(left) + len(right) <= 4


def _opposed(one: frozenset[str], other: frozenset[str]) -> bool:
    if any(pair & one and pair & other for pair in _OPPOSITES):
        return True
    return any(a == prefix + b or b == prefix + a for a, b in _pairs(one, other) for prefix in _PREFIXES)


def _spelt_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two words share a long beginning, as "rain" and "rainy" do."""
    return any(
        len(a) > 3 and len(b) > 3 and (a.startswith(b) or b.startswith(a) or a[:5] == b[:5])
        for a, b in _pairs(one, other)
    )


def _pairs(one: frozenset[str], other: frozenset[str]) -> Iterator[tuple[str, str]]:
    for a in sorted(one):
        for b in sorted(other):
            yield a, b
