"""The language of questions: a text to the formal problem it tells, or a refusal that names what was not understood.

A text is sentences. A sentence defines a name or a function ("let f(x) = ..."), states relations or what values an
unknown may have ("suppose 2a + b = 5", "x is a positive integer"), or asks for something, and conditions may stand
before or after what is asked. Later sentences see earlier definitions. Every word and sign must have its place here
or stand on the short list of fillers. No world knowledge: a story is not understood.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.names import (
    scan_functions,
    scan_operators,
    scan_vectors,
    settle_letters,
    stands_for_imaginary_unit,
)
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.slots import relation_sign, variable
from orchestra_modules.mathematics.language.tokens import GREEK, tokenize
from orchestra_modules.mathematics.language.vocabulary import AFTER, ASK, BEFORE
from orchestra_modules.mathematics.operation import catalogue, phrasebook
from orchestra_modules.mathematics.problem import Definition, Domain, Kind, Parity, Problem, Sign
from orchestra_modules.mathematics.syntax import (
    Application,
    Call,
    Listing,
    Name,
    Node,
    Number,
    Relation,
    Relational,
    Request,
    Text,
    Truth,
    children,
    is_trivial,
    names,
    rebuild,
    walk,
)
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

_LET: Final = (
    "let", "suppose", "suppose that", "assume", "assume that", "define", "given", "given that", "consider", "if",
    "when", "for", "where", "set", "say", "let us assume", "let us assume that", "let's say", "put",
    "knowing that", "with",
    "given the function", "given the functions", "consider the function", "consider the functions", "assuming",
    "assuming that", "given the equation", "given the equations", "supposing", "provided that", "in case",
    "given the polynomial", "consider the polynomial", "consider the sequence", "given the sequence",
)  # fmt: skip
_DEFINE: Final = ("let", "define", "set", "put", "say")
#: verbs of _LET that also ask something, or introduce a request, when no definition follows them
_SUCH: Final = (
    "such that", "so that", "given that", "given", "if", "when", "where", "for which", "in", "from", "subject to",
    "for", "with", "assuming", "assuming that", "at", "provided that", "provided", "knowing that", "satisfying",
    "that satisfies", "that satisfy", "in the equation", "in the equations", "whenever", "under the condition",
    "on the condition that", "for the equation", "which satisfies", "which satisfy",
)  # fmt: skip
_BE: Final = ("be", "is", "are", "denote", "equal", "equals", "represent", "denotes", "represents", "be equal to",
              "be defined by", "be defined as", "is defined by", "is defined as", "is given by", "be given by",
              "to be", "to equal", "stand for", "stands for")  # fmt: skip
_KINDS: Final[dict[str, Kind]] = {
    "integer": "integer", "integers": "integer", "whole number": "integer", "whole numbers": "integer",
    "real": "real", "reals": "real", "real number": "real", "real numbers": "real", "number": "number",
    "numbers": "number", "complex": "complex", "complex number": "complex", "complex numbers": "complex",
    "rational": "rational", "rational number": "rational", "rational numbers": "rational", "prime": "prime",
    "primes": "prime", "prime number": "prime", "prime numbers": "prime", "constant": "number", "constants": "number",
}  # fmt: skip
_SIGNS: Final[dict[str, Sign]] = {
    "positive": "positive", "negative": "negative", "non-negative": "nonnegative", "nonnegative": "nonnegative",
    "nonzero": "nonzero", "non-zero": "nonzero",
}  # fmt: skip
_NATURALS: Final = ("natural number", "natural numbers", "natural", "positive whole number", "counting number")
_GOALS_OF_UNKNOWNS: Final = (
    "the value of", "the values of", "the value for", "the values for", "all values of", "values of", "value of",
    "all possible values of", "the possible values of", "all the values of", "all", "the unknown", "the unknowns",
    "the variable", "the variables", "all solutions", "both", "the real values of", "every value of",
)  # fmt: skip
_ENDS: Final = (".", "?", "!", ";")
_WHETHER: Final = (
    "is it true that", "true or false", "is it correct that", "is it so that", "does it hold that", "is it right that",
    "is it the case that", "determine whether", "check whether", "check that", "check if", "verify that",
    "decide whether", "tell me whether", "whether", "determine if", "verify whether",
)  # fmt: skip
_KIND_WORDS: Final[dict[str, tuple[Relational, int | None, int]]] = {
    "even": ("=", 2, 0), "odd": ("=", 2, 1), "positive": (">", None, 0), "negative": ("<", None, 0),
    "zero": ("=", None, 0), "nonzero": ("!=", None, 0), "nonnegative": (">=", None, 0),
}  # fmt: skip


def read(question: Question) -> Problem:
    """The one problem that the whole text tells. NotUnderstood, NotDone, TooCostly."""
    return _Language(question).problem()


class _Language:
    """The sentences of one text."""

    def __init__(self, question: Question) -> None:
        self.question = question
        text = question.stem
        self.cursor = Cursor(tokenize(text), text)
        self.cursor.functions |= scan_functions(self.cursor)
        self.cursor.vectors |= scan_vectors(self.cursor)
        self.cursor.operators |= scan_operators(self.cursor)
        self.reader = Reader(self.cursor)
        self.definitions: dict[str, Definition] = {}
        self.constraints: list[Listing] = []
        self.domains: dict[str, Domain] = {}
        self.goals: list[Node] = []
        self.introduced = False  # the sentence begins with a verb of definition, so "=" defines

    # --- the text ---------------------------------------------------------------------------------------------------

    def problem(self) -> Problem:
        cursor = self.cursor
        asked: list[list[Node]] = []
        self._fillers()
        if whole := self._whole_text():
            asked.append(whole)
        while True:
            self._fillers()
            if cursor.at_end:
                break
            readings = self._sentence()
            if readings:
                asked.append(readings)
        if len(asked) > 1:
            raise NotUnderstood("more than one thing is asked; ask one at a time")
        readings = asked[0] if asked else self._stated_alone()
        goals = [self._goal(reading) for reading in readings]
        goals += [self._goal(other) for other in self._rivals(readings)]
        goals = list(dict.fromkeys(goals))
        problem = Problem(
            goals[0],
            tuple(self.definitions.values()),
            tuple(self.constraints),
            dict(self.domains),
            self.question.options,
            tuple(cursor.conventions),
            tuple(cursor.assumptions),
            tuple(goals[1:4]),
        )
        return settle_letters(problem, self.question.stem)

    def _whole_text(self) -> list[Node]:
        """Operations that several sentences ask for together; the cursor stands behind them, at the end."""
        cursor = self.cursor
        if not self._more_follows():
            return []
        mark = cursor.mark()
        found: list[Node] = []
        end = mark
        notes = (cursor.conventions[:], cursor.assumptions[:])
        for node in self.reader.requests():
            here = cursor.mark()
            self._fillers()
            if cursor.at_end and node not in found:
                found.append(node)
                end = cursor.mark()
                notes = (cursor.conventions[:], cursor.assumptions[:]) if len(found) == 1 else notes
            cursor.reset(here)
        cursor.reset(end if found else mark)
        cursor.conventions[:], cursor.assumptions[:] = notes
        return found

    def _fillers(self) -> None:
        cursor = self.cursor
        while (cursor.position and cursor.take_sign(*_ENDS, ",", ":")) or cursor.take(
            *BEFORE, *AFTER, "then", "and", "also", "hence"
        ):
            pass

    def _stated_alone(self) -> list[Node]:
        """The goal of a text without a question: its relations, if there is nothing else."""
        named = list(self.definitions.values())
        if not self.constraints and len(named) == 1 and not named[0].parameters:
            return [Name(named[0].name)]
        if not self.constraints or self.definitions:
            raise self.cursor.furthest or NotUnderstood("there is no question in the text")
        relations = Listing(tuple(relation for group in self.constraints for relation in group.items))
        self.constraints.clear()
        if not names(relations) and not any(isinstance(part, Application) for part in relations.items):
            if len(relations.items) > 1:
                raise NotUnderstood("several relations between numbers: which one is asked?")
            return [relations.items[0]]
        return [Request("solve", (("relations", relations),))]

    def _rivals(self, readings: list[Node]) -> list[Node]:
        found: list[Node] = []
        for reading in readings:
            for first, other in self.reader.rivals:
                changed = rebuild(reading, lambda part, a=first, b=other: b if part == a else None)  # type: ignore[misc]
                if changed != reading:
                    found.append(changed)
        return found

    def _goal(self, node: Node) -> Node:
        """What is asked, as an operation: names that the text constrains are solved for."""
        items = node.items if isinstance(node, Listing) else (node,)
        constrained = {name for group in self.constraints for name in self._said_of(group)} - set(self.definitions)
        if items and all(isinstance(item, Name) and item.name in constrained for item in items):
            return Listing(items)
        if items and all(isinstance(item, Name) and item.name not in self.definitions for item in items):
            raise NotUnderstood(f"nothing is said about {', '.join(names(*items))}")
        return node if isinstance(node, Request | Listing) else Request("value", (("expression", node),))

    def _said_of(self, node: Node) -> set[str]:
        """The names in an expression, those in the functions that it applies among them."""
        found = set(names(node))
        for part in walk(node):
            if isinstance(part, Application) and (definition := self.definitions.get(part.function)) is not None:
                found |= set(names(definition.body)) - set(definition.parameters)
        return found

    # --- sentences ----------------------------------------------------------------------------------------------------

    def _sentence(self) -> list[Node]:
        """Read one sentence; the readings of what it asks, or nothing if it only states something."""
        cursor = self.cursor
        mark = cursor.mark()
        kept = (dict(self.definitions), list(self.constraints), dict(self.domains))
        self._for_all()
        self.introduced = bool(cursor.sees(*_DEFINE))
        if cursor.take(*_LET):
            try:
                self._facts()
                cursor.take_sign(",")
                if self._ended():
                    return []
                cursor.take("then", "and")
                self._ask_fillers()
                return self._request()
            except NotUnderstood as refusal:
                cursor.remember(refusal)
                cursor.reset(mark)
                self.definitions, self.constraints, self.domains = kept
        if not cursor.sees(*ASK) and self._more_follows():
            # what stands before a question states something, if it can be read so
            try:
                self._facts()
                if self._ended():
                    return []
            except NotUnderstood as refusal:
                cursor.remember(refusal)
            cursor.reset(mark)
            self.definitions, self.constraints, self.domains = dict(kept[0]), list(kept[1]), dict(kept[2])
        try:
            return self._request()
        except NotUnderstood as refusal:
            cursor.remember(refusal)
            cursor.reset(mark)
            self.definitions, self.constraints, self.domains = kept
        try:
            self._facts()
            if not self._ended():
                cursor.take_sign(",")
                cursor.take("then", "and")
                return self._request()
            return []
        except NotUnderstood as refusal:
            cursor.remember(refusal)
        raise cursor.furthest or cursor.stuck()

    def _for_all(self) -> None:
        """Take "for all real numbers a and b," before a definition; it is what the definition is for anyway."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.take("for", "for all", "for any", "for every", "on the") and self._domain() is not None:
            if cursor.token.kind == "word" and _is_letter(cursor.token.text):
                self._names()
            cursor.take_sign(",")
            if cursor.sees(*_DEFINE):
                return
        cursor.reset(mark)

    def _more_follows(self) -> bool:
        """Whether words come after the end of this sentence."""
        rest = self.cursor.tokens[self.cursor.position :]
        end = next((i for i, token in enumerate(rest) if token.kind == "sign" and token.text in _ENDS), len(rest))
        return any(token.kind in ("word", "number") for token in rest[end:])

    def _ended(self) -> bool:
        return self.cursor.at_end or self.cursor.is_sign(*_ENDS)

    def _ask_fillers(self) -> None:
        while self.cursor.take(*BEFORE):
            self.cursor.take_sign(",")

    # --- what is asked ------------------------------------------------------------------------------------------

    def _request(self) -> list[Node]:
        """The readings of a request that reach the end of the sentence; all must be compared."""
        cursor = self.cursor
        mark = cursor.mark()
        readings: list[Node] = []
        ends: list[tuple[int, int, int]] = []
        states: list[tuple[dict[str, Definition], list[Listing], dict[str, Domain]]] = []
        kept = (dict(self.definitions), list(self.constraints), dict(self.domains))

        def tried(node: Node) -> None:
            here = cursor.mark()
            if self._closed() and node not in readings:
                readings.append(node)
                ends.append(cursor.mark())
                states.append((dict(self.definitions), list(self.constraints), dict(self.domains)))
            elif not readings:
                cursor.remember(cursor.stuck())
            self.definitions, self.constraints, self.domains = dict(kept[0]), list(kept[1]), dict(kept[2])
            cursor.reset(here)

        notes = (cursor.conventions[:], cursor.assumptions[:])
        called = (
            (cursor.token.text in phrasebook().calls or cursor.ahead().text == "[")
            and cursor.ahead().text in ("(", "[")
            and not cursor.ahead().spaced
        )
        for node in () if called else self.reader.requests():
            tried(node)
            notes = (cursor.conventions[:], cursor.assumptions[:]) if len(readings) == 1 else notes
        cursor.reset(mark)
        if not readings:
            for node in self._asked():
                tried(node)
                notes = (cursor.conventions[:], cursor.assumptions[:]) if readings else notes
        if not readings:
            cursor.reset(mark)
            raise cursor.furthest or cursor.stuck()
        # a reading that takes conditions into itself is nearer than one beside which they stand
        best = min(range(len(readings)), key=lambda at: len(states[at][1]))
        readings = [readings[best]] + [
            node for at, node in enumerate(readings) if at != best and states[at] == states[best]
        ]
        cursor.reset(ends[best])
        self.definitions, self.constraints, self.domains = states[best]
        cursor.conventions[:], cursor.assumptions[:] = notes
        return readings

    def _asked(self) -> list[Node]:
        """A value after "what is", "find" or nothing; at the end the cursor stands behind it."""
        cursor = self.cursor
        asked = cursor.take(*ASK)
        inverted = not asked and cursor.take("what", "how much")  # "tell me what 9 times 14 is"
        if not asked and not inverted and cursor.take(*_WHETHER):
            cursor.take_sign(":")
            return [self.reader.relation()]
        cursor.take_sign(":")
        while asked and cursor.take("please"):
            pass
        mark = cursor.mark()
        if (unknowns := self._unknowns()) is not None:
            return [unknowns]
        cursor.reset(mark)
        cursor.take("the value of", "the exact value of", "the numerical value of", "the result of", "the answer to")
        cursor.take_sign(":")
        node = self.reader.value()
        sign = None if self._result_left_open() else relation_sign(cursor)
        if sign is not None:
            if asked and self._ended():
                return [node]  # "what does 2 + 2 equal"
            cursor.reset(mark)
            relations = self.reader.relations()
            unknowns = self._for_unknowns()
            if unknowns is not None:
                return [Request("solve", (("relations", relations), ("unknowns", unknowns)))]
            raise NotUnderstood("relations that stand alone are no request")
        if cursor.is_sign(","):
            here = cursor.mark()
            cursor.reset(mark)
            items = self.reader.listed()
            if len(items) > 1:
                node = Listing(tuple(item for item, _ in items))
            else:
                cursor.reset(here)
        if is_trivial(node) and not self._known(node):
            raise NotUnderstood("nothing is asked about it")
        if inverted and not cursor.take("is", "are", "equals", "equal", "makes", "make", "gives", "comes to"):
            raise cursor.stuck("'is' was expected")
        if asked or inverted:
            cursor.take("equal", "equal to", "equals", "make", "come to")
            return [node]
        return [node if isinstance(node, Request) else Request("value", (("expression", node), ("bare", Text("bare"))))]

    def _known(self, node: Node) -> bool:
        """Whether the text says, before or after, what a lone name stands for."""
        return isinstance(node, Name) and (
            node.name in self.definitions
            or any(node.name in self._said_of(group) for group in self.constraints)
            or self.cursor.sees(*_SUCH) > 0
            or self.cursor.is_sign(",")
        )

    def _result_left_open(self) -> bool:
        """2 + 2 = and 2 + 2 = ? ask for the other side."""
        cursor = self.cursor
        return cursor.is_sign("=") and (cursor.ahead().kind == "end" or cursor.ahead().text in ("?", ".", "..."))

    def _for_unknowns(self) -> Listing | None:
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take_sign(",")
        cursor.take("solve", "find")
        if cursor.take("for"):
            try:
                return self._names()
            except NotUnderstood:
                pass
        cursor.reset(mark)
        return None

    def _unknowns(self) -> Node | None:
        """Unknowns that are asked for by name: "x", "all values of x and y"."""
        cursor = self.cursor
        cursor.take(*_GOALS_OF_UNKNOWNS)
        domain = self._adjectives()
        try:
            found = self._names()
        except NotUnderstood:
            return None
        if not (self._ended() or cursor.is_sign(",") or cursor.sees(*_SUCH, *AFTER)):
            return None
        if domain is not None:
            for item in found.items:
                assert isinstance(item, Name)
                self.domains[item.name] = domain
        return found if len(found.items) > 1 else found.items[0]

    def _names(self) -> Listing:
        cursor = self.cursor
        found = [Name(variable(cursor))]
        while True:
            mark = cursor.mark()
            joined = cursor.take_sign(",")
            joined = cursor.take("and") or joined
            if not (joined and cursor.token.kind == "word" and _is_letter(cursor.token.text)):
                cursor.reset(mark)
                return Listing(tuple(found))
            found.append(Name(variable(cursor)))

    def _closed(self) -> bool:
        """Take what may follow a request up to the end of its sentence; whether it came to the end."""
        cursor = self.cursor
        if self._result_left_open():
            cursor.take_sign("=")
            cursor.take_sign("...")
        for _ in range(4):
            while cursor.take(*AFTER) or cursor.take_sign(","):
                pass
            if self._ended():
                return True
            mark = cursor.mark()
            if not cursor.take(*_SUCH):
                return False
            try:
                self._facts()
            except NotUnderstood as refusal:
                cursor.remember(refusal)
                cursor.reset(mark)
                return False
        return self._ended()

    # --- what is stated ------------------------------------------------------------------------------------------

    def _facts(self) -> None:
        """Definitions, relations and domains joined by commas and "and". NotUnderstood."""
        cursor = self.cursor
        relations = self._fact()
        while True:
            mark = cursor.mark()
            joined = cursor.take_sign(",", ";", "&")
            joined = cursor.take("and", "where", "with", "and that", "and where", "such that", "satisfying") or joined
            if not joined or not self._starts_fact():
                cursor.reset(mark)
                break
            before = (dict(self.definitions), dict(self.domains))
            try:
                relations += self._fact()
            except NotUnderstood as refusal:
                cursor.remember(refusal)
                cursor.reset(mark)
                self.definitions, self.domains = before
                break
        if relations:
            self.constraints.append(Listing(tuple(relations)))

    def _starts_fact(self) -> bool:
        return not self.cursor.sees(
            "what", "find", "calculate", "determine", "evaluate", "compute", "how", "then", *AFTER
        )

    def _fact(self) -> list[Node]:
        """One thing stated; relations are given back, everything else is kept."""
        cursor = self.cursor
        mark = cursor.mark()
        for attempt in (self._operator_definition, self._function_definition, self._name_definition, self._domain_of):
            try:
                if attempt():
                    return []
            except NotUnderstood as refusal:
                cursor.remember(refusal)
            cursor.reset(mark)
        self._kind_before_name()
        relation = self.reader.relation()
        parts = relation.items if isinstance(relation, Listing) else (relation,)
        return list(parts)

    def _function_definition(self) -> bool:
        """f(x) = ..., f(x, y) be the ..., f : x -> ..."""
        cursor = self.cursor
        cursor.take("the function", "a function", "functions", "function", "the polynomial")
        token = cursor.token
        if token.text not in cursor.functions:
            return False
        head = self.reader.parser.atom()
        if not isinstance(head, Application) or head.primes or not head.arguments:
            return False
        parameters = tuple(part.name for part in head.arguments if isinstance(part, Name))
        if len(parameters) != len(head.arguments) or len(set(parameters)) < len(parameters):
            return False
        cursor.take_sign(":")
        if head.function in self.definitions and not self.introduced:
            return False  # "given that f(x) = 0" says something of f, and does not define it anew
        if not (cursor.take_sign("=") or cursor.take(*_BE)):
            return False
        body = self._cases() or self.reader.value()
        if head.function in self.definitions and not set(names(body)) & set(parameters):
            return False  # "let f(x) = 0" says at which x
        if any(isinstance(part, Application) and part.function == head.function for part in walk(body)):
            return False  # a rule that leads from term to term is a relation, not a definition
        if (branch := self._condition()) is not None:
            body = self._branches(body, branch)
        self._define(Definition(head.function, parameters, body))
        return True

    def _kind_before_name(self) -> None:
        """Take "a positive number y satisfies" before a relation; the kind holds for the name."""
        cursor = self.cursor
        mark = cursor.mark()
        domain = self._domain()
        if domain is not None and cursor.token.kind == "word" and _is_letter(cursor.token.text):
            name = variable(cursor)
            if cursor.take("satisfies", "is such that", "such that", "has the property that", "for which", "with"):
                self._restrict(name, domain)
                return
        cursor.reset(mark)

    def _operator_definition(self) -> bool:
        """a # b = ..., "the operation # by a # b = ..."."""
        cursor = self.cursor
        if not cursor.operators:
            return False
        cursor.take("the operation", "an operation", "the operator", "a new operation", "operation",
                    "the binary operation", "a binary operation", "the new operation")  # fmt: skip
        if cursor.is_sign(*cursor.operators):
            cursor.next()
            if not cursor.take(
                "by", "as", "such that", "so that", "with", "be defined by", "is defined by", "be defined as"
            ):
                return False
        first, sign, second = cursor.token, cursor.ahead(), cursor.ahead(2)
        if sign.text not in cursor.operators or not (_is_letter(first.text) and _is_letter(second.text)):
            return False
        cursor.position += 3
        if not (cursor.take_sign("=", ":=", ":") or cursor.take(*_BE, "means", "is defined to be", "as", "by")):
            return False
        self._define(Definition(sign.text, (first.text, second.text), self.reader.value()))
        return True

    def _cases(self) -> Node | None:
        """{ x^2 if x > 0, -x if x <= 0 } or the lines of a LaTeX environment: a value for each condition."""
        cursor = self.cursor
        if cursor.is_sign("{"):
            return self._cases_in_braces()
        if not (cursor.token.kind == "command" and cursor.token.text == "beg:cases"):
            return None
        cursor.next()
        branches: list[Node] = []
        while not (cursor.token.kind == "command" and cursor.token.text == "end:cases"):
            value = self.reader.value()
            while cursor.take_sign("&", ","):
                pass
            condition = self._condition(bare=True)
            if condition is None:
                raise cursor.stuck("a condition was expected")
            branches.append(Listing((value, condition), "tuple"))
            cursor.take_sign(".", ",", ";")
            if not cursor.take_sign("\\\\"):
                break
        if not (cursor.token.kind == "command" and cursor.token.text == "end:cases"):
            raise cursor.stuck("the end of the cases was expected")
        cursor.next()
        return Request("cases", (("branches", Listing(tuple(branches))),))

    def _cases_in_braces(self) -> Node | None:
        """{ 2x, x <= 1; 3, x > 1 } or { 2x if x <= 1, 3 if x > 1 }; none if it is a set."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.next()
        branches: list[Node] = []
        while True:
            try:
                value = self.reader.value()
                between = cursor.take_sign(",", ":")
                condition = self._condition(bare=between)
            except NotUnderstood:
                condition = None
            if condition is None:
                cursor.reset(mark)
                return None
            branches.append(Listing((value, condition), "tuple"))
            if cursor.take_sign("}"):
                return Request("cases", (("branches", Listing(tuple(branches))),))
            if not cursor.take_sign(";", ","):
                cursor.reset(mark)
                return None

    def _condition(self, bare: bool = False) -> Node | None:
        """When a value holds: "if x > 0", "for x < 1", "otherwise"."""
        cursor = self.cursor
        if cursor.take("otherwise", "else", "in all other cases", "elsewhere"):
            return Truth(True)
        mark = cursor.mark()
        if cursor.take("if", "for", "when", "where", "whenever") or bare:
            try:
                condition = self._kind_of_number() or self.reader.relation()
            except NotUnderstood:
                cursor.reset(mark)
                return None
            relations = condition.items if isinstance(condition, Listing) else (condition,)
            while not bare and cursor.sees("and") and (more := self._and_relation()) is not None:
                relations += (more,)
            return Listing(relations)
        return None

    def _kind_of_number(self) -> Node | None:
        """n is even, x is negative, as a relation."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.token.kind == "word" and _is_letter(cursor.token.text):
            name = Name(variable(cursor))
            if cursor.take("is", "is an", "is a") and (word := cursor.token.text.lower()) in _KIND_WORDS:
                cursor.next()
                cursor.take("number", "integer")
                sign, modulus, value = _KIND_WORDS[word]
                left = name if modulus is None else Call("mod", (name, Number(Fraction(modulus))))
                return Relation(sign, left, Number(Fraction(value)))
        cursor.reset(mark)
        return None

    def _and_relation(self) -> Node | None:
        """A further relation of the same condition; none if what follows "and" is another value with its condition."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("and")
        try:
            relation = self.reader.relation()
        except NotUnderstood:
            cursor.reset(mark)
            return None
        another = isinstance(relation, Relation) and isinstance(relation.left, Application)
        if another or cursor.sees("if", "for", "when", "otherwise", "else") or isinstance(relation, Listing):
            cursor.reset(mark)
            return None
        return relation

    def _same_head(self) -> None:
        """Take "f(x) =" where it stands before a further case of its definition."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.token.text in cursor.functions:
            head = self.reader.parser.atom()
            if isinstance(head, Application) and cursor.take_sign("="):
                return
            cursor.reset(mark)

    def _branches(self, value: Node, condition: Node) -> Node:
        """The cases of a definition whose first value and condition were read."""
        cursor = self.cursor
        branches: list[Node] = [Listing((value, condition), "tuple")]
        while True:
            mark = cursor.mark()
            joined = cursor.take_sign(",", ";")
            joined = cursor.take("and", "or") or joined
            if cursor.take("otherwise", "else"):
                cursor.take("it is", "is") or cursor.take_sign(",")
                branches.append(Listing((self.reader.value(), Truth(True)), "tuple"))
                continue
            try:
                if not joined:
                    break
                self._same_head()
                following = self.reader.value()
                condition_after = self._condition()
            except NotUnderstood:
                condition_after = None
            if condition_after is None:
                cursor.reset(mark)
                break
            branches.append(Listing((following, condition_after), "tuple"))
        return Request("cases", (("branches", Listing(tuple(branches))),))

    def _define(self, definition: Definition) -> None:
        if definition.name in self.definitions:
            raise NotDone(f"{definition.name} is defined twice")
        self.definitions[definition.name] = definition

    def _name_definition(self) -> bool:
        """a = 3 or "let a be the gcd of ...", where everything on the right is known; else it is a relation."""
        cursor = self.cursor
        if not _is_letter(cursor.token.text) or cursor.token.kind != "word":
            return False
        name = variable(cursor)
        if cursor.is_sign(":"):
            cursor.next()
        equality = cursor.take_sign("=")
        if not (equality or cursor.take(*_BE)):
            return False
        if (domain := self._domain()) is not None:
            self._restrict(name, domain)
            return True
        body = self.reader.value()
        if relation_sign(cursor) is not None:
            return False
        if name in self.definitions:
            if self.introduced or not equality:
                raise NotDone(f"{name} is defined twice")
            return False
        known = set(self.definitions) | {n for group in self.constraints for n in names(group)}
        imaginary = {"i"} if stands_for_imaginary_unit(self.cursor) else set()
        if name in known or _free(body) - known - imaginary:
            return False
        self._define(Definition(name, (), body))
        return True

    # --- domains ----------------------------------------------------------------------------------------------------

    def _domain_of(self) -> bool:
        """x and y are positive integers; n is even."""
        cursor = self.cursor
        found = self._names()
        if not (cursor.take("is", "are", "be", "is an element of", "belongs to", "in")):
            return False
        if (domain := self._domain()) is None:
            return False
        for item in found.items:
            assert isinstance(item, Name)
            self._restrict(item.name, domain)
        return True

    def _restrict(self, name: str, domain: Domain) -> None:
        if name in self.domains and self.domains[name] != domain:
            raise NotUnderstood(f"{name} is said to be two kinds of number")
        self.domains[name] = domain

    def _adjectives(self) -> Domain | None:
        """A kind of number before a name: "the positive integer n"."""
        mark = self.cursor.mark()
        self.cursor.take("the")
        domain = self._domain()
        if domain is None:
            self.cursor.reset(mark)
        return domain

    def _domain(self) -> Domain | None:
        """A kind of number: "a positive integer", "real", "an odd number", "positive"."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("a", "an", "any", "some", "all", "both")
        sign: Sign = ""
        parity: Parity = ""
        for _ in range(3):
            if cursor.token.kind == "word" and cursor.ahead().text == "-" and cursor.ahead(2).kind == "word":
                joined = f"{cursor.token.text}-{cursor.ahead(2).text}".lower()
                if joined in _SIGNS:
                    sign = _SIGNS[joined]
                    cursor.position += 3
                    continue
            for word, value in _SIGNS.items():
                if "-" not in word and cursor.take(word):
                    sign = value
            if cursor.take("even"):
                parity = "even"
            elif cursor.take("odd"):
                parity = "odd"
        if cursor.take(*_NATURALS):
            return Domain("integer", "positive", parity)
        for word in sorted(_KINDS, key=len, reverse=True):
            if cursor.take(word) and not cursor.sees("of", "between", "from"):
                kind = _KINDS[word]
                return Domain("integer" if parity and kind == "number" else kind, sign, parity)
        if sign or parity:
            return Domain("integer" if parity else "number", sign, parity)
        cursor.reset(mark)
        return None


def _is_letter(text: str) -> bool:
    return (len(text) == 1 and text.isalpha()) or text in GREEK


def _free(node: Node) -> set[str]:
    """The names in an expression that no operation in it binds."""
    match node:
        case Name(name):
            return {name}
        case Request(operation, arguments):
            binds = catalogue()[operation].binds
            bound = {name for key, argument in arguments if key in binds for name in names(argument)}
            return {name for key, argument in arguments if key not in binds for name in _free(argument)} - bound
        case _:
            return {name for child in children(node) for name in _free(child)}
