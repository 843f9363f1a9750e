"""What is looked for in what a generator wrote for others, by the role it wrote in: a closed table of pure functions.

A problem must be of its form, an explanation must keep to the solution, an answer from passages must cite them.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestra.plan.bindings import Query, Results
from orchestra.plan.citations import check_citations
from orchestra.plan.claims import claim_faults
from orchestra.spec import Evidence, Generation, Problem, Solution, Step


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was found: faults in words, the problem written, the passages cited, or that there is no answer in them.

    `backed` is the share of the answer's claims that hold, as far as it can be told.
    """

    faults: tuple[str, ...] = ()
    problem: Problem | None = None
    cited: tuple[int, ...] | None = None
    backed: float = 1.0
    absent: bool = False


def check(step: Step, query: Query, results: Results, written: Generation) -> Checked | None:
    """The check of a step's text; none where there is nothing to hold it to."""
    if step.role == "formalise":
        try:
            return Checked(problem=query.forms[step.form].problem(written.text))
        except ValueError as error:
            return Checked(faults=(str(error),), backed=0.0)
    solution, evidence = results.get("solve"), results.get("retrieve")
    if step.role == "explain" and isinstance(solution, Solution):
        faults = claim_faults(written.text, question=query.text, solution=solution)
        return Checked(faults=faults, backed=0.0 if faults else 1.0)
    if step.role == "answer" and isinstance(evidence, Evidence):
        found = check_citations(written.text, evidence.passages, query.text)
        return Checked(faults=found.faults, cited=found.numbers, backed=found.backed, absent=found.absent)
    return None
