"""Expressions in which operations of the catalogue stand, at a cursor: "the gcd of 12 and the remainder when ...".

Operations are looked up by the word that stands first in their phrases, and the longest that fits is taken. Two that
fit equally are kept as rivals, for the caller to compare. Knows no operation by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import CLOSING, Cursor, Deeper
from orchestra_modules.mathematics.language.labels import skip_label
from orchestra_modules.mathematics.language.parser import ExpressionParser
from orchestra_modules.mathematics.language.pattern import Bindings, Pattern, Slot, matches
from orchestra_modules.mathematics.language.phrases import PhrasesOfText
from orchestra_modules.mathematics.language.sides import shared_side
from orchestra_modules.mathematics.language.tokens import GREEK
from orchestra_modules.mathematics.operation import Operation, catalogue, phrasebook
from orchestra_modules.mathematics.syntax import (
    Call,
    Listing,
    Node,
    Number,
    Power,
    Relation,
    Relational,
    Request,
    Sum,
    Text,
    is_trivial,
    names,
)
from orchestra_modules.solving import numerals
from orchestra_modules.solving.refusal import NotUnderstood

_ARTICLES = ("the", "a", "an")
_Place = tuple[str, int, frozenset[str], bool, bool, frozenset[int]]
_Kept = tuple[Node | None, NotUnderstood | None, int, list[str], list[str]]


class Reader:
    """Reads values, lists and relations."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.parser = ExpressionParser(cursor, self)
        self.rivals: list[tuple[Node, Node]] = []
        self._kept: dict[_Place, _Kept] = {}
        self._requests: dict[int, list[tuple[Node, int, list[str], list[str]]]] = {}  # by place, what can be asked
        self._in_text: dict[frozenset[str], frozenset[str]] = {}
        self._phrases = PhrasesOfText(cursor)
        self._trying: set[tuple[int, int]] = set()  # phrases being read and where, so that none begins with itself

    # --- values ---------------------------------------------------------------------------------------------------

    def value(self) -> Node:
        """An expression, with the phrases that may follow any value: "... rounded to 2 decimal places"."""
        node = self._once("value", self._value)
        assert node is not None
        return node

    def _value(self) -> Node:
        self.label()
        return self.suffixed(self._expression())

    def _expression(self) -> Node:
        node = self._once("expression", self.parser.expression)
        assert node is not None
        return node

    def _once(self, what: str, read: Callable[[], Node | None]) -> Node | None:
        """The result of reading something at a place, kept: many phrases begin alike, and each would read it anew."""
        cursor = self.cursor
        start = cursor.mark()
        trying = frozenset(pattern for position, pattern in self._trying if position == cursor.position)
        barrier = cursor.barriers[-1] if cursor.barriers else frozenset()
        key = (what, cursor.position, barrier, cursor.depth_of_list > 0, cursor.depth > 0, trying)
        kept = self._kept.get(key)
        if kept is None:
            node: Node | None = None
            refusal: NotUnderstood | None = None
            try:
                node = read()
            except NotUnderstood as error:
                refusal = error
            conventions, assumptions = cursor.conventions[start[1] :], cursor.assumptions[start[2] :]
            kept = self._kept[key] = (node, refusal, cursor.position, conventions, assumptions)
        node, refusal, end, conventions, assumptions = kept
        cursor.reset((end, start[1], start[2]))
        if refusal is not None:
            raise refusal.with_traceback(None)  # else the frames of every raise before this one stay with it
        cursor.conventions += conventions
        cursor.assumptions += assumptions
        return node

    def suffixed(self, node: Node) -> Node:
        """A value with the phrases after it."""
        cursor = self.cursor
        suffixes = phrasebook().suffixes
        for _ in range(6):
            blocked = cursor.barriers and cursor.token.lowered in cursor.barriers[-1]
            found = () if blocked else self._phrases.under(suffixes, cursor.token.lowered)
            if found and cursor.token.lowered in ("less", "more", "fewer") and isinstance(node, Request | Power | Call):
                raise NotUnderstood("how far the words before 'less' or 'more' reach is not clear; use brackets")
            best = self._longest(found, node)
            if best is None:
                return node
            if isinstance(best, Request) and best.operation == "to_base" and self._compared():
                raise NotUnderstood("a numeral in a base beside a comparison: write it with its base at its foot")
            node = best
        return node

    def _compared(self) -> bool:
        """Whether a comparison follows, so that "101 in base 2" is a numeral and not asked for."""
        word = self.cursor.token.lowered
        return word in ("equal", "less", "greater", "more", "bigger", "smaller", "larger", "is")

    def tight(self, what: str) -> Node:
        """One factor after "of"; anything that goes on after it would be ambiguous."""
        if (noun := self.noun()) is not None:
            return noun
        return self.parser.spoken.operand(what)

    def label(self) -> None:
        """Skip a name for what follows, such as "the equation"."""
        skip_label(self.cursor)

    def in_list(self) -> Node:
        """A value in which a comma ends it."""
        cursor = self.cursor
        cursor.depth_of_list += 1
        try:
            return self.value()
        finally:
            cursor.depth_of_list -= 1

    # --- operations -----------------------------------------------------------------------------------------------

    def noun(self) -> Node | None:
        """An operation named by a phrase, with or without an article before it; or none."""
        return self._once("noun", self._noun)

    def _noun(self) -> Node | None:
        cursor = self.cursor
        nouns = phrasebook().nouns
        mark = cursor.mark()
        if cursor.token.kind == "word" and cursor.ahead().text == "[" and not cursor.ahead().spaced:
            return None  # a call in the notation of algebra systems, known or not
        if cursor.token.lowered in _ARTICLES and cursor.ahead().kind in ("word", "number"):
            cursor.next()
            found = self._phrases.here(nouns)
            if not found:
                cursor.reset(mark)
        else:
            found = ()
        found = found or self._phrases.here(nouns)
        if not found:
            return None
        with Deeper(cursor):
            best = self._longest(found, None)
        if best is None:
            cursor.reset(mark)
        return best

    def _longest(self, patterns: Iterable[tuple[Pattern, str]], subject: Node | None) -> Node | None:
        """The operation whose phrase reaches furthest; the cursor stands behind it."""
        cursor = self.cursor
        best: Node | None = None
        reached = cursor.mark()
        for pattern, name, bindings in self._all(patterns, subject):
            node = _request(name, bindings)
            if best is None or cursor.position > reached[0]:
                best, reached = node, cursor.mark()
                noted = (cursor.conventions[:], cursor.assumptions[:])
            elif cursor.position == reached[0] and node != best:
                self.rivals.append((best, node))
            del pattern
        if best is not None:
            cursor.reset(reached)
            cursor.conventions[:], cursor.assumptions[:] = noted
        return best

    def _all(
        self, patterns: Iterable[tuple[Pattern, str]], subject: Node | None
    ) -> Iterator[tuple[Pattern, str, Bindings]]:
        operations = catalogue()
        for pattern, name in patterns:
            elements = pattern
            given: Bindings = {}
            if subject is not None:
                first = pattern.parts[0]
                assert isinstance(first, Slot)
                given = {first.name: subject}
                elements = pattern.rest
            key = (self.cursor.position, id(pattern))
            if key in self._trying:
                continue
            self._trying.add(key)
            try:
                for bindings in matches(elements, self.cursor, self._slot, given):
                    if operations[name].required <= set(bindings):
                        yield pattern, name, bindings
            finally:
                self._trying.discard(key)

    def in_text(self, words: frozenset[str]) -> frozenset[str]:
        """Those of the words that the text holds."""
        found = self._in_text.get(words)
        if found is None:
            found = self._in_text[words] = words & self.cursor.words
        return found

    def _slot(self, slot: Slot) -> Iterator[Node]:
        return slots.read(self, slot)

    def requests(self) -> Iterator[Node]:
        """Every whole-sentence operation that fits at the cursor; at each the cursor stands behind it."""
        cursor = self.cursor
        start = cursor.mark()
        kept = self._requests.get(cursor.position)
        if kept is None:
            book = phrasebook()
            kept = self._requests[cursor.position] = []
            for patterns in (self._phrases.here(book.requests), self._phrases.on(book.sentences)):
                for _, name, bindings in self._all(patterns, None):
                    notes = (cursor.conventions[start[1] :], cursor.assumptions[start[2] :])
                    kept.append((_request(name, bindings), cursor.position, *notes))
                cursor.reset(start)
        for node, end, conventions, assumptions in kept:
            cursor.reset((end, start[1], start[2]))
            cursor.conventions += conventions
            cursor.assumptions += assumptions
            yield node
        cursor.reset(start)

    def call(self, name: str, first: Node | None = None) -> Node | None:
        """The operation of a name in function notation, at its opening bracket; none if the arguments do not fit."""
        cursor = self.cursor
        entry = catalogue()[phrasebook().calls[name]]
        mark = cursor.mark()
        closing = CLOSING[cursor.next().text]
        positional: list[Node] = [] if first is None else [first]
        named: dict[str, Node] = {}
        with Deeper(cursor), slots.without_barriers(cursor):
            while not cursor.is_sign(closing):
                if cursor.token.kind == "word" and cursor.ahead().text in ("=", "->") and len(cursor.token.text) > 1:
                    key = cursor.next().text
                    cursor.next()
                    named[key] = self._call_argument()
                else:
                    positional.append(self._call_argument())
                if not cursor.take_sign(","):
                    break
        cursor.expect_sign(closing)
        found = _called(entry, positional, named)
        if found is None:
            cursor.reset(mark)
        return found

    def call_of_one(self, name: str) -> Node:
        """The operation of a name in function notation whose one argument, ahead, has no brackets. NotUnderstood."""
        found = _called(catalogue()[phrasebook().calls[name]], [self.parser.spoken.operand(name)], {})
        if found is None:
            raise self.cursor.stuck(f"{name} needs its arguments in brackets")
        return found

    def _call_argument(self) -> Node:
        """An argument in function notation: one thing, or relations joined by &&."""
        found = [self._one_argument()]
        while isinstance(found[-1], Relation) and self.cursor.take_sign("&&"):
            found.append(self._one_argument())
        return found[0] if len(found) == 1 else Listing(tuple(found))

    def _one_argument(self) -> Node:
        """An expression, a relation, a rule x -> 0, a range, a quoted option."""
        cursor = self.cursor
        if cursor.token.kind == "quoted":
            return Text(cursor.next().text)
        if (
            cursor.token.kind == "word"
            and cursor.ahead().text in (",", ")", "]")
            and self._is_option_word(cursor.token.text)
        ):
            return Text(cursor.next().text)
        left = self.in_list()
        if cursor.take_sign("->"):
            return Relation("=", left, self.in_list())
        if cursor.take_sign(".."):
            return Listing((left, self.in_list()), "tuple")
        if (sign := slots.relation_sign(cursor)) is None:
            return left
        right = self.in_list()
        if cursor.take_sign(".."):
            return Listing((left, right, self.in_list()), "tuple")
        return Relation(sign, left, right)

    def _is_option_word(self, word: str) -> bool:
        """Whether a lone argument is a word such as Reals, and no name, number or constant."""
        known = word in GREEK or word.lower() in ("pi", "oo", "infinity", "inf") or word in self.cursor.functions
        return len(word) > 1 and not known and word.lower() not in numerals.SMALL

    # --- lists and relations ----------------------------------------------------------------------------------------

    def listed(self, slot: Slot | None = None) -> list[tuple[Node, str]]:
        """Values joined by commas and "and" or "or", or in one pair of brackets, each with its text as written."""
        cursor = self.cursor
        if cursor.token.kind == "word":
            cursor.take(
                "the numbers", "the integers", "the values", "the following numbers", "the following", "numbers"
            )
            cursor.take_sign(":")
        mark = cursor.mark()
        if cursor.is_sign(*CLOSING):
            start = cursor.position
            node = self.parser.group()
            following = cursor.token
            if isinstance(node, Listing) and not cursor.is_sign(","):
                del start, following
                return [(item, text) for item, text in zip(node.items, self.parser.last_texts, strict=False)]
            cursor.reset(mark)
        found: list[tuple[Node, str]] = []
        here = mark
        while True:
            start = cursor.position
            cursor.barriers.append((cursor.barriers[-1] if cursor.barriers else frozenset()) | {"and", "or"})
            try:
                node = self.in_list()
            except NotUnderstood as refusal:
                if not found:
                    raise
                cursor.remember(refusal)
                cursor.reset(here)
                return found
            finally:
                cursor.barriers.pop()
            found.append((node, cursor.written(start)))
            here = cursor.mark()
            comma = cursor.take_sign(",", ";")
            joined = cursor.take_exactly("and") or cursor.take_exactly("or") or comma
            if not joined or not self._starts_value():
                cursor.reset(here)
                shares = [isinstance(node, Call) and node.function == "percent" for node, _ in found]
                if any(shares) and not all(shares):
                    raise NotUnderstood("percentages stand among numbers: of what?")
                self._refuse_going_on(found, start)
                return found

    def _refuse_going_on(self, found: list[tuple[Node, str]], start: int) -> None:
        """ "The sum of 2 and 4 times 3": whether the rest belongs to the last item or to the whole is not clear."""
        if len(found) < 2:
            return
        words = {token.lowered for token in self.cursor.tokens[start : self.cursor.position] if token.kind == "word"}
        goes_on = words & {"times", "multiplied", "divided", "over", "plus", "minus"}
        if isinstance(found[-1][0], Sum):
            self.cursor.convention("signs bind tighter than the words of a list")
        if goes_on:
            raise NotUnderstood(f"it is not clear whether {found[-1][1][:60]!r} is the last of the list; use brackets")

    def _starts_value(self) -> bool:
        """Whether a value may begin here, as far as one token shows."""
        token = self.cursor.token
        if token.kind == "end" or (self.cursor.barriers and token.lowered in self.cursor.barriers[-1]):
            return False
        return token.kind != "sign" or token.text in ("-", "+", "(", "[", "{", "|")

    def relation(self) -> Node:
        """One relation, or a chain such as 1 < x <= 3. NotUnderstood."""
        cursor = self.cursor
        left = self._side()
        sign = slots.relation_sign(cursor)
        if sign is None:
            raise cursor.stuck("an equation or inequality was expected")
        return self._relation_from(left, sign)

    def _side(self) -> Node:
        """One side of a relation: phrases after it belong to the whole ("Solve x^2 = 5 to 3 decimal places")."""
        self.label()
        return self._expression()

    def _relation_from(self, left: Node, sign: Relational) -> Node:
        """A relation whose left side and sign were taken, with what may follow in a chain."""
        cursor = self.cursor
        parts: list[Node] = []
        for _ in range(8):
            right = self._side()
            parts.append(Relation(sign, left, right))
            following = slots.relation_sign(cursor)
            if following is None:
                break
            left, sign = right, following
        return parts[0] if len(parts) == 1 else Listing(tuple(parts))

    def relations(self, implied_zero: bool = False) -> Listing:
        """Relations joined by commas, semicolons or "and"; also in one pair of brackets."""
        if implied_zero:
            return self._relations(implied_zero)
        found = self._once("relations", self._relations)
        assert isinstance(found, Listing)
        return found

    def _relations(self, implied_zero: bool = False) -> Listing:
        cursor = self.cursor
        self.label()
        cursor.take_sign(":")
        mark = cursor.mark()
        if cursor.is_sign("{", "["):
            closing = CLOSING[cursor.next().text]
            try:
                inner = self.relations()
                if cursor.take_sign(closing):
                    return inner
            except NotUnderstood as refusal:
                cursor.remember(refusal)
            cursor.reset(mark)
        found: list[Node] = list(shared_side(self)) or [self._relation_or_zero(implied_zero)]
        while True:
            here = cursor.mark()
            joined = cursor.take_sign(",", ";", "&")
            joined = cursor.take("and") or joined
            if not joined or not self._starts_value():
                cursor.reset(here)
                break
            try:
                found += shared_side(self) or (self.relation(),)
            except NotUnderstood as refusal:
                cursor.remember(refusal)
                cursor.reset(here)
                break
        flat = [part for node in found for part in (node.items if isinstance(node, Listing) else (node,))]
        return Listing(tuple(flat))

    def line(self) -> Node:
        """A line of a system or of a definition by cases: a relation, or a value."""
        left = self.in_list()
        if (sign := slots.relation_sign(self.cursor)) is None:
            return left
        return self._relation_from(left, sign)

    def _relation_or_zero(self, implied_zero: bool) -> Node:
        cursor = self.cursor
        mark = cursor.mark()
        try:
            return self.relation()
        except NotUnderstood:
            if not implied_zero:
                raise
            cursor.reset(mark)
        left = self.value()
        if is_trivial(left) or not (names(left) or isinstance(left, Request)):
            raise cursor.stuck("an equation was expected")
        cursor.convention("an expression without '=' is taken as equal to 0")
        return Relation("=", left, Number(Fraction(0)))


def _called(entry: Operation, positional: list[Node], named: dict[str, Node]) -> Request | None:
    """An operation with the arguments of a call; none if they do not fit."""
    if entry.arrange is not None:
        arranged = entry.arrange(tuple(positional), named)
    else:
        free = [parameter for parameter in entry.parameters if parameter not in named]
        arranged = dict(zip(free, positional, strict=False)) | named if len(positional) <= len(free) else None
    if arranged is None or not entry.required <= set(arranged) or set(arranged) - set(entry.parameters):
        return None
    return _request(entry.name, arranged)


def _request(name: str, bindings: Bindings) -> Request:
    parameters = catalogue()[name].parameters
    return Request(name, tuple((key, bindings[key]) for key in parameters if key in bindings))
