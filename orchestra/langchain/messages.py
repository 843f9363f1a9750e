"""LangChain messages as a query with its history, and turns as LangChain messages. Text only: no tools, no images.

Orchestra has one query and what was said before. The last message must be the user's, and is the query. System
messages go along as turns of the history: a generator reads them after its own instruction; router, retrievers and
solvers pass over them.
"""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ChatMessage,
    HumanMessage,
    SystemMessage,
    convert_to_messages,
)

from orchestra.spec import InputError, Turn
from orchestra.spec.messages import Role

_ROLES: dict[str, Role] = {"system": "system", "developer": "system", "user": "user", "human": "user"}
_ROLES |= {"assistant": "assistant", "ai": "assistant"}
_REASONING = frozenset({"reasoning", "thinking", "redacted_thinking"})


def as_messages(turns: Sequence[Turn]) -> list[BaseMessage]:
    """Turns as messages, one for one."""
    made: dict[Role, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return [made[turn.role](content=turn.text) for turn in turns]


def as_query(messages: Sequence[BaseMessage]) -> tuple[str, tuple[Turn, ...]]:
    """The last message as the query and those before it as its history. InputError."""
    turns = [_turn(number, message) for number, message in enumerate(convert_to_messages(messages))]
    if not turns or turns[-1].role != "user":
        last = f"a message of the role {turns[-1].role!r}" if turns else "nothing"
        raise InputError(f"the messages end with {last}", hint="the last message is the query: make it a HumanMessage")
    return turns[-1].text, tuple(turns[:-1])


def _turn(number: int, message: BaseMessage) -> Turn:
    role = _ROLES.get(message.role if isinstance(message, ChatMessage) else message.type)
    where = f"messages[{number}], a {type(message).__name__},"
    if role is None or getattr(message, "tool_calls", None):
        raise InputError(f"{where} is part of a talk with tools", hint="ChatOrchestra calls no tools; leave it out")
    for block in message.content if isinstance(message.content, list) else ():
        kind = block.get("type") if isinstance(block, dict) else "text"
        if kind != "text" and not (role == "assistant" and kind in _REASONING):
            raise InputError(f"{where} has content of the type {kind!r}", hint="ChatOrchestra reads text alone")
    return Turn(role=role, text=str(message.text))
