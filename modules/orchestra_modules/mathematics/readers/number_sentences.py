"""Texts about unknown numbers: "Find two numbers whose sum is 10 and whose product is 21."

Sentences become relations, steps ("it is doubled, then 3 is added") become an expression, and what is asked becomes
the list of expressions to find. A word without a place in this grammar is refused; nothing is known of the world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.readers.number_steps import ENDS, GET, IS, JOINTS, RELATIVE, NumberSteps, worked
from orchestra_modules.mathematics.readers.relation_words import applied
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Request,
    Sum,
    Text,
    names,
)
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_NOUNS: Final = frozenset({"number", "numbers", "integer", "integers"})
#: a text names its unknown by a noun, or asks what must be added, what times 7 is 21
_HEADS: Final = _NOUNS | {"add", "added", "subtract", "subtracted", "take", "taken", "multiply", "multiplied", "times",
                          "divide", "divided"}  # fmt: skip
_ASK: Final = (
    "what is", "what are", "find", "what's", "determine", "calculate", "what was", "what were", "what must be",
    "give", "compute", "work out", "name", "list", "which is", "which are", "find out", "identify", "can you find",
    "what could", "what can", "what would", "tell me", "state", "write down",
)  # fmt: skip
_THINK: Final = (
    "i think of", "i am thinking of", "i'm thinking of", "think of", "take", "someone thinks of", "i choose",
    "choose", "pick", "i have", "start with", "consider", "i pick", "i take", "i start with", "let's take",
)  # fmt: skip
_TOTALS: Final = {
    "add up to": "sum", "sum to": "sum", "add to": "sum", "total": "sum", "sum up to": "sum", "multiply to": "product",
    "multiply together to": "product", "add together to": "sum", "adds up to": "sum", "multiply to give": "product",
    "add to give": "sum", "add to make": "sum", "multiply to make": "product", "differ by": "difference",
    "add up to make": "sum", "add up to give": "sum", "average": "average", "have a total of": "sum",
}  # fmt: skip
_POSSESSION: Final = ("have", "has", "having", "with")
_THOUGHT: Final = (
    "what number am i thinking of", "what number did i think of", "what number do i have", "what is it",
    "which number did i choose", "what number did i start with", "which number is it", "what number is it",
    "what number did i choose", "what number was it",
)  # fmt: skip


class NumberSentences(NumberSteps):
    """Reads one whole text."""

    def read(self) -> Request:
        """The numbers that are asked for and what is said of them. NotUnderstood."""
        cursor = self.cursor
        while not cursor.at_end:
            if cursor.take_sign(*ENDS) or (not cursor.sees("i have") and cursor.take(*JOINTS)):
                continue
            if self._sign_wanted():
                continue
            self._one_of(
                self._division,
                self._must_be,
                self._what_number,
                self._question,
                self._chain,
                self._claim,
                self._introduction,
            )
        if not self.told.relations:
            raise NotUnderstood("nothing is said of the numbers")
        asked = self.told.asked
        if not asked:
            raise NotUnderstood("what is asked of the numbers is missing")
        numbers = self.numbers
        kind = " ".join(filter(None, (numbers.sign, numbers.parity, "whole" if numbers.whole else "")))
        return Request(
            "number_relations",
            (
                ("relations", Listing((*self.told.relations, *self.restrictions()))),
                ("numbers", Listing(numbers.nodes)),
                ("asked", Listing(asked)),
                ("pick", Text(self.told.pick)),
                ("kind", Text(kind)),
                ("digits", Listing(numbers.digits)),
            ),
        )

    def _one_of(self, *ways: Callable[[], bool]) -> None:
        """The first way of reading that fits at the cursor. NotUnderstood."""
        cursor = self.cursor
        kept = cursor.mark(), self.told, self.numbers
        for way in ways:
            try:
                if way():
                    return
            except NotUnderstood as refusal:
                cursor.remember(refusal)
            cursor.reset(kept[0])
            _, self.told, self.numbers = kept
        raise cursor.furthest or cursor.stuck()

    # --- what is asked ------------------------------------------------------------------------------------------------

    def _question(self) -> bool:
        cursor = self.cursor
        if len(self.numbers.nodes) == 1 and not self.told.asked and cursor.take(*_THOUGHT):
            self.told = replace(self.told, asked=self.numbers.nodes)
            return True
        return cursor.take(*_ASK) and self._asked()

    def _asked(self) -> bool:
        """The thing after "find": the numbers, the larger number, two numbers whose sum is 10."""
        cursor = self.cursor
        if self.told.asked:
            return False
        cursor.take("the value of", "the values of", "all", "the possible values of", "all possible values of")
        if cursor.take("the original"):
            if not cursor.take("number"):
                return False
            asked: tuple[Node, ...] | None = self.numbers.nodes
        else:
            asked = self._group_asked() or self._pick() or self._one_asked()
        if not asked:
            return False
        self.told = replace(self.told, asked=asked)
        while self._relative():
            cursor.take_sign(",")
            cursor.take("and")
        return cursor.at_end or cursor.is_sign(*ENDS) or bool(cursor.sees(*JOINTS))

    def _group_asked(self) -> tuple[Node, ...] | None:
        cursor = self.cursor
        kept = cursor.mark(), self.told, self.numbers
        found = self.group()
        if found is not None and (cursor.at_end or cursor.is_sign(*ENDS) or cursor.sees(*RELATIVE, "and", *_TOTALS)):
            return found
        cursor.reset(kept[0])
        _, self.told, self.numbers = kept
        mark = cursor.mark()
        if len(self.numbers.nodes) > 1 and self.numbers.kind != "digits" and cursor.take("each number", "each one"):
            return self.numbers.nodes
        cursor.reset(mark)
        return None

    def _pick(self) -> tuple[Node, ...] | None:
        """The larger or the smaller of the numbers, whichever it is."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("the")
        largest = cursor.take("larger", "largest", "greater", "greatest", "bigger", "biggest")
        if not largest and not cursor.take("smaller", "smallest", "least", "lesser"):
            cursor.reset(mark)
            return None
        cursor.take("number", "integer", "one", "even integer", "odd integer", "of them", "even number", "odd number")
        if cursor.take("of"):
            cursor.take("the", "these")
            if not self._same_group() and self.group() is None:
                cursor.reset(mark)
                return None
        if len(self.numbers.nodes) < 2:
            cursor.reset(mark)
            return None
        self.told = replace(self.told, pick="largest" if largest else "smallest")
        return self.numbers.nodes

    def _same_group(self) -> bool:
        """Take "two numbers" where they are those told of."""
        cursor = self.cursor
        mark = cursor.mark()
        if self.numbers.nodes and cursor.take("two", "three", "four") and not cursor.sees("consecutive"):
            cursor.take("numbers", "integers")
            return True
        cursor.reset(mark)
        return False

    def _one_asked(self) -> tuple[Node, ...] | None:
        found = self.expression()
        if found is None or not names(found):
            return None
        cursor = self.cursor
        if cursor.take("and"):
            other = self.expression()
            return None if other is None else (found, other)
        return (found,)

    def _must_be(self) -> bool:
        """What must be added to 37 to get 60; by what number must 8 be multiplied to give 100."""
        cursor = self.cursor
        number = Name("n")
        if cursor.take("by what number", "by what", "by which number"):
            cursor.take("must", "should", "do you", "do we", "do i", "would you", "must you", "must we")
            before = cursor.take("multiply"), cursor.take("divide"), cursor.take("increase"), cursor.take("decrease")
            subject = self.expression()
            if subject is None:
                return False
            if not any(before):
                cursor.take("be")
                before = (cursor.take("multiplied"), cursor.take("divided"), cursor.take("increased"),
                          cursor.take("decreased", "reduced"))  # fmt: skip
            if not any(before):
                return False
            left = worked(("times", "over", "plus", "minus")[before.index(True)], subject, number)
        elif cursor.take("what number", "what", "which number", "how much"):
            cursor.take("must be", "should be", "has to be", "do you", "needs to be", "must you", "do we", "is to be",
                        "do i", "should you", "must i", "must we", "is", "can be", "would you", "needs to",
                        "do you have to", "do you need to", "should i", "should we", "could be", "when")  # fmt: skip
            if cursor.take("added to", "add to"):
                left = Sum((self.require(), number))
            elif cursor.take("subtracted from", "subtract from", "taken from", "taken away from", "take away from"):
                left = worked("minus", self.require(), number)
            elif cursor.take("multiplied by", "multiply by", "times"):
                left = Product((number, self.require()))
            elif cursor.take("divided by", "divide by"):
                left = worked("over", number, self.require())
            else:
                return False
        else:
            return False
        if self.numbers.kind or self.told.asked:
            return False
        cursor.take_sign(",")
        cursor.take("so that", "in order", "such that")
        if not (cursor.take(*GET, *IS)):
            return False
        right = self.require()
        self.numbers = replace(self.numbers, kind="one", nodes=(number,))
        self.told = replace(self.told, asked=(number,), subject=number)
        self.state(Relation("=", left, right))
        return self._ended()

    def _what_number(self) -> bool:
        """What number squared is 289; 5 more than what number is 12; what two numbers add up to 10."""
        cursor = self.cursor
        if self.told.asked or self.numbers.kind or not self._names_unknown():
            return False
        mark = cursor.mark()
        if cursor.take("what", "which", "are there", "what are"):
            group = self.group()
            if group is not None:
                self.told = replace(self.told, asked=group)
                found = self._about(group)
                while found and cursor.take("and", "but"):
                    if not (self._about(group) or self._claim()):
                        return False
                return found and self._ended()
        cursor.reset(mark)
        if not self._claim():
            return False
        self.told = replace(self.told, asked=self.numbers.nodes)
        return len(self.numbers.nodes) == 1

    def _names_unknown(self) -> bool:
        """Whether "what number" or "which numbers" stands before the end of the sentence."""
        tokens = self.cursor.tokens[self.cursor.position :]
        end = next((i for i, token in enumerate(tokens) if token.text in (".", "?", "!")), len(tokens))
        text = " ".join(token.lowered for token in tokens[:end])
        asks = any(f"{word} " in f"{text} " for word in ("what", "which"))
        return asks and any(word in text.split() for word in _NOUNS)

    # --- what is said -------------------------------------------------------------------------------------------------

    def _introduction(self) -> bool:
        """There are two numbers whose ...; a two-digit number has digits that ...; I think of a number."""
        cursor = self.cursor
        thought = cursor.take(*_THINK)
        group = self.group()
        if group is None and self.quantity() is None:
            return False
        about = self._about(group) if group is not None else False
        while self._relative():
            about = True
            cursor.take_sign(",")
        return (about or thought or bool(cursor.sees("and"))) and self._ended()

    def _relative(self) -> bool:
        """Whose sum is 10; with product 21; that exceeds its reverse by 27; which when doubled gives 8."""
        cursor = self.cursor
        kept = cursor.mark(), self.told, self.numbers
        numbers = self.numbers.nodes
        cursor.take_sign(",")
        cursor.take("and", "but")
        if numbers and cursor.take("whose", "with", "having", "with a", "with the", "whose average"):
            found = self._attribute(numbers)
        elif numbers and cursor.take(
            "such that", "so that", "where", "if", "for which", "given that", "when", "in which"
        ):
            found = self._chain() if self._chain_ahead() else self._claim()
        elif numbers and cursor.take("which", "that", "when"):
            cursor.take_sign(",")
            cursor.take("when", "if")
            found = self._of_subject(numbers) or self._chain_of(numbers)
        else:
            found = False
        if not found:
            cursor.reset(kept[0])
            _, self.told, self.numbers = kept
        return found

    def _attribute(self, numbers: tuple[Node, ...]) -> bool:
        """After "whose" or "with": sum is 10; a difference of 4; square is 49; digits add up to 9."""
        cursor = self.cursor
        if self.numbers.digits and cursor.take("digits"):
            return self._about(self.numbers.digits)
        cursor.take("a", "the")
        sign = self.combination()
        if sign is not None:
            things: tuple[Node, ...] | None = numbers
            if cursor.take("of"):
                mark = cursor.mark()
                cursor.take("their", "the")
                if cursor.take("squares", "reciprocals", "cubes"):
                    word = cursor.tokens[cursor.position - 1].text.lower()
                    power = {"squares": 2, "cubes": 3, "reciprocals": -1}[word]
                    things = tuple(Power(n, Number(Fraction(power))) for n in numbers)
                elif self.numbers.digits and cursor.take("digits", "its digits"):
                    things = self.numbers.digits
                else:
                    cursor.reset(mark)
                    self.state(Relation("=", self.combined(sign, numbers), self.require()))
                    return self._more_attributes(numbers)
            if len(things or ()) < 2:
                return False
            cursor.take(*IS)
            self.state(Relation("=", self.combined(sign, things or ()), self.require()))
            return self._more_attributes(numbers)
        function = self._function()
        if function is None or len(numbers) != 1:
            return False
        if not cursor.take(*IS):
            return False
        self.state(Relation("=", applied(function, numbers[0]), self.require()))
        return True

    def _more_attributes(self, numbers: tuple[Node, ...]) -> bool:
        """ "... and product 21", "... and a difference of 2"."""
        cursor = self.cursor
        kept = cursor.mark(), self.told, self.numbers
        comma = cursor.take_sign(",")
        if cursor.take("and", "and with") or comma:
            cursor.take("a", "the", "an", "whose", "with a")
            if cursor.sees("sum", "product", "difference", "quotient", "ratio", "average") and self._attribute(numbers):
                return True
        cursor.reset(kept[0])
        _, self.told, self.numbers = kept
        return True

    def _about(self, group: tuple[Node, ...]) -> bool:
        """What is said of several numbers as a whole: add up to 10, have a sum of 12, are in the ratio 2 : 3."""
        cursor = self.cursor
        for words, sign in _TOTALS.items():
            if cursor.take(words):
                self.state(Relation("=", self.combined(sign, group), self.require()))
                return True
        if cursor.take(*_POSSESSION):
            return self._attribute(group)
        if cursor.take("are in the ratio", "are in a ratio of", "are in the ratio of", "are in ratio"):
            return self._ratio(group)
        return False

    def _ratio(self, group: tuple[Node, ...]) -> bool:
        parts: list[Fraction] = []
        cursor = self.cursor
        while (amount := take_amount(cursor, articles=False)) is not None:
            parts.append(amount.value)
            if not (cursor.take_sign(":") or cursor.take("to")):
                break
        if len(parts) != len(group) or not all(parts):
            return False
        for thing, part in zip(group[1:], parts[1:], strict=True):
            left = Product((Number(parts[0]), thing))
            self.state(Relation("=", left, Product((Number(part), group[0]))))
        return True

    def _of_subject(self, numbers: tuple[Node, ...]) -> bool:
        """A predicate without its subject: exceeds its reverse by 27, add up to 10, is 5 more than its square."""
        if len(numbers) > 1:
            return self._about(numbers)
        return self._predicate(numbers[0])

    def _claim(self) -> bool:
        """One thing equals another, exceeds it, or is said of several."""
        cursor = self.cursor
        kept = cursor.mark(), self.told, self.numbers
        for several in (self.group, self.several):
            try:
                group = several()
                if group is not None and self._about(group):
                    return self._ended()
            except NotUnderstood as refusal:
                cursor.remember(refusal)
            cursor.reset(kept[0])
            _, self.told, self.numbers = kept
        if (found := self._ratio_claim()) is not None:
            return found
        left = self.expression()
        if left is None:
            return False
        cursor.take_sign(",") if cursor.ahead().lowered in ("is", "equals", "gives") else False
        return self._predicate(left) and self._ended()

    def _ratio_claim(self) -> bool | None:
        """The ratio of two numbers is 3 : 4."""
        cursor = self.cursor
        kept = cursor.mark(), self.told, self.numbers
        if cursor.take("the ratio of", "the ratio between"):
            things = self.several()
            if things is not None and cursor.take("is") and self._ratio(things):
                return self._ended()
        cursor.reset(kept[0])
        _, self.told, self.numbers = kept
        return None


@slots.kind("number_sentences", needs=(_HEADS,))
def read_number_sentences(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The whole of a text about unknown numbers, as the operation it asks for."""
    yield NumberSentences(reader.cursor).read()
