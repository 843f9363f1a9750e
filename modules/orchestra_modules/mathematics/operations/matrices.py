"""Matrices: determinant, inverse, transpose, trace, rank, echelon form, eigenvalues and eigenvectors, A*x = b."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.linear import echelon
from orchestra_modules.mathematics.engines.matrix import Array, array_of, finding, square_of, vector_of
from orchestra_modules.mathematics.engines.symbolic import certain, expression
from orchestra_modules.mathematics.finding import CONFIDENT, Finding, rational, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import Listing, Name, Node, show
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_A = "[the] [matrix] [square matrix] {a}"


@operation(
    "determinant",
    nouns=(f"(determinant|det) of {_A}", "det {a:tight}"),
    calls=("det", "Det", "determinant"),
)
def determinant(work: Work, a: Node) -> Finding:
    """The determinant, by SymPy, and by our own cofactors or elimination."""
    import sympy

    found = square_of(a)
    value = sympy.expand(found.matrix.det(method="berkowitz"))
    if found.rational:
        verified: bool | None = _eliminated_determinant(found.rows()) == Fraction(int(value.p), int(value.q))
    else:
        verified = _zero(value - found.matrix.det(method="laplace"))
    check = "check: another method (elimination, or cofactors) gives the same"
    return expression(value, f"the determinant of {_told(found)}", "Berkowitz's algorithm", check, verified)


def _eliminated_determinant(rows: list[list[Fraction]]) -> Fraction:
    rows = [row[:] for row in rows]
    result = Fraction(1)
    for column in range(len(rows)):
        at = next((r for r in range(column, len(rows)) if rows[r][column]), None)
        if at is None:
            return Fraction(0)
        if at != column:
            rows[at], rows[column] = rows[column], rows[at]
            result = -result
        result *= rows[column][column]
        for row in rows[column + 1 :]:
            factor = row[column] / rows[column][column]
            for place in range(column, len(rows)):
                row[place] -= factor * rows[column][place]
    return result


def _zero(difference: Expr) -> bool | None:
    from orchestra_modules.mathematics.engines.zero import is_zero

    return certain(is_zero(difference)[0])


def _all_zero(matrix: Expr) -> bool | None:
    verdicts = [_zero(entry) for entry in matrix]
    return False if False in verdicts else None if None in verdicts else True


def _told(found: Array) -> str:
    return found.text()


@operation(
    "inverse_matrix",
    nouns=(f"(inverse|inverse matrix) of {_A}",),
    requests=("invert [the] matrix {a}", "(inverse|invert) [matrix] [:] {a:rows}"),
    calls=("inv", "Inverse", "inverse"),
)
def inverse_matrix(work: Work, a: Node) -> Finding:
    """The matrix that gives the unit matrix; of a number its reciprocal."""
    import sympy

    found = square_of(a)
    if _zero(found.matrix.det()):
        raise Undefined("the matrix has no inverse: its determinant is 0")
    inverse = found.matrix.inv().applyfunc(sympy.cancel)
    verified = _all_zero((found.matrix * inverse - sympy.eye(found.matrix.rows)).applyfunc(sympy.cancel))
    check = "check: the product with the matrix is the unit matrix"
    return finding(Array(inverse), f"the inverse of {_told(found)}", "Gauss-Jordan elimination", check, verified)


@operation(
    "is_invertible",
    requests=(
        "is [the] [matrix] {a:rows} (invertible|nonsingular|non - singular|regular|{opposite=yes} singular)",
        "does [the] matrix {a:rows} have an inverse",
    ),
)
def is_invertible(work: Work, a: Node, opposite: Node | None = None) -> Finding:
    """Whether the determinant of a matrix of numbers is not 0."""
    found = _rational(a)
    if found.matrix.rows != found.matrix.cols:
        raise Undefined("only a square matrix has an inverse")
    value = _eliminated_determinant(found.rows())
    full = int(found.matrix.rank()) == found.matrix.rows
    text = f"its determinant is {value}"
    check = "check: the rank, found on its own, is the number of rows only then"
    return truth((value != 0) == (opposite is None), text, "elimination", check, (value != 0) == full)


@operation(
    "transpose",
    nouns=(f"transpose of {_A}",),
    requests=("transpose [the] matrix {a}",),
    calls=("transpose", "Transpose"),
)
def transpose(work: Work, a: Node) -> Finding:
    """Rows and columns exchanged."""
    found = array_of(a)
    result = Array(found.matrix.T)
    verified = all(
        found.matrix[r, c] == result.matrix[c, r] for r in range(found.matrix.rows) for c in range(found.matrix.cols)
    )
    check = "check: every entry compared"
    return finding(result, f"the transpose of {_told(found)}", "rows and columns exchanged", check, verified)


@operation("trace", nouns=(f"trace of {_A}",), calls=("trace", "Tr", "tr"))
def trace(work: Work, a: Node) -> Finding:
    """The sum of the diagonal."""
    import sympy

    found = square_of(a)
    value = sympy.expand(found.matrix.trace())
    second = -found.matrix.charpoly().all_coeffs()[1]
    check = "check: the coefficient in the characteristic polynomial is its negative"
    return expression(value, f"the trace of {_told(found)}", "sum of the diagonal", check, _zero(value - second))


@operation("rank", nouns=(f"rank of {_A}",), calls=("rank", "MatrixRank"))
def rank(work: Work, a: Node) -> Finding:
    """The number of independent rows."""
    found = _rational(a)
    value = int(found.matrix.rank())
    again = len(_echelon(Array(found.matrix.T).rows())[1])
    text = f"the rank of {_told(found)}"
    return rational(Fraction(value), False, text, "check: the columns, eliminated by other code, agree", value == again)


def _rational(a: Node) -> Array:
    found = array_of(a)
    if not found.rational:
        raise NotDone("this is worked out for matrices of rational numbers only")
    return found


def _echelon(rows: list[list[Fraction]]) -> tuple[list[list[Fraction]], list[int]]:
    return echelon(rows, len(rows[0]))


@operation(
    "echelon_form",
    nouns=(f"(reduced row echelon form|row reduced echelon form|reduced echelon form|rref) of {_A}",),
    requests=("row reduce [the] [matrix] {a}", "row-reduce [the] [matrix] {a}"),
    calls=("rref", "RowReduce"),
)
def echelon_form(work: Work, a: Node) -> Finding:
    """The reduced row echelon form."""
    found = _rational(a)
    result = Array(found.matrix.rref()[0])
    verified = _echelon(found.rows())[0] == result.rows()
    check = "check: elimination by other code gives the same; the form is unique"
    return finding(result, f"the reduced echelon form of {_told(found)}", "Gauss-Jordan elimination", check, verified)


@operation(
    "characteristic_polynomial",
    nouns=(f"characteristic polynomial of {_A} [in {{x:variable}}]",),
    calls=("charpoly", "CharacteristicPolynomial"),
    binds=("x",),
)
def characteristic_polynomial(work: Work, a: Node, x: Node | None = None) -> Finding:
    """det(x*I - A)."""
    import sympy

    found = square_of(a)
    letter = sympy.Symbol(x.name if isinstance(x, Name) else "x")
    if letter in found.matrix.free_symbols:
        raise NotUnderstood(f"{letter} stands in the matrix; name another letter")
    value = sympy.expand(found.matrix.charpoly(letter).as_expr())
    again = (letter * sympy.eye(found.matrix.rows) - found.matrix).det(method="laplace")
    check = "check: the determinant of x*I - A by cofactors"
    told = f"the characteristic polynomial of {_told(found)}"
    return expression(value, told, "Berkowitz's algorithm", check, _zero(value - again))


def _eigenvalues(found: Array) -> list[tuple[Expr, int]]:
    import sympy

    if found.matrix.free_symbols:
        raise NotDone("eigenvalues are worked out for matrices of numbers only")
    try:
        values = found.matrix.eigenvals(error_when_incomplete=True)
    except sympy.matrices.MatrixError as error:
        raise NotDone("not all eigenvalues have a closed form") from error
    if any(value.count_ops() > 60 for value in values):
        raise NotDone("the eigenvalues have no short exact form")
    tidy = [(sympy.radsimp(sympy.sqrtdenest(sympy.expand(value))), int(count)) for value, count in values.items()]
    return sorted(tidy, key=lambda pair: tuple(float(sympy.N(part, 20)) for part in pair[0].as_real_imag()))


@operation(
    "eigenvalues",
    nouns=(f"(eigenvalues|eigenvalue|eigen values|characteristic values) of {_A}",),
    calls=("eigenvals", "Eigenvalues", "eigenvalues"),
)
def eigenvalues(work: Work, a: Node) -> Finding:
    """The zeros of the characteristic polynomial, each once, with multiplicities in the text."""
    import sympy

    from orchestra_modules.mathematics.engines.symbolic import approximation, shown, tree

    found = square_of(a)
    values = _eigenvalues(found)
    unit = sympy.eye(found.matrix.rows)
    checks = [_zero(sympy.expand((found.matrix - value * unit).det(method="laplace"))) for value, _ in values]
    complete = sum(count for _, count in values) == found.matrix.rows
    trace_agrees = _zero(sympy.expand(sum(value * count for value, count in values) - found.matrix.trace()))
    verdicts = [*checks, complete, trace_agrees]
    verified = False if False in verdicts else None if None in verdicts else True
    check = "check: det(A - value*I) is 0 for each by cofactors; there are as many as rows, and they sum to the trace"
    texts = [shown(value) for value, _ in values]
    told = ", ".join(
        f"{shown(value)}{approximation(value)}" + (f" ({count} times)" if count > 1 else "") for value, count in values
    )
    nodes = [tree(value) for value, _ in values]
    node = Listing(tuple(n for n in nodes if n is not None)) if None not in nodes else None
    return Finding(
        ", ".join(texts),
        f"the eigenvalues are {told}",
        {"type": "list", "values": [*texts]},
        "zeros of the characteristic polynomial",
        check,
        verified,
        CONFIDENT if verified else 0.93,
        node=node,
    )


@operation(
    "eigenvectors",
    nouns=(f"(eigenvectors|eigenvector|eigen vectors|eigenvalues and eigenvectors) of {_A}",),
    calls=("eigenvects", "Eigenvectors", "Eigensystem"),
)
def eigenvectors(work: Work, a: Node) -> Finding:
    """For each eigenvalue a basis of its vectors."""
    import sympy

    found = square_of(a)
    told: list[str] = []
    verdicts: list[bool | None] = []
    unit = sympy.eye(found.matrix.rows)
    for value, _ in _eigenvalues(found):
        basis = (found.matrix - value * unit).nullspace(simplify=True)
        for vector in basis:
            scaled = _without_fractions(vector)
            verdicts.append(_all_zero((found.matrix * scaled - value * scaled).applyfunc(sympy.expand)))
            told.append(f"{value}: {Array(scaled, True, 'tuple').text()}")
    verified = False if False in verdicts else None if None in verdicts else True
    text = "eigenvectors by eigenvalue, up to a factor: " + "; ".join(told)
    data: JsonValue = {"type": "eigenvectors", "values": [*told]}
    check = "check: the matrix times each vector is the eigenvalue times it"
    return Finding("; ".join(told), text, data, "null spaces of A - value*I", check, verified, 0.95)


def _without_fractions(vector: Expr) -> Expr:
    import sympy

    if all(entry.is_Rational for entry in vector):
        scale = sympy.ilcm(*[entry.q for entry in vector])
        vector = vector * scale
        common = sympy.igcd(*list(vector))
        vector = vector / common if common else vector
        first = next(entry for entry in vector if entry)
        return -vector if first < 0 else vector
    return vector.applyfunc(sympy.radsimp)


@operation(
    "null_space",
    nouns=(f"(null space|nullspace|kernel) of {_A}", f"basis (of|for) the (null space|nullspace|kernel) of {_A}"),
    calls=("nullspace", "NullSpace"),
)
def null_space(work: Work, a: Node) -> Finding:
    """A basis of the vectors that the matrix takes to 0."""
    found = _rational(a)
    basis = [_without_fractions(vector) for vector in found.matrix.nullspace()]
    holds = all(not any(found.matrix * vector) for vector in basis)
    complete = len(basis) == found.matrix.cols - len(_echelon(found.rows())[1])
    texts = [Array(vector, True, "tuple").text() for vector in basis]
    text = f"a basis of the null space is {', '.join(texts)}" if texts else "the null space holds only the zero vector"
    check = "check: each is taken to 0, and there are as many as columns less the rank"
    data: JsonValue = {"type": "list", "values": [*texts]}
    nodes = tuple(Array(vector, True, "tuple").tree() for vector in basis)
    return Finding(", ".join(texts) or "0", text, data, "elimination", check, holds and complete, node=Listing(nodes))


@operation(
    "linear_solution",
    nouns=("solution of [the matrix equation] {a} x = {b}",),
    requests=(
        "solve [the matrix equation] {a} x = {b} [for x]",
        "solve [the] [linear] system [with] [coefficient] matrix {a} and right-hand side {b}",
    ),
    calls=("LinearSolve", "linalg_solve"),
)
def linear_solution(work: Work, a: Node, b: Node) -> Finding:
    """The vector x with A*x = b."""
    matrix, right = _rational(a), vector_of(b)
    if matrix.matrix.rows != len(right.matrix):
        raise Undefined("the matrix and the vector do not fit each other")
    if not right.rational:
        raise NotDone("this is worked out for rational numbers only")
    rows = [[*row, Fraction(int(v.p), int(v.q))] for row, v in zip(matrix.rows(), right.matrix, strict=True)]
    reduced, pivots = _echelon(rows)
    if matrix.matrix.cols in pivots:
        text = "there is no solution"
        check = "check: the rank of the matrix grows with the right side"
        grows = matrix.matrix.row_join(right.matrix).rank() > matrix.matrix.rank()
        return Finding("no solution", text, {"type": "solution set", "value": text}, "elimination", check, grows)
    if len(pivots) < matrix.matrix.cols:
        raise NotDone("there are infinitely many solutions")
    import sympy

    values = [row[-1] for row in reduced[: len(pivots)]]
    vector = sympy.Matrix([sympy.Rational(v.numerator, v.denominator) for v in values])
    verified = matrix.matrix * vector == right.matrix
    told = f"the solution of {show(a)}*x = {show(b)}"
    check = "check: the matrix times the vector is the right-hand side"
    return finding(Array(vector, True, "tuple"), told, "Gauss-Jordan elimination", check, verified)
