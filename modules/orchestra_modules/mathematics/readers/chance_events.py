"""Events told in words: "exactly 2 red", "that both are aces", "at least one six", "the sum is 7", "sequence abba".

The words are kept until the whole text is read, for what they name may be said later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines.sampling import Alike, At, Both, Count, Event, Total
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.readers.chance_kinds import Source, groups_by
from orchestra_modules.mathematics.readers.chance_nodes import event_node
from orchestra_modules.mathematics.readers.chance_words import BE, COUNTS, ENDS, OF_NUMBERS, RELATIONS, THEM, VERBS
from orchestra_modules.mathematics.syntax import Listing, Number, Request, Text, Truth
from orchestra_modules.solving.numerals import ordinal
from orchestra_modules.solving.refusal import NotUnderstood

Meaning = Callable[[Source, int], Event]


@dataclass(frozen=True)
class _Item:
    sign: str
    number: int
    words: tuple[str, ...]
    article: bool
    plain: bool  # a bare number, which may mean exactly or at least


def _denied(meaning: Meaning) -> Meaning:
    """That an event does not happen."""
    return lambda source, draws: Both("not", (meaning(source, draws),))


class EventReader:
    """Reads one event, to be given its meaning when the source is known."""

    def __init__(self, cursor: Cursor, trials: Callable[[], bool]) -> None:
        self.cursor = cursor
        self.trials = trials  # takes dice or coins and how often they are thrown
        self.meaning: Meaning | None = None
        self.named = 0  # how many things the event itself names: "drawing two aces"

    def read(self) -> None:
        """Read what follows "probability". NotUnderstood."""
        cursor = self.cursor
        cursor.take("that", "of")
        mark = cursor.mark()
        if denied := cursor.take("not") and bool(cursor.sees(*VERBS)):
            mark = cursor.mark()
        cursor.reset(mark)
        for way in (self._sequence, self._alike, self._sum, self._places, self._all_are, self._one_is, self._items):
            mark = cursor.mark()
            meaning = way()
            if meaning is not None and (cursor.at_end or cursor.is_sign(".", "?", ",") or cursor.sees(*ENDS, "and")):
                self.meaning = _denied(meaning) if denied else meaning
                return
            cursor.reset(mark)
        raise cursor.stuck("an event was expected")

    def request(self, source: Source, draws: int | None, replaced: bool | None) -> Request:
        """The formal operation."""
        assert self.meaning is not None
        many = draws if draws is not None else self.named if self.named > 1 and replaced is not None else 1
        event = self.meaning(source, many)
        if many > 1 and replaced is None:
            self.cursor.assumption("what is drawn is not put back")
        population = Listing(
            tuple(Listing((Text(kind), Number(weight, source.decimal)), "tuple") for kind, weight in source.population)
        )
        return Request(
            "draw_probability",
            (
                ("population", population),
                ("draws", Number(Fraction(many))),
                ("replaced", Truth(bool(replaced))),
                ("event", event_node(event)),
            ),
        )

    # --- events -----------------------------------------------------------------------------------------------------

    def _sequence(self) -> Meaning | None:
        cursor = self.cursor
        cursor.take("the", "picking", "getting", "drawing")
        cursor.take("the")
        named = cursor.take("sequence")
        if not named and not any(token.lowered == "order" for token in cursor.tokens):
            return None
        start = cursor.position
        if cursor.token.kind != "word":
            return None
        cursor.next()
        while cursor.token.kind == "word" and not cursor.token.spaced:
            cursor.next()
        letters = cursor.written(start).lower()
        cursor.take_sign(",")
        in_order = cursor.take(
            "in this order", "in that order", "in order", "in exactly this order", "in this exact order"
        )
        if not named and not in_order:
            return None
        cursor.take_sign(",")

        def meaning(source: Source, draws: int) -> Event:
            if draws != len(letters):
                raise NotUnderstood(f"{draws} are drawn, and the sequence has {len(letters)}")
            known = {kind for kind, _ in source.population}
            places = (At(i, frozenset({letter}) & known) for i, letter in enumerate(letters))
            return Both("and", tuple(places))

        return meaning

    def _alike(self) -> Meaning | None:
        """Both are the same colour; they are of different suits; two balls of the same colour; doubles."""
        cursor = self.cursor
        if cursor.take(
            *(f"{verb} {word}" for verb in ("rolling", "getting", "throwing") for word in ("doubles", "a double"))
        ):
            return _alike((), True, "number")
        start = cursor.position
        while cursor.token.kind in ("word", "number") and cursor.position - start < 9:
            if cursor.take("the same", "different", "same"):
                words = tuple(token.lowered for token in cursor.tokens[start : cursor.position - 1])
                same = cursor.tokens[cursor.position - 1].text.lower() == "same"
                named = cursor.token.kind == "word" and not cursor.sees(*ENDS)
                feature = cursor.next().text.lower().rstrip("s").replace("colour", "color") if named else ""
                return _alike(words, same, feature)
            cursor.next()
        return None

    def _sum(self) -> Meaning | None:
        cursor = self.cursor
        cursor.take(*VERBS)
        cursor.take("the", "a", "their", "getting a")
        if not cursor.take("sum", "total", "sum total"):
            return None
        for _ in range(4):
            cursor.take(*OF_NUMBERS)
        mark = cursor.mark()
        if not (cursor.take("of", "on", "when rolling", "from") and self.trials()):
            cursor.reset(mark)
        cursor.take("is", "will be", "equals", "are", "comes to")
        cursor.take("a", "an")
        sign = next((RELATIONS[r] for r in sorted(RELATIONS, key=len, reverse=True) if cursor.take(r)), None)
        if sign is None:
            cursor.take("of")
        amount = take_amount(cursor, articles=False)
        if amount is None:
            return None
        if cursor.take("or more", "or greater", "or higher"):
            sign = ">=" if sign is None else None
        elif cursor.take("or less", "or fewer", "or lower"):
            sign = "<=" if sign is None else None

        sums = [amount.value]
        while sign is None and cursor.take("or"):
            another = take_amount(cursor, articles=False)
            if another is None:
                return None
            sums.append(another.value)

        def meaning(source: Source, draws: int) -> Event:
            if source.known != "die":
                raise NotUnderstood("a sum is asked of numbers only")
            totals = tuple(Total(sign or "=", total) for total in sums)
            return totals[0] if len(totals) == 1 else Both("or", totals)

        return meaning

    def _places(self) -> Meaning | None:
        """The first is red and the second is blue; a red ball followed by a blue one is not read."""
        cursor = self.cursor
        found: list[tuple[int, tuple[str, ...]]] = []
        while True:
            cursor.take("the")
            place = ordinal(cursor.token.text) if cursor.token.kind == "word" else None
            if place is None:
                break
            cursor.next()
            while cursor.token.kind == "word" and not cursor.sees(*BE):
                cursor.next()
            if not cursor.take(*BE):
                return None
            found.append((place, self._words()))
            mark = cursor.mark()
            cursor.take_sign(",")
            if not cursor.take("and"):
                cursor.reset(mark)
                break
        if not found:
            return None

        def meaning(source: Source, draws: int) -> Event:
            if max(place for place, _ in found) > draws:
                raise NotUnderstood("more draws are spoken of than are made")
            return Both("and", tuple(At(place - 1, source.kinds(list(words))) for place, words in found))

        return meaning

    def _all_are(self) -> Meaning | None:
        """Clauses that say how many are of a kind, joined by "and": two are red and one is blue."""
        cursor = self.cursor
        found: list[Meaning] = []
        while (clause := self._some_are()) is not None:
            found.append(clause)
            mark = cursor.mark()
            cursor.take_sign(",")
            if not cursor.take("and"):
                cursor.reset(mark)
                break
        if not found or clause is None:
            return None
        if len(found) == 1:
            return found[0]
        return lambda source, draws: Both("and", tuple(meaning(source, draws) for meaning in found))

    def _some_are(self) -> Meaning | None:
        """Both are red; all three balls are blue; none of them is green; exactly two are red; at least one is."""
        cursor = self.cursor
        every = none = False
        sign, many = "=", -1
        if cursor.take("both", "all", "both of", "all of", "each", "each of"):
            every = True
            amount = take_amount(cursor, articles=False)
            many = int(amount.value) if amount else -1
        elif cursor.take("none", "neither", "no one"):
            none = True
        else:
            sign = next((COUNTS[c] for c in sorted(COUNTS, key=len, reverse=True) if cursor.take(c)), "")
            cursor.take("the other", "the others") if not sign else None
            amount = take_amount(cursor, articles=False)
            other = cursor.tokens[cursor.position - 1].text.lower() in ("other", "others")
            if (amount is None and not other) or (amount is not None and amount.value.denominator != 1):
                return None
            many = int(amount.value) if amount is not None else 1
            sign = sign or "="
        cursor.take(*THEM)
        nouns: list[str] = []
        while cursor.token.kind == "word" and not cursor.sees(*BE) and len(nouns) < 2:
            nouns.append(cursor.next().text.lower())
        if not cursor.take(*BE):
            return None
        words = self._words()

        def meaning(source: Source, draws: int) -> Event:
            kinds = source.kinds(list(words))
            if nouns and not _calls(nouns, source):
                raise NotUnderstood(f"not understood: {' '.join(nouns)!r}")
            if every:
                if many not in (-1, draws):
                    raise NotUnderstood(f"{draws} are drawn, not {many}")
                return Count(kinds, "=", draws)
            return Count(kinds, "=" if none else sign, 0 if none else many)

        return meaning

    def _one_is(self) -> Meaning | None:
        """It is red; the card is not an ace."""
        cursor = self.cursor
        short = cursor.take("it's")
        if short or cursor.take("it", "this", "he", "she"):
            noun = ""
        elif cursor.take("the") and cursor.token.kind == "word":
            noun = cursor.next().text.lower()
            if not cursor.sees(*BE) and cursor.take("drawn", "chosen", "picked", "selected"):
                pass
        else:
            return None
        if not short and not cursor.take(*BE):
            return None
        words = self._words()

        def meaning(source: Source, draws: int) -> Event:
            if draws != 1 or (noun and not _calls([noun], source)):
                raise NotUnderstood(f"which one is meant by {noun or 'it'!r}?")
            return Count(source.kinds(list(words)), "=", 1)

        return meaning

    def _items(self) -> Meaning | None:
        """Exactly 2 red and 1 blue; at least one six; a red ball; no aces; 4 p."""
        cursor = self.cursor
        cursor.take(*VERBS)
        if cursor.take("all", "both", "only"):
            words = self._words()
            return lambda source, draws: Count(source.kinds(list(words)), "=", draws)
        found: list[_Item] = []
        while True:
            item = self._item()
            if item is None:
                return None
            found.append(item)
            mark = cursor.mark()
            comma = cursor.take_sign(",")
            if not (cursor.take("and") or comma) or self._item() is None:
                cursor.reset(mark)
                break
            cursor.reset(mark)
            cursor.take_sign(",")
            cursor.take("and")

        if all(item.plain and not item.article for item in found):
            self.named = sum(item.number for item in found)

        def meaning(source: Source, draws: int) -> Event:
            counts = [Count(source.kinds(list(item.words)), item.sign, item.number) for item in found]
            if len({c.kinds for c in counts}) < len(counts) or any(
                a.kinds & b.kinds for i, a in enumerate(counts) for b in counts[:i]
            ):
                raise NotUnderstood("the kinds of the event overlap")
            plain = sum(item.number for item in found if item.plain)
            if any(item.plain for item in found) and plain != draws:
                if any(item.article for item in found) or len(found) > 1 or plain > draws:
                    raise NotUnderstood("whether exactly or at least so many are meant is not said")
                self.cursor.assumption(f"{plain} of {draws} means exactly {plain}")
            return counts[0] if len(counts) == 1 else Both("and", tuple(counts))

        return meaning

    def _item(self) -> _Item | None:
        cursor = self.cursor
        if cursor.take("no", "zero"):
            return _Item("=", 0, self._words(), False, False)
        sign = next((COUNTS[c] for c in sorted(COUNTS, key=len, reverse=True) if cursor.take(c)), None)
        if cursor.sees("either"):
            cursor.next()
        mark = cursor.mark()
        amount = take_amount(cursor)
        if amount is not None and amount.value.denominator == 1 and not self._bare():
            words = self._words()
            return _Item(sign or "=", int(amount.value), words, amount.article, sign is None)
        cursor.reset(mark)
        if sign is not None:
            return None
        words = self._words()
        return _Item("=", 1, words, True, True) if words else None

    def _bare(self) -> bool:
        """Whether nothing is named behind the number, which then is a face: "rolling a 4" has its article."""
        return self.cursor.token.kind != "word" or bool(self.cursor.sees(*ENDS))

    def _words(self) -> tuple[str, ...]:
        """The words that name kinds, up to a sign or a word that begins the next clause."""
        cursor = self.cursor
        words: list[str] = []
        while len(words) < 8:
            token = cursor.token
            if token.kind not in ("word", "number") or cursor.sees(*ENDS, "and", "followed"):
                break
            words.append(cursor.next().text.lower())
        return tuple(words)


def _alike(words: tuple[str, ...], same: bool, feature: str) -> Meaning:
    """All draws alike in a feature, or no two of them."""

    def meaning(source: Source, draws: int) -> Event:
        nouns = {source.noun, source.noun + "s", "dice", "die", "coins"}
        unknown = [word for word in words if word not in _ALIKE_WORDS and word not in nouns]
        if unknown or draws < 2:
            raise NotUnderstood(f"not understood: {' '.join(unknown) or 'alike'!r}")
        if feature and source.known == "bag" and feature not in ("color", "kind", "type", "letter"):
            raise NotUnderstood(f"{feature!r} is not told of what is drawn")
        return Alike(same, groups_by(source, feature))

    return meaning


_ALIKE_WORDS: Final = frozenset(
    [
        "both",
        "all",
        "they",
        "the",
        "are",
        "of",
        "have",
        "show",
        "match",
        "is",
        "two",
        "three",
        "four",
        "be",
        "will",
        "getting",
        "drawing",
        "rolling",
        "a",
        "picking",
        "them",
        "each",
        "number",
        "numbers",
        "2",
        "3",
        "4",
    ]
)


def _calls(words: list[str], source: Source) -> bool:
    noun = source.noun
    return all(
        word in (noun, noun + "s", "dice", "tosses", "flips", "rolls", "ones", "drawn", "cards") for word in words
    )
