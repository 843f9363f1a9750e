"""Arguments composed at random from clauses and joining words, against truth tables counted out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.rules import answer
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotDone, Refusal

#: affirmed and denied, in forms that are the same but for tense
CLAUSES = (
    (("the horn sounds", "the horn is sounding", "the horn sounded"),
     ("the horn does not sound", "the horn isn't sounding")),
    (("Vera sleeps", "Vera is sleeping", "Vera will sleep"), ("Vera doesn't sleep", "Vera will not sleep")),
    (("the boat is ready", "the boat was ready"), ("the boat is not ready", "the boat wasn't ready")),
    (("it hails", "it is hailing"), ("it does not hail", "it isn't hailing")),
)  # fmt: skip


#: which clause, and whether it is affirmed
Literal = tuple[int, bool]
#: a form of `JOINED` with its two clauses; without a form the first alone
Meaning = tuple[str, Literal, Literal]


@st.composite
def literals(draw: st.DrawFn) -> tuple[str, Literal]:
    number = draw(st.integers(0, 3))
    positive = draw(st.booleans())
    return draw(st.sampled_from(CLAUSES[number][0 if positive else 1])), (number, positive)


JOINED: dict[str, Callable[[bool, bool], bool]] = {
    "if {0}, then {1}": lambda a, b: not a or b,
    "if {0}, {1}": lambda a, b: not a or b,
    "{1} if {0}": lambda a, b: not a or b,
    "{0} only if {1}": lambda a, b: not a or b,
    "{0} unless {1}": lambda a, b: a or b,
    "unless {0}, {1}": lambda a, b: a or b,
    "{0} if and only if {1}": lambda a, b: a == b,
    "{0} or {1}": lambda a, b: a or b,
    "{0} and {1}": lambda a, b: a and b,
    "{0}, but {1}": lambda a, b: a and b,
    "it is not the case that both {0} and {1}": lambda a, b: not (a and b),
    "it is false that if {0}, then {1}": lambda a, b: a and not b,
    "provided that {0}, {1}": lambda a, b: not a or b,
    "whenever {0}, {1}": lambda a, b: not a or b,
}


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, Meaning]:
    (first, one), (second, other) = draw(literals()), draw(literals())
    if draw(st.integers(0, 3)) == 0:
        return first, ("", one, other)
    assume(one[0] != other[0])
    form = draw(st.sampled_from(sorted(JOINED)))
    return form.format(first, second), (form, one, other)


def holds(meaning: Meaning, case: tuple[bool, ...]) -> bool:
    form, one, other = meaning
    left, right = (case[number] is positive for number, positive in (one, other))
    return left if form == "" else JOINED[form](left, right)


@settings(max_examples=250, deadline=None)
@given(st.lists(sentences(), min_size=1, max_size=4), sentences())
def test_a_verdict_is_that_of_the_truth_table(
    premises: list[tuple[str, Meaning]], conclusion: tuple[str, Meaning]
) -> None:
    """Or it is declined; premises that contradict each other are told as such."""
    told = " ".join(f"{text[0].upper()}{text[1:]}." for text, _ in premises)
    cases = [case for case in product((True, False), repeat=4) if all(holds(meaning, case) for _, meaning in premises)]
    expected = "valid" if all(holds(conclusion[1], case) for case in cases) else "invalid"

    try:
        finding = answer(Question(f"{told} Therefore {conclusion[0]}. Is the argument valid?"))
    except NotDone as refusal:
        assert not cases, refusal.reason
    except Refusal:
        return
    else:
        assert cases
        assert finding.value == expected
        assert finding.verified is True
