"""What a logic program says, by the shortest way there is: written to be compared with the solver, not to be fast.

Rules: every instance over every name, applied until nothing changes. Constraints: every assignment in turn. Shares no
code with the solver. `python -m benchmarks.programs_reference FILE` compares both, program by program, over a JSON list
of {"program", "answer"}; the answers A, B, C stand for True, False, Unknown where the program lists no options.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections import Counter
from pathlib import Path

MALFORMED = "malformed"
_LITERAL = re.compile(r"\s*([A-Za-z_]\w*)\(((?:\s*\$?\w+\s*,)*)\s*(True|False)\s*\)\s*")
_COMPARISON = re.compile(r"\s*(\w+)\s*([-+]\s*\d+)?\s*(==|!=|<=|>=|<|>)\s*(\w+)\s*([-+]\s*\d+)?\s*")
_DIFFERENT = re.compile(r"\s*AllDifferentConstraint\(\[([\w\s,]*)\]\)\s*")
_VARIABLE = re.compile(r"\s*(\w+)\s*\[IN\]\s*\[([\d\s,]+)\]\s*")

Literal = tuple[str, tuple[str, ...], bool]


def reference(program: str) -> str:
    """True, False, Unknown, Both, an option's letter, None (no single option), Impossible, or malformed."""
    parts: dict[str, list[str]] = {}
    lines = parts.setdefault("", [])
    for line in program.split("\n"):
        text = line.partition(":::")[0].strip()
        if re.fullmatch(r"(Predicates|Facts|Rules|Query|Domain|Variables|Constraints):", text):
            lines = parts.setdefault(text[:-1], [])
        elif text:
            lines.append(text)
    try:
        return _constraints(parts) if "Domain" in parts else _rules(parts)
    except (KeyError, ValueError):
        return MALFORMED


def _literal(text: str, arities: dict[str, int]) -> Literal:
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise ValueError(text)
    args = tuple(part.strip() for part in match[2].split(",") if part.strip())
    if arities[match[1]] != len(args):
        raise ValueError(text)
    return match[1], args, match[3] == "True"


def _rules(parts: dict[str, list[str]]) -> str:
    arities = {line.partition("(")[0]: line.count("$") for line in parts["Predicates"]}
    known = {_literal(line, arities) for line in parts["Facts"]}
    rules = []
    for line in parts["Rules"]:
        left, _, right = line.partition(">>>")
        rules.append(
            ([_literal(b, arities) for b in left.split("&&")], [_literal(h, arities) for h in right.split("&&")])
        )
    (query,) = (_literal(line, arities) for line in parts["Query"])
    everything = [*known, query, *(literal for body, heads in rules for literal in (*body, *heads))]
    names = sorted({arg for _, args, _ in everything for arg in args if not arg.startswith("$")})
    while True:
        before = len(known)
        for body, heads in rules:
            variables = sorted({arg for _, args, _ in (*body, *heads) for arg in args if arg.startswith("$")})
            for things in itertools.product(names, repeat=len(variables)):
                values = dict(zip(variables, things, strict=True))
                ground = [(p, tuple(values.get(a, a) for a in args), sign) for p, args, sign in (*body, *heads)]
                if all(literal in known for literal in ground[: len(body)]):
                    known.update(ground[len(body) :])
        if len(known) == before:
            break
    holds, denied = query in known, (query[0], query[1], not query[2]) in known
    return "Both" if holds and denied else "True" if holds else "False" if denied else "Unknown"


def _side(name: str, offset: str | None, values: dict[str, int]) -> int:
    number = int(name) if name.isdigit() else values[name]
    return number + int((offset or "0").replace(" ", ""))


def _holds(text: str, values: dict[str, int]) -> bool:
    if match := _DIFFERENT.fullmatch(text):
        named = [values[name.strip()] for name in match[1].split(",")]
        return len(set(named)) == len(named)
    match = _COMPARISON.fullmatch(text)
    if match is None:
        raise ValueError(text)
    left, right = _side(match[1], match[2], values), _side(match[4], match[5], values)
    order = (left > right) - (left < right)
    return order in {"==": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}[match[3]]


def _constraints(parts: dict[str, list[str]]) -> str:
    found = [_VARIABLE.fullmatch(line) for line in parts["Variables"]]
    variables = {match[1]: [int(n) for n in match[2].split(",")] for match in found if match is not None}
    if len(variables) != len(found):
        raise ValueError("variables")
    options = dict(line.split(")", 1) for line in parts["Query"])
    # the permutations are the assignments that the usual "all different" leaves; without it every assignment is tried
    values = list(variables.values())
    distinct = all(v == values[0] for v in values) and any(
        len(set(re.findall(r"\w+", line))) == len(variables) + 1 for line in parts["Constraints"] if "AllDiff" in line
    )
    choices = itertools.permutations(values[0], len(values)) if distinct else itertools.product(*values)
    alive, possible = set(options), False
    for numbers in choices:
        assignment = dict(zip(variables, numbers, strict=True))
        if all(_holds(line, assignment) for line in parts["Constraints"]):
            possible = True
            alive = {label for label in alive if _holds(options[label], assignment)}
    if not possible:
        return "Impossible"
    return alive.pop() if len(alive) == 1 else "None"


def compare(path: Path) -> tuple[Counter[str], Counter[str]]:
    """How the solver's answers stand to the expected ones, and to the reference."""
    from orchestra_modules.logic.rules.programs import run
    from orchestra_modules.solving.refusal import NotUnderstood, Refusal

    expected, same = Counter[str](), Counter[str]()
    letters = {"True": "A", "False": "B", "Unknown": "C"}
    for item in json.loads(path.read_text()):
        said = reference(item["program"])
        try:
            value = run(item["program"]).value
        except Refusal as refusal:
            malformed = isinstance(refusal, NotUnderstood)
            expected["malformed" if malformed else "declined"] += 1
            agrees = said == MALFORMED if malformed else said in ("Both", "None", "Impossible")
        else:
            expected["right" if letters.get(value, value) == item["answer"] else "wrong"] += 1
            agrees = value == said
        same["agrees with the program" if agrees else "differs"] += 1
    return expected, same


if __name__ == "__main__":
    for name in sys.argv[1:]:
        against_labels, against_reference = compare(Path(name))
        print(Path(name).name, dict(against_labels), dict(against_reference))
