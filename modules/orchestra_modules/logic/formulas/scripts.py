"""Scripts in SMT-LIB run: each check decided by Z3, its model evaluated on every claim in plain Python.

That claims contradict each other is confirmed by trying every value where these are few (Booleans and short bit
vectors); elsewhere nothing confirms it, and the answer says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from pydantic import JsonValue

from orchestra_modules.logic.formulas.engine import bounded_solver
from orchestra_modules.logic.formulas.script import Assert, Check, Scope, Script, Show
from orchestra_modules.logic.formulas.sexpr import write
from orchestra_modules.logic.formulas.smt_terms import Sort, Term
from orchestra_modules.logic.formulas.smt_values import Array, Function, Value, evaluate
from orchestra_modules.solving.finding import CONFIDENT, Finding
from orchestra_modules.solving.refusal import NotDone, TooCostly

#: bits of all constants together for which every value is tried
_MAX_TRIED_BITS: Final = 14
_ONE_ROAD: Final = 0.9


def run(script: Script) -> Finding:
    """The outcome of each check in the script, in order."""
    claims: list[list[Term]] = [[]]
    outcomes: list[str] = []
    verified: bool | None = True
    steps, checks = list(script.notes), []
    model: dict[str, Function] | None = None
    shown: list[str] = []
    for command in script.commands:
        match command:
            case Assert(term):
                claims[-1].append(term)
            case Scope(levels):
                claims = [*claims, *([] for _ in range(levels))] if levels > 0 else claims[:levels]
            case Check(assuming):
                current = [term for level in claims for term in level] + list(assuming)
                outcome, model, values = _decide(script, current)
                outcomes.append(outcome)
                sure, how = _confirmed(script, current, outcome, model)
                verified = verified and sure
                checks.append(how)
                if values:
                    steps.append(f"a model: {values}")
            case Show(terms) if terms and model is not None:
                shown += [f"{write(term.node())} = {evaluate(term, model)}" for term in terms]
    value = ", ".join(outcomes)
    meaning = {"sat": "the claims can be true together", "unsat": "the claims contradict each other"}
    text = f"{value}: {meaning[outcomes[0]]}." if len(outcomes) == 1 else f"The checks give {value}."
    text += f" {', '.join(shown)}." if shown else ""
    data: JsonValue = {"type": "outcomes", "value": [*outcomes], "shown": [*shown], "yes": script.asks_satisfiable}
    check = "checked: " + "; ".join(dict.fromkeys(checks))
    confidence = CONFIDENT if verified else _ONE_ROAD
    return Finding(value, text, data, "Z3", check, verified, confidence, tuple(steps))


def _decide(script: Script, claims: list[Term]) -> tuple[str, dict[str, Function] | None, str]:
    """The outcome, and the model as functions and as text; no functions where some value is not understood."""
    import z3

    context = z3.Context()
    solver = bounded_solver(context)
    try:
        # the text is printed from checked terms; nothing of the question itself is handed over
        solver.add(z3.parse_smt2_string(_text(script, claims), ctx=context))
    except z3.Z3Exception as error:
        raise NotDone("Z3 refuses the script") from error
    outcome = solver.check()
    if outcome == z3.unknown:
        raise TooCostly("Z3 does not decide the script within its limits")
    if outcome == z3.unsat:
        return "unsat", None, ""
    found = solver.model()
    told = ", ".join(
        f"{d.name()} = {' '.join(str(found[d]).split())}" for d in sorted(found.decls(), key=str) if d.arity() == 0
    )
    try:
        return "sat", _functions(z3, script, found, context), told[:400]
    except NotDone:
        return "sat", None, told[:400]


def _text(script: Script, claims: list[Term]) -> str:
    lines = [write(("declare-sort", sort, "0")) for sort in script.sorts]
    lines += [write(("declare-fun", name, sorts, result)) for name, sorts, result in script.functions]
    lines += [write(("assert", claim.node())) for claim in claims]
    return "\n".join(lines)


def _functions(z3: Any, script: Script, model: Any, context: Any) -> dict[str, Function]:
    """What every declared symbol is in a model."""
    by_name = {decl.name(): decl for decl in model.decls()}
    return {name: _function(z3, model, by_name.get(name), sorts, result) for name, sorts, result in script.functions}


def _function(z3: Any, model: Any, decl: Any, sorts: tuple[Sort, ...], result: Sort) -> Function:
    if decl is None:
        anything = _any(result)
        return lambda _: anything
    if not sorts:
        value = _value(z3, model[decl])
        return lambda _: value
    meaning = model[decl]
    entries = {}
    for i in range(meaning.num_entries()):
        entry = meaning.entry(i)
        entries[tuple(_value(z3, entry.arg_value(j)) for j in range(entry.num_args()))] = _value(z3, entry.value())
    default = _value(z3, meaning.else_value())
    return lambda args: entries.get(args, default)


def _any(sort: Sort) -> Value:
    if sort == "Bool":
        return False
    if sort in ("Int", "Real"):
        return 0
    if isinstance(sort, tuple):
        return 0 if sort[0] == "_" else Array(_any(sort[2]))
    raise NotDone("a thing of a declared sort that the model does not name")


def _value(z3: Any, value: Any) -> Value:
    if z3.is_true(value) or z3.is_false(value):
        return bool(z3.is_true(value))
    if z3.is_int_value(value):
        return int(value.as_long())
    if z3.is_rational_value(value):
        return Fraction(value.numerator_as_long(), value.denominator_as_long())
    if z3.is_bv_value(value):
        return int(value.as_long())
    if z3.is_K(value):
        return Array(_value(z3, value.arg(0)))
    if z3.is_store(value):
        array, index, new = (_value(z3, value.arg(i)) for i in range(3))
        if isinstance(array, Array):
            return array.set(index, new)
    if z3.is_const(value) and value.decl().kind() == z3.Z3_OP_UNINTERPRETED:
        return str(value)
    raise NotDone("a value of the model that is not evaluated")


def _confirmed(
    script: Script, claims: list[Term], outcome: str, model: dict[str, Function] | None
) -> tuple[bool | None, str]:
    if outcome == "sat":
        if model is None:
            return None, "the model that Z3 found has values that are not evaluated here"
        try:
            holds = all(evaluate(claim, model) is True for claim in claims)
        except (NotDone, TypeError):
            return None, "the model that Z3 found could not be evaluated"
        return holds, f"the model that Z3 found {'makes' if holds else 'does not make'} every claim true"
    assignments = _all_assignments(script)
    if assignments is None:
        return None, "nothing beside Z3 confirms the contradiction"
    try:
        found = any(all(evaluate(claim, values) is True for claim in claims) for values in assignments)
    except NotDone:
        return None, "nothing beside Z3 confirms the contradiction"
    return not found, f"every value of the constants was tried and {'one fits' if found else 'none fits'}"


def _all_assignments(script: Script) -> Iterator[dict[str, Function]] | None:
    """Every way to give values to the constants; none if there are too many."""
    ranges: list[range] = []
    bits = 0
    for _, sorts, result in script.functions:
        if sorts or not (result == "Bool" or (isinstance(result, tuple) and result[:2] == ("_", "BitVec"))):
            return None
        width = 1 if result == "Bool" else int(str(result[2]))
        bits += width
        if bits > _MAX_TRIED_BITS:
            return None
        ranges.append(range(1 << width))
    return _assignments(script, ranges)


def _assignments(script: Script, ranges: list[range]) -> Iterator[dict[str, Function]]:
    for chosen in itertools.product(*ranges):
        values = (bool(v) if f[2] == "Bool" else v for v, f in zip(chosen, script.functions, strict=True))
        yield {f[0]: _constant(value) for f, value in zip(script.functions, values, strict=True)}


def _constant(value: Value) -> Function:
    return lambda _: value
