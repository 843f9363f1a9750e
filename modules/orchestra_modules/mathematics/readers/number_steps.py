"""Steps on a number told one after the other: "it is doubled, then 3 is added; the result is 15".

Also what is said of one number as a predicate: equals, exceeds, is more than. Knows no question.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.readers.number_words import NumberWords, positional
from orchestra_modules.mathematics.readers.relation_words import RESULTS, changed
from orchestra_modules.mathematics.syntax import Node, Number, Product, Relation, Sum, names
from orchestra_modules.solving.refusal import NotUnderstood

IS: Final = (
    "is equal to", "equals", "is", "gives", "results in", "makes", "was", "are", "is the same as", "yields", "equal",
    "is equivalent to", "amounts to", "will be", "comes to", "would be", "must be", "becomes", "be", "were",
)  # fmt: skip
JOINTS: Final = (
    "and", "if", "suppose", "when", "then", "such that", "given that", "suppose that", "so that", "where", "but",
    "assume", "assume that", "while", "it is known that", "it is given that", "we know that", "given", "also",
    "for which", "let", "there are", "there is", "consider", "you are given that", "i have", "with the property that",
)  # fmt: skip
RELATIVE: Final = (
    "that", "which", "whose", "with", "having", "such that", "so that", "where", "for which", "if", "when",
    "which when", "that when", "in which",
)  # fmt: skip
GET: Final = (
    "you get", "i get", "we get", "get", "the result is", "to get", "to give", "to obtain", "to make", "gives",
    "giving", "the answer is", "we obtain", "you obtain", "i obtain", "the outcome is", "the final result is",
    "the final answer is", "one gets", "to result in", "to equal", "to yield", "the result equals", "the result was",
    "the result will be", "the sum is", "the product is", "the difference is", "the quotient is", "end up with",
    "you end up with", "i end up with", "obtain", "the answer will be", "my answer is", "my result is", "it becomes",
    "it gives", "it equals", "to produce", "to become", "this gives", "that gives", "the total is", "result in",
    "the result becomes", "to reach", "the result would be", "this is", "so that the result is", "the new number is",
)  # fmt: skip
ENDS: Final = (".", "?", "!", ";", ",", ":")


class NumberSteps(NumberWords):
    """Reads steps and predicates."""

    def _ended(self) -> bool:
        return self.cursor.at_end or self.cursor.is_sign(*ENDS) or bool(self.cursor.sees(*JOINTS, *RELATIVE, *GET))

    def _predicate(self, left: Node) -> bool:
        """Equals, exceeds ... by, is ... more than."""
        cursor = self.cursor
        if cursor.take("exceeds", "exceed"):
            other = self.expression()
            if other is None or not cursor.take("by"):
                return False
            self.state(Relation("=", left, Sum((other, self.require()))))
            return True
        if not (cursor.take(*IS) or cursor.take_sign("=")):
            return False
        for words, sign in (("greater", 1), ("larger", 1), ("more", 1), ("bigger", 1), ("less", -1), ("smaller", -1)):
            if cursor.take(f"{words} than"):
                other = self.expression()
                if other is None or not cursor.take("by"):
                    return False
                by = self.require()
                self.state(Relation("=", left, Sum((other, by if sign > 0 else negated(by)))))
                return True
        right = self.expression()
        if right is None:
            return False
        self.state(Relation("=", left, right))
        return True

    # --- steps --------------------------------------------------------------------------------------------------------

    def _chain_ahead(self) -> bool:
        """Whether what follows up to the end of the sentence works a number out step by step."""
        tokens = self.cursor.tokens[self.cursor.position :]
        end = next((i for i, token in enumerate(tokens) if token.text in (".", "?", "!")), len(tokens))
        words = {token.lowered for token in tokens[:end]}
        return bool(words & {"added", "subtracted", "multiplied", "divided", "doubled", "tripled", "squared", "halved",
                             "increased", "decreased", "taken", "add", "subtract", "multiply", "divide", "double",
                             "cubed", "triple", "square", "reversed", "interchanged", "halve", "reduced",
                             "you"})  # fmt: skip

    def _chain(self) -> bool:
        """A number is multiplied by 4 and 6 is added, the result is 30; add 5 to it and you get 12."""
        return self._chain_ahead() and (self._reversal() or self._steps(None))

    def _division(self) -> bool:
        """When a number is divided by 7, the quotient is 5 and the remainder is 2."""
        cursor = self.cursor
        number = self.quantity()
        if number is None or not cursor.take("is divided by", "divided by"):
            return False
        divisor = self.factor()
        cursor.take_sign(",")
        cursor.take("then")
        quotient = cursor.take("the quotient is", "gives a quotient of", "the quotient equals", "leaves a quotient of")
        if divisor is None or not quotient:
            return False
        times = self.factor()
        cursor.take("and")
        if times is None or not cursor.take("the remainder is", "a remainder of", "the remainder equals", "remainder"):
            return False
        rest = self.require()
        if not (isinstance(rest, Number) and isinstance(divisor, Number) and 0 <= rest.value < divisor.value):
            raise NotUnderstood("a remainder is less than what is divided by")
        self.state(Relation("=", number, Sum((Product((divisor, times)), rest))))
        return self._ended()

    def _sign_wanted(self) -> bool:
        """Give the positive answer."""
        cursor = self.cursor
        for sign in ("positive", "negative"):
            if cursor.take(*(f"{verb} the {sign} {noun}" for verb in ("give", "find", "take", "only")
                             for noun in ("answer", "solution", "value", "one"))):  # fmt: skip
                self._described([sign], "")
                return True
        return False

    def _chain_of(self, numbers: tuple[Node, ...]) -> bool:
        return len(numbers) == 1 and self._steps(numbers[0])

    def _steps(self, value: Node | None) -> bool:
        cursor = self.cursor
        told = 0
        current = value if value is not None else self.told.result
        while True:
            kept = cursor.mark(), self.told, self.numbers
            try:
                after = self._step(current)
            except NotUnderstood as refusal:
                cursor.remember(refusal)
                after = None
            if after is None:
                cursor.reset(kept[0])
                _, self.told, self.numbers = kept
                break
            current, told = after, told + 1
            self.told = replace(self.told, result=current)
            kept = cursor.mark(), self.told, self.numbers
            if self._conclusion(current):
                return self._ended()
            cursor.take_sign(",")
            cursor.take("and then", "and", "then")
            cursor.take_sign(",")
            cursor.take("if", "when")
        return told > 0 and (cursor.at_end or cursor.is_sign(*ENDS) or self._after_joint())

    def _after_joint(self) -> bool:
        return self.cursor.tokens[self.cursor.position - 1].text in (",", ".") or bool(self.cursor.sees(*GET, *RESULTS))

    def _conclusion(self, current: Node) -> bool:
        """The result is 30; to get 12; is as much as the number."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take_sign(",", ".")
        cursor.take("and", "then", "so")
        cursor.take("then")
        if cursor.take(*GET):
            right = self.expression()
            if right is not None:
                self.state(Relation("=", current, right))
                return True
        cursor.reset(mark)
        return False

    def _step(self, current: Node | None) -> Node | None:
        """One step on a number; what has come out of it."""
        cursor = self.cursor
        if (found := self._imperative(current)) is not None:
            return found
        kept = cursor.mark(), self.told, self.numbers
        cursor.take("if", "when", "which", "that")
        if current is not None:
            if cursor.take(*RESULTS, "it", "the sum", "the product", "the difference", "the quotient", "this"):
                pass
            if (found := self._passive(current)) is not None:
                return found
            cursor.reset(kept[0])
        first = self.expression()
        if first is None:
            return None
        if cursor.take("is", "are", "was", "gets"):
            cursor.take("then", "first")
            if cursor.take("added", "subtracted", "taken away", "deducted"):
                return self._onto(first, cursor.tokens[cursor.position - 1].text.lower() == "added", current)
            if not names(first) and current is not None:
                return None
            return self._passive(first)
        if names(first) and current is None:
            return self._passive(first)
        return None

    def _onto(self, amount: Node, adding: bool, current: Node | None) -> Node | None:
        """(5 is) added to a number; subtracted from the result; added."""
        cursor = self.cursor
        base = current
        if not cursor.sees(*GET) and cursor.take("to", "from"):
            mark = cursor.mark()
            if not (current is not None and cursor.take("it", "the result", "this", "that", "the product", "the sum",
                                                        "the quotient", "the answer", "the difference")):  # fmt: skip
                cursor.reset(mark)
                base = self.expression()
        return None if base is None else worked("plus" if adding else "minus", base, amount)

    def _passive(self, value: Node) -> Node | None:
        """(is) multiplied by 4, doubled, increased by 5."""
        cursor = self.cursor
        cursor.take("is then", "is", "was", "are", "then", "is first")
        for words, way in (("multiplied by", "times"), ("divided by", "over"), ("increased by", "plus"),
                           ("decreased by", "minus"), ("reduced by", "minus"), ("diminished by", "minus")):  # fmt: skip
            if cursor.take(words):
                other = self._operand_or_it(value)
                return None if other is None else worked(way, value, other)
        verb = cursor.token.lowered
        return changed(verb, value) if cursor.take("doubled", "tripled", "squared", "halved", "cubed") else None

    def _operand_or_it(self, value: Node) -> Node | None:
        return value if self.cursor.take("itself") else self.factor()

    def _imperative(self, current: Node | None) -> Node | None:
        """Add 5 to a number, multiply it by 4, subtract 3, double the result; I multiply it by 3."""
        cursor = self.cursor
        cursor.take("i", "you", "we", "if you", "if i", "when i", "when you", "if we")
        mark = cursor.mark()
        if cursor.take("add", "subtract", "take away", "adding", "subtracting", "added", "subtracted"):
            adding = cursor.tokens[cursor.position - 1].text.lower().startswith("add")
            amount = self.expression()
            return None if amount is None else self._onto(amount, adding, current or self._one_number())
        if cursor.take(
            "multiply", "divide", "multiplying", "dividing", "increase", "decrease", "multiplied", "divided"
        ):
            verb = cursor.tokens[cursor.position - 1].text.lower()
            base = self._stated_base(current)
            if base is None or not cursor.take("by"):
                cursor.reset(mark)
                return None
            other = self._operand_or_it(base)
            way = {"m": "times", "i": "plus"}.get(verb[0], "over" if verb.startswith("di") else "minus")
            return None if other is None else worked(way, base, other)
        for verb in ("double", "triple", "square", "halve", "cube", "doubled", "tripled", "squared", "halved"):
            if cursor.take(verb):
                base = self._stated_base(current)
                if base is not None:
                    return changed(verb, base)
                break
        cursor.reset(mark)
        return None

    def _stated_base(self, current: Node | None) -> Node | None:
        cursor = self.cursor
        if cursor.take("it", "the result", "this", "that", "the answer", "the sum", "the product", "the difference"):
            return current or self._one_number()
        if cursor.sees("by"):
            return current or self._one_number()
        return self.quantity() or self.expression()

    def _reversal(self) -> bool:
        """If the digits are reversed, the number decreases by 27; the new number is 27 more than the number."""
        cursor = self.cursor
        digits = self.numbers.digits
        if not digits or not cursor.take("the digits", "its digits"):
            return False
        if not cursor.take("are reversed", "are interchanged", "are swapped", "are exchanged"):
            return False
        cursor.take_sign(",")
        cursor.take("then", "and")
        whole, reverse = self.numbers.nodes[0], positional(digits[::-1])
        for words, sign in (("increases by", 1), ("is increased by", 1), ("decreases by", -1), ("is decreased by", -1)):
            for subject in ("the number", "it", "its value", "the value"):
                if cursor.take(f"{subject} {words}"):
                    amount = self.require()
                    self.state(Relation("=", reverse, Sum((whole, amount if sign > 0 else negated(amount)))))
                    return self._ended()
        if cursor.take("the new number", "the resulting number", "the number formed", "the result",
                       "the number obtained", "the resulting new number"):  # fmt: skip
            return self._predicate(reverse) and self._ended()
        return False


def negated(node: Node) -> Node:
    """Minus something."""
    return Product((Number(Fraction(-1)), node))


def worked(way: str, first: Node, second: Node) -> Node:
    """What a step comes to."""
    match way:
        case "plus":
            return Sum((first, second))
        case "minus":
            return Sum((first, negated(second)))
        case "times":
            return Product((first, second))
        case _:
            return Product((first,), (second,))
