"""Two kinds of one thing, with a number in all and a value in all: tickets at two prices, coins of two values.

"Adult tickets cost $8 each and child tickets cost $5 each. 20 tickets were sold for a total of $130. How many adult
tickets were sold?" The two prices, the number in all (or how one number compares with the other) and the total must
be told in these forms; the kinds are whatever words stand before or after the thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.readers.quantity_names import FUNCTION_WORDS, singular
from orchestra_modules.mathematics.readers.relation_words import RelationWords
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Number, Product, Relation, Request, Sum, Text
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_ENDS: Final = (".", ",", "?", "!", ";")
_SOLD: Final = ("were sold", "are sold", "were bought", "was sold", "were purchased", "are bought")
_FOR_ALL: Final = (
    "for a total of", "for", "for a total cost of", "totaling", "worth", "for a total value of", "and collected",
    "for total receipts of", "at a total cost of", "with a total value of", "with total receipts of",
)  # fmt: skip
_TOTALS: Final = (
    "the total receipts were", "the receipts totaled", "receipts totaled", "the total cost was", "the total was",
    "the total revenue was", "the total value was", "the total cost is", "the total receipts are",
    "the total price was",
    "the total collected was", "the total income was", "the total sales were", "the total amount collected was",
)  # fmt: skip


class TwoKinds(RelationWords):
    """Reads one whole text."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor)
        self.prices: dict[str, Number] = {}
        self.thing = ""
        self.number: Number | None = None
        self.total: Number | None = None
        self.goal = ""

    def read(self) -> Request:
        """The two numbers as unknowns and what is asked. NotUnderstood."""
        cursor = self.cursor
        if not any(token.text == "$" or token.lowered in ("dollars", "cents") for token in cursor.tokens):
            raise cursor.stuck()
        while not cursor.at_end:
            if cursor.take_sign(*_ENDS) or cursor.take("and", "if", "while"):
                continue
            for form in (self._question, self._all_sold, self._total_told, self._prices, self._number_relation):
                kept = cursor.mark(), self.told, dict(self.prices), self.thing
                if form() and (cursor.at_end or cursor.is_sign(*_ENDS) or cursor.sees("and", "while")):
                    break
                cursor.reset(kept[0])
                _, self.told, self.prices, self.thing = kept
            else:
                raise cursor.stuck()
        return self._request()

    def _request(self) -> Request:
        kinds = list(self.prices)
        if len(kinds) != 2 or self.total is None or self.goal not in kinds:
            raise NotUnderstood("two prices, a total and the kind that is asked for are needed")
        unknowns = [Name(f"k_{place}") for place in (1, 2)]
        value = Sum(tuple(Product((self.prices[kind], name)) for kind, name in zip(kinds, unknowns, strict=True)))
        relations = [Relation("=", value, self.total), *self.told.relations]
        if self.number is not None:
            relations.append(Relation("=", Sum(tuple(unknowns)), self.number))
        if len(relations) != 2:
            raise NotUnderstood("besides the total, one thing must be told of the two numbers")
        asked = unknowns[kinds.index(self.goal)]
        return Request(
            "number_relations",
            (
                ("relations", Listing(tuple(relations))),
                ("numbers", Listing(tuple(unknowns))),
                ("asked", Listing((asked,))),
                ("pick", Text("")),
                ("kind", Text("non-negative whole")),
                ("digits", Listing(())),
            ),
        )

    # --- parts --------------------------------------------------------------------------------------------------------

    def _money(self) -> Number | None:
        cursor = self.cursor
        mark = cursor.mark()
        dollar = cursor.take_sign("$")
        amount = take_amount(cursor, articles=False)
        if amount is None:
            cursor.reset(mark)
            return None
        if dollar or cursor.take("dollars", "dollar"):
            return Number(amount.value, amount.decimal)
        if cursor.take("cents", "cent"):
            return Number(amount.value / 100, True)
        cursor.reset(mark)
        return None

    def _words(self) -> tuple[str, ...]:
        """A noun phrase in lower case, its last word in the singular."""
        cursor = self.cursor
        cursor.take("a", "an", "the", "each", "one")
        words: list[str] = []
        while (
            cursor.token.kind == "word"
            and len(words) < 4
            and cursor.token.lowered not in FUNCTION_WORDS | {"cost", "costs"}
        ):
            words.append(cursor.next().text.lower().removesuffix("'s").removesuffix("s'"))
        return (*words[:-1], singular(words[-1])) if words else ()

    def _kind(self) -> str | None:
        """Adult tickets, an adult ticket: the kind is what stands before the thing."""
        words = self._words()
        if len(words) < 2 or (self.thing and words[-1] != self.thing):
            return None
        self.thing = words[-1]
        return singular(" ".join(words[:-1]))

    def _prices(self) -> bool:
        """Adult tickets cost $8 each; tickets cost $5 for children and $8 for adults."""
        cursor = self.cursor
        mark = cursor.mark()
        kind = self._kind()
        if kind is not None and cursor.take("cost", "costs", "are", "sell for", "sold for", "were", "is"):
            price = self._money()
            cursor.take("each", "apiece", "a piece", "per ticket")
            return price is not None and self._priced(kind, price)
        cursor.reset(mark)
        words = self._words()
        if len(words) != 1 or (self.thing and words[0] != self.thing) or not cursor.take("cost", "are", "sell for"):
            return False
        self.thing = words[0]
        for place in range(2):
            price = self._money()
            cursor.take("each")
            if price is None or not cursor.take("for"):
                return False
            buyers = self._words()
            if not buyers or not self._priced(_person(buyers), price):
                return False
            if place == 0 and not cursor.take("and"):
                return False
        return True

    def _priced(self, kind: str, price: Number) -> bool:
        if kind in self.prices or len(self.prices) == 2:
            return False
        self.prices[kind] = price
        return True

    def _all_sold(self) -> bool:
        """20 tickets were sold for a total of $130; a theatre sold 20 tickets for $130."""
        cursor = self.cursor
        cursor.take("a total of", "altogether", "in all")
        passive = take_amount_ahead(cursor)
        if not passive:
            if not (self._words() and cursor.take("sold", "bought", "sells", "buys")):
                return False
            cursor.take("a total of")
        amount = take_amount(cursor, articles=False)
        words = self._words()
        if amount is None or len(words) != 1 or (self.thing and words[0] != self.thing):
            return False
        self.thing = words[0]
        if passive and not cursor.take(*_SOLD):
            return False
        if self.number is not None:
            return False
        self.number = Number(amount.value)
        if cursor.take(*_FOR_ALL):
            self.total = self._money()
            return self.total is not None
        return True

    def _total_told(self) -> bool:
        if self.total is not None or not self.cursor.take(*_TOTALS):
            return False
        self.total = self._money()
        return self.total is not None

    def _number_relation(self) -> bool:
        """The number of adult tickets was 4 more than twice the number of child tickets."""
        left = self.quantity()
        if left is None or not self.cursor.take("is", "was", "equals", "were"):
            return False
        right = self.expression()
        if right is None:
            return False
        self.state(Relation("=", left, right))
        return True

    def quantity(self) -> Node | None:
        """The number of adult tickets."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.take("the number of") and (kind := self._kind()) in self.prices:
            return Name(f"k_{list(self.prices).index(kind) + 1}")
        cursor.reset(mark)
        return None

    def group(self) -> tuple[Node, ...] | None:
        """None: there is no word for both numbers."""
        return None

    def _question(self) -> bool:
        """How many adult tickets were sold?"""
        cursor = self.cursor
        if self.goal or not cursor.take("how many"):
            return False
        kind = self._kind()
        if kind is None:
            return False
        self.goal = kind if kind in self.prices else _person((kind,))
        return cursor.take(
            *_SOLD, "are there", "were there", "did they sell", "did it sell", "did she buy", "did he buy"
        )


def take_amount_ahead(cursor: Cursor) -> bool:
    """Whether an amount is ahead; the cursor stays."""
    mark = cursor.mark()
    found = take_amount(cursor, articles=False) is not None
    cursor.reset(mark)
    return found


def _person(words: tuple[str, ...]) -> str:
    irregular = {"children": "child", "women": "woman", "men": "man"}
    return irregular.get(words[-1], singular(words[-1]))


@slots.kind("two_kinds")
def read_two_kinds(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The whole of a text about two kinds of a thing, as the operation it asks for."""
    yield TwoKinds(reader.cursor).read()
