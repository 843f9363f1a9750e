"""Programs of clauses as people write them: several in a line, comments, headings, a query without its sign."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.rules import answer, read
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood

PROGRAMS = (
    ("hen(ada). hen(bibi). bird(X) :- hen(X). ?- bird(ada).", "True"),
    ("% birds\nhen(ada). % the first\nbird(X) :- hen(X).\n?- bird(Which).", "ada"),
    ("wet :- rain. rain. ?- wet.", "True"),
    ("wet :- rain. rain :- wet. ?- wet.", "False"),
    ("Facts: hen(ada). Rules: bird(X) :- hen(X). Query: ?- bird(ada).", "True"),
    ("Facts:\nhen(ada).\nRules:\nbird(X) :- hen(X).\nQuery:\nbird(ada)", "True"),
    ("Facts:\nhen(ada).\nRules:\nbird(X) :- hen(X).\nQuery: bird(X)?", "ada"),
    ("hen(ada). goose(bibi). ?- hen(X)", "ada"),
)
REFUSED = (
    ("hen(ada). hen(bibi) ?- hen(ada).", "expected"),
    ("hen(ada). ?- hen(X) hen(ada).", "expected"),
    ("hen(ada). ?- hen(X). hen(bibi).", "nothing may follow the query"),
    ("% birds\nhen(ada). hen(X) :- X > ?.\n?- hen(ada).", "line 2"),
    ("hen(ada). ?- goose(ada).", "goose"),
)


@pytest.mark.parametrize(("program", "expected"), PROGRAMS)
def test_a_program_is_answered_however_it_is_laid_out(program: str, expected: str) -> None:
    """Comments and headings say nothing."""
    finding = answer(split(program))

    assert (finding.value, finding.verified) == (expected, True)


@pytest.mark.parametrize(("program", "place"), REFUSED)
def test_what_is_no_program_is_refused_with_its_place(program: str, place: str) -> None:
    """A missing stop is not mended."""
    with pytest.raises(NotUnderstood, match=place):
        read(split(program))
