"""Messages as a query with history, and turns as messages."""

from __future__ import annotations

import pytest
from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ChatMessage,
    HumanMessage,
    SystemMessage,
    ToolCall,
    ToolMessage,
)

from orchestra.langchain.messages import as_messages, as_query
from orchestra.spec import InputError, Turn


def test_the_last_message_is_the_query_and_the_others_its_history() -> None:
    """With their roles, in their order."""
    messages = [SystemMessage("Be brief."), HumanMessage("Hello"), AIMessage("Hi"), HumanMessage("What is 2+2?")]

    query, history = as_query(messages)

    assert query == "What is 2+2?"
    assert [(turn.role, turn.text) for turn in history] == [
        ("system", "Be brief."),
        ("user", "Hello"),
        ("assistant", "Hi"),
    ]


def test_turns_become_messages_and_come_back() -> None:
    """The two maps are each other's inverse where both apply."""
    turns = (Turn(role="system", text="s"), Turn(role="assistant", text="a"), Turn(role="user", text="u"))

    query, history = as_query(as_messages(turns))

    assert (*history, Turn(role="user", text=query)) == turns


def test_text_in_blocks_is_read_and_a_models_thoughts_are_passed_over() -> None:
    """Newer integrations give lists of blocks."""
    thought = AIMessage([{"type": "reasoning", "reasoning": "hm"}, {"type": "text", "text": "Hi"}])

    query, history = as_query(
        [thought, HumanMessage([{"type": "text", "text": "and "}, {"type": "text", "text": "you"}])]
    )

    assert (query, history[0].text) == ("and you", "Hi")


@pytest.mark.parametrize(("role", "expected"), [("user", "user"), ("assistant", "assistant"), ("developer", "system")])
def test_a_chat_message_counts_by_the_role_it_names(role: str, expected: str) -> None:
    """Other frameworks write them so."""
    _, history = as_query([ChatMessage(content="x", role=role), HumanMessage("y")])

    assert history[0].role == expected


@pytest.mark.parametrize(
    ("messages", "named"),
    [
        ([], "nothing"),
        ([SystemMessage("x")], "system"),
        ([HumanMessage("x"), AIMessage("y")], "assistant"),
        ([ToolMessage("x", tool_call_id="1"), HumanMessage("y")], "tools"),
        ([AIMessage("", tool_calls=[ToolCall(name="f", args={}, id="1")]), HumanMessage("y")], "tools"),
        ([HumanMessage([{"type": "image", "url": "http://a/b.png"}])], "image"),
        ([ChatMessage(content="x", role="oracle"), HumanMessage("y")], "messages[0]"),
    ],
    ids=["none", "system last", "assistant last", "tool result", "tool call", "image", "unknown role"],
)
def test_messages_that_hold_no_query_are_refused_with_the_reason(messages: list[BaseMessage], named: str) -> None:
    """Nothing is dropped silently."""
    with pytest.raises(InputError) as caught:
        as_query(messages)

    assert named in str(caught.value)
    assert caught.value.hint
