"""From a typed problem to a Finding: decide, check by another road, tell. Knows no English of questions."""

from __future__ import annotations

import re
from dataclasses import replace

from pydantic import JsonValue

from orchestra_modules.logic.formulas import decide, models, transforms, verdicts
from orchestra_modules.logic.formulas.domains import InDomain
from orchestra_modules.logic.formulas.problems import (
    Classify,
    CountModels,
    CountRows,
    Entails,
    Equivalent,
    Evaluate,
    FindModel,
    HasProperty,
    ListModels,
    Problem,
    Run,
    Satisfiability,
    Select,
    SelectModel,
    Task,
    Transform,
    TruthTable,
)
from orchestra_modules.logic.formulas.selecting import select
from orchestra_modules.logic.formulas.structures import as_structure
from orchestra_modules.logic.formulas.syntax import (
    Atom,
    Binary,
    Formula,
    Not,
    Quantified,
    conjunction,
    is_propositional,
    letters,
    plain,
    show,
)
from orchestra_modules.logic.formulas.truth_table import table
from orchestra_modules.solving.finding import CONFIDENT, Finding, truth
from orchestra_modules.solving.options import Option
from orchestra_modules.solving.refusal import NotDone, NotUnderstood


def solve(problem: Problem) -> Finding:
    """The one answer of all readings. NotUnderstood if they differ."""
    found = [_task(task, problem.options) for task in problem.tasks]
    if len({one.value for one in found}) > 1:
        raise NotUnderstood(
            f"a sign has two readings that differ in the answer: {' / '.join(one.text for one in found)}"
        )
    first = found[0]
    notes = (*(f"read so: {note}" for note in problem.notes), *first.steps)
    unsure = [one for one in found if one.verified is not True]
    return Finding(
        first.value,
        first.text,
        first.data,
        first.method,
        first.check,
        unsure[0].verified if unsure else True,
        min(one.confidence for one in found),
        notes,
    )


def _task(task: Task, options: tuple[Option, ...]) -> Finding:
    match task:
        case Select():
            return select(task, options)
        case SelectModel():
            return models.selected(task, options)
        case Run(script):
            from orchestra_modules.logic.formulas import scripts

            return verdicts.on_options(scripts.run(script), options)
        case _:
            return verdicts.on_options(_single(task), options)


def _single(task: Task) -> Finding:
    match task:
        case Evaluate():
            return _evaluate(task)
        case TruthTable(formulas):
            return _table(formulas)
        case HasProperty():
            return _property(task)
        case Classify(formula, third):
            return _classify(formula, third)
        case Equivalent(left, right):
            return _equivalent(left, right)
        case Entails():
            return _entails(task)
        case Transform():
            return _transform(task)
        case CountModels(formula, value, over):
            return _count(formula, value, over)
        case CountRows(formula):
            return _rows(formula)
        case FindModel():
            return _model(task)
        case ListModels():
            return models.listed(task)
        case InDomain():
            return _in_domain(task)
        case Satisfiability(formulas):
            found = _property(HasProperty(formulas, "satisfiable"))
            return replace(found, value="satisfiable" if found.value == "True" else "unsatisfiable")
    raise NotDone("no such task")


def _evaluate(task: Evaluate) -> Finding:
    given = dict(task.assignment)
    names = letters(task.formula)
    known = _as_formulas(given)
    under = f" where {_told(given)}" if given else ""
    values = {
        value: decide.satisfiable((*known, task.formula if value else Not(task.formula))).satisfiable
        for value in (True, False)
    }
    if values[True] and values[False]:
        missing = ", ".join(name for name in names if name not in given)
        raise NotDone(f"the value depends on {missing}")
    value = values[True]
    column = table(task.formula, over=tuple(dict.fromkeys((*names, *given))))
    rows = [row for row in range(column.rows) if given.items() <= column.assignment(row).items()]
    agreed = {column.true_in(0, row) for row in rows} == {value}
    check = f"checked: the truth table and Z3 {'agree' if agreed else 'disagree'}"
    said = f"{show(task.formula)} is {value}{under}"
    if not task.wanted:
        return truth(not value, said, "truth table", check, agreed)
    data: JsonValue = {"type": "truth", "value": value}
    return Finding(str(value), f"{said}.", data, "truth table", check, agreed)


def _as_formulas(given: dict[str, bool]) -> list[Formula]:
    return [Atom(name) if value else Not(Atom(name)) for name, value in given.items()]


def _in_domain(task: InDomain) -> Finding:
    holds = task.structure.holds(task.formula)
    agreed = task.structure.holds(transforms.nnf(Not(task.formula))) is not holds
    said = show(task.formula)
    for name, written in task.written:
        said = re.sub(rf"{name}\([^()]*\)", f"({written})", said)
    told = f"{said} is {str(holds).lower()} of the things {', '.join(task.things)}"
    check = "checked: its denial, moved to the smallest parts, has the other value"
    return truth(holds, told, "every thing tried for every variable", check, agreed)


def _told(assignment: dict[str, bool]) -> str:
    return ", ".join(f"{name}={'T' if value else 'F'}" for name, value in assignment.items())


def _table(formulas: tuple[Formula, ...]) -> Finding:
    found = table(*formulas)
    lines = tuple(found.lines())
    rows = range(found.rows)
    cells = [[found.true_in(i, row) for i in range(len(formulas))] for row in rows]
    value = "; ".join(
        f"{_told(found.assignment(row))}: {', '.join('T' if cell else 'F' for cell in cells[row])}" for row in rows
    )
    agreed = all(
        _holds_in(formula, found.assignment(row)) == cells[row][i] for row in rows for i, formula in enumerate(formulas)
    )
    names: list[JsonValue] = [*found.letters]
    columns: list[JsonValue] = [plain(formula) for formula in formulas]
    values: list[JsonValue] = [[*found.assignment(row).values(), *cells[row]] for row in rows]
    data: JsonValue = {"type": "truth table", "letters": names, "formulas": columns, "rows": values}
    check = f"checked: every row was evaluated again by itself and {'agrees' if agreed else 'disagrees'}"
    return Finding(value, "\n".join(lines), data, "columns of all rows at once", check, agreed, CONFIDENT)


def _holds_in(formula: Formula, assignment: dict[str, bool]) -> bool:
    return as_structure(assignment).holds(formula)


def _property(task: HasProperty) -> Finding:
    formulas, name = task.formulas, task.property
    said = show(formulas[0]) if len(formulas) == 1 else "the set " + ", ".join(map(show, formulas))
    if name in ("satisfiable", "unsatisfiable"):
        decision = decide.satisfiable(formulas)
        answer = decision.satisfiable == (name == "satisfiable")
        what = f"{said} is {'satisfiable' if decision.satisfiable else 'unsatisfiable'}"
        return verdicts.told(answer, what, (decision,), _sources(formulas), name)
    formula = formulas[0]
    if name in ("valid", "falsifiable"):
        decision = decide.valid(formula)
        answer = decision.satisfiable == (name == "falsifiable")
        what = f"{said} is {'not valid' if decision.satisfiable else 'valid'}"
        return verdicts.told(answer, what, (decision,), ("its negation",), name)
    some, other = decide.satisfiable(formulas), decide.valid(formula)
    answer = some.satisfiable and other.satisfiable
    what = f"{said} is {'true in one case and false in another' if answer else 'not contingent'}"
    return verdicts.told(answer, what, (some, other), ("the formula",), name)


def _sources(formulas: tuple[Formula, ...]) -> tuple[str, ...]:
    return tuple(f"formula {i}" for i in range(1, len(formulas) + 1)) if len(formulas) > 1 else ("the formula",)


def _classify(formula: Formula, third: str) -> Finding:
    some, other = decide.satisfiable((formula,)), decide.valid(formula)
    kind = "contradiction" if not some.satisfiable else third if other.satisfiable else "tautology"
    article = "a " if kind in ("tautology", "contradiction") else ""
    text = f"{show(formula)} is {article}{kind}." if kind != "neither" else f"{show(formula)} is neither of them."
    found = verdicts.told(True, text, (some, other), ("the formula or its negation",), "class")
    return Finding(
        kind,
        text,
        {"type": "class", "value": kind},
        found.method,
        found.check,
        found.verified,
        found.confidence,
        found.steps,
    )


def _equivalent(left: Formula, right: Formula) -> Finding:
    decision = decide.equivalent(left, right)
    verb = "differ" if decision.satisfiable else "are equivalent"
    said = f"{show(left)} and {show(right)} {verb}"
    return verdicts.told(not decision.satisfiable, said, (decision,), ("that they differ",), "equivalent")


def _entails(task: Entails) -> Finding:
    sources = (*(f"premise {i}: {show(p)}" for i, p in enumerate(task.premises, 1)), "the conclusion denied")
    if task.asked == "consistency":
        together = (*task.premises, task.conclusion)
        decision = decide.satisfiable(together)
        can = "can" if decision.satisfiable else "cannot"
        said = f"{show(task.conclusion)} {can} be true together with the premises"
        return verdicts.told(decision.satisfiable, said, (decision,), (*sources[:-1], "the conclusion"), "satisfiable")
    if task.asked in ("validity", "invalidity", "valid or invalid"):
        decision = decide.entails(task.premises, task.conclusion)
        follows = not decision.satisfiable
        said = f"{show(task.conclusion)} {'follows' if follows else 'does not follow'} from the premises"
        if follows and len(task.premises) not in decision.core and decision.core:
            said += ", which contradict each other, so that everything does"
        if task.asked == "invalidity":
            return verdicts.told(not follows, said, (decision,), sources, "relation")
        found = verdicts.told(follows, said, (decision,), sources, "entailed")
        return found if task.asked == "validity" else replace(found, value="valid" if follows else "invalid")
    related = decide.relation(task.premises, task.conclusion)
    if related.relation == "contradictory":
        numbers = ", ".join(str(i + 1) for i in related.decisions[0].core if i < len(task.premises))
        raise NotDone(f"the premises contradict each other{f' (numbers {numbers})' if numbers else ''}")
    value = {"entailed": task.words[0], "refuted": task.words[1], "open": task.neither}[related.relation]
    if related.relation == "open" and task.asked == "truth":
        raise NotDone("the premises leave open whether the conclusion is true")
    told = {
        "entailed": "follows from the premises",
        "refuted": "is false if the premises are true: its negation follows",
        "open": "is left open by the premises: neither it nor its negation follows",
    }[related.relation]
    last = "the conclusion denied" if related.relation != "refuted" else "the conclusion"
    text = f"{value}: {show(task.conclusion)} {told}."
    base = verdicts.told(True, text, related.decisions, (*sources[:-1], last), "relation")
    data: JsonValue = {"type": "entailment", "value": related.relation}
    return Finding(value, text, data, base.method, base.check, base.verified, base.confidence, base.steps)


def _transform(task: Transform) -> Finding:
    if task.before:
        first = _transform(Transform(task.formula, task.before[0]))
        again = transforms.transform(task.formula, task.before[0])
        last = _transform(Transform(again, task.form, task.before[1:]))
        verified = True if first.verified and last.verified else None
        return replace(last, verified=verified, steps=(first.text, *last.steps))
    result = transforms.transform(task.formula, task.form)
    method = f"rewriting into the form {task.form!r}"
    claim = {"negation": Not(task.formula)}.get(task.form, task.formula)
    if task.form == "contrapositive" or task.form in ("cnf", "dnf", "nnf", "negation", "simplest"):
        decision = decide.equivalent(result, claim)
        if decision.satisfiable:
            raise NotDone("the rewritten formula is not equivalent to the given one")
        verified, check = decision.verified, f"checked: the result is equivalent; {decision.check}"
    elif task.form == "dual":
        # the dual of f, with every letter denied, is the negation of f
        decision = decide.equivalent(_letters_denied(result), Not(task.formula))
        if decision.satisfiable:
            raise NotDone("the rewritten formula is not the dual of the given one")
        verified = decision.verified
        check = f"checked: with every letter denied it is the negation; {decision.check}"
    else:
        spelled = _spelled_out(task.formula)
        decision = decide.equivalent(result, spelled)
        if decision.satisfiable:
            raise NotDone(f"the rewritten formula is not the {task.form} of the given one")
        verified, check = decision.verified, f"checked: it is equivalent to {show(spelled)}; {decision.check}"
    names = {
        "simplest": "The shortest form found",
        "cnf": "A conjunctive normal form",
        "dnf": "A disjunctive normal form",
    }
    name = names.get(task.form, f"The {'negation normal form' if task.form == 'nnf' else task.form}")
    text = f"{name} of {show(task.formula)} is {show(result)}."
    data: JsonValue = {"type": "formula", "value": plain(result)}
    return Finding(plain(result), text, data, method, check, verified)


def _spelled_out(formula: Formula) -> Formula:
    """What the converse and the inverse of a conditional both say: its left side holds, or its right one fails."""
    match formula:
        case Quantified("forall", variable, body):
            return Quantified("forall", variable, _spelled_out(body))
        case Binary("implies", left, right):
            return Binary("or", left, Not(right))
    raise NotDone("it is formed of a conditional")


def _letters_denied(formula: Formula) -> Formula:
    match formula:
        case Atom():
            return Not(formula)
        case Not(body):
            return Not(_letters_denied(body))
        case Binary(operator, left, right):
            return Binary(operator, _letters_denied(left), _letters_denied(right))
        case _:
            return formula


def _count(formula: Formula, value: bool, over: tuple[str, ...] = ()) -> Finding:
    if not is_propositional(formula):
        raise NotDone("assignments are counted for propositional formulas only")
    found = table(formula, over=over or None)
    column = found.columns[0].bit_count()
    count = column if value else found.rows - column
    rows = (found.assignment(row) for row in range(found.rows))
    again = sum(_holds_in(formula, row) == value for row in rows) if found.rows <= 4096 else None
    check = "checked: every row was evaluated by itself" if again is not None else "not counted again: too many rows"
    verified = None if again is None else again == count
    every = f"the {found.rows} assignments to {', '.join(found.letters)}"
    text = f"{count} of {every} make {show(formula)} {str(value).lower()}."
    return Finding(str(count), text, {"type": "integer", "value": count}, "truth table", check, verified)


def _rows(formula: Formula) -> Finding:
    if not is_propositional(formula):
        raise NotDone("only a propositional formula has a truth table")
    found = table(formula)
    again = len({tuple(sorted(found.assignment(row).items())) for row in range(found.rows)})
    names = ", ".join(found.letters)
    text = f"The truth table of {show(formula)} has {found.rows} rows, one for each way to value {names}."
    check = "checked: the rows were written out, and no two are the same"
    return Finding(
        str(found.rows), text, {"type": "integer", "value": found.rows}, "truth table", check, again == found.rows
    )


def _model(task: FindModel) -> Finding:
    formulas = task.formulas if task.value else (Not(conjunction(task.formulas)),)
    decision = decide.satisfiable(formulas)
    said = ", ".join(map(show, task.formulas))
    if not decision.satisfiable:
        text = f"There is none: {said} {'cannot be true' if task.value else 'cannot be false'}."
        base = verdicts.told(False, text, (decision,), _sources(formulas), "model")
        return Finding("none", text, None, base.method, base.check, base.verified, base.confidence, base.steps)
    if decision.structure is None:
        raise NotDone("there is a model, but none that can be written down was found")
    told = decision.structure.told()
    text = f"{said} {'is' if len(task.formulas) == 1 else 'are'} {'true' if task.value else 'false'} where {told}."
    data: JsonValue = {"type": "model", "value": decision.structure.as_json()}
    return Finding(told, text, data, "Z3", f"checked: {decision.check}", decision.verified, decision.confidence)
