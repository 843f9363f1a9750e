"""Terms of SMT-LIB with their sorts: Bool, Int, Real, bit vectors, arrays, declared sorts; checked as they are read.

What is not listed here is refused. Knows no commands, no solver and no values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from orchestra_modules.logic.formulas.sexpr import Node, write
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

#: "Bool", "Int", "Real", a declared sort, ("_", "BitVec", "8"), ("Array", sort, sort)
Sort: TypeAlias = Node
_MAX_BITS: Final = 256
_MAX_DIGITS: Final = 60


@dataclass(frozen=True)
class Term:
    """An operator, symbol or literal with its arguments; `head` as written, `bound` under a quantifier."""

    head: Node
    args: tuple[Term, ...] = ()
    sort: Sort = "Bool"
    bound: tuple[tuple[str, Sort], ...] = ()

    def node(self) -> Node:
        """The term as an expression."""
        if self.bound:
            return (self.head, tuple(self.bound), self.args[0].node())
        return (self.head, *(arg.node() for arg in self.args)) if self.args else self.head


@dataclass
class Signature:
    """What a script has declared: functions with the sorts of arguments and result, definitions, sorts."""

    functions: dict[str, tuple[tuple[Sort, ...], Sort]] = field(default_factory=dict)
    definitions: dict[str, tuple[tuple[tuple[str, Sort], ...], Term]] = field(default_factory=dict)
    sorts: set[str] = field(default_factory=set)

    def sort(self, node: Node) -> Sort:
        """A sort, if it is known."""
        if isinstance(node, str):
            if node in ("Bool", "Int", "Real") or node in self.sorts:
                return node
        elif len(node) == 3 and node[:2] == ("_", "BitVec") and str(node[2]).isdigit():
            if not 0 < int(str(node[2])[:6]) <= _MAX_BITS:
                raise TooCostly(f"bit vectors of more than {_MAX_BITS} bits")
            return node
        elif len(node) == 3 and node[0] == "Array":
            return ("Array", self.sort(node[1]), self.sort(node[2]))
        raise NotUnderstood(f"the sort {write(node)}")


_NUMBERS: Final = ("Int", "Real")
_BITS: Final = frozenset(
    ["bvadd", "bvsub", "bvmul", "bvand", "bvor", "bvxor", "bvshl", "bvlshr", "bvashr", "bvudiv", "bvurem"]
)
_BIT_ORDER: Final = frozenset(["bvult", "bvule", "bvugt", "bvuge", "bvslt", "bvsle", "bvsgt", "bvsge"])
_LOGIC: Final = {"and": 1, "or": 1, "xor": 2, "=>": 2, "not": 1}
_RESERVED: Final = (
    frozenset(("true", "false", "ite", "=", "distinct", "+", "-", "*", "/", "div", "mod", "abs", "<", "<=", ">", ">="))
    | frozenset(
        (
            "to_real",
            "to_int",
            "is_int",
            "select",
            "store",
            "concat",
            "bvnot",
            "bvneg",
            "let",
            "forall",
            "exists",
            "_",
            "as",
        )
    )
    | _BITS
    | _BIT_ORDER
    | frozenset(_LOGIC)
)


def is_reserved(name: str) -> bool:
    """Whether a name has a meaning of its own."""
    return name in _RESERVED


class Reader:
    """Makes terms of expressions and checks their sorts."""

    def __init__(self, signature: Signature) -> None:
        self.signature = signature
        self.made = 0

    def term(self, node: Node, known: Mapping[str, Term]) -> Term:
        """The term that an expression is; `known` holds what stands for variables."""
        self.made += 1
        if self.made > 6_000:
            raise TooCostly("the terms of the script have more than 6000 parts")
        if isinstance(node, str):
            return self._atom(node, known)
        if not node:
            raise NotUnderstood("() in the script")
        head = node[0]
        if head == "let" and len(node) == 3 and isinstance(node[1], tuple):
            return self.term(node[2], {**known, **{name: self.term(value, known) for name, value in _pairs(node[1])}})
        if head in ("forall", "exists") and len(node) == 3 and isinstance(node[1], tuple):
            bound = tuple((name, self.signature.sort(sort)) for name, sort in _pairs(node[1]))
            if any(name in self.signature.functions or name in known or is_reserved(name) for name, _ in bound):
                raise NotUnderstood("a quantified variable has the name of something else")
            body = self.term(node[2], {**known, **{name: Term(name, (), sort) for name, sort in bound}})
            return Term(head, (_of(body, "Bool", node),), "Bool", bound)
        if head == "!" and len(node) >= 2:
            return self.term(node[1], known)
        if head == "_" and len(node) == 3:
            return self._literal_of_width(node)
        args = tuple(self.term(arg, known) for arg in node[1:])
        if isinstance(head, tuple):
            return self._indexed(head, args, node)
        if head in self.signature.definitions:
            variables, body = self.signature.definitions[head]
            if [sort for _, sort in variables] != [arg.sort for arg in args]:
                raise NotUnderstood(f"the arguments of {head}")
            return _substituted(body, {name: arg for (name, _), arg in zip(variables, args, strict=True)}, self)
        if head in self.signature.functions:
            sorts, result = self.signature.functions[head]
            args = tuple(_as(arg, sort) for arg, sort in zip(args, sorts, strict=False))
            if len(node) - 1 != len(sorts) or [arg.sort for arg in args] != list(sorts):
                raise NotUnderstood(f"the arguments of {head}")
            return Term(head, args, result)
        return self._operator(head, args, node)

    def _atom(self, text: str, known: Mapping[str, Term]) -> Term:
        if text in known:
            return known[text]
        if text in ("true", "false"):
            return Term(text)
        if re.fullmatch(r"\d+(\.\d+)?", text):
            if len(text) > _MAX_DIGITS:
                raise TooCostly(f"numerals of more than {_MAX_DIGITS} digits")
            return Term(text, (), "Real" if "." in text else "Int")
        if re.fullmatch(r"-\d+(\.\d+)?", text):  # not in the standard, which writes (- 1), but read by solvers
            return self._operator("-", (self._atom(text[1:], known),), ("-", text[1:]))
        if text.startswith(("#x", "#b")):
            return Term(text, (), ("_", "BitVec", str((len(text) - 2) * (4 if text[1] == "x" else 1))))
        if text in self.signature.definitions and not self.signature.definitions[text][0]:
            return self.signature.definitions[text][1]
        if text in self.signature.functions and not self.signature.functions[text][0]:
            return Term(text, (), self.signature.functions[text][1])
        raise NotUnderstood(f"{text!r} in the script, which is not declared")

    def _literal_of_width(self, node: tuple[Node, ...]) -> Term:
        value, width = str(node[1]), node[2]
        if not re.fullmatch(r"bv\d{1,40}", value) or not str(width).isdigit():
            raise NotUnderstood(write(node))
        sort = self.signature.sort(("_", "BitVec", width))
        return Term("#b" + format(int(value[2:]) % (1 << int(str(width))), f"0{width}b"), (), sort)

    def _indexed(self, head: tuple[Node, ...], args: tuple[Term, ...], node: Node) -> Term:
        numbers = [int(str(one)) for one in head[2:] if str(one).isdigit() and len(str(one)) < 5]
        if head[:2] == ("_", "extract") and len(numbers) == 2 == len(head) - 2 and len(args) == 1:
            high, low = numbers
            if low <= high < _width(args[0], node):
                return Term(head, args, ("_", "BitVec", str(high - low + 1)))
        if head[:1] == ("_",) and head[1] in ("zero_extend", "sign_extend") and len(numbers) == 1 and len(args) == 1:
            return Term(head, args, self.signature.sort(("_", "BitVec", str(_width(args[0], node) + numbers[0]))))
        raise NotUnderstood(f"{write(node)} in the script")

    def _operator(self, head: str, args: tuple[Term, ...], node: Node) -> Term:
        sorts = [arg.sort for arg in args]
        if (
            head in _LOGIC
            and len(args) >= _LOGIC[head]
            and set(sorts) == {"Bool"}
            and (head != "not" or len(args) == 1)
        ):
            return Term(head, args)
        if set(sorts) == {"Int", "Real"} and head in ("=", "distinct", "+", "-", "*", "/", "<", "<=", ">", ">=", "ite"):
            args = tuple(_as(arg, "Real") for arg in args)
            sorts = [arg.sort for arg in args]
        same = len(set(map(write, sorts))) == 1
        if head in ("=", "distinct") and len(args) >= 2 and same:
            return Term(head, args)
        if head == "ite" and len(args) == 3 and sorts[0] == "Bool":
            two, three = args[1], args[2]
            if {two.sort, three.sort} == {"Int", "Real"}:
                two, three = _as(two, "Real"), _as(three, "Real")
            if two.sort == three.sort:
                return Term(head, (args[0], two, three), two.sort)
        if args and same and sorts[0] in _NUMBERS and (found := _arithmetic(head, args)):
            return found
        if head in ("to_real", "to_int", "is_int") and len(args) == 1:
            return Term(head, args, {"to_real": "Real", "to_int": "Int"}.get(head, "Bool"))
        if head == "select" and len(args) == 2 and isinstance(sorts[0], tuple) and sorts[0][:2] == ("Array", sorts[1]):
            return Term(head, args, sorts[0][2])
        if head == "store" and len(args) == 3 and sorts[0] == ("Array", sorts[1], sorts[2]):
            return Term(head, args, sorts[0])
        if args and all(_is_bits(sort) for sort in sorts) and (found := _bits(head, args, same)):
            return found
        raise NotUnderstood(f"{write(node)} in the script")


def _arithmetic(head: str, args: tuple[Term, ...]) -> Term | None:
    sort, count = args[0].sort, len(args)
    if head in ("<", "<=", ">", ">=") and count >= 2:
        return Term(head, args)
    if (head in ("+", "*") and count >= 2) or head == "-":
        return Term(head, args, sort)
    if head in ("div", "mod") and count == 2 and sort == "Int":
        return Term(head, args, sort)
    if head == "abs" and count == 1 and sort == "Int":
        return Term(head, args, sort)
    if head == "/" and count == 2:
        return Term(head, tuple(_as(arg, "Real") for arg in args), "Real")
    return None


def _bits(head: str, args: tuple[Term, ...], same: bool) -> Term | None:
    if head in ("bvnot", "bvneg") and len(args) == 1:
        return Term(head, args, args[0].sort)
    if head == "concat" and len(args) == 2:
        return Term(head, args, ("_", "BitVec", str(sum(int(str(arg.sort[2])) for arg in args))))
    if same and len(args) == 2 and head in _BITS:
        return Term(head, args, args[0].sort)
    if same and len(args) == 2 and head in _BIT_ORDER:
        return Term(head, args)
    return None


def _as(term: Term, sort: Sort) -> Term:
    """A whole number where a real one is wanted."""
    return Term("to_real", (term,), "Real") if (term.sort, sort) == ("Int", "Real") else term


def _of(term: Term, sort: Sort, node: Node) -> Term:
    if term.sort != sort:
        raise NotUnderstood(f"{write(node)} is not of the sort {write(sort)}")
    return term


def _is_bits(sort: Sort) -> bool:
    return isinstance(sort, tuple) and sort[:2] == ("_", "BitVec")


def _width(term: Term, node: Node) -> int:
    if not _is_bits(term.sort):
        raise NotUnderstood(f"{write(node)} in the script")
    return int(str(term.sort[2]))


def _pairs(node: tuple[Node, ...]) -> list[tuple[str, Node]]:
    found: list[tuple[str, Node]] = []
    for pair in node:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[0], str):
            raise NotUnderstood(f"{write(pair)} in the script")
        found.append((pair[0], pair[1]))
    if not found:
        raise NotUnderstood("an empty list of variables in the script")
    return found


def _substituted(term: Term, values: Mapping[str, Term], reader: Reader) -> Term:
    reader.made += 1
    if reader.made > 6_000:
        raise TooCostly("the terms of the script have more than 6000 parts")
    if isinstance(term.head, str) and not term.args and term.head in values:
        return values[term.head]
    if not term.args:
        return term
    return Term(term.head, tuple(_substituted(arg, values, reader) for arg in term.args), term.sort, term.bound)
