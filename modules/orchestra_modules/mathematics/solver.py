"""The module as the runtime sees it: a solver of mathematical questions told in words or in notation.

Covered here: what may be asked of it and what that may cost. Not covered: limits on time and memory of the process,
which the runtime sets, and problems told as a story, which are declined.
"""

from __future__ import annotations

from orchestra.spec import Context, Cost, Declined, Solution, SolveRequest

#: FLOPs that a second of processor time is charged as, on every machine
_FLOPS_PER_SECOND = 10**9


class Mathematics:
    """Exact mathematics, checked by another road, or declined."""

    def __init__(self, timeout: float = 5.0) -> None:
        self.timeout = timeout

    def estimate(self, request: SolveRequest) -> Cost:
        """A little for most questions, the whole time limit at most."""
        upper = int(self.timeout * _FLOPS_PER_SECOND)
        return Cost(lower=min(10**5, upper), expected=min(3 * 10**7, upper), upper=upper)

    def load(self) -> None:
        """Read the grammar and its phrases; computer algebra waits for the first question that needs it."""
        from orchestra_modules.mathematics import answering  # noqa: F401
        from orchestra_modules.mathematics.operation import phrasebook

        phrasebook()

    def run(self, request: SolveRequest, context: Context) -> Solution | Declined:
        """Answer the query or the formal problem, or say why not."""
        from orchestra_modules.mathematics.answering import answer, answer_formal

        context.check()
        if request.problem is not None:
            return answer_formal(request.problem.schema_id, request.problem.body)
        return answer(request.query, request.reading)
