"""A whole question to a task: the words around the mathematics.

An opening ("what is", "please compute"), an operation with its arguments, a close. Every word and sign must have a
place in this grammar or stand on the short list of fillers; what has none is named in the refusal. No world
knowledge: a story, a unit or a fact is not understood here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestra_modules.mathematics.calculus_phrases import CalculusPhrases
from orchestra_modules.mathematics.cursor import Cursor, words
from orchestra_modules.mathematics.equation_phrases import EquationPhrases
from orchestra_modules.mathematics.number_phrases import NumberPhrases
from orchestra_modules.mathematics.parser import ExpressionParser
from orchestra_modules.mathematics.reader import Reader
from orchestra_modules.mathematics.refusal import NotDone, NotUnderstood
from orchestra_modules.mathematics.symbols import settle
from orchestra_modules.mathematics.syntax import Negative, Node, Relation, Sum, is_trivial, names
from orchestra_modules.mathematics.tasks import Evaluate, PrimeFactors, Rewrite, Solve, Task
from orchestra_modules.mathematics.tokens import tokenize
from orchestra_modules.mathematics.vocabulary import AFTER, ASK, BEFORE

_DERIVATIVE: Final = ("derivative of", "derivative", "partial derivative of", "differential of")
_INTEGRAL: Final = (
    "integral of", "indefinite integral of", "definite integral of", "antiderivative of", "anti derivative of",
    "primitive of", "integral", "int",
)  # fmt: skip
_VERBS: Final[dict[str, tuple[str, ...]]] = {
    "simplify": ("simplify", "reduce"),
    "expand": ("expand and simplify", "expand", "multiply out", "expand out", "collect the terms in",
               "collect like terms in", "collect the like terms in", "collect terms in"),
    "factor": ("factor", "factorise", "factorize", "factor the polynomial"),
}  # fmt: skip
_FUTURE: Final = {
    "plot": "plotting", "graph": "plotting", "draw": "drawing", "prove": "proofs", "round": "rounding",
    "convert": "conversion", "sort": "sorting", "put": "sorting",
}  # fmt: skip
#: first words of nouns before which "the" is dropped
_NOUN_HEADS: Final = frozenset(
    words(
        "derivative partial differential first second third fourth fifth sixth integral indefinite definite "
        "antiderivative anti primitive limit lim prime distinct factorisation factorization factored expansion "
        "expanded simplified simplification remainder roots zeros zeroes root solution solutions"
    )
)


@dataclass(frozen=True)
class Reading:
    """A task and what its reading rests on."""

    task: Task
    conventions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


def read(text: str) -> Reading:
    """The one task that the whole text asks for. NotUnderstood, NotDone, TooCostly."""
    cursor = Cursor(tokenize(text), text)
    task = settle(_Phrases(cursor).question(), "complex" in text.lower() or "imaginary" in text.lower(), cursor)
    return Reading(task, tuple(cursor.conventions), tuple(cursor.assumptions))


class _Phrases(Reader):
    """The grammar of questions over a cursor."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor, ExpressionParser(cursor))
        self.calculus = CalculusPhrases(cursor, self.parser)
        self.equations = EquationPhrases(cursor, self.parser)
        self.numbers = NumberPhrases(cursor, self.parser)

    def question(self) -> Task:
        """The question from its first word to its last sign."""
        cursor = self.cursor
        while cursor.take(*BEFORE) or (cursor.position and cursor.take_sign(",", ":")):
            pass
        if cursor.at_end:
            raise NotUnderstood("there is no question in the text")
        task = (
            self.equations.conditional()
            or self.numbers.which()
            or self.numbers.yes_or_no()
            or self.numbers.percentage()
            or self._command()
            or self._asked()
        )
        self._close()
        return task

    def _close(self) -> None:
        cursor = self.cursor
        cursor.take_sign("=") and cursor.take_sign("?")  # "2+2=" and "2+2=?" leave the result open
        while cursor.take_sign("?", ".", "!", ",") or cursor.take(*AFTER):
            pass
        if not cursor.at_end:
            raise cursor.stuck()

    def _asked(self) -> Task:
        cursor = self.cursor
        asked = cursor.take(*ASK)
        if asked and cursor.take_sign(":"):
            pass
        while asked and cursor.take("please"):
            pass
        if cursor.sees("the") and cursor.ahead().text.lower() in _NOUN_HEADS:
            cursor.take("the")
        task = self._noun() or self.equations.unknown_of_equation() or self._expression_task(asked)
        if asked:
            cursor.take("equal", "equal to", "equals")
        return task

    def _command(self) -> Task | None:
        cursor = self.cursor
        for form, phrases in _VERBS.items():
            if cursor.take(*phrases):
                cursor.take_sign(":")
                return self._rewritten(form)
        if cursor.take("differentiate", "derive"):
            cursor.take_sign(":")
            return self.calculus.derivative(1)
        if cursor.take("integrate"):
            cursor.take_sign(":")
            return self.calculus.integral()
        if cursor.take("solve"):
            return self.equations.solve()
        if (task := self.numbers.arithmetic_verb()) is not None:
            return task
        if word := next((w for w in _FUTURE if cursor.sees(w)), None):
            raise NotDone(f"{_FUTURE[word]} is not done here")
        return None

    def _rewritten(self, form: str) -> Task:
        self.label()
        expression = self.parser.expression()
        if form == "factor" and not names(expression):
            return PrimeFactors(expression, powers=True)
        if form == "simplify":
            return Rewrite("simplify", expression)
        return Rewrite("expand" if form == "expand" else "factor", expression)

    def _noun(self) -> Task | None:
        cursor = self.cursor
        start = cursor.position
        order = self.calculus.ordinal()
        if (operator := self.calculus.operator_d()) is not None:
            return self.calculus.derivative(operator)
        if cursor.take(*_DERIVATIVE):
            return self.calculus.derivative(order or 1)
        cursor.position = start
        if cursor.take(*_INTEGRAL):
            return self.calculus.integral()
        if cursor.take("limit", "lim"):
            return self.calculus.limit()
        if cursor.take("prime factors of", "distinct prime factors of", "prime divisors of"):
            return PrimeFactors(self._number_operand(), powers=False)
        if cursor.take("prime factorisation of", "prime factorization of", "prime decomposition of"):
            return PrimeFactors(self._number_operand(), powers=True)
        if cursor.take("factorisation of", "factorization of", "factored form of"):
            return self._rewritten("factor")
        if cursor.take("expansion of", "expanded form of"):
            return self._rewritten("expand")
        if cursor.take("simplified form of", "simplification of"):
            return self._rewritten("simplify")
        if cursor.take("remainder when", "remainder of"):
            return self.numbers.remainder()
        if cursor.take("roots of", "zeros of", "zeroes of", "solution of", "solution to", "solutions of",
                       "solutions to", "root of", "solution for"):  # fmt: skip
            self.label()
            return Solve(self.equations.relations(implied_zero=True))
        return None

    def _number_operand(self) -> Node:
        self.label()
        return self.parser.expression()

    def _expression_task(self, asked: bool) -> Task:
        cursor, parser = self.cursor, self.parser
        self.label()
        expression = parser.expression_in_list() if self._sees_relation() else parser.expression()
        if asked and cursor.take("less than"):
            return Evaluate(Sum((parser.expression(), Negative(expression))))
        if asked and cursor.take("more than", "greater than"):
            return Evaluate(Sum((parser.expression(), expression)))
        result_open = cursor.is_sign("=") and (cursor.ahead().kind == "end" or cursor.ahead().text == "?")
        if not result_open and (sign := self.sign()) is not None:
            return self.equations.bare_relations(Relation(sign, expression, parser.expression_in_list()))
        if cursor.take("when", "if", "at", "for", "where", "given that"):
            relations = self.equations.relations()
            return self.equations.under(relations, expression)
        if is_trivial(expression):
            self._close()
            raise NotUnderstood("nothing is asked about it")
        return Rewrite("simplify", expression, bare=True) if names(expression) else Evaluate(expression)

    def _sees_relation(self) -> bool:
        return any(t.kind == "sign" and t.text in ("=", "<", ">", "<=", ">=", "!=") for t in self.cursor.tokens)
