"""What is said of an integer in words, read to a condition: "divisible by 6 or 8", "n^2 + 1 is prime".

Each method takes one way of saying something at the cursor, or leaves the cursor where it stood and gives none.
Values that are joined by both "and" and "or" are refused.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.engines.integer_conditions import both, tree
from orchestra_modules.mathematics.readers.integer_possessions import Possessions, whole
from orchestra_modules.mathematics.readers.integer_words import COMPARISONS, KINDS, STATES
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Text, names
from orchestra_modules.solving import numerals
from orchestra_modules.solving.refusal import NotUnderstood

_BY: Final = {
    "divisible by": "divisible",
    "evenly divisible by": "divisible",
    "exactly divisible by": "divisible",
    "multiples of": "divisible",
    "multiple of": "divisible",
    "divisors of": "divisor",
    "divisor of": "divisor",
    "factors of": "divisor",
    "factor of": "divisor",
    "divide": "divisor",
    "divides": "divisor",
    "dividing": "divisor",
    "evenly divide": "divisor",
    "powers of": "power",
    "power of": "power",
    "coprime to": "coprime",
    "coprime with": "coprime",
    "relatively prime to": "coprime",
    "relatively prime with": "coprime",
    "prime to": "coprime",
}
_QUANTIFIED: Final = {
    "both": "all",
    "all of": "all",
    "each of": "all",
    "either": "any",
    "at least one of": "any",
    "any of": "any",
    "one or more of": "any",
    "exactly one of": "one",
    "neither": "none",
    "none of": "none",
}
_EXCEPT: Final = ("other than", "except for", "except", "besides", "excluding", "apart from", "not equal to",
                  "different from")  # fmt: skip
_NOT: Final = ("not", "do not", "does not", "don't", "doesn't", "cannot be", "are not", "is not")
_LEAVE: Final = ("leave", "leaves", "leaving", "give", "gives", "giving", "have", "has", "with", "and")


class Predicates(Possessions):
    """Reads conditions of every kind."""

    # --- joined ---------------------------------------------------------------------------------------------------

    def predicate(self, bare: bool = False) -> Node | None:
        """What is said after "is" or "are"; `bare`: directly after a noun, where a kind of number may not stand."""
        cursor = self.cursor
        mark = cursor.mark()
        for opening, joint, head in (("both", "and", "all"), ("either", "or", "any"), ("neither", "nor", "none")):
            if not bare and cursor.take(opening):
                first = self._one(False)
                if first is None or not cursor.take(joint) or (other := self._one(False)) is None:
                    cursor.reset(mark)
                    break
                if cursor.sees("and", "or", "nor"):
                    raise cursor.stuck("conditions joined in one way were expected")
                exclusive = head == "any" and cursor.take("but not both")
                return tree("one" if exclusive else head, first, other)
        first = self._one(bare)
        if first is None:
            cursor.reset(mark)
            return None
        found = [first]
        while cursor.sees("or"):
            here = cursor.mark()
            cursor.next()
            if (other := self._one(False)) is None:
                cursor.reset(here)
                break
            found.append(other)
        if len(found) == 1:
            return first
        if len(found) == 2 and cursor.take("but not both"):
            return tree("one", *found)
        if cursor.sees("and", "but"):
            raise cursor.stuck("'or' and 'and' together are ambiguous")
        return tree("any", *found)

    def _one(self, bare: bool) -> Node | None:
        cursor = self.cursor
        mark = cursor.mark()
        negated = cursor.take(*_NOT)
        cursor.take("a", "an", "also")
        node = self._simple(bare and not negated, negated)
        if node is None:
            cursor.reset(mark)
            return None
        here = cursor.mark()
        if cursor.take("but not", "but are not", "but is not") and not cursor.sees("both"):
            cursor.take("a", "an")
            other = self._simple(False, True)
            if other is not None:
                return both(node, other)
        cursor.reset(here)
        return node

    def _simple(self, bare: bool, negated: bool) -> Node | None:
        """One thing said, or its opposite."""
        cursor = self.cursor
        for words in sorted(_BY, key=len, reverse=True):
            if cursor.take(words):
                return self.over_values(_BY[words], negated)
        node = (
            self._compared()
            or self._excluded()
            or self._ranged()
            or self._left_over()
            or self._digit_said()
            or self._possessed()
        )
        if node is None and not bare:
            node = self._of_kind()
        if node is None:
            return None
        return tree("none", node) if negated else node

    def over_values(self, head: str, negated: bool = False) -> Node:
        """Numbers that a test is about: "6 or 8", "neither 2 nor 3", "3 but not 9"."""
        cursor = self.cursor
        quantifier = next((q for q in sorted(_QUANTIFIED, key=len, reverse=True) if cursor.take(q)), None)
        cursor.take("the numbers")
        values, joints = [self._value()], set()
        while (joint := self._joint()) is not None:
            joints.add(joint)
            values.append(self._value())
        joints.discard(",")
        exclusive = len(values) == 2 and joints == {"or"} and cursor.take("but not both", "but not by both")
        tests = [self._test(head, value) for value in values]
        way = _QUANTIFIED.get(quantifier or "") or {"and": "all", "or": "any", "nor": "none"}.get("".join(joints), "")
        fitting = {"both": {"and"}, "either": {"or"}, "neither": {"nor"}}.get(quantifier or "", joints)
        if len(joints) > 1 or (len(values) > 1 and (not joints or joints != fitting)):
            raise cursor.stuck("values joined in one way were expected")
        if negated and way == "all" and quantifier is None and len(values) > 1:
            raise NotUnderstood("'not ... and ...' may mean neither of them or not both")
        node = tests[0] if len(tests) == 1 else tree("one" if exclusive else way, *tests)
        if way == "none" and len(tests) == 1:
            raise cursor.stuck()
        if negated:
            return tree("none", node)
        here = cursor.mark()
        if cursor.take("but not by", "but not of", "but not") and self._starts_value():
            return both(node, self.over_values(head, negated=True))
        cursor.reset(here)
        return node

    def _joint(self) -> str | None:
        cursor = self.cursor
        mark = cursor.mark()
        comma = cursor.take_sign(",")
        word = next((w for w in ("and", "or", "nor") if cursor.take(w)), "," if comma else None)
        cursor.take("by", "of")
        if word is None or not self._starts_value():
            cursor.reset(mark)
            return None
        inside = cursor.mark()
        try:
            self._value()
            goes_on = cursor.sees("is", "are", "less", "more", "leaves", "divides") or cursor.is_sign(
                "<", ">", "<=", ">=", "="
            )
        except NotUnderstood:
            goes_on = True
        cursor.reset(mark if goes_on else inside)
        return None if goes_on else word

    def _test(self, head: str, *values: Node) -> Node:
        return tree(head, *values)

    # --- one by one -------------------------------------------------------------------------------------------------

    def digits_before(self) -> Node | None:
        """ "three-digit", "3-digit"."""
        cursor = self.cursor
        token = cursor.token
        count = numerals.SMALL.get(token.lowered) if token.kind == "word" else None
        if token.kind == "number" and token.value.denominator == 1:
            count = int(token.value)
        hyphen = 1 if cursor.ahead().text == "-" else 0
        if count is None or cursor.ahead(1 + hyphen).text.lower() != "digit" or not 1 <= count <= 30:
            return None
        cursor.position += 2 + hyphen
        return tree("measure", Text("digit_count"), tree("equal", whole(count)))

    def _compared(self) -> Node | None:
        cursor = self.cursor
        for words in sorted(COMPARISONS, key=len, reverse=True):
            if cursor.take(words):
                return tree("compare", Text(COMPARISONS[words]), self.reader.parser.expression())
        return None

    def _excluded(self) -> Node | None:
        """Integers that are left out one by one: "other than 2", "except 2 and 3"."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take_sign(",")
        if not cursor.take(*_EXCEPT) or not self._starts_value():
            cursor.reset(mark)
            return None
        left_out = [self._value()]
        while self._joint() is not None:
            left_out.append(self._value())
        return tree("none", *(tree("equal", value) for value in left_out))

    def _ranged(self) -> Node | None:
        """ "between 1 and 50", "from 10 to 20", with what is said of the ends."""
        cursor = self.cursor
        mark = cursor.mark()
        strictly = cursor.take("strictly")
        cursor.take("in the range", "in the interval", "in the range of")
        between = bool(cursor.take("between"))
        if not between and not cursor.take("from", "in the range from"):
            cursor.reset(mark)
            return None
        cursor.barriers.append(frozenset({"and", "to", "through"}))
        try:
            low = self.reader.parser.expression()
        finally:
            cursor.barriers.pop()
        if not cursor.take_exactly("and" if between else "to") and not (
            not between and cursor.take("through", "up to")
        ):
            raise cursor.stuck("the other end of a range was expected")
        high = self.reader.parser.expression()
        mark = cursor.mark()
        cursor.take_sign(",", "(")
        if cursor.take(
            "inclusive", "inclusively", "both inclusive", "including both", "both included", "including both ends",
            "both ends included", "ends included", "including the ends", "including the endpoints",
        ):  # fmt: skip
            ends = "inclusive"
        elif cursor.take(
            "exclusive", "exclusively", "not inclusive", "both excluded", "excluding both", "excluding both ends",
            "both ends excluded", "ends excluded", "excluding the ends", "excluding the endpoints", "both exclusive",
        ):  # fmt: skip
            ends = "exclusive"
        else:
            cursor.reset(mark)
            ends = "exclusive" if strictly else "open" if between else "inclusive"
        if ends != "open" and cursor.is_sign(")"):
            cursor.next()
        return tree("range", low, high, Text(ends))

    def _left_over(self) -> Node | None:
        """ "leaving remainder 3 when divided by 5 and remainder 2 when divided by 7"."""
        cursor = self.cursor
        found: list[Node] = []
        mark = cursor.mark()
        if cursor.take("when divided by", "on division by"):
            modulus = self._value()
            cursor.take_sign(",")
            if cursor.take(*_LEAVE) and self._remainder_word():
                return tree("remainder", modulus, self._value())
            cursor.reset(mark)
            return None
        if cursor.take("congruent to", "equivalent to"):
            rest = self._value()
            bracket = cursor.take_sign("(")
            if cursor.take("mod", "modulo", "pmod") and (modulus := self._value()) is not None:
                if bracket:
                    cursor.expect_sign(")")
                return tree("congruent", modulus, rest)
            cursor.reset(mark)
            return None
        while True:
            mark = cursor.mark()
            cursor.take_sign(",")
            cursor.take("and")
            cursor.take(*_LEAVE)
            if not self._remainder_word():
                cursor.reset(mark)
                break
            rest = self._value()
            if not cursor.take(
                "when divided by",
                "on division by",
                "when it is divided by",
                "if divided by",
                "upon division by",
                "when they are divided by",
                "after division by",
                "when dividing by",
            ):
                cursor.reset(mark)
                break
            found.append(self._remainders(rest))
        return both(*found) if found else None

    def _remainders(self, rest: Node) -> Node:
        """The same remainder for several divisors is left by each of them."""
        cursor = self.cursor
        cursor.take("each of", "any of", "both", "all of")
        moduli = [self._value()]
        while (joint := self._joint()) is not None:
            if joint not in ("and", ","):
                raise cursor.stuck("divisors joined by 'and' were expected")
            moduli.append(self._value())
        return both(*(tree("remainder", modulus, rest) for modulus in moduli))

    def _remainder_word(self) -> bool:
        return bool(
            self.cursor.take(
                "a remainder of", "remainder of", "the remainder of", "a remainder", "remainder", "the remainder"
            )
        )

    def _of_kind(self) -> Node | None:
        cursor = self.cursor
        kinds = KINDS | STATES
        for words in sorted(kinds, key=len, reverse=True):
            if self.exactly(words):
                cursor.take("numbers", "integers", "number", "integer")
                return tree(kinds[words])
        return self.digits_before_noun()

    def digits_before_noun(self) -> Node | None:
        """ "are three-digit numbers"."""
        mark = self.cursor.mark()
        digits = self.digits_before()
        if digits is not None and self.cursor.take("numbers", "number", "integers", "integer"):
            return digits
        self.cursor.reset(mark)
        return None

    # --- with an unknown ----------------------------------------------------------------------------------------------

    def said(self) -> Node | None:
        """Conditions with an unknown, joined by commas and "and": "n^2 > 200 and n + 1 is prime"."""
        cursor = self.cursor
        found: list[Node] = []
        while True:
            mark = cursor.mark()
            if found:
                joined = cursor.take_sign(",")
                joined = cursor.take("and", "and that") or joined
                if not joined:
                    break
            try:
                one = self._said_one()
            except NotUnderstood as refusal:
                cursor.remember(refusal)
                one = None
            if one is None:
                cursor.reset(mark)
                break
            found.append(one)
        return both(*found) if found else None

    def _said_one(self) -> Node | None:
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.take("its", "their"):
            return self._measured() or self._digits_are()
        if cursor.take("it", "they"):
            cursor.take("is", "are")
            return self.predicate()
        cursor.take("the number", "the value of", "the integer")
        here = cursor.mark()
        try:
            relation = self.reader.relation()
        except NotUnderstood as refusal:
            cursor.remember(refusal)
            cursor.reset(here)
        else:
            parts = relation.items if isinstance(relation, Listing) else (relation,)
            return both(*(tree("where", self._named(part), part) for part in parts))
        cursor.take("both")
        subjects = [self.reader.parser.expression_in_list()]
        while cursor.sees("and") or cursor.is_sign(","):
            cursor.take_sign(",")
            cursor.take("and")
            subjects.append(self.reader.parser.expression_in_list())
        linked = cursor.take("is", "are", "will be") or len(subjects) == 1
        cursor.take("both", "all", "each")
        said = self.predicate() if linked else None
        if said is None:
            cursor.reset(mark)
            return None
        return both(*(self._attached(subject, said) for subject in subjects))

    def _named(self, *nodes: Node) -> Name:
        """The unknown of a condition; it becomes the unknown of the description."""
        found = names(*nodes)
        if self.unknown is None and len(found) == 1:
            self.unknown = found[0]
        if self.unknown is None or self.unknown not in found:
            raise NotUnderstood("a condition must be about the number that is asked for")
        return Name(self.unknown)

    def _attached(self, subject: Node, said: Node) -> Node:
        """What is said of an expression, as a condition on its unknown."""
        unknown = self._named(subject, said)
        if not names(said):
            return tree("of", unknown, subject, said)
        assert isinstance(said, Listing)
        head = said.items[0]
        assert isinstance(head, Text)
        if head.text in ("all", "any", "none", "one"):
            return tree(head.text, *(self._attached(subject, part) for part in said.items[1:]))
        if head.text in ("divisible", "divisor", "coprime", "equal"):
            return tree("about", unknown, tree(head.text, subject, *said.items[1:]))
        raise NotUnderstood("a condition of this kind does not take an unknown")
