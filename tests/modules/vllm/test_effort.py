"""How long a model may think, as the server takes it."""

from __future__ import annotations

from orchestra_modules.vllm.prompt import body

from orchestra.spec import GenerateRequest, Sampling, Turn


def test_effort_is_sent_where_it_is_set_and_not_said_where_it_is_not() -> None:
    """Servers that do not know the field may refuse it."""
    turn = Turn(role="user", text="Hello!")
    asked = GenerateRequest(messages=(turn,), sampling=Sampling(effort="high"))
    assert body(asked, "core", max_tokens=5, seed=1, vllm=True)["reasoning_effort"] == "high"
    plain = GenerateRequest(messages=(turn,))
    assert "reasoning_effort" not in body(plain, "core", max_tokens=5, seed=1, vllm=True)
