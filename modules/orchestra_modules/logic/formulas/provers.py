"""The input of theorem provers as the parts of an argument: "fof(...)." of TPTP, the lists of Prover9.

What each wraps (names, roles, list marks) is taken off here; the formulas themselves are for the grammar of formulas.
Knows no clauses of TPTP ("cnf") and no types ("tff").
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.formulas.arguments import Argument
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_FOF: Final = regex(r"\bfof\s*\(")
_OTHER: Final = regex(r"\b(?:cnf|tff|thf|include)\s*\(")
_HEAD: Final = regex(r"\s*[\w']+\s*,\s*(?P<role>[a-z_]+)\s*,")
_GIVEN: Final = frozenset(("axiom", "hypothesis", "definition", "assumption", "lemma", "theorem"))
#: a quantifier of TPTP binds what stands next to it, colon or not
_COLON: Final = regex(r"([!?]\s*\[[^\]]*\])\s*:")
_BOUND: Final = regex(r"[!?]\s*\[([^\]]*)\]")
_UPPER: Final = regex(r"(?<![\w'])[A-Z]\w*")
_COMMENT: Final = regex(r"^\s*%[^\n]*", re.MULTILINE)
_LISTS: Final = regex(r"\bformulas\s*\(\s*(?P<role>\w+)\s*\)\s*\.(?P<body>.*?)\bend_of_list\s*\.?", re.DOTALL)
_FREE: Final = regex(r"(?<![\w'])[u-z]\w*(?!\w|\s*\()")
_QUANTIFIED: Final = regex(r"\b(?:all|exists)\s+(\w+)")
#: what may be said beside the input, which holds no formula
_BESIDE: Final = regex(
    r"\s*(?:(?:is|are|does|do|can|will|would|the|this|these|following|a|an|it|in|with|be|check|determine|decide|whether|"
    r"if|say|or|not|and|problem|input|file|tptp|prover9|vampire|e|prover|proof|syntax|format|conjecture|goal|theorem|"
    r"conclusion|statement|provable|proved|proven|prove|valid|entailed|derivable|follow|follows|logically|from|by|of|"
    r"axioms?|assumptions?|premises?|hold|holds|true|find|succeed|what|given|consider|using)\b[\s,:.?]*)*",
    re.IGNORECASE,
)
_DENIED: Final = regex(r"\bnot (?!or\b)|\bfalse\b|\bunprovable\b", re.IGNORECASE)


def argument(text: str) -> Argument | None:
    """The axioms and the conjecture; none if the text is no such input. NotUnderstood where it is broken."""
    if _LISTS.search(text):
        found, beside = _lists(_COMMENT.sub("", text))
    elif _FOF.search(text):
        found, beside = _fofs(_COMMENT.sub("", text))
    else:
        return None
    if not _BESIDE.fullmatch(beside) or _DENIED.search(beside):
        raise NotUnderstood(f"{_BESIDE.sub('', beside, count=1)[:30]!r} beside the input of a prover")
    if len(found.conclusion) != 1:
        raise NotUnderstood("the input of a prover has one conjecture")
    found.is_asked = found.is_explicit = True
    return found


def _fofs(text: str) -> tuple[Argument, str]:
    found, beside, at = Argument(), "", 0
    if other := _OTHER.search(text):
        raise NotUnderstood(f"{other.group()!r} at character {other.start() + 1}")
    while match := _FOF.search(text, at):
        end = _closing(text, match.end() - 1)
        after = re.compile(r"\s*\.").match(text, end + 1)
        head = _HEAD.match(text, match.end(), end)
        if after is None or head is None:
            raise NotUnderstood(f"the formula of 'fof' at character {match.start() + 1}")
        formula = _COLON.sub(r"\1 ", text[head.end() : end].strip())
        bound = {name.strip() for group in _BOUND.findall(formula) for name in group.split(",")}
        if free := [name for name in _UPPER.findall(formula) if name not in bound]:
            raise NotUnderstood(f"the variable {free[0]!r}, which no quantifier binds")
        if head["role"] == "conjecture":
            found.conclusion.append(formula)
        elif head["role"] in _GIVEN:
            found.premises.append(formula)
        else:
            raise NotUnderstood(f"the role {head['role']!r}")
        beside += text[at : match.start()]
        at = after.end()
    return found, beside + text[at:]


def _closing(text: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(text)):
        depth += (text[place] in "([") - (text[place] in ")]")
        if depth == 0:
            return place
        if place > opening and _FOF.match(text, place):
            break
    raise NotUnderstood(f"the bracket at character {opening + 1} is not closed")


def _lists(text: str) -> tuple[Argument, str]:
    found = Argument()
    for match in _LISTS.finditer(text):
        formulas = [_closed(part.strip()) for part in re.split(r"\.(?=\s|$)", match["body"]) if part.strip()]
        if match["role"] == "goals":
            found.conclusion += formulas
        elif match["role"] in ("assumptions", "sos", "usable"):
            found.premises += formulas
        else:
            raise NotUnderstood(f"the list {match['role']!r}")
    return found, _LISTS.sub(" ", text)


def _closed(formula: str) -> str:
    """Letters from u to z that nothing binds are variables of Prover9, bound before the whole."""
    free = [name for name in dict.fromkeys(_FREE.findall(formula)) if name not in _QUANTIFIED.findall(formula)]
    return f"{' '.join(f'all {name}' for name in free)} ({formula})" if free else formula
