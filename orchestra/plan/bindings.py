"""How a step's inputs become its request, prompts included: a closed table of pure functions.

These are the only conversions there are; anything not in the table is no plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orchestra.spec import (
    Evidence,
    ExpertRequest,
    GenerateRequest,
    History,
    Model,
    Passage,
    ReadRequest,
    Request,
    RetrieveRequest,
    Solution,
    SolveRequest,
    Step,
    StepRole,
    Turn,
)


@dataclass(frozen=True, kw_only=True)
class Query:
    """What was asked, as every step sees it."""

    text: str
    history: History = ()
    indexes: tuple[str, ...] = ()
    k: int = 10


Results = Mapping[StepRole, Model]

_ANSWER = "You are a careful assistant. Answer the question directly. If you do not know, say so."
_ANSWER_FROM = (
    "Answer the question from the numbered passages alone and cite each claim with its number, like [1]. "
    "If the passages do not hold the answer, say so."
)
_EXPLAIN = "Explain the given solution step by step. Keep every number and the result exactly as given."


def _solve(query: Query, results: Results) -> Request:
    return SolveRequest(query=query.text, history=query.history)


def _retrieve(query: Query, results: Results) -> Request:
    return RetrieveRequest(query=query.text, history=query.history, indexes=query.indexes, k=query.k)


def _read(query: Query, results: Results) -> Request:
    return ReadRequest(query=query.text, evidence=_evidence(results), history=query.history)


def _expert(query: Query, results: Results) -> Request:
    return ExpertRequest(query=query.text, history=query.history)


def _generate(query: Query, results: Results) -> Request:
    return _prompt(_ANSWER, query, query.text)


def _generate_from(query: Query, results: Results) -> Request:
    passages = "\n\n".join(_numbered(n, passage) for n, passage in enumerate(_evidence(results).passages, 1))
    return _prompt(_ANSWER_FROM, query, f"Passages:\n\n{passages}\n\nQuestion: {query.text}")


def _explain(query: Query, results: Results) -> Request:
    solution = results["solve"]
    assert isinstance(solution, Solution)
    steps = "\n".join(solution.steps)
    return _prompt(
        _EXPLAIN, query, f"Question: {query.text}\n\nSolution: {solution.text}\n\nHow it was found:\n{steps}"
    )


_TABLE: dict[tuple[str, StepRole, tuple[StepRole, ...]], Callable[[Query, Results], Request]] = {
    ("solver", "solve", ()): _solve,
    ("retriever", "retrieve", ()): _retrieve,
    ("reader", "read", ("retrieve",)): _read,
    ("expert", "answer", ()): _expert,
    ("generator", "answer", ()): _generate,
    ("generator", "answer", ("retrieve",)): _generate_from,
    ("generator", "explain", ("solve",)): _explain,
}


def bind(kind: str, step: Step, query: Query, results: Results) -> Request:
    """The request of a step, given the results of the steps before it."""
    return _TABLE[kind, step.role, step.inputs](query, results)


def _prompt(system: str, query: Query, text: str) -> GenerateRequest:
    messages = (Turn(role="system", text=system), *query.history, Turn(role="user", text=text))
    return GenerateRequest(messages=messages)


def _evidence(results: Results) -> Evidence:
    evidence = results["retrieve"]
    assert isinstance(evidence, Evidence)
    return evidence


def _numbered(number: int, passage: Passage) -> str:
    head = f"[{number}] {passage.title}".rstrip()
    return f"{head} ({passage.source})\n{passage.text}"
