"""From a query to a decision: the router's beliefs, each instance's fit and quote, the planner's ranking.

Runs no plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from orchestra.plan.bindings import Query, Results, bind
from orchestra.plan.figures import suits
from orchestra.plan.planner import Candidate, Planner
from orchestra.router.router import Router
from orchestra.runtime.instance import Instance
from orchestra.runtime.scope import Scope, fingerprint_of
from orchestra.spec import (
    Beliefs,
    BudgetExceeded,
    Cost,
    Decision,
    Evidence,
    Fit,
    Method,
    OrchestraError,
    Passage,
    Problem,
    Solution,
    Span,
    Step,
)

#: The instance id under which the router's own work is billed.
ROUTER = "router"

#: What stands in for results that do not exist yet, when a later step is quoted: ten passages of about 200 tokens.
_PASSAGE = Passage(document_id="", source="", text="word " * 160, span=Span(start=0, end=800), score=0.0)
_ASSUMED: Results = {
    "retrieve": Evidence(passages=(_PASSAGE,) * 10),
    "solve": Solution(value="", text="", steps=("",) * 4),
    "formalise": Problem(schema_id="", body={}),
}


def with_forms(query: Query, instances: Sequence[Instance]) -> Query:
    """The query with the forms that its text could become a problem of, where there is someone to write one."""
    if not any(instance.manifest.capabilities.get("schema") for instance in instances):
        return query
    forms = [i.manifest.problem for i in instances if i.manifest.problem is not None]
    fitting = [form for form in forms if suits(query.text, form)]
    # One that needs what the text has is nearer to it than one that takes any text.
    nearest = [form for form in fitting if form.needs] or fitting
    return replace(query, forms={form.schema_id: form for form in nearest})


class Decider:
    """Judges and ranks for one Orchestra; holds nothing of any query."""

    def __init__(self, router: Router, planner: Planner) -> None:
        self._router = router
        self._planner = planner

    async def decide(
        self, query: Query, instances: Sequence[Instance], scope: Scope, embedder: Instance | None, *, explain: bool
    ) -> Decision:
        """The decision on a query. BudgetExceeded when not even the cheapest signal can be paid."""
        planner, query = self._planner, with_forms(query, instances)
        readers = [instance for instance in instances if instance.manifest.probe is not None]
        others = [self._candidate(instance, query, scope) for instance in instances if instance not in readers]
        # To read a text closely takes longer than to judge what kind it is: where it must be judged anyway, that comes
        # first, and only those read it whose plans are within reach.
        read: dict[str, Candidate] = {}
        if not planner.turns_on_beliefs(others, explain=explain):
            read = {instance.id: self._candidate(instance, query, scope) for instance in readers}
        unread = {instance.id: self._candidate(instance, query, scope, unread=True) for instance in readers}
        known = {candidate.instance: candidate for candidate in others}

        def candidates() -> list[Candidate]:
            found = {**unread, **known, **read}
            return [found[instance.id] for instance in instances]

        matters = planner.turns_on_beliefs(candidates(), explain=explain)
        beliefs, warnings = await self._judge(query, scope, embedder, matters=matters)
        reached = planner.within_reach(beliefs, candidates(), explain=explain)
        wanted = [instance for instance in readers if instance.id in reached]
        while True:
            read |= {i.id: self._candidate(i, query, scope) for i in wanted if i.id not in read}
            plans, rejected = planner.rank(beliefs, candidates(), explain=explain)
            if plans or len(read) == len(readers):
                break
            wanted = readers  # a plan of last resort is weighed with what everyone makes of the text
        return Decision(
            query_id=scope.query_id,
            intent=beliefs.intent,
            confidence=beliefs.confidence,
            beliefs=beliefs.intents,
            unknown=beliefs.unknown,
            plans=plans,
            rejected=rejected,
            signals=beliefs.signals,
            skipped=beliefs.skipped,
            warnings=(*warnings, *self._cannot(instances, explain=explain)),
            missing=() if any(i.manifest.kind_name == "generator" for i in instances) else ("generator",),
        )

    def _cannot(self, instances: Sequence[Instance], *, explain: bool) -> tuple[str, ...]:
        if explain and not any(instance.manifest.kind_name == "generator" for instance in instances):
            return ("no explanation: there is no generator to write one",)
        return ()

    async def _judge(
        self, query: Query, scope: Scope, embedder: Instance | None, *, matters: bool
    ) -> tuple[Beliefs, tuple[str, ...]]:
        reservation = scope.ledger.reserve(ROUTER, self._router.estimate(query.text), limitable=True)

        def charge(flops: int, method: str) -> None:
            kind: Method = "counted" if method == "counted" else "modelled"
            reservation.charge(flops, kind)

        judge = partial(self._router.judge, query.text, query.history, grant=reservation.grant, charge=charge)
        try:
            if not matters:
                return await judge(why_not="not needed, no plan turns on it"), ()
            if embedder is None:
                return await judge(), ()
            try:
                return await judge(embed=scope.embed, fingerprint=fingerprint_of(embedder)), ()
            except BudgetExceeded:
                return await judge(), ("judged without the embedding: the budget does not pay for it",)
            except OrchestraError as error:
                return await judge(), (f"judged without the embedding: {error}",)
        finally:
            reservation.release()

    def _quote(self, instance: Instance, step: Step, query: Query, scope: Scope) -> Cost:
        try:
            return scope.quote(instance, bind(instance.manifest.kind_name, step, query, _ASSUMED))
        except OrchestraError:
            return Cost()  # the plan stays, and running it says what is wrong

    def _candidate(self, instance: Instance, query: Query, scope: Scope, *, unread: bool = False) -> Candidate:
        quotes: dict[Step, Cost] = {}

        def estimate(step: Step) -> Cost:
            if step not in quotes:  # a retriever stands in a plan with every reader and every generator
                quotes[step] = self._quote(instance, step, query, scope)
            return quotes[step]

        fit = Fit(score=1.0) if unread else instance.probe(query.text)
        if not unread:
            scope.keep_reading(instance, fit.reading)
        return Candidate(
            instance=instance.id,
            kind=instance.manifest.kind_name,
            serves=instance.manifest.serves,
            fit=fit,
            estimate=estimate,
            form=None if (form := instance.manifest.problem) is None else query.forms.get(form.schema_id),
            schema=instance.manifest.capabilities.get("schema", False),
        )
