"""Problems as language models write them: the published form, unknowns with names of several letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orchestra_modules.mathematics
import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer_formal
from orchestra_modules.mathematics.naming import letters, renamed
from orchestra_modules.mathematics.problem import SCHEMA_ID

from orchestra.spec import Declined, ProblemForm, Solution, read_manifest


def form() -> ProblemForm:
    """What the manifest publishes."""
    found = read_manifest(Path(orchestra_modules.mathematics.__file__).with_name("module.toml")).problem
    assert found is not None
    return found


def solved(goal: str, *constraints: str, **unknowns: str) -> Solution | Declined:
    """A problem in the published form, by JSON and the form itself."""
    named = [{"name": name, "domain": domain or "number"} for name, domain in unknowns.items()]
    body: Any = {"unknowns": named, "constraints": list(constraints), "goal": goal}
    return answer_formal(SCHEMA_ID, body)


def value(goal: str, *constraints: str, **unknowns: str) -> str:
    """The value of its verified solution."""
    solution = solved(goal, *constraints, **unknowns)
    assert isinstance(solution, Solution), solution
    assert solution.verified is True
    return solution.value


def test_the_form_is_the_one_that_is_taken_and_its_examples_are_solved() -> None:
    """Whoever follows them is answered."""
    published = form()
    assert published.schema_id == SCHEMA_ID
    for worked in published.examples:
        solution = answer_formal(SCHEMA_ID, worked.problem)
        assert isinstance(solution, Solution)
        assert solution.verified is True


@pytest.mark.parametrize(
    ("goal", "constraints", "unknowns", "expected"),
    [
        ("apples", ["apples + pears = 12", "apples = 2*pears"], {"apples": "", "pears": ""}, "8"),
        ("apples*pears", ["apples + pears = 12", "apples - pears = 2"], {"apples": "", "pears": ""}, "35"),
        ("total", ["left = 16 - 3 - 4", "total = 2*left"], {"left": "", "total": ""}, "18"),
        ("price", ["price = 80*(1 - 15/100)"], {"price": ""}, "68"),
        ("n", ["n*(n + 1) = 90", "n > 0"], {"n": "integer"}, "9"),
        ("a2", ["a1 = 2", "a2 = a1^2"], {"a1": "", "a2": ""}, "4"),
        ("John_age", ["John_age = 3*Mary_age", "Mary_age = 7"], {"John_age": "", "Mary_age": ""}, "21"),
        ("x", ["2x + width = 10", "width = 4"], {"x": "", "width": ""}, "3"),
        ("3width", ["width = 4"], {"width": ""}, "12"),
        ("gcd(whole, 36)", ["whole = 84"], {"whole": ""}, "12"),
        ("48/2 + 48", [], {}, "72"),
    ],
)
def test_a_problem_with_names_is_solved(
    goal: str, constraints: list[str], unknowns: dict[str, str], expected: str
) -> None:
    """Facts hold together, in whatever order they come."""
    assert value(goal, *constraints, **unknowns) == expected


def test_the_solution_speaks_of_the_names_that_were_given() -> None:
    """In its steps; the letters in between are nobody's business."""
    solution = solved("apples", "apples + pears = 12", "apples = 2*pears", apples="", pears="")
    assert isinstance(solution, Solution)
    assert "apples = 8" in solution.steps


@pytest.mark.parametrize(
    ("goal", "constraints", "unknowns", "reason"),
    [
        ("apples", ["apples + pears = 12"], {"apples": ""}, "'pears' is not among the unknowns"),
        ("apples", ["apples + pears = 12"], {"apples": "", "pears": ""}, "does not settle apples"),
        ("apples", ["apples = 3", "apples = 4"], {"apples": ""}, "no values"),
        ("apples", ["apples = = 3"], {"apples": ""}, "not understood"),
        ("sqrt", ["sqrt = 3"], {"sqrt": ""}, "'sqrt' is the name of a function"),
        ("total", ["total = 3 dollars"], {"total": ""}, "'dollars' is not among the unknowns"),
    ],
)
def test_a_complaint_says_what_to_mend(
    goal: str, constraints: list[str], unknowns: dict[str, str], reason: str
) -> None:
    """In the names of whoever wrote the problem."""
    declined = solved(goal, *constraints, **unknowns)
    assert isinstance(declined, Declined)
    assert reason in declined.reason


def test_more_unknowns_than_letters_are_refused() -> None:
    """The form admits fewer."""
    with pytest.raises(ValueError, match="more than there are letters"):
        letters([f"name{number}" for number in range(99)], [])


names = st.from_regex(r"[a-z]{2,5}", fullmatch=True)


@given(st.lists(names, min_size=1, max_size=8, unique=True), st.integers(0, 99))
def test_names_come_back_as_they_were(found: list[str], number: int) -> None:
    """Each has a letter of its own that the texts do not use."""
    text = " + ".join(f"{number}*{name}" for name in found)
    given_letters = letters(found, [text, "x + y"])
    assert len(set(given_letters.values())) == len(found)
    assert not {"x", "y"} & set(given_letters.values())
    changed = renamed(text, given_letters)
    assert renamed(changed, {letter: name for name, letter in given_letters.items()}) == text
