"""What the letters e and i mean in a question: an unknown where they are used as one, else a constant, else refused."""

from __future__ import annotations

from dataclasses import replace

from orchestra_modules.mathematics.cursor import Cursor
from orchestra_modules.mathematics.refusal import NotUnderstood
from orchestra_modules.mathematics.syntax import Constant, Name, Node, Power, Relation, names, substitute, walk
from orchestra_modules.mathematics.tasks import (
    Differentiate,
    Evaluate,
    Integrate,
    Limit,
    Rewrite,
    Solve,
    Task,
    expressions,
)


def settle(task: Task, about_complex: bool, cursor: Cursor) -> Task:
    """The task with e and i settled and the variable filled in where only one is possible. NotUnderstood."""
    nodes = expressions(task)
    present = set(names(*nodes))
    if isinstance(task, Rewrite) and task.bare and present <= {"e", "i"}:
        task = Evaluate(task.expression)
    if len({name.lower() for name in present}) < len(present):
        raise NotUnderstood("a letter appears both as a capital and as a small letter")
    bound = set(_bound(task))
    replaced: dict[str, Node] = {}
    if "e" in present - bound and _e_is_constant(task, nodes, present):
        replaced["e"] = Constant("e")
        cursor.convention("e is read as Euler's number")
    if "i" in present - bound and _i_is_constant(task, present, about_complex, cursor):
        replaced["i"] = Constant("i")
    if isinstance(task, Rewrite) and not present - set(replaced):
        task = Evaluate(task.expression)
    return _with_variable(_replace(task, replaced))


def _bound(task: Task) -> tuple[str, ...]:
    match task:
        case Solve(_, unknowns):
            return unknowns
        case Differentiate(variable=variable) | Integrate(variable=variable) if variable:
            return (variable,)
        case Limit(variable=variable):
            return (variable,)
        case _:
            return ()


def _e_is_constant(task: Task, nodes: tuple[Node, ...], present: set[str]) -> bool:
    if not isinstance(task, Rewrite | Solve | Differentiate | Integrate):
        return True
    exponential = any(
        isinstance(node, Power) and node.base == Name("e") and (set(names(node.exponent)) - {"e"})
        for root in nodes
        for node in walk(root)
    )
    if exponential or (isinstance(task, Differentiate | Integrate) and present - {"e"}):
        return True
    if isinstance(task, Differentiate | Integrate):
        raise NotUnderstood("e may be Euler's number or the variable; say with respect to what")
    return False


def _i_is_constant(task: Task, present: set[str], about_complex: bool, cursor: Cursor) -> bool:
    if about_complex:
        return True
    if present - {"i", "e"}:
        return False
    if isinstance(task, Rewrite) and task.form != "simplify":
        return False
    if isinstance(task, Rewrite | Evaluate):
        cursor.assumption("i is taken as the imaginary unit")
        return True
    return False


def _replace(task: Task, values: dict[str, Node]) -> Task:
    if not values:
        return task

    def put(node: Node) -> Node:
        return substitute(node, values)

    match task:
        case Evaluate(expression) | Rewrite(expression=expression):
            return replace(task, expression=put(expression))
        case Solve(relations):
            return replace(task, relations=tuple(Relation(r.sign, put(r.left), put(r.right)) for r in relations))
        case Differentiate(expression, at=at):
            return replace(task, expression=put(expression), at=None if at is None else put(at))
        case Integrate(expression, bounds=bounds):
            both = None if bounds is None else (put(bounds[0]), put(bounds[1]))
            return replace(task, expression=put(expression), bounds=both)
        case Limit(expression, point=point):
            return replace(task, expression=put(expression), point=put(point))
        case _:
            return task


def _with_variable(task: Task) -> Task:
    if not isinstance(task, Differentiate | Integrate):
        return task
    if task.variable is not None:
        if names(task.expression) and task.variable not in names(task.expression):
            raise NotUnderstood(f"{task.variable} does not occur; does another letter depend on it?")
        return task
    found = names(task.expression)
    if len(found) == 1:
        return replace(task, variable=found[0])
    if not found and isinstance(task, Differentiate):
        return replace(task, variable="x")
    if not found:
        return replace(task, variable="x")
    raise NotUnderstood(f"with respect to which of {', '.join(found)}?")
