"""What letters stand for: which are functions, and whether a free e or i is a constant.

A letter that is bound, defined, solved for or an argument is that variable before it is a constant.
"""

from __future__ import annotations

from dataclasses import replace

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.tokens import OPERATORS
from orchestra_modules.mathematics.operation import catalogue
from orchestra_modules.mathematics.problem import Definition, Problem
from orchestra_modules.mathematics.syntax import (
    Application,
    Constant,
    Listing,
    Name,
    Node,
    Number,
    Power,
    Request,
    names,
    substitute,
    walk,
)

_COMPLEX = ("complex", "imaginary", "argand", "conjugate", "modulus and argument", "polar form", "roots of unity")


def scan_functions(cursor: Cursor) -> set[str]:
    """Names that the text uses as functions: f(x) = ... or "f(x) be" at the head of a clause, f'(x), a_n, a_{n-1}."""
    tokens = cursor.tokens
    found: set[str] = set()
    sequences: set[str] = set()
    brackets = any(token.text in ("RSolve", "DSolve", "RecurrenceTable", "NDSolve") for token in tokens)
    for at, token in enumerate(tokens):
        if token.kind != "word" or len(token.text) > 1:
            continue
        following = cursor.tokens[min(at + 1, len(tokens) - 1)]
        if brackets and following.text == "[" and not following.spaced:
            found.add(token.text)
        if following.text == "'" and not following.spaced:
            found.add(token.text)
        elif (
            following.text == "_"
            and at + 2 < len(tokens)
            and tokens[at + 2].text in ("n", "k", "{", "(", "m", "i", "j")
        ):
            sequences.add(token.text)
        elif following.text == "(" and not following.spaced and _heads_definition(cursor, at):
            found.add(token.text)
    shifted = {
        name
        for name in sequences
        if any(t.text == name and tokens[i + 1].text == "_" and tokens[i + 2].text in ("{", "(")
               for i, t in enumerate(tokens[:-2]))
    }  # fmt: skip
    return found | shifted


def scan_operators(cursor: Cursor) -> set[str]:
    """Signs that the text defines between two letters: a # b = ...; usual signs only where it tells of an operation."""
    tokens = cursor.tokens
    words = {token.lowered for token in tokens if token.kind == "word"}
    usual = (
        {"*", "&", "~", "°", "∘", "^"}
        if words & {"operation", "operator", "operations", "define", "defined"}
        else set()
    )
    found: set[str] = set()
    for at in range(len(tokens) - 3):
        first, sign, second, after = tokens[at : at + 4]
        letters = all(t.kind == "word" and len(t.text) == 1 for t in (first, second)) and first.text != second.text
        defines = after.text in ("=", ":", ":=") or after.text.lower() in (
            "be",
            "is",
            "denote",
            "denotes",
            "means",
            "by",
            "as",
        )
        if letters and defines and sign.kind == "sign" and (sign.text in OPERATORS or sign.text in usual):
            before = tokens[at - 1] if at else None
            if before is None or before.kind == "word" or before.text in (".", ",", ":", ";", "?"):
                found.add(sign.text)
    return found


def _heads_definition(cursor: Cursor, at: int) -> bool:
    """Whether f ( x , y ) = or f ( x ) be begins there, with plain names in the brackets."""
    tokens = cursor.tokens
    place = at + 2
    parameters: list[str] = []
    while place + 1 < len(tokens) and tokens[place].kind in ("word", "number"):
        parameters.append(tokens[place].text)
        place += 1
        if tokens[place].text == ")":
            break
        if tokens[place].text != ",":
            return False
        place += 1
    if place + 1 >= len(tokens) or tokens[place].text != ")" or not parameters:
        return False
    plain = all(len(parameter) == 1 and parameter.isalpha() for parameter in parameters)
    after = tokens[place + 1].text.lower()
    before = tokens[at - 1] if at else None
    heads = before is None or before.kind == "sign" or (before.kind == "word" and len(before.text) > 1)
    if not heads or (before is not None and before.text in ("+", "-", "*", "/", "^", "(", "=")):
        return False
    if tokens[at].text in parameters:
        return False
    return (plain and after in ("=", "be", ":", ":=", "is", "denote", "to")) or (
        tokens[at].text in "fghFGH" and plain and after == "="
    )


def settle_letters(problem: Problem, text: str) -> Problem:
    """The problem with a free e as Euler's number and a free i as the imaginary unit where they must be."""
    whole = [problem.goal, *problem.constraints, *(d.body for d in problem.definitions)]
    used = {name for node in whole for name in names(node)}
    if not used & {"e", "i"}:
        return problem
    taken = _taken(problem)
    values: dict[str, Node] = {}
    conventions: list[str] = []
    assumptions: list[str] = []
    if "e" in used - taken and any(_is_euler(node, whole, problem) for node in whole):
        values["e"] = Constant("e")
        conventions.append("e is read as Euler's number")
    if "i" in used - taken:
        lowered = text.lower()
        if any(word in lowered for word in _COMPLEX):
            values["i"] = Constant("i")
        elif _among_numbers(problem) and not problem.constraints and _plain_value(problem.goal):
            values["i"] = Constant("i")
            assumptions.append("i is taken as the imaginary unit")
    if not values:
        return problem

    def put(node: Node) -> Node:
        return substitute(node, values)

    def put_all(group: Listing) -> Listing:
        return Listing(tuple(map(put, group.items)), group.kind)

    return replace(
        problem,
        goal=put(problem.goal),
        alternatives=tuple(map(put, problem.alternatives)),
        constraints=tuple(map(put_all, problem.constraints)),
        definitions=tuple(Definition(d.name, d.parameters, put(d.body)) for d in problem.definitions),
        conventions=(*problem.conventions, *conventions),
        assumptions=(*problem.assumptions, *assumptions),
    )


def _taken(problem: Problem) -> set[str]:
    """Letters that are defined, constrained by themselves, parameters, arguments or bound by an operation."""
    taken = {d.name for d in problem.definitions} | {p for d in problem.definitions for p in d.parameters}
    taken |= set(problem.domains)
    operations = catalogue()
    for root in (problem.goal, *problem.constraints, *(d.body for d in problem.definitions)):
        for node in walk(root):
            if isinstance(node, Request) and node.operation in operations:
                for slot in operations[node.operation].binds:
                    argument = node.argument(slot)
                    taken |= set(names(argument)) if argument is not None else set()
            elif isinstance(node, Application):
                taken |= {part.name for part in node.arguments if isinstance(part, Name)}
    return taken


def _is_euler(root: Node, whole: list[Node], problem: Problem) -> bool:
    """e raised to something that varies, or e among plain numbers."""
    for node in walk(root):
        if isinstance(node, Power) and node.base == Name("e"):
            if set(names(node.exponent)) - {"e"}:
                return True
            if not isinstance(node.exponent, Number) or node.exponent.value != int(node.exponent.value):
                return True
    if problem.constraints or any(isinstance(node, Application) for part in whole for node in walk(part)):
        return False
    return names(problem.goal) == ("e",) and _plain_value(problem.goal)


def _among_numbers(problem: Problem) -> bool:
    """Whether i stands beside numbers and names of such numbers only."""
    defined = {definition.name for definition in problem.definitions}
    plain = all(not d.parameters and set(names(d.body)) <= {"i"} | defined for d in problem.definitions)
    return plain and set(names(problem.goal)) <= {"i"} | defined


def stands_for_imaginary_unit(cursor: Cursor) -> bool:
    """Whether every i of the text stands after a numeral or a sign, as in 3 + 4i, and none is set or solved for."""
    tokens = cursor.tokens
    places = [at for at, token in enumerate(tokens) if token.kind == "word" and token.text == "i"]
    return bool(places) and all(
        at and (tokens[at - 1].kind == "number" or tokens[at - 1].text in ("+", "-", "("))
        and tokens[at + 1].text not in ("=", "(", "^")
        for at in places
    )  # fmt: skip


def scan_vectors(cursor: Cursor) -> set[str]:
    """Names that the text sets equal to a list in brackets: u = (1, 2)."""
    found: set[str] = set()
    tokens = cursor.tokens
    for at in range(len(tokens) - 4):
        name, sign, bracket = tokens[at : at + 3]
        if name.kind == "word" and len(name.text) == 1 and sign.text in ("=", "be") and bracket.text in ("(", "[", "<"):
            inside = tokens[at + 3 : at + 6]
            if any(token.text == "," for token in inside):
                found.add(name.text)
    return found


def _plain_value(goal: Node) -> bool:
    """Whether only a value is asked, not another form of an expression."""
    return isinstance(goal, Request) and goal.operation == "value"
