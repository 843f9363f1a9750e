"""How a step's inputs become its request, prompts included: a closed table of pure functions.

These are the only conversions there are; anything not in the table is no plan.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from orchestra.spec import (
    Evidence,
    ExpertRequest,
    GenerateRequest,
    History,
    Model,
    Passage,
    Problem,
    ProblemForm,
    ReadRequest,
    Request,
    RetrieveRequest,
    Solution,
    SolveRequest,
    Step,
    StepRole,
    Turn,
)
from orchestra.spec.messages import Effort


@dataclass(frozen=True, kw_only=True)
class Query:
    """What was asked, as every step sees it; `forms` are those that problems may be written in, by schema id."""

    text: str
    history: History = ()
    indexes: tuple[str, ...] = ()
    k: int = 10
    forms: Mapping[str, ProblemForm] = field(default_factory=dict)
    effort: Effort | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a generator wrote and what was found wrong with it."""

    text: str
    complaint: str


#: The temperature of samples after the first, which differ for it.
SAMPLING_TEMPERATURE = 0.7

Results = Mapping[StepRole, Model]

_ANSWER = "You are a careful assistant. Answer the question directly. If you do not know, say so."
_ANSWER_FROM = (
    "Answer the question from the numbered passages alone and cite each claim with its number, like [1]. "
    "If the passages do not hold the answer, say only that: The passages do not hold the answer."
)
_EXPLAIN = (
    "Explain the given solution step by step. Keep every number and the result exactly as given. "
    "Where you compute another number, write the whole equation, like 3*4 = 12."
)
_FORMALISE = (
    "Write the question as a problem for a solver, as one JSON object and nothing else. "
    "Do not solve it: say what is given and what is asked."
)
_AGAIN = "That cannot be used: {complaint}. Write it again, corrected, and nothing else."


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


def _formalise(query: Query, form: ProblemForm) -> GenerateRequest:
    parts = [_FORMALISE, form.notes]
    for worked in form.examples[:1]:
        parts.append(f"Question: {worked.query}\n{json.dumps(worked.problem, ensure_ascii=False)}")
    request = _prompt("\n\n".join(filter(None, parts)), query, f"Question: {query.text}")
    return request.model_copy(update={"json_schema": form.shape})


def _solve_formal(query: Query, results: Results) -> Request:
    problem = results["formalise"]
    assert isinstance(problem, Problem)
    return SolveRequest(problem=problem)


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
    ("solver", "solve", ("formalise",)): _solve_formal,
    ("retriever", "retrieve", ()): _retrieve,
    ("reader", "read", ("retrieve",)): _read,
    ("expert", "answer", ()): _expert,
    ("generator", "answer", ()): _generate,
    ("generator", "answer", ("retrieve",)): _generate_from,
    ("generator", "explain", ("solve",)): _explain,
}


def bind(
    kind: str, step: Step, query: Query, results: Results, *, drafts: Sequence[Draft] = (), sample: int = 0
) -> Request:
    """The request of a step, given the results of the steps before it and what it wrote that could not be used.

    `sample` numbers the tries at one thing: those after the first draw their tokens at random, each with another seed.
    """
    if (kind, step.role) == ("generator", "formalise"):
        request: Request = _formalise(query, query.forms[step.form])
    else:
        request = _TABLE[kind, step.role, step.inputs](query, results)
    if not isinstance(request, GenerateRequest):
        return request
    changed: dict[str, object] = {}
    if drafts:
        changed["messages"] = (*request.messages, *(turn for draft in drafts for turn in _sent_back(draft)))
    drawn: dict[str, object] = {} if query.effort is None else {"effort": query.effort}
    if sample:
        drawn |= {"temperature": SAMPLING_TEMPERATURE, "seed": sample}
    if drawn:
        changed["sampling"] = request.sampling.model_copy(update=drawn)
    return request.model_copy(update=changed) if changed else request


def _sent_back(draft: Draft) -> tuple[Turn, Turn]:
    complaint = _AGAIN.format(complaint=draft.complaint.rstrip("."))
    return Turn(role="assistant", text=draft.text), Turn(role="user", text=complaint)


def _prompt(system: str, query: Query, text: str) -> GenerateRequest:
    messages = (Turn(role="system", text=system), *query.history, Turn(role="user", text=text))
    return GenerateRequest(messages=messages, earlier=1 + len(query.history) if query.history else 0)


def _evidence(results: Results) -> Evidence:
    evidence = results["retrieve"]
    assert isinstance(evidence, Evidence)
    return evidence


def _numbered(number: int, passage: Passage) -> str:
    head = f"[{number}] {passage.title}".rstrip()
    return f"{head} ({passage.source})\n{passage.text}"
