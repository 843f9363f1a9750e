"""Numbers written in another base are not products."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics import Mathematics

from orchestra.spec import Declined, SolveRequest
from orchestra.testing import FakeContext


@pytest.mark.parametrize("text", ["0x10", "0x10 + 1", "what is 0x20", "0b101 + 1", "0o17 * 2", "0XFF"])
def test_a_number_of_another_base_is_declined(text: str) -> None:
    """0x10 is sixteen to most and zero times ten to nobody."""
    assert isinstance(Mathematics().run(SolveRequest(query=text), FakeContext()), Declined)
