"""Working a formal problem out: names are replaced by what the text says of them, operations by what they give.

Every finding on the way is kept, for the whole is verified only if each part is, and so is what the text states and
nothing has used. Knows few operations by name: those that settle unknowns, terms of sequences, derivatives and cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import catalogue
from orchestra_modules.mathematics.problem import ANY, Domain, Problem
from orchestra_modules.mathematics.syntax import (
    Application,
    Listing,
    Name,
    Node,
    Number,
    Relation,
    Request,
    Text,
    Truth,
    Written,
    names,
    rebuild,
    show,
    substitute,
    walk,
)
from orchestra_modules.solving.options import Option
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

_MAX_STEPS = 400
_NOTHING: frozenset[str] = frozenset()


class Unsettled(NotDone):
    """The constraints leave an unknown open; an expression of it may have a value all the same."""


class Work:
    """One problem being worked out."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._unused = set(range(len(problem.constraints)))  # groups of statements that nothing has looked at yet
        self._unasked = {name for name, domain in problem.domains.items() if domain.sign or domain.parity}
        self.definitions = {definition.name: definition for definition in problem.definitions}
        self.constrained = frozenset(
            name for group in problem.constraints for name in self.said_of(group) if name not in self.definitions
        )
        self.findings: list[Finding] = []
        self.notes: list[str] = []
        self.assumptions: list[str] = []
        self.from_definitions = False  # something the text defines was put in, so the result is worth working out
        self._known: dict[str, Node] = {}
        self._open: set[str] = set()
        self._steps = 0

    def said_of(self, node: Node) -> frozenset[str]:
        """The names in an expression, those in the functions that it applies among them."""
        found = set(names(node))
        for part in walk(node):
            if isinstance(part, Application) and part.function in self.definitions:
                definition = self.definitions[part.function]
                found |= set(names(definition.body)) - set(definition.parameters)
        return frozenset(found)

    # --- what engines ask ---------------------------------------------------------------------------------------

    @property
    def problem(self) -> Problem:
        """The whole problem; looking at it uses no statement of it."""
        return self._problem

    def statements(self, *about: str) -> list[Node]:
        """What the text states of some names or functions, or of everything; it counts as taken into account."""
        found: list[Node] = []
        for group in self._problem.constraints:
            fitting = [relation for relation in group.items if not about or self._speaks_of(relation, about)]
            found.extend(fitting)
            if len(fitting) == len(group.items):
                self.use([group])
        return found

    def _speaks_of(self, relation: Node, about: tuple[str, ...]) -> bool:
        applied = {part.function for part in walk(relation) if isinstance(part, Application)}
        return bool((set(names(relation)) | applied) & set(about))

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers that the text offers."""
        return self._problem.options

    def domain(self, name: str) -> Domain:
        """What values an unknown may have."""
        self._unasked.discard(name)
        return self._problem.domains.get(name, ANY)

    def ignored(self) -> list[str]:
        """What the text states and nothing has used; an answer that leaves it out may be wrong."""
        unused = [show(self._problem.constraints[index]) for index in sorted(self._unused)]
        domains = self._problem.domains
        return unused + [f"{name} is {domains[name].sign or domains[name].parity}" for name in sorted(self._unasked)]

    def use(self, groups: Iterable[Listing]) -> None:
        """Mark groups of statements as taken into account."""
        used = list(groups)
        self._unused -= {index for index, group in enumerate(self._problem.constraints) if group in used}

    def note(self, step: str) -> None:
        """Tell a person one thing about how the result came about."""
        if step not in self.notes:
            self.notes.append(step)

    def assume(self, text: str) -> None:
        """Note a choice that another reader might not make; the result is then not verified."""
        if text not in self.assumptions:
            self.assumptions.append(text)

    def rational(self, node: Node, what: str = "this") -> Fraction:
        """The value of a resolved argument as a rational number. NotDone, Undefined, TooCostly."""
        plain = node.node if isinstance(node, Written) else node
        gate.check(plain)
        try:
            return evaluate(plain)
        except NotRational as error:
            raise NotDone(f"{what} is answered for rational numbers only, not for {show(plain)[:60]}") from error

    def integer(self, node: Node, what: str = "this") -> int:
        """The value of a resolved argument as an integer. NotDone, Undefined, TooCostly."""
        value = self.rational(node, what)
        if value.denominator != 1:
            raise Undefined(f"{what} is a question about integers, and {show(node)[:60]} is {value}")
        return int(value)

    def text(self, node: Node | None, default: str = "") -> str:
        """The words of an argument that is a word."""
        return node.text if isinstance(node, Text) else default

    def items(self, node: Node) -> tuple[Node, ...]:
        """The parts of a list, a tuple, a set or a vector; one thing alone is a list of one."""
        return node.items if isinstance(node, Listing) else (node,)

    def consistent(self) -> None:
        """Refuse statements about defined names only that do not hold; the others are used when they are solved."""
        for group in self._problem.constraints:
            decided = 0
            for relation in group.items:
                if not isinstance(relation, Relation) or self.said_of(relation) & self.constrained:
                    continue
                left, right = self.resolve(relation.left), self.resolve(relation.right)
                holds = _holds(Relation(relation.sign, left, right))
                decided += holds is not None
                if holds is False:
                    raise NotDone(f"the statements contradict each other: {show(relation)} does not hold")
            if decided == len(group.items):
                self.use([group])

    # --- working out ----------------------------------------------------------------------------------------------

    def find(self, request: Request, bound: frozenset[str] = _NOTHING) -> Finding:
        """Work an operation out. NotUnderstood for one that does not exist or lacks an argument."""
        self._step()
        entry = catalogue().get(request.operation)
        if entry is None:
            raise NotUnderstood(f"there is no operation {request.operation!r}")
        given = dict(request.arguments)
        if missing := entry.required - set(given):
            raise NotUnderstood(f"{request.operation} lacks its argument {', '.join(sorted(missing))}")
        if unknown := set(given) - set(entry.parameters):
            raise NotUnderstood(f"{request.operation} has no argument {', '.join(sorted(unknown))}")
        own = frozenset(name for slot in entry.binds if slot in given for name in names(given[slot]))
        resolved = {
            name: argument if name in entry.binds or name in entry.plain else self._argument(argument, bound | own)
            for name, argument in given.items()
        }
        return entry.engine(self, **resolved)

    def _argument(self, node: Node, bound: frozenset[str]) -> Node:
        """An argument with names replaced; a function without its arguments stands for what it is at its parameters."""
        if isinstance(node, Name) and node.name not in bound:
            definition = self.definitions.get(node.name)
            if definition is not None and definition.parameters:
                self.from_definitions = True
                return self.body(node.name)
        return self.resolve(node, bound)

    def resolve(self, node: Node, bound: frozenset[str] = _NOTHING) -> Node:
        """The expression with names and operations replaced by what they stand for, except for bound names."""

        def change(part: Node) -> Node | None:
            match part:
                case Name(name) if name not in bound:
                    return self._value_of(name)
                case Application(function, arguments, primes) if function in self.definitions:
                    return self._applied(function, arguments, primes, bound)
                case Application(function) if function not in bound and self._rules_of(function):
                    return self._term(part)
                case Request("cases"):
                    return self._case(part, bound)
                case Request():
                    return self._result(part, bound)
                case _:
                    return None

        return rebuild(node, change)

    def _result(self, request: Request, bound: frozenset[str]) -> Node:
        found = self.find(request, bound)
        if found.verified is False:
            raise NotDone(f"a part of the result did not pass its check ({found.check})")
        if found.node is None:
            raise NotDone(f"{found.value[:60]} is no expression to go on with")
        self.findings.append(found)
        self.note(found.text)
        return found.node

    def _rules_of(self, function: str) -> tuple[Node, ...]:
        """The relations that say something of a function that is not defined otherwise."""
        return tuple(relation for relation in self._relations() if _applies(relation, function))

    def _relations(self) -> Iterator[Node]:
        for group in self._problem.constraints:
            yield from group.items

    def _term(self, asked: Application) -> Node:
        """A term of a sequence that the text gives by a rule."""
        rules = Listing(self._rules_of(asked.function))
        self.use(group for group in self._problem.constraints if _applies(group, asked.function))
        return self._result(Request("term_of_recurrence", (("relations", rules), ("asked", asked))), _NOTHING)

    def _case(self, cases: Request, bound: frozenset[str]) -> Node:
        """The value whose condition holds; the cases themselves while that is open. NotDone if none holds."""
        branches = cases.argument("branches")
        assert isinstance(branches, Listing)
        resolved = [self.resolve(branch, bound) for branch in branches.items]
        chosen: list[Node] = []
        for branch in resolved:
            assert isinstance(branch, Listing)
            value, condition = branch.items
            if condition == Truth(True) and chosen:
                continue  # "otherwise"
            holds = _holds(condition)
            if holds is None:
                return Request("cases", (("branches", Listing(tuple(resolved))),))
            if holds:
                chosen.append(value)
        if not chosen:
            raise Undefined("none of the cases of the definition holds")
        if any(not _equal(chosen[0], other) for other in chosen[1:]):
            raise NotUnderstood("two of the cases of the definition hold, and they disagree")
        return chosen[0]

    def _value_of(self, name: str) -> Node | None:
        """What an unbound name stands for, or none."""
        if name in self._known:
            return self._known[name]
        definition = self.definitions.get(name)
        if definition is not None and definition.parameters:
            raise NotUnderstood(f"{name} is a function and stands here without its argument")
        if definition is None and name not in self.constrained:
            return None
        if name in self._open:
            raise NotUnderstood(f"{name} is defined by itself")
        self._step()
        self._open.add(name)
        try:
            value = self.resolve(definition.body) if definition is not None else self._settled(name)
        finally:
            self._open.discard(name)
        if value is not None:
            self.from_definitions = True
            self._known[name] = value
        return value

    def _applied(self, function: str, arguments: tuple[Node, ...], primes: int, bound: frozenset[str]) -> Node:
        """A function that the text defines, at its arguments."""
        self._step()
        definition = self.definitions[function]
        if self._body_key(function, bound) in self._open:
            raise NotDone(f"{function} is defined by itself: recursive definitions are not worked out here")
        if len(arguments) != len(definition.parameters):
            wanted = len(definition.parameters)
            raise NotUnderstood(f"{function} takes {wanted} argument(s), not {len(arguments)}")
        self.from_definitions = True
        body = self.body(function, bound)
        given = dict(zip(definition.parameters, (self.resolve(argument, bound) for argument in arguments), strict=True))
        if primes:
            order = (("f", body), ("x", Name(definition.parameters[0])), ("order", Number(Fraction(primes))))
            place = next(iter(given.values()), None)
            if len(given) == 1 and place is not None and not names(place):
                at = (*order, ("at", place))  # where the function has no value, neither has its derivative
                return self._result(Request("derivative", at), frozenset(definition.parameters))
            body = self._result(Request("derivative", order), frozenset(definition.parameters))
        value = substitute(body, given)
        return self._case(value, bound) if isinstance(value, Request) and value.operation == "cases" else value

    def body(self, function: str, bound: frozenset[str] = _NOTHING) -> Node:
        """What a function that the text defines is, in terms of its parameters and of bound names."""
        definition = self.definitions[function]
        free = bound & set(names(definition.body)) - set(definition.parameters)
        key = self._body_key(function, bound)
        if key not in self._known:
            self._open.add(key)
            try:
                self._known[key] = self.resolve(definition.body, frozenset(definition.parameters) | free)
            finally:
                self._open.discard(key)
        return self._known[key]

    def _body_key(self, function: str, bound: frozenset[str]) -> str:
        """The name of a body that leaves some letters open: f may be used to settle the letters in its own body."""
        definition = self.definitions[function]
        free = bound & set(names(definition.body)) - set(definition.parameters)
        return f"{function}({', '.join(sorted(free))})"

    def unknowns(self, *wanted: str) -> Finding:
        """The values that the constraints leave to unknowns, as many as there are. NotDone."""
        own = [group for group in self._problem.constraints if set(wanted) & self.said_of(group)]
        earlier = {
            n
            for group in self._problem.constraints[: self._problem.constraints.index(own[0])]
            for n in self.said_of(group)
        }
        new = (self.said_of(Listing(tuple(own))) - earlier) & self.constrained
        if set(wanted) <= new:
            try:
                return self._found(wanted, own, frozenset(new))
            except (NotDone, NotUnderstood):
                pass
        return self._found(wanted, list(self.connected(*wanted)), self.constrained)

    def _found(self, wanted: tuple[str, ...], groups: list[Listing], unknowns: frozenset[str]) -> Finding:
        self.use(groups)
        relations = Listing(tuple(relation for group in groups for relation in group.items))
        asked = Listing(tuple(Name(name) for name in wanted))
        return self.find(Request("solve", (("relations", relations), ("unknowns", asked))), unknowns)

    def _settled(self, name: str) -> Node | None:
        """The one value that the constraints leave to an unknown. NotDone where there is none, or several."""
        own = [group for group in self._problem.constraints if name in self.said_of(group)]
        if all(isinstance(one, Relation) and one.sign == "!=" for group in own for one in group.items):
            return None  # one value only is ruled out, so it stands for itself
        unused, unasked = set(self._unused), set(self._unasked)
        earlier = {
            n
            for group in self._problem.constraints[: self._problem.constraints.index(own[0])]
            for n in self.said_of(group)
        }
        try:
            # what the first sentence that names it says, with the unknowns of earlier sentences settled before
            new = (self.said_of(own[0]) - earlier) & self.constrained
            found = self._solved(name, own[:1], frozenset(new))
        except (NotDone, NotUnderstood):
            found = self._solved(name, list(self.connected(name)), self.constrained)
        if found.verified is False:
            raise NotDone(f"the value of {name} did not pass its check ({found.check})")
        if found.node == Name(name):  # only bounded, so it stands for itself, and the bounds are still to be used
            self._unused, self._unasked = unused, unasked
            return None
        left = names(found.node) if found.node is not None else ()
        if open_names := (set(left) - {name}) & self.constrained:
            raise Unsettled(f"{name} is not settled: {found.text[:120]} leaves {', '.join(sorted(open_names))} open")
        self.findings.append(found)
        self.note(found.text)
        return found.node

    def without(self, name: str, expression: Node) -> Node:
        """The expression with one unknown replaced by what the constraints say it is in terms of the others."""
        found = self._solved(name, list(self.connected(name)), self.constrained)
        self.findings.append(found)
        assert found.node is not None
        return substitute(self.resolve(expression, self.constrained), {name: found.node})

    def _solved(self, name: str, groups: list[Listing], unknowns: frozenset[str]) -> Finding:
        found = self._found((name,), groups, unknowns)
        if found.node is None or isinstance(found.node, Listing):
            raise NotDone(f"{name} has not one value: {found.text[:120]}")
        return found

    def connected(self, *wanted: str) -> tuple[Listing, ...]:
        """The constraints that bear on some unknowns, directly or through others."""
        reached = set(wanted)
        chosen: list[Listing] = []
        left = list(self._problem.constraints)
        while new := [group for group in left if reached & self.said_of(group) & self.constrained]:
            chosen.extend(new)
            left = [group for group in left if group not in new]
            reached |= {name for group in new for name in self.said_of(group)} & self.constrained
        return tuple(group for group in self._problem.constraints if group in chosen)

    def _step(self) -> None:
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise TooCostly(f"the problem takes more than {_MAX_STEPS} steps")


def _applies(node: Node, function: str) -> bool:
    """Whether a function is applied somewhere in an expression."""
    return any(isinstance(part, Application) and part.function == function for part in walk(node))


def _equal(first: Node, second: Node) -> bool:
    try:
        return evaluate(first) == evaluate(second)
    except NotRational:
        return first == second


def _holds(condition: Node) -> bool | None:
    """Whether a condition on plain numbers holds; none where it holds unknowns."""
    match condition:
        case Truth(value):
            return value
        case Listing(items):
            each = [_holds(item) for item in items]
            return False if False in each else None if None in each else True
        case Relation(sign, first, second):
            try:
                left, right = evaluate(first), evaluate(second)
            except NotRational:
                return None
            holds = {"=": left == right, "!=": left != right, "<": left < right, ">": left > right}
            return holds.get(sign, left <= right if sign == "<=" else left >= right)
    return None
