"""Logic programs: what they answer, where they are broken, and the solver beside the reference."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.rules import answer
from orchestra_modules.logic.rules.programs import run
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal

from benchmarks.programs_reference import reference

RULES = """Predicates:
Loud($x, bool) ::: Is x loud?
Fears($x, $y, bool) ::: Does x fear y?
Facts:
Loud(Odo, True) ::: Odo is loud.
Fears(Pim, Odo, True)
Rules:
Fears($x, $y, True) && Loud($y, True) >>> Loud($x, False) ::: Whoever fears a loud one is not loud.
Query:
{}
"""

SEATS = """Domain:
1: first
3: last
Variables:
ann [IN] [1, 2, 3]
bea [IN] [1, 2, 3]
cy [IN] [1, 2, 3]
Constraints:
ann < bea ::: Ann sits before Bea.
cy == bea + 1
AllDifferentConstraint([ann, bea, cy])
Query:
A) ann == 1 ::: Ann is first.
B) bea == 1
C) cy == 1
"""

CLAUSES = """parent(ida, odo). parent(odo, pim).  % two facts
ancestor(X, Y) :- parent(X, Y).
ancestor(X, Z) :- parent(X, Y), ancestor(Y, Z).
childless(X) :- person(X), \\+ has_child(X).
has_child(X) :- parent(X, _).
person(ida). person(odo). person(pim).
"""


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("Loud(Odo, True)", "True"),
        ("Loud(Pim, True)", "False"),
        ("Loud(Pim, False)", "True"),
        ("Fears(Odo, Pim, True)", "Unknown"),
    ],
)
def test_rules_answer_with_three_values(query: str, value: str) -> None:
    """A denial has to be derived; what is neither derived nor denied is unknown."""
    finding = run(RULES.format(query))

    assert (finding.value, finding.verified) == (value, True)


def test_a_result_is_told_with_the_rules_that_gave_it() -> None:
    """The comment beside a rule is what a person reads."""
    steps = run(RULES.format("Loud(Pim, True)")).steps

    assert any("Whoever fears a loud one is not loud." in step for step in steps)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("Loud(Odo, True", "line 10, column 15"),
        ("Loud(Odo True)", "line 10, column 10"),
        ("Loud(Odo, Pim, True)", "line 10, column 1"),
        ("Bold(Odo, True)", "line 10, column 1"),
        ("!Loud(Odo, True)", "line 10, column 1"),
        ("Loud($x, True)", "line 10, column 6"),
        ("Loud(Odo, True) Loud", "line 10, column 17"),
    ],
)
def test_a_broken_query_is_refused_with_its_place(query: str, place: str) -> None:
    """Brackets, arity, unknown predicates and foreign signs are never mended."""
    with pytest.raises(NotUnderstood) as refusal:
        run(RULES.format(query))

    assert place in refusal.value.reason


def test_a_missing_section_is_named() -> None:
    """A program without facts is not read."""
    with pytest.raises(NotUnderstood, match=r"'Facts'|'Rules'"):
        run("Predicates:\nLoud($x, bool)\nRules:\nQuery:\nLoud(Odo, True)")


def test_rules_that_derive_both_decline_with_both_derivations() -> None:
    """A program that contradicts itself on what is asked is not answered."""
    with pytest.raises(NotDone, match="contradict"):
        run(RULES.replace("Facts:", "Facts:\nLoud(Pim, True)").format("Loud(Pim, True)"))


def test_a_program_among_questions_is_recognised_with_its_options() -> None:
    """Options under the query may have been taken for the options of the question."""
    assert answer(split(SEATS)).value == "A"
    assert answer(split(RULES.format("Loud(Odo, True)"))).value == "True"


def test_an_option_is_right_if_it_holds_in_every_solution() -> None:
    """The solution is told."""
    finding = run(SEATS)

    assert (finding.value, finding.verified) == ("A", True)
    assert "ann = 1, bea = 2, cy = 3" in finding.steps[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("cy == bea + 1", "cy == bea + 1\nbea < ann", "Ann sits before Bea"),
        ("cy == bea + 1\n", "", "none of the options"),
        ("B) bea == 1", "B) bea == 2", "more than one"),
    ],
)
def test_constraints_without_one_answer_are_declined(old: str, new: str, told: str) -> None:
    """Contradictions, several solutions, and two right options are told as such."""
    with pytest.raises(NotDone, match=told):
        run(SEATS.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("ann < bea", "ann < dora", "line 9, column 7"),
        ("ann < bea", "ann <", "line 9, column 6"),
        ("ann < bea", "ann ? bea", "line 9, column 5"),
        ("A) ann == 1", "A) ann = 1", "line 13, column 8"),
    ],
)
def test_a_broken_constraint_is_refused_with_its_place(old: str, new: str, place: str) -> None:
    """Lines and columns count from one, labels included."""
    with pytest.raises(NotUnderstood) as refusal:
        run(SEATS.replace(old, new, 1))

    assert place in refusal.value.reason


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("?- ancestor(ida, pim).", "True"),
        ("?- ancestor(pim, ida).", "False"),
        ("?- ancestor(ida, X).", "odo, pim"),
        ("?- childless(X).", "pim"),
        ("?- person(X), not parent(X, pim), parent(X, _).", "ida"),
        ("?- parent(X, Y).", "X = ida, Y = odo; X = odo, Y = pim"),
        ("?- parent(X, ida).", "none"),
    ],
)
def test_clauses_answer_what_is_derived_and_nothing_else(query: str, value: str) -> None:
    """In Datalog what is not derived is false."""
    finding = answer(split(CLAUSES + query))

    assert (finding.value, finding.verified) == (value, True)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("p(a). ?- q(a).", "nothing defines the predicate 'q'"),
        ("p(a). ?- p(a, b).", "takes 1 things, not 2"),
        ("p(a). q(X) :- p(Y). ?- q(a).", "nothing gives the variable 'X' a value"),
        ("p(a) ?- p(a).", "line 1, column 6"),
        ("p(f(a). ?- p(X).", "line 1, column 4"),
    ],
)
def test_broken_clauses_are_refused(program: str, told: str) -> None:
    """Unknown predicates, arity, unsafe variables, missing stops and functions are told."""
    with pytest.raises(NotUnderstood) as refusal:
        run(program)

    assert told in refusal.value.reason


def test_negation_in_a_circle_is_declined() -> None:
    """Without layers "not" has no settled meaning."""
    with pytest.raises(NotDone, match="absence"):
        run("n(a). p(X) :- n(X), not q(X). q(X) :- n(X), not p(X). ?- p(a).")


NAMES = st.sampled_from(["A", "B", "C"])
SIGNS = st.sampled_from(["True", "False"])
TERMS = st.sampled_from(["$x", "$y", "A", "B"])


def literal(terms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.builds("P({}, {})".format, terms, SIGNS) | st.builds("Q({}, {})".format, terms, SIGNS)
    return one | st.builds("R({}, {}, {})".format, terms, terms, SIGNS)


RULE = st.builds("{} >>> {}".format, st.lists(literal(TERMS), min_size=1, max_size=3).map(" && ".join), literal(TERMS))


@settings(max_examples=60, deadline=None)
@given(st.lists(literal(NAMES), max_size=5), st.lists(RULE, max_size=5), literal(NAMES))
def test_any_rule_program_means_what_the_reference_says(facts: list[str], rules: list[str], query: str) -> None:
    """Random programs, evaluated beside a reference that shares no code."""
    head = "Predicates:\nP($x, bool)\nQ($x, bool)\nR($x, $y, bool)\n"
    program = head + "\n".join(["Facts:", *facts, "Rules:", *rules, "Query:", query])
    try:
        value = run(program).value
    except NotDone:
        value = "Both"

    assert value == reference(program)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="Loud(Odo,) Tre$x&>:=[]1\n", max_size=60))
def test_any_text_under_the_headings_is_answered_or_refused(text: str) -> None:
    """Nothing else than a refusal comes out of a broken program."""
    try:
        run(RULES.format(text))
    except (NotUnderstood, NotDone):
        return
    assert "Loud(Odo," in text.replace(" ", "") or "Fears" in text


PATHS = "edge(1,2). edge(2,3).\nreach(X,Y) :- edge(X,Y).\nreach(X,Z) :- edge(X,Y), reach(Y,Z).\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"Datalog program:\n{PATHS}Is reach(1,3) derivable?", "True"),
        (f"Given the Prolog program\n{PATHS}what are the answers to ?- reach(1, X).", "2, 3"),
        (f"{PATHS}How many solutions does ?- reach(X, Y) have?", "3"),
    ],
)
def test_a_sentence_around_a_program_is_its_query(text: str, value: str) -> None:
    """What is asked in words is asked of the program."""
    found = answer(split(text))
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        # an answer that is found twice may count twice
        f"{PATHS}edge(1,3).\nHow many solutions does ?- reach(X, Y) have?",
        # read in order, the denied goal fails before anything gives X a value
        "p(a). p(b).\nq(b).\nr(X) :- \\+ q(X), p(X).\n?- r(X).",
        "p(a). p(b).\nq(b).\n?- \\+ q(X), p(X).",
        f"{PATHS}Is reach(1,X) derivable?",
    ],
)
def test_a_program_that_orders_of_search_answer_differently_is_refused(text: str) -> None:
    """Neither a number nor an answer is given where Prolog and Datalog part."""
    with pytest.raises(Refusal):
        answer(split(text))
