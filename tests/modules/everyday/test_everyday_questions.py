"""Everyday questions of mathematics and logic, put to both solver modules; the data files hold the questions.

An entry is [question, answer] or [question, answer, why it does not come yet]. The answer "declined" means that no
module may answer. Values are compared as they stand.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from orchestra_modules.logic.answering import answer as answer_logic
from orchestra_modules.mathematics.answering import answer as answer_mathematics

from orchestra.spec import Declined, Solution

DECLINED = "declined"


def entries() -> list[object]:
    """One parameter per entry, its id the file, its place in it and the start of the question."""
    parameters: list[object] = []
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for place, (question, expected, *pending) in enumerate(tomllib.loads(path.read_text("utf-8"))["questions"], 1):
            name = f"{path.stem}-{place}-{' '.join(question.split())[:40]}"
            parameters.append(pytest.param(question, expected, *(pending or [""]), id=name))
    return parameters


def ask(question: str) -> str:
    """The value on which all modules that understand the question agree."""
    outcomes = (answer_mathematics(question), answer_logic(question))
    solutions = [outcome for outcome in outcomes if isinstance(outcome, Solution)]
    assert all(isinstance(outcome, Solution | Declined) for outcome in outcomes)
    assert all(solution.verified is not False for solution in solutions)
    values = {str(solution.value) for solution in solutions}
    assert len(values) <= 1, f"the modules differ: {values}"
    return values.pop() if values else DECLINED


@pytest.mark.parametrize(("question", "expected", "pending"), entries())
def test_everyday_question(question: str, expected: str, pending: str) -> None:
    """One that is not answered yet is declined; a wrong answer fails in any case."""
    found = ask(question)
    if pending and found == DECLINED:
        pytest.xfail(pending)
    assert found == expected
    assert not pending, "it is answered now: take the reason away"
