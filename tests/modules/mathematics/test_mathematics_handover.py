"""What a probe read is handed to the run and nothing is lost on the way."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.handover import dumped, loaded
from orchestra_modules.mathematics.language.sentences import read
from orchestra_modules.mathematics.probe import probe
from orchestra_modules.mathematics.problem import Problem
from orchestra_modules.mathematics.syntax import Number
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal

from orchestra.spec import Solution

EVERYDAY = Path(__file__).parents[1] / "everyday"


@pytest.mark.parametrize("name", ["algebra", "calculus", "numbers", "quantities", "language"])
def test_every_problem_that_is_read_comes_back_as_it_was(name: str) -> None:
    """With its readings, notes, domains and options."""
    count = 0
    for text, *_ in tomllib.loads((EVERYDAY / f"{name}.toml").read_text(encoding="utf-8"))["questions"]:
        try:
            problem = read(split(text))
        except Refusal:
            continue
        count += 1
        assert loaded(dumped(problem)) == problem
    assert count > 100


@given(st.fractions(), st.integers(min_value=0, max_value=6000))
def test_numbers_of_any_length_come_back(value: Fraction, digits: int) -> None:
    """There is no limit on their digits."""
    problem = Problem(Number(value * 10**digits))
    assert loaded(dumped(problem)) == problem


@pytest.mark.parametrize("text", ["", "{", "3", '["Problem"]', '["Nobody", 1]', '["Number", ["Fraction", "1", "0"]]'])
def test_another_text_is_no_problem(text: str) -> None:
    """It is a ValueError, whatever it is."""
    with pytest.raises(ValueError, match="no problem handed over"):
        loaded(text)


def test_a_run_answers_what_the_probe_read() -> None:
    """It does not read the words again."""
    fit = probe("What is 6 times 7?")
    solution = answer("", fit.reading)
    assert isinstance(solution, Solution)
    assert solution.value == "42"


def test_a_text_that_the_probe_does_not_understand_has_no_reading() -> None:
    """The run says then what was not understood."""
    assert probe("What is the weight of the moon?").reading == ""
