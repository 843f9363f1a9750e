"""Which server a conversation goes to: always the same one, while it is there and not overloaded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.vllm.choice import Candidate, choose, fingerprint, ranked

from orchestra.spec import Turn

NAMES = st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=8, unique=True)


def test_a_growing_conversation_keeps_its_fingerprint() -> None:
    """What was said first decides; another beginning is another conversation."""
    system, first = Turn(role="system", text="be brief"), Turn(role="user", text="hello")
    later = (Turn(role="assistant", text="hi"), Turn(role="user", text="more"))
    assert fingerprint((system, first)) == fingerprint((system, first, *later))
    assert fingerprint((system, first)) != fingerprint((first,))
    assert fingerprint((Turn(role="user", text="other"),)) != fingerprint((first,))


@given(st.binary(min_size=1, max_size=16), NAMES)
def test_when_a_server_goes_the_others_keep_their_order(conversation: bytes, names: list[str]) -> None:
    """Only its own conversations move."""
    order = ranked(conversation, names)
    gone = order[0]
    assert ranked(conversation, [name for name in reversed(names) if name != gone]) == order[1:]


@given(st.binary(min_size=1, max_size=16), NAMES, st.data())
def test_a_server_at_its_limit_is_never_chosen(conversation: bytes, names: list[str], data: st.DataObject) -> None:
    """None where all are."""
    candidates = [Candidate(name, data.draw(st.integers(0, 12))) for name in names]
    chosen = choose(conversation, candidates, 8)
    free = {one.name for one in candidates if one.running < 8}
    assert chosen in free if free else chosen is None


def test_conversations_are_spread_and_each_stays() -> None:
    """Thirty conversations on three servers without load: each server has some, and the choice is repeated."""
    idle = [Candidate(name, 0) for name in "abc"]
    chosen = [choose(str(number).encode(), idle, 8) for number in range(30)]
    assert set(chosen) == set("abc")
    assert chosen == [choose(str(number).encode(), idle[::-1], 8) for number in range(30)]


def test_a_conversation_leaves_a_server_that_has_far_more_to_do() -> None:
    """And comes back when it has not."""
    first, second, third = ranked(b"talk", "abc")
    busy = [Candidate(first, 30), Candidate(second, 2), Candidate(third, 1)]
    assert choose(b"talk", busy, 64) == second
    assert choose(b"talk", [Candidate(name, 2) for name in "abc"], 64) == first
