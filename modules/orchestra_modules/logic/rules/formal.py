"""Problems that come as JSON instead of a text, with formulas as strings in any notation, or a program as a string.

    {"kind": "rules", "premises": ["all x. (heron(x) -> loud(x))", "heron(pim)"], "claim": "loud(pim)"}
    {"kind": "rules", "program": "...", "options": ["A) ...", "B) ..."]}

`asking` is "truth" (default), "follows" or "valid"; `closed` true makes what is not stated false. Predicates take one
thing or two, or none where whole clauses are meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.formulas import syntax
from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.segments import parse_all
from orchestra_modules.logic.rules import programs
from orchestra_modules.logic.rules.answering import Told
from orchestra_modules.logic.rules.formulas import (
    Atom,
    Const,
    Exists,
    ForAll,
    Formula,
    Implies,
    Not,
    Term,
    Var,
    conj,
    constants,
    disj,
    exactly_one,
)
from orchestra_modules.logic.rules.problem import Asking, Problem, Statement
from orchestra_modules.solving.options import Option
from orchestra_modules.solving.refusal import NotUnderstood

_ASKING: Final = {"truth": Asking.TRUTH, "follows": Asking.FOLLOWS, "valid": Asking.VALID}
_KEYS: Final = frozenset({"kind", "premises", "claim", "asking", "closed", "program", "options"})


def from_json(body: JsonValue) -> Told:
    """The problem that a body states. NotUnderstood if it is not of the form above."""
    if not isinstance(body, dict) or not body.keys() <= _KEYS:
        raise NotUnderstood(f"a formal problem is a JSON object with keys among {', '.join(sorted(_KEYS))}")
    options = tuple(Option(chr(ord("A") + i), text) for i, text in enumerate(_strings(body, "options", ())))
    if "program" in body:
        (program,) = _strings(body, "program")
        return Told(programs.read(program, options))
    texts = (*_strings(body, "premises"), *_strings(body, "claim"))
    asking = _ASKING.get(str(body.get("asking", "truth")))
    closed = body.get("closed", False)
    if asking is None or not isinstance(closed, bool) or len(_strings(body, "claim")) != 1:
        raise NotUnderstood(f"one 'claim', 'asking' one of {', '.join(_ASKING)}, and 'closed' true or false")
    parsed, _ = parse_all(texts, Conventions())
    if any(len(part) != 1 for part in parsed):
        raise NotUnderstood("each string holds one formula")
    writer = _Writer()
    statements = [Statement(text, writer.formula(part[0], {})) for text, part in zip(texts, parsed, strict=True)]
    named = {thing for statement in statements for thing in constants(statement.formula)}
    ordered = tuple(sorted(named, key=lambda thing: thing.name))
    return Told(Problem(tuple(statements[:-1]), statements[-1], asking, closed=closed, named=ordered), options)


def _strings(body: Mapping[str, JsonValue], key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
    value = body.get(key)
    if value is None and default is not None:
        return default
    listed = value if isinstance(value, list) else [value]
    texts = tuple(one for one in listed if isinstance(one, str))
    if len(texts) != len(listed):
        raise NotUnderstood(f"{key!r} holds a string, or a list of them")
    return texts


class _Writer:
    """Formulas of the notation as those of this kind, with variables named apart."""

    def __init__(self) -> None:
        self.count = 0

    def formula(self, formula: syntax.Formula, bound: Mapping[str, Var]) -> Formula:
        match formula:
            case syntax.Atom(name, args):
                if len(args) > 2:
                    raise NotUnderstood(f"'{name}' is said of more than two things")
                return Atom(name, tuple(self.term(arg, bound) for arg in args))
            case syntax.Not(body):
                return Not(self.formula(body, bound))
            case syntax.Binary(operator, left, right):
                one, other = self.formula(left, bound), self.formula(right, bound)
                match operator:
                    case "and":
                        return conj(one, other)
                    case "or":
                        return disj(one, other)
                    case "implies":
                        return Implies(one, other)
                    case "iff":
                        return conj(Implies(one, other), Implies(other, one))
                    case "xor":
                        return exactly_one((one, other))
            case syntax.Quantified(quantifier, variable, body):
                self.count += 1
                mine = Var(f"x{self.count}")
                kind = ForAll if quantifier == "forall" else Exists
                return kind(mine, self.formula(body, {**bound, variable: mine}))
        raise NotUnderstood("equality and truth values are read as formulas, not as rules")

    def term(self, term: syntax.Term, bound: Mapping[str, Var]) -> Term:
        match term:
            case syntax.Variable(name):
                if name not in bound:
                    raise NotUnderstood(f"the variable '{name}' is not bound")
                return bound[name]
            case syntax.Application(name, ()):
                return Const(name)
        raise NotUnderstood("functions are read as formulas, not as rules")
