"""From a text to a Solution or a Declined: part the options off, offer the question to every kind of problem, compare.

A kind is a package with the function `answer(question)`, which raises NotUnderstood if the text is of another kind, and
`read(question)`, which goes no further than reading. One that takes formal problems has `from_json(body)` and `solve`.
Knows no logic itself: only that one reading is an answer, and two that differ are none.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

from pydantic import JsonValue

from orchestra.spec import Declined, Solution
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal, TooCostly, Undefined

#: characters of a query; longer text is refused unread
MAX_TEXT: Final = 20_000
#: the form in which a problem may come instead of a text: {"kind": "formulas", ...}
SCHEMA: Final = "orchestra/logic/1"

_REFUSALS: Final[tuple[tuple[type[Refusal], str], ...]] = (
    (NotUnderstood, "not understood as logic"),
    (NotDone, "not done"),
    (TooCostly, "too costly"),
    (Undefined, "undefined"),
)


def kinds() -> dict[str, ModuleType]:
    """The kinds of problem by name."""
    from orchestra_modules.logic import arrangements, formulas, inventories, rules

    return {"formulas": formulas, "rules": rules, "arrangements": arrangements, "inventories": inventories}


def answer(text: str) -> Solution | Declined:
    """Answer one question."""
    if len(text) > MAX_TEXT:
        return Declined(reason=f"too costly: the text is longer than {MAX_TEXT} characters")
    question = split(text)
    found: dict[str, Finding] = {}
    refused: dict[str, Refusal] = {}
    for name, kind in kinds().items():
        try:
            found[name] = kind.answer(question)
        except Refusal as refusal:
            refused[name] = refusal
        except RecursionError:
            refused[name] = TooCostly("the question is nested too deeply")
        except MemoryError:
            refused[name] = TooCostly("the memory of the worker does not suffice")
        except ImportError:
            raise  # the installation is broken, which is no property of the question
        except Exception as error:
            # an engine may raise errors of any type on problems it was not made for; it had a reading, which stands
            # against the readings of the others
            refused[name] = NotDone(f"the solver of {name} gave up ({type(error).__name__})")
    # a kind that refuses for another reason than not understanding has a reading of its own, against the rest
    other = {name: refusal for name, refusal in refused.items() if isinstance(refusal, NotDone | Undefined)}
    if not found:
        return _declined(refused)
    if len({finding.value for finding in found.values()}) > 1 or other:
        readings = [f"{name}: {finding.value}" for name, finding in found.items()]
        readings += [f"{name}: {refusal.reason}" for name, refusal in other.items()]
        return Declined(reason=f"not understood as logic: it can be read in two ways ({'; '.join(readings)})")
    return _solution(next(iter(found.values())))


def answer_formal(schema_id: str, body: JsonValue) -> Solution | Declined:
    """Answer a problem that comes in formal terms."""
    if schema_id != SCHEMA:
        return Declined(reason=f"not understood as logic: formal problems have the schema {SCHEMA}, not {schema_id}")
    name = body.get("kind") if isinstance(body, dict) else None
    kind = kinds().get(name) if isinstance(name, str) else None
    if kind is None or not hasattr(kind, "from_json"):
        return Declined(reason=f"not understood as logic: 'kind' must be one of {', '.join(_formal_kinds())}")
    try:
        problem = kind.from_json(body)
    except Refusal as refusal:
        return _declined({str(name): refusal})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return Declined(reason=f"not understood as logic: the problem is not well formed ({type(error).__name__})")
    try:
        return _solution(kind.solve(problem))
    except Refusal as refusal:
        return _declined({str(name): refusal})
    except (RecursionError, MemoryError):
        return Declined(reason="too costly: the problem is too large")


def _formal_kinds() -> list[str]:
    return [name for name, kind in kinds().items() if hasattr(kind, "from_json")]


def _declined(refused: dict[str, Refusal]) -> Declined:
    """The reason nearest to an answer: of a kind that understood, if one did."""
    for kind, label in (*_REFUSALS[1:], _REFUSALS[0]):
        reasons = {name: refusal.reason for name, refusal in refused.items() if isinstance(refusal, kind)}
        if len(reasons) == 1:
            return Declined(reason=f"{label}: {next(iter(reasons.values()))}")
        if reasons:
            return Declined(reason=f"{label}: " + "; ".join(f"{name}: {reason}" for name, reason in reasons.items()))
    return Declined(reason="not understood as logic")


def _solution(found: Finding) -> Solution | Declined:
    if found.verified is False:
        return Declined(reason=f"not done: the result did not pass its check ({found.check})")
    return Solution(
        value=found.value,
        text=found.text,
        data=found.data,
        steps=(*found.steps, f"method: {found.method}", found.check),
        verified=found.verified,
        confidence=found.confidence,
    )
