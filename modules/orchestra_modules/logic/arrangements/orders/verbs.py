"""Verbs that themselves tell an order: "beats", "follows", "costs more than", "has the most marbles".

Every function takes the lower-case words from the verb on. Knows no subject.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.logic.arrangements.orders.claims import Ahead, At, Axis, both, either
from orchestra_modules.logic.arrangements.orders.relations import Predicate, objects, opposed
from orchestra_modules.logic.arrangements.sentences import vocabulary

BEATS: Final = vocabulary(
    "beat beats defeated defeats outran outranks outranked outscored overtook precedes preceded leads led"
)
FOLLOWS: Final = frozenset(["follows", "followed", "trails", "trailed"])
_AMOUNT: Final = {"costs": "price", "cost": "price", "weighs": "weight", "weighed": "weight", "weigh": "weight"}


def verbal(rest: list[str]) -> Predicate | None:
    """A verb that itself says how two things stand: beats, follows, costs more than, has the most."""
    if rest[0] in ("immediately", "directly") and len(rest) > 1 and rest[1] in (BEATS | FOLLOWS):
        return _ordered(rest[1:], 1)
    if rest[0] in BEATS or rest[0] in FOLLOWS:
        return _ordered(rest, None)
    if rest[0] in ("won", "wins", "win") and rest[1:] in (
        [],
        ["the", "race"],
        ["the", "competition"],
        ["the", "tournament"],
    ):
        return lambda subject: At(Axis((("rank", -1),)), subject, 1)
    if len(rest) < 3:
        return None
    verb, after = rest[0], rest[1:]
    if after[0] == "the" and after[1] in ("most", "least", "fewest"):
        noun = after[2:4]
        axis = _amount(verb, noun[:1], after[1] == "most")
        if len(after) > 3:
            return None
        return lambda subject: At(axis, subject, 1)
    if after[0] in ("more", "less", "fewer") and "than" in after[:4]:
        cut = after.index("than")
        found = objects(after[cut + 1 :])
        if found is None or cut > 2:
            return None
        axis = _amount(verb, after[1:cut], after[0] == "more")
        names, every = found
        join = both if every else either
        return lambda subject: join([Ahead(axis, subject, name) for name in names])
    return None


def _amount(verb: str, noun: list[str], more: bool) -> Axis:
    if verb in _AMOUNT:
        axis = Axis(((_AMOUNT[verb], 1),))
    else:
        bare = verb[:-3] if verb.endswith("ied") else verb.rstrip("s").removesuffix("ed")
        told = {"ha": "have", "had": "have", "has": "have"}.get(bare, bare)
        axis = Axis(((" ".join(["amount", told, *noun]), 1),))
    return axis if more else opposed(axis)


def _ordered(rest: list[str], steps: int | None) -> Predicate | None:
    found = objects(rest[1:])
    if found is None:
        return None
    axis = Axis((("rank", -1 if rest[0] in BEATS else 1),))
    names, every = found
    join = both if every else either
    return lambda subject: join([Ahead(axis, subject, name, steps) for name in names])
