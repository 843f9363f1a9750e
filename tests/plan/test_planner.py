"""Which plans exist, what they promise, and in which order they are worth trying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestra.plan.bindings import Query, bind
from orchestra.plan.planner import Candidate, Planner, shapes, total
from orchestra.plan.policy import Policy, Reliability
from orchestra.spec import KINDS, UNKNOWN, Beliefs, Cost, Evidence, Fit, Problem, ProblemForm, Solution
from tests.fakes import passage

RELIABLE = Reliability(solver=0.95, expert=0.9, retriever=0.9, reader=0.7, generator=0.9, secondary=0.6)
RESULTS: dict[Any, Any] = {
    "retrieve": Evidence(passages=(passage(),)),
    "solve": Solution(value="1", text="1"),
    "formalise": Problem(schema_id="sums/1", body={}),
}


def candidate(
    instance: str, kind: str, *serves: str, fit: float = 1.0, reason: str = "", flops: int = 100
) -> Candidate:
    """An instance as the planner sees it, with one price for every step."""
    cost = Cost(lower=0, expected=flops, upper=2 * flops)
    return Candidate(
        instance=instance,
        kind=kind,
        serves=serves or ("factual", "logical", "worded", "open"),
        fit=Fit(score=fit, reason=reason),
        estimate=lambda step: cost,
    )


def beliefs(**intents: float) -> Beliefs:
    """Probabilities by intent; where the unknown is the likeliest, it is said to be."""
    unknown = intents.get(UNKNOWN, 0) > 0.5
    return Beliefs(
        intents=intents, intent=max(intents, key=lambda name: intents[name]), confidence=0.5, unknown=unknown
    )


def forms(candidates: Sequence[Candidate], *, explain: bool = False) -> list[str]:
    """The shapes as one reads them."""
    found = shapes(candidates, explain=explain)
    return [" > ".join(f"{step.instance}({step.role})" for step in shape.steps) for shape in found]


ALL = [candidate(kind, kind) for kind in KINDS]


def test_the_plans_that_exist_are_a_closed_set() -> None:
    """One candidate of every kind gives each of them once."""
    assert forms(ALL) == [
        "solver(solve)",
        "expert(answer)",
        "retriever(retrieve) > reader(read)",
        "retriever(retrieve) > generator(answer)",
        "generator(answer)",
    ]


def test_asked_to_explain_a_generator_tells_the_solution() -> None:
    """Without a generator the solver stands alone."""
    assert forms(ALL, explain=True)[0] == "solver(solve) > generator(explain)"
    assert forms([candidate("s", "solver")], explain=True) == ["s(solve)"]


FORM = ProblemForm(schema_id="sums/1", json_schema={"type": "object", "additionalProperties": False, "properties": {}})


def writer(instance: str = "g", *serves: str, flops: int = 100) -> Candidate:
    """A generator that keeps to schemas."""
    return replace(candidate(instance, "generator", *serves, flops=flops), schema=True)


def taker(instance: str = "s", *serves: str, fit: float = 1.0) -> Candidate:
    """A solver that takes problems in a form."""
    return replace(candidate(instance, "solver", *serves, fit=fit, reason="words"), form=FORM)


def test_a_generator_writes_problems_for_solvers_that_publish_a_form() -> None:
    """Both must be of the sort: one keeps to schemas, the other takes a form."""
    found = "g(formalise) > s(solve)"
    assert found in forms([taker(), writer()])
    assert found not in forms([taker(), candidate("g", "generator")])
    assert found not in forms([candidate("s", "solver"), writer()])
    shape = next(shape for shape in shapes([taker(), writer()], explain=False) if shape.formal)
    assert shape.steps[0].form == "sums/1"


def test_problems_in_words_are_the_solvers_through_its_form() -> None:
    """Though it serves logical ones alone, and turns the words themselves down; the generator must serve them."""
    told = beliefs(worded=0.8, open=0.2)
    plans, _ = Planner(Policy(), RELIABLE).rank(told, [taker("s", "logical", fit=0.0), writer("g", "open", "worded")])
    assert [plan.instances for plan in plans] == [("g", "s"), ("g",)]
    assert plans[0].intent == "worded"
    assert plans[0].success == pytest.approx(0.8 * 0.8)
    plans, _ = Planner(Policy(), RELIABLE).rank(told, [taker("s", "logical", fit=0.0), writer("g", "open")])
    assert [plan.instances for plan in plans] == [("g",)]


def test_what_is_not_told_as_a_problem_is_not_formalised() -> None:
    """Under the floor."""
    plans, rejected = Planner(Policy(), RELIABLE).rank(
        beliefs(worded=0.03, open=0.97), [taker("s", "logical", fit=0.0), writer("g", "open", "worded")]
    )
    assert [plan.instances for plan in plans] == [("g",)]
    assert "under the floor" in next(plan.reason for plan in rejected if plan.instances == ("g", "s"))


@given(dear=st.integers(1, 10**6), told=st.floats(0.3, 1))
def test_a_checked_problem_goes_before_the_same_generators_unchecked_answer(dear: int, told: float) -> None:
    """Where it is as likely to be right; an answer by itself would end the query whatever it said."""
    model = writer("g", "open", "worded", flops=dear)
    plans, _ = Planner(Policy(floor=0), RELIABLE).rank(
        beliefs(worded=told, open=1 - told), [taker("s", "logical", fit=0.0), model]
    )
    formal, direct = sorted(plans, key=lambda plan: -len(plan.steps))
    assert (plans[0] == formal) is (formal.success >= direct.success)


def test_a_solver_that_reads_the_text_comes_before_a_model() -> None:
    """It costs next to nothing."""
    plans, _ = Planner(Policy(), RELIABLE).rank(
        beliefs(logical=0.9, worded=0.1), [taker("s", "logical"), writer("g", "open", "worded", "logical", flops=10**9)]
    )
    assert [plan.instances for plan in plans] == [("s",), ("g", "s"), ("g",)]


kinds = st.sampled_from(sorted(KINDS))


@given(found=st.lists(kinds, max_size=8), explain=st.booleans())
def test_every_plan_there_can_be_has_a_binding_for_each_step(found: list[str], explain: bool) -> None:
    """Whatever is installed, no plan meets a conversion that does not exist."""
    candidates = [
        replace(candidate(f"{kind}{number}", kind), form=FORM if kind == "solver" else None, schema=True)
        for number, kind in enumerate(found)
    ]
    by_id = {one.instance: one.kind for one in candidates}
    for shape in shapes(candidates, explain=explain):
        done: set[str] = set()
        for step in shape.steps:
            assert set(step.inputs) <= done
            bind(by_id[step.instance], step, Query(text="what?", forms={"sums/1": FORM}), RESULTS)
            done.add(step.role)


def test_success_is_belief_times_reliability_times_fit_over_the_intents_served() -> None:
    """The first intent at the kind's prior, the others at a share of it."""
    solver = candidate("s", "solver", "logical", "worded", fit=0.5)
    (plan,), _ = Planner(Policy(), RELIABLE).rank(beliefs(logical=0.6, worded=0.3, open=0.1), [solver])
    assert plan.success == pytest.approx((0.6 * 0.95 + 0.3 * 0.95 * 0.6) * 0.5)
    assert plan.intent == "logical"


def test_a_chain_is_as_good_as_all_of_its_members() -> None:
    """Reliabilities multiply, the worst fit counts, and only shared intents do."""
    pair = [candidate("r", "retriever", "factual", "open", fit=0.8), candidate("q", "reader", "factual", fit=0.5)]
    (plan,), _ = Planner(Policy(), RELIABLE).rank(beliefs(factual=0.7, open=0.3), pair)
    assert plan.success == pytest.approx(0.7 * 0.9 * 0.7 * 0.5)
    assert plan.cost == Cost(lower=0, expected=200, upper=400)


def test_members_that_share_no_intent_make_no_plan() -> None:
    """A reader of poems does not read what was found for facts."""
    pair = [candidate("r", "retriever", "factual"), candidate("q", "reader", "poems")]
    plans, (left_out,) = Planner(Policy(), RELIABLE).rank(beliefs(factual=1.0), pair)

    assert plans == ()
    assert left_out.reason == "no intent in common"


@given(st.lists(st.tuples(st.integers(1, 10**12), st.floats(0.2, 1)), min_size=1, max_size=6))
def test_plans_run_by_success_per_expected_flop(found: list[tuple[int, float]]) -> None:
    """Highest first."""
    experts = [candidate(f"e{n}", "expert", "open", flops=flops, fit=fit) for n, (flops, fit) in enumerate(found)]
    plans, rejected = Planner(Policy(floor=0), RELIABLE).rank(beliefs(open=1.0), experts)
    worth = [plan.success / plan.cost.expected for plan in plans]
    assert worth == sorted(worth, reverse=True)
    assert len(plans) == len(found) and not rejected


def test_of_equal_plans_the_one_added_first_runs_first() -> None:
    """The order is the same on every run."""
    plans, _ = Planner(Policy(), RELIABLE).rank(beliefs(open=1.0), [candidate(i, "expert", "open") for i in "bac"])
    assert [plan.instances[0] for plan in plans] == ["b", "a", "c"]


def test_a_plan_that_costs_nothing_comes_first() -> None:
    """Free is not a division by zero."""
    experts = [candidate("dear", "expert", "open", flops=10), candidate("free", "expert", "open", flops=0)]
    plans, _ = Planner(Policy(), RELIABLE).rank(beliefs(open=1.0), experts)
    assert [plan.instances[0] for plan in plans] == ["free", "dear"]


def test_a_plan_under_the_floor_is_rejected_with_the_numbers() -> None:
    """So that a person can see how near it was."""
    policy = Policy(floor=0.2)
    likely = candidate("e", "expert", "open")
    plans, (rejected,) = Planner(policy, RELIABLE).rank(
        beliefs(logical=0.1, open=0.9), [candidate("s", "solver", "logical"), likely]
    )
    assert [plan.instances for plan in plans] == [("e",)]
    assert rejected.reason == "success 0.095 is under the floor 0.2"


def test_with_nothing_above_the_floor_what_lies_just_under_it_is_tried() -> None:
    """An unlikely plan that may decline is better than none; one that is next to impossible is not."""
    near, far = candidate("near", "expert", "logical"), candidate("far", "expert", "factual")

    plans, (left_out,) = Planner(Policy(floor=0.2), RELIABLE).rank(
        beliefs(logical=0.1, factual=0.001, open=0.899), [near, far]
    )

    assert [plan.instances for plan in plans] == [("near",)]
    assert "under the floor" in plans[0].reason
    assert left_out.instances == ("far",)


@pytest.mark.parametrize(("reason", "said"), [("no digits in it", "no digits in it"), ("", "does not fit")])
def test_what_a_probe_turns_down_is_rejected_with_its_reason(reason: str, said: str) -> None:
    """Even without a floor."""
    solver = candidate("s", "solver", fit=0, reason=reason)
    plans, (rejected,) = Planner(Policy(floor=0), RELIABLE).rank(beliefs(logical=1.0), [solver])
    assert not plans
    assert rejected.reason.startswith("s: ") and said in rejected.reason


@pytest.mark.parametrize(
    ("policy", "run", "why"),
    [
        ("attempt", ["e", "r", "r", "g"], ""),
        ("generator", ["r", "g"], "ask a generator"),
        ("decline", [], "decline"),
    ],
)
def test_the_policy_says_what_is_done_with_the_unknown(policy: Any, run: list[str], why: str) -> None:
    """And each plan left out says that it was for that."""
    unsure = beliefs(factual=0.05, open=0.05, **{UNKNOWN: 0.9})
    candidates = [
        candidate(i, kind) for i, kind in [("e", "expert"), ("r", "retriever"), ("q", "reader"), ("g", "generator")]
    ]
    plans, rejected = Planner(Policy(unknown=policy, floor=0), RELIABLE).rank(unsure, candidates)
    assert sorted(plan.instances[0] for plan in plans) == sorted(run)
    assert all(why in plan.reason for plan in rejected)
    assert len(plans) + len(rejected) == 4


def test_attempting_the_unknown_weighs_plans_as_if_it_were_known() -> None:
    """Otherwise the floor would drop every plan, and attempting would be declining."""
    unsure = beliefs(open=0.04, **{UNKNOWN: 0.96})
    (plan,), _ = Planner(Policy(floor=0.05), RELIABLE).rank(unsure, [candidate("e", "expert", "open")])
    assert plan.success == pytest.approx(0.9)


def test_swapping_one_module_for_another_of_its_kind_changes_no_intent() -> None:
    """Only what it costs, how well it fits, and its name."""
    query = beliefs(factual=0.6, open=0.4)
    old = Planner(Policy(), RELIABLE).rank(query, [candidate("old", "expert", "open", "factual")])
    new = Planner(Policy(), RELIABLE).rank(query, [candidate("new", "expert", "open", "factual", flops=7, fit=0.5)])
    assert [plan.intent for plan in old[0]] == [plan.intent for plan in new[0]] == ["open"]


def test_a_sum_of_costs_is_unbounded_when_one_of_them_is() -> None:
    """And nothing costs nothing."""
    assert total([]) == Cost(lower=0, expected=0, upper=0)
    assert total([Cost(lower=1, expected=2, upper=3), Cost(lower=1, expected=2)]) == Cost(lower=2, expected=4)


HEEDLESS = Policy(floor=0.0, unknown="attempt")


@pytest.mark.parametrize(
    ("candidates", "turns"),
    [
        ([], False),
        ([candidate("a", "solver")], False),
        ([candidate("a", "solver"), candidate("b", "solver")], False),
        ([candidate("a", "solver"), candidate("b", "expert", fit=0)], False),
        ([candidate("a", "solver"), candidate("b", "expert")], True),
        ([candidate("a", "solver", "logical"), candidate("b", "solver", "logical", "worded")], True),
        ([candidate("a", "retriever"), candidate("b", "reader")], False),
        ([candidate("a", "retriever"), candidate("b", "reader"), candidate("c", "solver")], True),
    ],
)
def test_beliefs_matter_where_unlike_plans_could_run(candidates: list[Candidate], turns: bool) -> None:
    """Those that rise and fall together keep their order whatever is believed."""
    assert Planner(HEEDLESS, RELIABLE).turns_on_beliefs(candidates) is turns


@pytest.mark.parametrize("policy", [Policy(floor=0.05), Policy(floor=0.0, unknown="decline")])
def test_beliefs_matter_where_they_can_keep_a_plan_from_running(policy: Policy) -> None:
    """But not for what its own probe turned down."""
    planner = Planner(policy, RELIABLE)
    assert planner.turns_on_beliefs([candidate("a", "solver")])
    assert not planner.turns_on_beliefs([candidate("a", "solver", fit=0)])


some_beliefs = st.fixed_dictionaries(
    {name: st.floats(0, 1) for name in ("factual", "logical", "worded", "open", UNKNOWN)}
)


@given(first=some_beliefs, second=some_beliefs, data=st.data())
def test_where_beliefs_do_not_matter_the_same_plans_run_in_the_same_order(
    first: dict[str, float], second: dict[str, float], data: st.DataObject
) -> None:
    """For any two beliefs under which plans can succeed at all."""
    serves = data.draw(st.sampled_from([("logical",), ("logical", "worded")]))
    found = data.draw(
        st.lists(st.tuples(st.sampled_from([0.0, 0.4, 0.97]), st.sampled_from([1, 7, 100, 343])), max_size=4)
    )
    candidates = [
        candidate(f"s{place}", "solver", *serves, fit=fit, flops=flops) for place, (fit, flops) in enumerate(found)
    ]
    planner = Planner(HEEDLESS, RELIABLE)
    assert not planner.turns_on_beliefs(candidates)
    orders = []
    for shares in (first, second):
        kept = {name: 0.01 + share for name, share in shares.items()}
        ranked, _ = planner.rank(
            beliefs(**{name: share / sum(kept.values()) for name, share in kept.items()}), candidates
        )
        worths = [plan.success / plan.cost.expected for plan in ranked]
        assert worths == sorted(worths, reverse=True)
        orders.append([plan.instances for plan in ranked])
    assert orders[0] == orders[1]
