"""Counting and finding things; each result reached twice. Knows no English beyond showing a result.

Counts are taken by sorts and checked one thing at a time with all that is not wanted taken away; places in a row are
found by their numbers and checked by the relation "stands left of" alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import JsonValue

from orchestra_modules.logic.inventories.fitting import is_colour, selected
from orchestra_modules.logic.inventories.lexicon import lexicon
from orchestra_modules.logic.inventories.nouns import article
from orchestra_modules.logic.inventories.things import (
    All,
    Any,
    Beside,
    Between,
    ColourOf,
    Count,
    Difference,
    Distant,
    HasColour,
    NameOf,
    Nth,
    Reference,
    Selection,
    The,
    Thing,
    ThingsProblem,
)
from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

_STEPPED = "each place was found again from which thing stands left of which"
_GONE_THROUGH = "the things were gone through one by one; which sorts are meant was settled once"
MAX_UNITS = 2000


def solve(problem: ThingsProblem) -> Finding:
    """The finding. NotDone names the thing whose sort is not settled; Undefined if none or two fit."""
    scene = _Scene(problem.things, problem.row, frozenset(lexicon().stands_for(thing.noun) for thing in problem.things))
    match problem.ask:
        case Count():
            return _count(scene, problem.ask)
        case Difference(more, less):
            return _difference(_count(scene, more), _count(scene, less))
        case ColourOf(reference):
            thing, verified = scene.one(reference)
            value = _colour(thing)
            return Finding(
                value, f"The {' '.join(thing.noun)} is {value}.", _string(value), "look-up", _STEPPED, verified
            )
        case HasColour(reference, colour):
            thing, verified = scene.one(reference)
            found = _colour(thing)
            if found != colour and found.split()[-1] == colour.split()[-1]:
                raise NotDone(f"whether {found} counts as {colour} is not settled")
            return truth(found == colour, f"the {' '.join(thing.noun)} is {found}.", "look-up", _STEPPED, verified)
        case Any(of):
            found_any = int(_count(scene, Count(of)).value)
            again = any(scene.takes(unit, of) for unit in scene.units())
            text = f"there are {found_any} ({of.words})."
            return truth(found_any > 0, text, "counting", _GONE_THROUGH, again == (found_any > 0))
        case All(of, fit):
            number = int(_count(scene, Count(of)).value)
            rest = int(_count(scene, Count(Selection(of.any_of, (*of.none_of, fit)))).value)
            if not number:
                raise Undefined(f"there are no {of.words}")
            each = [scene.takes(unit, Selection((fit,))) for unit in scene.units() if scene.takes(unit, of)]
            text = f"{number - rest} of {number} are {' '.join(fit.adjectives) or fit.words}."
            return truth(rest == 0, text, "counting", _GONE_THROUGH, all(each) == (rest == 0))
        case NameOf(reference):
            thing, verified = scene.one(reference)
            return Finding(
                thing.words, f"It is the {thing.words}.", _string(thing.words), "look-up", _STEPPED, verified
            )


def _difference(more: Finding, less: Finding) -> Finding:
    value = int(more.value) - int(less.value)
    if value < 0:
        raise Undefined("there are fewer of them, not more")
    text = f"{more.value} are {value} more than {less.value}."
    verified = True if more.verified and less.verified else more.verified and less.verified
    data: JsonValue = {"type": "integer", "value": value}
    steps = (*more.steps, *less.steps)
    return Finding(str(value), text, data, "difference of sums", more.check, verified, steps=steps)


def _string(value: str) -> JsonValue:
    return {"type": "string", "value": value}


def _colour(thing: Thing) -> str:
    found = [each for each in thing.adjectives if is_colour(each)]
    if len(found) != 1:
        raise Undefined(f"the colour of the {' '.join(thing.noun)} is not said")
    return found[0]


@dataclass(frozen=True)
class _Scene:
    things: tuple[Thing, ...]
    row: bool
    nouns: frozenset[tuple[str, ...]]

    def takes(self, thing: Thing, selection: Selection) -> bool:
        """Whether a thing is selected. NotDone if that is not settled."""
        answer = selected(thing, selection, self.nouns)
        if answer is None:
            raise NotDone(f"whether {article(thing.words)} counts as {selection.words!r} is not settled")
        return answer

    def units(self) -> list[Thing]:
        """Every single thing, in order."""
        if sum(thing.count for thing in self.things) > MAX_UNITS:
            raise NotDone(f"at most {MAX_UNITS} things are placed one by one")
        return [thing for thing in self.things for _ in range(thing.count)]

    def one(self, reference: Reference) -> tuple[Thing, bool]:
        """The thing that is meant, and whether the other road leads to it too."""
        units = self.units()
        if not self.row and not isinstance(reference, The):
            raise NotUnderstood("it is not said that the things stand in a row")
        index = self.index(reference, units)
        again = [i for i in range(len(units)) if self.holds(reference, i, units)]
        return units[index], again == [index]

    def index(self, reference: Reference, units: list[Thing]) -> int:
        """The place of the thing that is meant, by number."""
        fitting = [i for i, thing in enumerate(units) if self.takes(thing, reference.among)]
        match reference:
            case The():
                chosen = fitting
            case Nth(place):
                if place == 0 and len(fitting) % 2 == 0:
                    raise Undefined("there is no single one in the middle")
                at = len(fitting) // 2 if place == 0 else place - 1 if place > 0 else len(fitting) + place
                chosen = fitting[at : at + 1] if 0 <= at < len(fitting) else []
            case Beside(side, steps, of):
                origin = self.index(of, units)
                chosen = [i for i in fitting if (i - origin) * side > 0 and (not steps or (i - origin) * side == steps)]
            case Distant(nearest, of):
                origin = self.index(of, units)
                away = {i: abs(i - origin) for i in fitting if i != origin}
                best = (min if nearest else max)(away.values(), default=0)
                chosen = [i for i, distance in away.items() if distance == best]
            case Between(first, second):
                low, high = sorted((self.index(first, units), self.index(second, units)))
                chosen = [i for i in fitting if low < i < high]
        if len(chosen) != 1:
            what = reference.among.words
            raise Undefined(f"{len(chosen)} things fit {what!r} there" if chosen else f"no {what!r} stands there")
        return chosen[0]

    def holds(self, reference: Reference, i: int, units: list[Thing]) -> bool:
        """Whether a reference means the thing at `i`, told from which things stand left of which alone."""
        everything = range(len(units))
        left = {(a, b) for a in everything for b in everything if a < b}
        fitting = [k for k in everything if self.takes(units[k], reference.among)]
        if i not in fitting:
            return False
        match reference:
            case The():
                return True
            case Nth(place):
                before = sum((k, i) in left for k in fitting)
                after = sum((i, k) in left for k in fitting)
                return before == after if place == 0 else before == place - 1 if place > 0 else after == -place - 1
            case Beside(side, steps, of):
                origin = self.index(of, units)
                pair = (i, origin) if side < 0 else (origin, i)
                within = sum((pair[0], k) in left and (k, pair[1]) in left for k in everything)
                return pair in left and (not steps or within == steps - 1)
            case Distant(nearest, of):
                origin = self.index(of, units)
                gaps = {k: _between(left, k, origin, len(units)) for k in fitting if k != origin}
                return i in gaps and all(gaps[i] <= gap if nearest else gaps[i] >= gap for gap in gaps.values())
            case Between(first, second):
                ends = self.index(first, units), self.index(second, units)
                return any((a, i) in left and (i, b) in left for a, b in (ends, ends[::-1]))


def _between(left: set[tuple[int, int]], a: int, b: int, size: int) -> int:
    """How many things stand between two."""
    return sum(((a, k) in left and (k, b) in left) or ((b, k) in left and (k, a) in left) for k in range(size))


def _count(scene: _Scene, ask: Count) -> Finding:
    things = [each for each in scene.things if not ask.owner or each.owner == ask.owner]
    if ask.place:
        places = {each.place for each in things}
        if ask.place not in places:
            raise NotUnderstood(f"it is not said what is at {ask.place!r}")
        things = [each for each in things if each.place == ask.place]
    if ask.beside is not None:
        if not scene.row:
            raise NotUnderstood("it is not said that the things stand in a row")
        units = scene.units()
        origin = scene.index(ask.beside, units)
        things = units[:origin] if ask.side < 0 else units[origin + 1 :]
        things = [Thing(1, each.adjectives, each.noun, each.owner, each.place) for each in things]
    if ask.removed is not None:
        things = [each for each in things if not scene.takes(each, ask.removed)]
    counted = [each for each in things if scene.takes(each, ask.of)]
    if not counted:
        _hold_listed(scene, ask.of)
    value = sum(each.count for each in counted)
    verified = _recount(scene, ask) == value
    steps = tuple(f"{each.count} x {each.words}" for each in counted)
    check = (
        "the things on that side were found again, each from what stands left of it, and counted one by one"
        if ask.beside is not None
        else "the sum was taken again as the total less all sorts not meant"
    )
    check += "; which sorts are meant was settled once"
    text = f"There are {value} ({ask.of.words})." if value != 1 else f"There is 1 ({ask.of.words})."
    return Finding(str(value), text, {"type": "integer", "value": value}, "sum by sorts", check, verified, steps=steps)


def _hold_listed(scene: _Scene, asked: Selection) -> None:
    """None of a sort is an answer only if the sort is spoken of: no leg is listed, yet chairs and lions have legs."""
    for each in asked.any_of:
        known = each.broad or lexicon().class_named(each.noun) is not None
        if not known and not any(noun[-1] == each.noun[-1] for noun in scene.nouns):
            raise NotDone(f"no {each.words!r} is listed, which does not say that there is none")


def _recount(scene: _Scene, ask: Count) -> int:
    """The same number as the total less everything that is not counted."""
    stock = [
        [index, each.count]
        for index, each in enumerate(scene.things)
        if (not ask.owner or each.owner == ask.owner) and (not ask.place or each.place == ask.place)
    ]
    if ask.beside is not None:
        units = scene.units()
        marks = [scene.holds(Beside(ask.side, 0, ask.beside, ask.of), i, units) for i in range(len(units))]
        return sum(
            mark and not (ask.removed and scene.takes(unit, ask.removed))
            for mark, unit in zip(marks, units, strict=True)
        )
    total = sum(count for _, count in stock)
    for index, count in stock:
        thing = scene.things[index]
        if (ask.removed is not None and scene.takes(thing, ask.removed)) or not scene.takes(thing, ask.of):
            total -= count
    return total
