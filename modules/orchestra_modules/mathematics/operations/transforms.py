"""Laplace transforms and their inverses, each confirmed by going back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.symbolic import expression, function_of, plain
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import Call, Name, Node, names, show, walk
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

#: the kinds of arguments that the phrases below use
KINDS: Final = (calculus_notation,)
_ROUNDS: Final = frozenset({"floor", "ceiling", "mod", "factorial", "abs", "gcd", "lcm", "binomial"})


def _arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """laplace_transform(f, t, s), LaplaceTransform[f, t, s]."""
    if named or len(arguments) not in (1, 3):
        return None
    return dict(zip(("f", "before", "after"), arguments, strict=False))


@operation(
    "laplace_transform",
    nouns=("laplace transform of {f:formula}",),
    calls=("laplace_transform", "LaplaceTransform", "laplace"),
    arrange=_arranged,
)
def laplace_transform(work: Work, f: Node, before: Node | None = None, after: Node | None = None) -> Finding:
    """The one-sided Laplace transform of a function of t, as a function of s."""
    return _transformed(work, f, before or Name("t"), after or Name("s"), "Laplace transform", inverse=False)


@operation(
    "inverse_laplace_transform",
    nouns=("inverse laplace transform of {f:formula}",),
    calls=("inverse_laplace_transform", "InverseLaplaceTransform", "ilaplace"),
    arrange=_arranged,
)
def inverse_laplace_transform(work: Work, f: Node, before: Node | None = None, after: Node | None = None) -> Finding:
    """The function of t, for t > 0, that has a given Laplace transform."""
    return _transformed(work, f, before or Name("s"), after or Name("t"), "inverse Laplace transform", inverse=True)


def _transformed(work: Work, f: Node, before: Node, after: Node, told: str, *, inverse: bool) -> Finding:
    import sympy

    told_of = {before, after} & {Name(name) for name in (*work.definitions, *work.constrained)}
    if told_of:
        raise NotDone("a value is told of a letter of the transform; ask for the transform alone")
    if not (isinstance(before, Name) and isinstance(after, Name)) or before == after:
        raise NotUnderstood("two letters were expected, that of the function and that of its transform")
    f = plain(f)
    if set(names(f)) - {before.name}:
        raise NotUnderstood(f"a function of {before.name} alone was expected, not {show(f)[:60]}")
    if any(isinstance(part, Call) and part.function in _ROUNDS for part in walk(f)):
        raise NotDone("functions with breaks or bends are not transformed")
    given, _ = function_of(f, before)
    # t and s are above 0: that is where both are defined, and what lets the two transforms meet
    x, y = (sympy.Symbol(letter.name, positive=True) for letter in (before, after))
    there, back = sympy.laplace_transform, sympy.inverse_laplace_transform
    if inverse:
        there, back = back, there
    source = _built(given, before.name, x)
    result = _worked_out(there, source, x, y)
    result = sympy.simplify(result) if inverse else sympy.factor(sympy.cancel(sympy.together(sympy.expand(result))))
    if result.has(sympy.I) or sympy.simplify(_worked_out(back, result, y, x) - source) != 0:
        raise NotDone("transformed back, the result does not give the function again")
    plainly = result.subs(y, sympy.Symbol(after.name))
    kind = "inverse Laplace transform" if inverse else "Laplace transform"
    return expression(plainly, f"the {told} of {show(f)}", kind, "check: transformed back", True)


def _built(node: Node, letter: str, unknown: Expr) -> Expr:
    from orchestra_modules.mathematics.engines.build import build, symbol

    return build(node).subs(symbol(letter), unknown)


def _worked_out(transform: object, source: Expr, x: Expr, y: Expr) -> Expr:
    import sympy

    assert callable(transform)
    try:
        found = transform(source, x, y, noconds=True)
    except (NotImplementedError, ValueError, TypeError, ArithmeticError, AttributeError) as error:
        raise NotDone("computer algebra finds no closed form of the transform") from error
    found = found[0] if isinstance(found, tuple) else found
    step = sympy.Function("Heaviside")
    unfinished = (sympy.LaplaceTransform, sympy.InverseLaplaceTransform, sympy.Integral, sympy.DiracDelta, step)
    if found.has(*unfinished) or found.has(sympy.Heaviside):
        raise NotDone("the transform is no plain function")
    return found
