"""Questions about drawing at random, told in plain sentences: what is there, what is drawn, and the event.

The sentences may come in any order; every word must have its place. Nouns are open: what is in the bag is what the
text says is in it. What this does not know is any story in which the drawing is not said plainly.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import CLOSING, Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.readers.chance_events import EventReader
from orchestra_modules.mathematics.readers.chance_kinds import Source, coin, deck, die, singular
from orchestra_modules.mathematics.readers.chance_words import (
    ASKS,
    BACK,
    DRAW,
    DRAWN,
    HOLDS,
    JOINTS,
    KEPT,
    QUESTION,
    THROW,
    THROWN,
)
from orchestra_modules.mathematics.syntax import Node, Request
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader


class Told:
    """What the sentences have said so far."""

    def __init__(self) -> None:
        self.source: Source | None = None
        self.draws: int | None = None
        self.replaced: bool | None = None


class ChanceReader:
    """Reads one text about drawing at random."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.told = Told()
        self.noun = ""
        self.event: EventReader | None = None

    def read(self) -> Request:
        """The whole text. NotUnderstood."""
        cursor = self.cursor
        while not cursor.at_end:
            if cursor.take_sign(".", ",", "?", ";"):
                continue
            mark = cursor.mark()
            if self._clause():
                continue
            cursor.reset(mark)
            if not cursor.take(*JOINTS):
                raise cursor.stuck()
        if self.event is None or self.told.source is None:
            raise NotUnderstood("it is not said what is drawn from, or what is asked about it")
        return self.event.request(self.told.source, self.told.draws, self.told.replaced)

    def _clause(self) -> bool:
        mark = self.cursor.mark()
        for clause in (
            self._question, self.trials, self._contents, self._draw_passive, self._draw_active, self._replacement,
            self._from,
        ):  # fmt: skip
            if clause():
                return True
            self.cursor.reset(mark)
        return False

    # --- clauses ----------------------------------------------------------------------------------------------------

    def _question(self) -> bool:
        cursor = self.cursor
        cursor.take(*QUESTION)
        cursor.take("the", "a")
        if self.event is not None or cursor.token.lowered not in ASKS:
            return False
        cursor.next()
        self.event = EventReader(cursor, self.trials)
        self.event.read()
        return True

    def trials(self) -> bool:
        """A coin is tossed 5 times; two fair dice are rolled; in 3 tosses of a fair coin; with two dice."""
        cursor = self.cursor
        cursor.take("in", "with", "on", "by", "using", "you", "someone", "we", "from")
        outer = self._times_of_throwing() or 1
        active = cursor.take(*THROW)
        cursor.take("of")
        amount = take_amount(cursor)
        many = 1 if amount is None or amount.article else int(amount.value)
        if amount is None:
            cursor.take("the")
        source = self._thrown_thing()
        if source is None or self.told.source is not None:
            return False
        cursor.take("is", "are", "was", "were")
        thrown = cursor.take(*THROWN)
        again = self._repeated()
        cursor.take("once", "together", "independently")
        if not (active or thrown or outer > 1 or many >= 1):
            return False
        if source.known == "coin" and cursor.take("with"):
            source = self._bias(source)
        self.told.source, self.told.draws, self.told.replaced = source, many * again * outer, True
        return True

    def _times_of_throwing(self) -> int | None:
        """5 coin flips, 3 tosses of, two rolls of."""
        cursor = self.cursor
        mark = cursor.mark()
        amount = take_amount(cursor)
        if amount is not None and cursor.take(*(w for w in THROW if w.endswith(" of"))):
            return int(amount.value)
        cursor.reset(mark)
        return None

    def _thrown_thing(self) -> Source | None:
        cursor = self.cursor
        while cursor.take("fair", "standard", "ordinary", "unbiased", "balanced", "regular", "normal", "a"):
            pass
        biased = cursor.take("biased", "unfair", "loaded", "bent")
        sides = 6
        if cursor.token.kind == "number" and cursor.ahead().text == "-" and cursor.ahead(2).text == "sided":
            sides = int(cursor.token.value)
            cursor.position += 3
        elif cursor.take("six - sided", "six sided"):
            pass
        elif cursor.token.lowered == "six" and cursor.ahead().text == "-" and cursor.ahead(2).text == "sided":
            cursor.position += 3
        cursor.take("fair", "standard")
        if cursor.take("dice", "die"):
            cursor.take("rolls", "roll", "throws")
            return die(sides) if not biased and 2 <= sides <= 100 else None
        if cursor.take("coins", "coin"):
            cursor.take("flips", "flip", "tosses", "toss", "throws")
            return self._bias(coin()) if biased and cursor.take("with", "for which") else None if biased else coin()
        return None

    def _repeated(self) -> int:
        cursor = self.cursor
        if cursor.take("twice"):
            return 2
        if cursor.take("thrice"):
            return 3
        mark = cursor.mark()
        amount = take_amount(cursor, articles=False)
        if amount is not None and amount.value.denominator == 1 and cursor.take("times", "time"):
            return int(amount.value)
        cursor.reset(mark)
        return 1

    def _bias(self, source: Source) -> Source:
        cursor = self.cursor
        cursor.take("a", "the")
        if not cursor.take("probability"):
            raise cursor.stuck()
        amount = None
        cursor.take("of")
        heads = True
        if cursor.sees("heads", "tails", "head", "tail", "getting heads", "getting tails"):
            heads = cursor.token.lowered.startswith("head") or cursor.ahead().text == "heads"
            cursor.take("heads", "tails", "head", "tail", "getting heads", "getting tails")
            cursor.take("of", "equal to", "is")
        amount = take_amount(cursor)
        if amount is None or not 0 <= amount.value <= 1:
            raise cursor.stuck("a probability was expected")
        return coin(amount.value if heads else 1 - amount.value, amount.decimal)

    def _contents(self) -> bool:
        """A bag contains 3 red and 5 blue balls; there are 4 apples and 6 oranges in a box."""
        cursor = self.cursor
        if self.told.source is not None:
            return False
        if cursor.take("there are", "there is"):
            self._fill()
            if cursor.take("in"):
                self._container()
            return True
        cursor.take("from", "in")
        if not self._container() or not cursor.take(*HOLDS):
            return False
        self._fill()
        return True

    def _container(self) -> bool:
        cursor = self.cursor
        if not cursor.take("a", "an", "the", "one"):
            return False
        if cursor.token.kind != "word":
            return False
        cursor.next()
        return True

    def _fill(self) -> None:
        """Amounts and kinds: "3 red balls, 4 blue and 5 green ones"."""
        cursor = self.cursor
        items: list[tuple[Fraction, list[str]]] = []
        while True:
            amount = take_amount(cursor)
            if amount is None or amount.value.denominator != 1:
                raise cursor.stuck("how many of what?")
            words: list[str] = []
            while cursor.token.kind == "word" and not cursor.sees("and", "in", "of which", "from", "are", "is", "if"):
                words.append(cursor.next().text.lower())
            if not 1 <= len(words) <= 3:
                raise cursor.stuck("a kind of thing was expected")
            items.append((amount.value, words))
            if not self._joined_amount():
                break
        noun = singular(items[-1][1][-1]) if len(items[-1][1]) > 1 else ""
        if noun and not all(len(words) == 1 or singular(words[-1]) == noun for _, words in items):
            raise NotUnderstood("what the things are called is not clear")
        counts: dict[str, Fraction] = {}
        for value, words in items:
            kept = words[:-1] if len(words) > 1 else words
            kind = " ".join(kept) if noun else singular(words[0])
            counts[kind] = counts.get(kind, Fraction(0)) + value
        self.told.source = Source(tuple(counts.items()), noun)

    def _joined_amount(self) -> bool:
        """Take a comma or "and" if an amount follows."""
        cursor = self.cursor
        mark = cursor.mark()
        comma = cursor.take_sign(",")
        joined = cursor.take("and") or comma
        behind = cursor.mark()
        found = joined and take_amount(cursor) is not None
        cursor.reset(behind if found else mark)
        return found

    def _draw_passive(self) -> bool:
        """Two balls are drawn at random from the bag without replacement."""
        cursor = self.cursor
        amount = take_amount(cursor)
        if amount is None or amount.value.denominator != 1 or self.told.draws is not None:
            return False
        words: list[str] = []
        while cursor.token.kind == "word" and len(words) < 3 and not cursor.sees("is", "are", "was", "were", *DRAWN):
            words.append(cursor.next().text.lower())
        cursor.take("is", "are", "was", "were")
        cursor.take("then")
        cursor.take("randomly", "at random")
        if not cursor.take(*DRAWN):
            return False
        self._thing(words)
        self.told.draws = int(amount.value)
        self._manner()
        return True

    def _draw_active(self) -> bool:
        """You pick 2 marbles; if she randomly selects three cards."""
        cursor = self.cursor
        if cursor.token.kind == "word" and not cursor.sees(*DRAW):
            cursor.next()
        cursor.take("randomly", "then")
        if not cursor.take(*DRAW) or self.told.draws is not None:
            return False
        amount = take_amount(cursor)
        if amount is None or amount.value.denominator != 1:
            return False
        words: list[str] = []
        while cursor.token.kind == "word" and len(words) < 3 and not cursor.sees(
            "from", "at random", "randomly", "and", *KEPT, *BACK
        ):  # fmt: skip
            words.append(cursor.next().text.lower())
        self._thing(words)
        self.told.draws = int(amount.value)
        self._manner()
        return True

    def _thing(self, words: list[str]) -> None:
        self.noun = singular(words[-1]) if words else ""
        if len(words) > 1 and words[0] == "of":
            self.noun = ""

    def _manner(self) -> None:
        """How and from where it is drawn."""
        cursor = self.cursor
        for _ in range(6):
            if not (self._replacement() or cursor.take("at random", "randomly", "in succession", "one by one",
                                                       "one after another", "one after the other", "successively",
                                                       "in a row", "out") or self._from()):  # fmt: skip
                return

    def _replacement(self) -> bool:
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take_sign(",")
        kept = cursor.take(*KEPT)
        if not kept and not cursor.take(*BACK):
            cursor.reset(mark)
            return False
        if self.told.replaced not in (None, not kept):
            raise NotUnderstood("it is said both ways whether what is drawn is put back")
        self.told.replaced = not kept
        return True

    def _from(self) -> bool:
        """From {a: 2, b: 3}, from a run of letters, from a deck, from the bag."""
        cursor = self.cursor
        if not cursor.take("from", "out of", "of"):
            return False
        if cursor.is_sign("{") and self.told.source is None:
            self.told.source = self._counted()
            return True
        cursor.take("a", "an", "the", "it", "them", "this", "one")
        cursor.take("well - shuffled", "shuffled", "standard", "ordinary", "regular", "full", "52 - card")
        for _ in range(3):
            if (
                cursor.token.text == "-"
                or cursor.token.lowered in ("well", "shuffled", "standard", "card", "full")
                or cursor.token.text == "52"
            ):
                cursor.next()
        if cursor.take("deck", "pack"):
            cursor.take("of")
            if cursor.token.text == "52":
                cursor.next()
            cursor.take("playing cards", "cards")
            if self.told.source is not None and self.told.source.known != "cards":
                return False
            self.told.source = deck()
            return True
        before = cursor.tokens[cursor.position - 1].text.lower()
        if before == "it" or before == "them":
            return True
        if cursor.token.kind != "word":
            return False
        if self.told.source is None and self.noun == "letter":
            cursor.take("word", "string", "letters", "letters in", "letters of the word")
            self.told.source = _letters(self._run())
            return True
        mark = cursor.mark()
        cursor.next()
        if self.told.source is None:
            if not cursor.take(*HOLDS):
                cursor.reset(mark)
                return False
            self._fill()
        return True

    def _run(self) -> str:
        """A run of letters, which the tokens may have cut."""
        cursor = self.cursor
        start = cursor.position
        cursor.next()
        while cursor.token.kind == "word" and not cursor.token.spaced:
            cursor.next()
        return cursor.written(start)

    def _counted(self) -> Source:
        cursor = self.cursor
        closing = CLOSING[cursor.next().text]
        counts: dict[str, Fraction] = {}
        while not cursor.take_sign(closing):
            kind = self._run().lower()
            cursor.expect_sign(":")
            amount = take_amount(cursor, articles=False)
            if amount is None or amount.value.denominator != 1 or amount.value < 0 or kind in counts:
                raise cursor.stuck("how many of what?")
            counts[kind] = amount.value
            if not cursor.take_sign(",") and not cursor.is_sign(closing):
                raise cursor.stuck()
        return Source(tuple(counts.items()), self.noun or "letter")


def _letters(run: str) -> Source:
    counts: dict[str, Fraction] = {}
    for letter in run.lower():
        counts[letter] = counts.get(letter, Fraction(0)) + 1
    return Source(tuple(counts.items()), "letter")


@slots.kind("chance", needs=(ASKS,))
def read_chance(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The whole of a text about drawing at random, as the operation it asks for."""
    yield ChanceReader(reader.cursor).read()
