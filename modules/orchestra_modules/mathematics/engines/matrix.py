"""Matrices and vectors: expressions with them worked out, and how they are told.

Entries are rational where they can be and SymPy objects otherwise. A list of lists of equal length is a matrix, a
plain list a vector, which counts as a column where it stands beside a matrix. Knows no operation by its name.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.finding import CONFIDENT, Finding
from orchestra_modules.mathematics.syntax import (
    Call,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Written,
    names,
    show,
    walk,
)
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

MAX_ORDER: Final = 8
_MAX_POWER: Final = 200
Kind = Literal["tuple", "vector", "set", "list"]


class Array:
    """A matrix, with whether it was written as a vector and in which brackets."""

    def __init__(self, matrix: Expr, vector: bool = False, kind: Kind = "vector") -> None:
        self.matrix = matrix
        self.vector = vector
        self.kind = kind

    @property
    def rational(self) -> bool:
        """Whether every entry is a rational number."""
        return all(entry.is_Rational for entry in self.matrix)

    def rows(self) -> list[list[Fraction]]:
        """The entries as fractions."""
        return [
            [Fraction(int(entry.p), int(entry.q)) for entry in self.matrix.row(place)]
            for place in range(self.matrix.rows)
        ]

    def tree(self) -> Listing:
        """The list, or the list of lists, of it."""
        from orchestra_modules.mathematics.engines.build import read_back

        if self.vector:
            return Listing(tuple(read_back(entry) for entry in self.matrix), self.kind)
        rows = (tuple(read_back(entry) for entry in self.matrix.row(place)) for place in range(self.matrix.rows))
        return Listing(tuple(Listing(row, "vector") for row in rows), "vector")

    def text(self) -> str:
        """How it is told: [[1, 2], [3, 4]], or (1, 2)."""
        from orchestra_modules.mathematics.engines.symbolic import shown

        if self.vector:
            brackets = "()" if self.kind in ("tuple", "list") else "[]"
            return f"{brackets[0]}{', '.join(shown(entry) for entry in self.matrix)}{brackets[1]}"
        rows = (", ".join(shown(entry) for entry in self.matrix.row(place)) for place in range(self.matrix.rows))
        return f"[{', '.join(f'[{row}]' for row in rows)}]"


def array_of(node: Node, what: str = "a matrix") -> Array:
    """A matrix or vector that an expression is. NotUnderstood, NotDone."""
    found = _evaluated(node)
    if not isinstance(found, Array):
        raise NotUnderstood(f"{what} was expected, not {show(node)[:60]}")
    return found


def square_of(node: Node) -> Array:
    """A matrix with as many rows as columns. Undefined."""
    found = array_of(node)
    if found.matrix.rows != found.matrix.cols:
        raise Undefined(f"the matrix has {found.matrix.rows} rows and {found.matrix.cols} columns; it must be square")
    return found


def vector_of(node: Node) -> Array:
    """A vector: a list, a row or column, or a sum of i, j and k."""
    node = node.node if isinstance(node, Written) else node
    if not any(isinstance(part, Listing) for part in walk(node)):
        return _from_units(node)
    found = array_of(node, "a vector")
    if found.vector:
        return found
    if 1 in (found.matrix.rows, found.matrix.cols):
        return Array(found.matrix.reshape(len(found.matrix), 1), True)
    raise NotUnderstood(f"a vector was expected, not the matrix {show(node)[:60]}")


def _from_units(node: Node) -> Array:
    """2i - 3j + k as a vector."""
    import sympy

    from orchestra_modules.mathematics.engines.polynomial import as_polynomial

    form = as_polynomial(node)
    letters = names(node)
    if form is None or not letters or set(letters) - {"i", "j", "k"} or form.degree() != 1 or () in form.terms:
        raise NotUnderstood(f"a vector was expected, not {show(node)[:60]}")
    parts = [form.terms.get(((letter, 1),), Fraction(0)) for letter in ("i", "j", "k")]
    if not parts[2] and "k" not in letters:
        parts = parts[:2]
    return Array(sympy.Matrix([sympy.Rational(p.numerator, p.denominator) for p in parts]), True, "tuple")


def _evaluated(node: Node) -> Array | Expr:
    """The value of an expression in which matrices stand."""
    match node:
        case Written(inner):
            return _evaluated(inner)
        case Listing():
            return _listed(node)
        case _ if not any(isinstance(part, Listing) for part in walk(node)):
            from orchestra_modules.mathematics.engines.build import build

            gate.check(node)
            return build(node)
        case Negative(operand):
            return _scaled(_evaluated(operand), -1)
        case Sum(terms):
            return _sum([_evaluated(term) for term in terms])
        case Product(factors, divisors):
            return _product([_evaluated(f) for f in factors], [_evaluated(d) for d in divisors])
        case Power(base, exponent):
            return _power(_evaluated(base), exponent)
        case Call("abs" | "norm", (argument,)):
            return _size(_evaluated(argument))
        case Call("dot" | "cross" as which, (left, right)):
            return _of_vectors(which, _evaluated(left), _evaluated(right))
        case Call("determinant", (argument,)):
            return square_of(argument).matrix.det(method="berkowitz")
        case _:
            raise NotDone(f"{show(node)[:60]} is not worked out for matrices")


def _listed(node: Listing) -> Array:
    import sympy

    from orchestra_modules.mathematics.engines.build import build

    if not node.items:
        raise NotUnderstood("the list is empty")
    rows = [item.items if isinstance(item, Listing) else None for item in map(_unwritten, node.items)]
    if len(node.items) > MAX_ORDER * MAX_ORDER or any(row is not None and len(row) > MAX_ORDER for row in rows):
        raise TooCostly(f"matrices of up to {MAX_ORDER} rows and columns are taken")
    if all(row is None for row in rows):
        gate.check(*map(_unwritten, node.items))
        return Array(sympy.Matrix([build(_unwritten(item)) for item in node.items]), True, node.kind)
    if None in rows or len({len(row or ()) for row in rows}) != 1 or len(rows) > MAX_ORDER:
        raise NotUnderstood("the rows of the matrix have different lengths")
    return Array(sympy.Matrix([[build(_unwritten(entry)) for entry in row or ()] for row in rows]))


def _unwritten(node: Node) -> Node:
    return node.node if isinstance(node, Written) else node


def _scaled(found: Array | Expr, factor: Expr) -> Array | Expr:
    if isinstance(found, Array):
        return Array((found.matrix * factor).expand(), found.vector, found.kind)
    return found * factor


def _sum(parts: list[Array | Expr]) -> Array:
    arrays = [part for part in parts if isinstance(part, Array)]
    if len(arrays) != len(parts):
        raise Undefined("a number and a matrix cannot be added")
    if len({part.matrix.shape for part in arrays}) != 1:
        raise Undefined("matrices of different shapes cannot be added")
    total = arrays[0].matrix
    for part in arrays[1:]:
        total = total + part.matrix
    return Array(total.expand(), arrays[0].vector, arrays[0].kind)


def _product(factors: list[Array | Expr], divisors: list[Array | Expr]) -> Array | Expr:
    result: Array | Expr = factors[0]
    for factor in factors[1:]:
        if not isinstance(result, Array) or not isinstance(factor, Array):
            result = _scaled(factor, result) if isinstance(factor, Array) else _scaled(result, factor)
            continue
        if result.vector and factor.vector:
            raise NotUnderstood("a product of two vectors may be the dot or the cross product; say which")
        if result.vector or result.matrix.cols != factor.matrix.rows:
            raise Undefined(
                f"a {result.matrix.rows} by {result.matrix.cols} matrix cannot be multiplied by a "
                f"{factor.matrix.rows} by {factor.matrix.cols} one"
            )
        result = Array((result.matrix * factor.matrix).expand(), factor.vector, factor.kind)
    for divisor in divisors:
        if isinstance(divisor, Array):
            raise NotUnderstood("a division by a matrix is not defined; multiply by the inverse")
        if divisor.is_zero:
            raise Undefined("a division by zero has no value")
        result = _scaled(result, 1 / divisor)
    return result


def _of_vectors(which: str, left: Array | Expr, right: Array | Expr) -> Array | Expr:
    """The dot or the cross product; of what is no pair of vectors the plain product."""
    import sympy

    if not (isinstance(left, Array) and isinstance(right, Array) and left.vector and right.vector):
        return _product([left, right], [])
    if len(left.matrix) != len(right.matrix):
        raise Undefined(f"the vectors have {len(left.matrix)} and {len(right.matrix)} components")
    if which == "dot":
        return sympy.expand(sum(a * b for a, b in zip(left.matrix, right.matrix, strict=True)))
    if len(left.matrix) != 3:
        raise Undefined("the cross product is defined for three components")
    return Array(left.matrix.cross(right.matrix).expand(), True, left.kind)


def _power(base: Array | Expr, exponent: Node) -> Array | Expr:
    if not isinstance(base, Array):
        raise NotDone("a power with a matrix in the exponent is not worked out")
    if isinstance(exponent, Name) and exponent.name in ("T", "t"):
        return Array(base.matrix.T)
    try:
        times = evaluate(exponent)
    except NotRational as error:
        raise NotDone("powers of matrices are worked out for whole exponents only") from error
    if base.vector or base.matrix.rows != base.matrix.cols:
        raise Undefined("only a square matrix can be raised to a power")
    if times.denominator != 1 or abs(times) > _MAX_POWER:
        raise NotDone(f"powers of matrices are worked out for whole exponents up to {_MAX_POWER}")
    if times < 0 and base.matrix.det() == 0:
        raise Undefined("the matrix has no inverse: its determinant is 0")
    return Array((base.matrix ** int(times)).expand())


def _size(found: Array | Expr) -> Expr:
    """|A| of a matrix is its determinant, of a vector its length."""
    import sympy

    if not isinstance(found, Array):
        return sympy.Abs(found)
    if found.vector:
        return sympy.sqrt(sum(entry**2 for entry in found.matrix))
    if found.matrix.rows != found.matrix.cols:
        raise Undefined("only a square matrix has a determinant")
    return sympy.expand(found.matrix.det())


# --- findings ------------------------------------------------------------------------------------------------


def value(node: Node) -> Finding:
    """The value of an expression in which matrices or vectors stand."""
    found = _evaluated(node)
    if isinstance(found, Array):
        verified = _agrees(node, found)
        check = "check: worked out again modulo a prime by sums of products of entries"
        return finding(found, show(node), "matrix arithmetic", check, verified)
    from orchestra_modules.mathematics.engines.symbolic import expression

    if found.is_Rational:
        try:
            verified = _modular(node) == _residue(Fraction(int(found.p), int(found.q)))
        except (NotRational, ValueError, TypeError, IndexError):
            verified = None
        check = "check: worked out again modulo a prime by sums of products of entries"
        return expression(found, show(node), "matrix arithmetic", check, verified or None)
    return expression(found, show(node), "matrix arithmetic", "check: none by another road", None)


def finding(
    found: Array, told: str, method: str, check: str, verified: bool | None, steps: tuple[str, ...] = ()
) -> Finding:
    """A matrix or vector found."""
    text = found.text()
    shown = f"{told} = {text}" if told != text and len(told) < 300 else text
    data: JsonValue = {"type": "vector" if found.vector else "matrix", "value": text}
    confidence = CONFIDENT if verified else 0.95
    return Finding(text, shown, data, method, check, verified, confidence, steps, node=found.tree())


_PRIME: Final = 2**61 - 1


def _agrees(node: Node, found: Array) -> bool | None:
    """Whether our own arithmetic modulo a prime gives the same entries; none where an entry is not rational."""
    if not found.rational:
        return None
    try:
        again = _modular(node)
    except (NotRational, ValueError, TypeError):
        return None
    wanted = [[_residue(entry) for entry in row] for row in found.rows()]
    return again == wanted


def _residue(value: Fraction) -> int:
    return value.numerator * pow(value.denominator, -1, _PRIME) % _PRIME


Residues = list[list[int]]


def _modular(node: Node) -> Residues | int:
    match node:
        case Written(inner):
            return _modular(inner)
        case Listing(items):
            rows = [_unwritten(item) for item in items]
            if any(isinstance(row, Listing) for row in rows):
                return [[_residue(evaluate(_unwritten(e))) for e in r.items] for r in rows if isinstance(r, Listing)]
            return [[_residue(evaluate(row))] for row in rows]
        case Negative(operand):
            return _times(_modular(operand), _PRIME - 1)
        case Sum(terms):
            parts = [_modular(term) for term in terms]
            if not all(isinstance(part, list) for part in parts):
                raise ValueError
            whole = [part for part in parts if isinstance(part, list)]
            return [
                [sum(p[r][c] for p in whole) % _PRIME for c in range(len(whole[0][0]))] for r in range(len(whole[0]))
            ]
        case Product(factors, divisors):
            result: Residues | int = 1
            for factor in factors:
                result = _times(result, _modular(factor))
            for divisor in divisors:
                below = _modular(divisor)
                if not isinstance(below, int):
                    raise ValueError
                result = _times(result, pow(below, -1, _PRIME))
            return result
        case Call("dot" | "cross", (left, right)) if not (_is_column(left) and _is_column(right)):
            return _times(_modular(left), _modular(right))
        case Call("dot", (left, right)):
            return sum(a[0] * b[0] for a, b in zip(_column(left), _column(right), strict=True)) % _PRIME
        case Call("cross", (left, right)):
            (a,), (b,), (c,) = _column(left)
            (d,), (e,), (f,) = _column(right)
            return [[(b * f - c * e) % _PRIME], [(c * d - a * f) % _PRIME], [(a * e - b * d) % _PRIME]]
        case Power(base, Number(times)) if times >= 0:
            return _modular_power(_modular(base), times)
        case Power(base, exponent) if not names(exponent) and evaluate(exponent) < 0:
            one = _modular(base)
            return _modular_power(pow(one, -1, _PRIME) if isinstance(one, int) else _inverted(one), -evaluate(exponent))
        case Power(base, Name("T" | "t")):
            turned = _modular(base)
            return [list(row) for row in zip(*turned, strict=True)] if isinstance(turned, list) else turned
        case _:
            return _residue(evaluate(node))


def _modular_power(base: Residues | int, times: Fraction) -> Residues | int:
    if times.denominator != 1:
        raise ValueError
    if isinstance(base, int):
        return pow(base, int(times), _PRIME)
    raised: Residues | int = [[int(r == c) for c in range(len(base))] for r in range(len(base))]
    for _ in range(int(times)):
        raised = _times(raised, base)
    return raised


def _inverted(rows: Residues) -> Residues:
    """The inverse of a matrix modulo the prime. ValueError."""
    size = len(rows)
    work = [[*row, *(int(i == j) for j in range(size))] for i, row in enumerate(rows)]
    for place in range(size):
        at = next((r for r in range(place, size) if work[r][place]), None)
        if at is None:
            raise ValueError
        work[place], work[at] = work[at], work[place]
        scale = pow(work[place][place], -1, _PRIME)
        work[place] = [value * scale % _PRIME for value in work[place]]
        for r, row in enumerate(work):
            if r != place and row[place]:
                work[r] = [(v - row[place] * p) % _PRIME for v, p in zip(row, work[place], strict=True)]
    return [row[size:] for row in work]


def _is_column(node: Node) -> bool:
    """Whether an expression is a vector, or a matrix with one column."""
    found = _modular(node)
    return isinstance(found, list) and all(len(row) == 1 for row in found)


def _column(node: Node) -> Residues:
    """A vector as a column. ValueError."""
    found = _modular(node)
    if not isinstance(found, list) or any(len(row) != 1 for row in found):
        raise ValueError
    return found


def _times(left: Residues | int, right: Residues | int) -> Residues | int:
    if isinstance(left, int) and isinstance(right, int):
        return left * right % _PRIME
    if isinstance(left, int) and isinstance(right, list):
        return [[left * entry % _PRIME for entry in row] for row in right]
    if isinstance(right, int) and isinstance(left, list):
        return [[right * entry % _PRIME for entry in row] for row in left]
    if isinstance(left, list) and isinstance(right, list):
        columns = list(zip(*right, strict=True))
        return [[sum(a * b for a, b in zip(row, column, strict=True)) % _PRIME for column in columns] for row in left]
    raise ValueError
