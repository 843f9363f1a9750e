"""All assignments under which a formula is true (or false), and which of several offered ones is among them."""

from __future__ import annotations

from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.formulas.problems import ListModels, SelectModel
from orchestra_modules.logic.formulas.structures import as_structure
from orchestra_modules.logic.formulas.syntax import is_propositional, show
from orchestra_modules.logic.formulas.truth_table import table
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone, TooCostly

_MOST_SHOWN: Final = 64
_MOST_ROWS: Final = 4_096
_METHOD: Final = "columns of all rows at once"


def listed(task: ListModels) -> Finding:
    """Every such assignment; the only one, if only one is asked for."""
    if not is_propositional(task.formula):
        raise NotDone("assignments are listed for propositional formulas only")
    found = table(task.formula)
    if found.rows > _MOST_ROWS:
        raise TooCostly("the truth table has too many rows")
    rows = [found.assignment(row) for row in range(found.rows) if found.true_in(0, row) == task.value]
    if task.only and len(rows) != 1:
        raise NotDone(f"there are {len(rows)} such assignments, not one")
    if len(rows) > _MOST_SHOWN:
        raise TooCostly(f"more than {_MOST_SHOWN} assignments")
    again = [
        row for row in map(found.assignment, range(found.rows)) if as_structure(row).holds(task.formula) == task.value
    ]
    value = "; ".join(", ".join(f"{name} = {cell}" for name, cell in row.items()) for row in rows) or "none"
    said = "true" if task.value else "false"
    text = f"{show(task.formula)} is {said} under: {value}." if rows else f"{show(task.formula)} is never {said}."
    data: JsonValue = {"type": "models", "values": [dict[str, JsonValue](row) for row in rows]}
    check = "checked: every row was evaluated again by itself"
    return Finding(value, text, data, _METHOD, check, again == rows)


def selected(task: SelectModel, options: tuple[Option, ...]) -> Finding:
    """The one offered assignment that makes the formula true (or false)."""
    if not is_propositional(task.formula):
        raise NotDone("assignments are listed for propositional formulas only")
    found = table(task.formula)
    given = dict(zip(options, task.assignments, strict=True))
    if any({name for name, _ in each} != set(found.letters) for each in task.assignments):
        raise NotDone("an option does not give a value to each letter of the formula")
    rows = {row: found.assignment(row) for row in range(found.rows)}
    fits = {
        option: any(found.true_in(0, row) == task.value for row, values in rows.items() if values == dict(each))
        for option, each in given.items()
    }
    again = {option: as_structure(dict(each)).holds(task.formula) == task.value for option, each in given.items()}
    chosen = choose(options, lambda option: fits[option])
    text = f"{chosen.value}: {show(task.formula)} is {'true' if task.value else 'false'} under {chosen.text}."
    data: JsonValue = {"type": "option", "value": chosen.value}
    check = "checked: the formula was evaluated again under each option by itself"
    return Finding(chosen.value, text, data, _METHOD, check, again == fits)
