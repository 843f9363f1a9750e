"""Integers described in words: "three-digit multiples of 13 whose digit sum is prime", read to a condition.

A description is adjectives, a noun and what follows it ("less than 50", "that are not divisible by 3", "such that
n^2 > 200"). Words that join conditions in two possible ways ("even or odd and prime") are refused. What the words
mean for an integer is told in `integer_conditions`; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.integer_conditions import both, tree
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.arguments import refuse_joined
from orchestra_modules.mathematics.readers.integer_predicates import Predicates
from orchestra_modules.mathematics.readers.integer_words import ADJECTIVES, KINDS, LINKS, PLAIN, SUCH
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Text, names, walk
from orchestra_modules.solving import numerals

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_FIRST: Final = frozenset(
    phrase.split()[0]
    for phrase in (*ADJECTIVES, *KINDS, *PLAIN, "multiples", "common", "divisors", "factors", "powers")
) | {"first", "multiple", "divisor", "factor", "power", "integer", "distinct", "different"}
#: letters that stand for integers by custom, and the words by which a condition on one follows
_INTEGER_LETTERS: Final = ("n", "k", "m")
_LEADING: Final = frozenset(phrase.split()[0] for phrase in ("such that", "so that", "for which", "satisfying"))


def may_begin(cursor: Cursor) -> bool:
    """Whether a description of integers may begin here: a kind of number, or "three-digit"."""
    token = cursor.token
    if token.text in _INTEGER_LETTERS:
        return cursor.ahead().lowered in _LEADING
    if token.kind == "number" or (token.kind == "word" and token.lowered in numerals.SMALL):
        return (cursor.ahead().text == "-" and cursor.ahead(2).lowered == "digit") or cursor.ahead().text == "digit"
    return token.kind == "word" and token.lowered in _FIRST


@slots.kind("integers", may_begin)
def _integers(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Integers described by more than their kind, for a noun in the plural."""
    description = Description(reader)
    start = reader.cursor.position
    node = description.read()
    refuse_joined(reader.cursor, start)
    if not description.plural or not description.followed:
        raise reader.cursor.stuck("what numbers are meant was expected")
    yield node


@slots.kind("integer_described", may_begin)
def _integer(reader: Reader, slot: Slot) -> Iterator[Node]:
    """An integer, or integers, described."""
    start = reader.cursor.position
    node = Description(reader).read()
    refuse_joined(reader.cursor, start)
    yield node


@slots.kind("one_integer", may_begin)
def _one_integer(reader: Reader, slot: Slot) -> Iterator[Node]:
    """One integer, by how many digits it has or between which ends it lies; without that it may be negative too."""
    description = Description(reader)
    start = reader.cursor.position
    node = description.read()
    refuse_joined(reader.cursor, start)
    heads = {part.text for part in walk(node) if isinstance(part, Text)}
    if description.plural or not heads & {"range", "digit_count"}:
        raise reader.cursor.stuck("what number is meant was expected")
    yield node


@slots.kind("integers_asked_about", may_begin)
def _asked_about(reader: Reader, slot: Slot) -> Iterator[Node]:
    """After "for how many": "positive integers n is n^2 - 4 prime", "integers x does x divide 12"."""
    start = reader.cursor.position
    node = Description(reader).read(asked=True)
    refuse_joined(reader.cursor, start)
    yield node


@slots.kind("integers_drawn_from", may_begin)
def _drawn_from(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A description that ends before "is"."""
    start = reader.cursor.position
    node = Description(reader).read(asked=True, question=False)
    refuse_joined(reader.cursor, start)
    yield node


@slots.kind("joined_predicate")
def _joined_predicate(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Several things said of an integer: "divisible by 6 or 8", "both even and prime"."""
    predicates = Predicates(reader)
    before = reader.cursor.tokens[reader.cursor.position - 1]
    if before.text == "a" and before.spaced:
        raise reader.cursor.stuck("an article stands there, or an unknown")
    reader.cursor.take("an", "a")
    found = predicates.predicate()
    if found is None:
        raise reader.cursor.stuck("what is said of a number was expected")
    head = found.items[0] if isinstance(found, Listing) else None
    if not (isinstance(head, Text) and head.text in ("all", "any", "none", "one", "measure", "range")):
        raise reader.cursor.stuck("several things said of a number were expected")
    yield found


class Description:
    """One description being read."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.cursor = reader.cursor
        self.predicates = Predicates(reader)
        self.plural = False
        self.followed = False  # something is said of the integers after their noun, or a kind before it
        self.kind = "number"

    def read(self, asked: bool = False, question: bool = True) -> Node:
        """The kind of number and the condition, with what is asked of it if there is a question. NotUnderstood."""
        cursor = self.cursor
        start = cursor.position
        parts: list[Node] = []
        self._count_of_first(parts)
        while (adjective := self._adjective()) is not None:
            parts.append(adjective)
        noun = self._noun()
        if noun is None:
            raise cursor.stuck("a kind of number was expected")
        parts += noun
        self._unknown()
        before = len(parts)
        while not (asked and cursor.sees("is", "are", "does", "do", "will")) and self._follows(parts):
            pass
        if asked and question:
            if not cursor.take("is", "are", "does", "do", "is it true that"):
                raise cursor.stuck("a question about such a number was expected")
            if (said := self.predicates.said()) is None:
                raise cursor.stuck("a condition was expected")
            parts.append(said)
        self.followed = self.followed or len(parts) > before
        mentioned = set(names(*parts))
        if self.predicates.unknown is None and not all(self._told_before(letter, start) for letter in mentioned):
            raise cursor.stuck("which unknown the condition is about was expected")
        free = next(letter for letter in "nmkj" if letter not in mentioned) if len(mentioned) < 4 else "n"
        name = Name(self.predicates.unknown or free)
        words = " ".join(cursor.written(start).split())
        return tree("integers", Text(self.kind), name, both(*parts) if parts else tree("all"), Text(words))

    def _told_before(self, letter: str, start: int) -> bool:
        """Whether the text before says what a letter is, as in "n = 360" or "let n be 6!"."""
        tokens = self.cursor.tokens[:start]
        pairs = pairwise(tokens)
        return any(one.text == letter and after.text in ("=", "be") for one, after in pairs)

    def _count_of_first(self, parts: list[Node]) -> None:
        """ "the first 100 positive integers" are those from 1 to 100."""
        cursor = self.cursor
        if not cursor.sees("first"):
            return
        mark = cursor.mark()
        cursor.next()
        if cursor.token.kind == "number" or cursor.token.lowered in numerals.SMALL:
            last = self.reader.parser.atom()
            if cursor.take("positive integers", "natural numbers", "counting numbers", "positive whole numbers"):
                cursor.position -= 1
                parts += [tree("positive"), tree("compare", Text("<="), last)]
                self.followed = True
                if cursor.tokens[cursor.position - 1].text.lower() == "counting":
                    cursor.position -= 1
                return
        cursor.reset(mark)
        raise cursor.stuck("a kind of number was expected")

    def _adjective(self) -> Node | None:
        cursor = self.cursor
        cursor.take_sign(",")
        if (digits := self.predicates.digits_before()) is not None:
            self.followed = True
            return digits
        for words, head in ADJECTIVES.items():
            if self.predicates.exactly(words):
                if head == "integer" and not cursor.sees("value", "values", "solution", "solutions"):
                    cursor.position -= 1
                    return None
                if head == "integer":
                    self.kind = "integer"
                    return tree("all")
                if head == "natural":
                    self.kind = "natural"
                    return tree("positive")
                return tree(head)
        mark = cursor.mark()
        for words in (
            "prime",
            "even",
            "odd",
            "composite",
            "palindromic",
            "triangular",
            "square",
            "perfect",
            "fibonacci",
        ):
            # an adjective only where a noun follows; alone it is the noun
            if cursor.take(words):
                following = cursor.token.lowered
                if following in ("numbers", "number", "integers", "integer") and words in ("square", "perfect"):
                    break
                if following in _FIRST or following in ("numbers", "number", "integers", "integer", "whole"):
                    head = {"palindromic": "palindrome"}.get(words, words)
                    if words in ("square", "perfect"):
                        break
                    return tree(head)
                break
        cursor.reset(mark)
        return None

    def _noun(self) -> list[Node] | None:
        cursor = self.cursor
        mark = cursor.mark()
        if words := cursor.taken(*PLAIN, *KINDS):
            self.plural = words.split()[-1].endswith("s") and words != "fibonacci"
            if words in KINDS:
                self.followed = self.followed or KINDS[words] not in ("",)
                return [tree(KINDS[words])]
            kind = PLAIN[words]
            if kind == "integer" and self.kind == "number":
                self.kind = "integer"
            if kind == "value" and self.kind != "integer":
                cursor.reset(mark)
                return None
            if kind == "natural":
                self.kind = "natural"
                return [tree("positive")]
            if kind == "whole":
                self.kind = "whole"
                return [tree("nonnegative")]
            return []
        cursor.take("distinct", "different")
        cursor.take("common")
        for plural, singular in (
            ("multiples of", "multiple of"),
            ("divisors of", "divisor of"),
            ("factors of", "factor of"),
            ("powers of", "power of"),
        ):
            if cursor.sees(plural) or cursor.sees(singular):
                self.plural = bool(cursor.take(plural))
                if not self.plural:
                    cursor.take(singular)
                if singular[0] == "m" and self.kind == "number":
                    self.kind = "multiple"
                head = {"m": "divisible", "d": "divisor", "f": "divisor", "p": "power"}[singular[0]]
                self.followed = True
                return [self.predicates.over_values(head)]
        cursor.reset(mark)
        if cursor.token.text in _INTEGER_LETTERS and cursor.ahead().lowered in _LEADING:
            self.kind = "integer"
            cursor.assumption(f"{cursor.token.text} is taken as an integer")
            return []
        return None

    def _unknown(self) -> None:
        """The name that the description gives to such an integer: "integers n such that"."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.tokens[cursor.position - 1].text.lower() in ("values", "value"):
            cursor.take("of")
        token = cursor.token
        if token.kind == "word" and len(token.text) == 1 and token.text not in ("a", "A", "I"):
            self.predicates.unknown = slots.variable(cursor)
            return
        cursor.reset(mark)

    def _follows(self, parts: list[Node]) -> bool:
        """Take one thing said after the noun; whether there was one."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take_sign(",")
        joined = bool(cursor.take("and", "but"))
        if cursor.take(*SUCH):
            found = self.predicates.said()
            if found is not None:
                parts.append(found)
                return True
            cursor.reset(mark)
            return False
        linked = bool(cursor.take(*LINKS))
        found = self.predicates.predicate(bare=not linked and not joined)
        if found is None and not linked and not joined:
            found = self._listed()
        if found is not None:
            parts.append(found)
            return True
        if cursor.take("with") and (found := self.predicates.said()) is not None:
            parts.append(found)
            return True
        if linked and not joined and cursor.tokens[cursor.position - 1].text.lower() in ("there", "exist", "are"):
            last = " ".join(token.lowered for token in cursor.tokens[mark[0] : cursor.position])
            if last in ("are there", "there are", "exist", "are"):
                return cursor.position > mark[0] and last != "are"
        cursor.reset(mark)
        return False

    def _listed(self) -> Node | None:
        """The integers told one by one among which they are: "the odd numbers in 3, 4, 7"."""
        cursor = self.cursor
        mark = cursor.mark()
        if not cursor.take("in", "among", "amongst", "from", "out of"):
            return None
        cursor.take("the list", "the set", "the following")
        cursor.take_sign(":")
        listed = [item for item, _ in self.reader.listed()]
        if len(listed) == 1 and isinstance(listed[0], Listing):
            listed = list(listed[0].items)
        if len(listed) < 2 or any(names(item) for item in listed):
            cursor.reset(mark)
            return None
        if len(set(listed)) < len(listed):
            raise cursor.stuck("different numbers in the list were expected")
        self.kind = "integer"
        return tree("any", *(tree("equal", item) for item in listed))
