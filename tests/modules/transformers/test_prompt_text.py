"""The conversation as the model's template wants it, and what is done where there is none or it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from orchestra_modules.transformers.prompt import written

from orchestra.spec import Rejected, Turn

TURNS = (Turn(role="system", text="Be brief."), Turn(role="user", text="Hi"))


class Tokenizer:
    """Writes messages as they are; `refuses` are roles its template raises at, as some do."""

    def __init__(self, template: str | None = "some", refuses: tuple[str, ...] = ()) -> None:
        self.chat_template = template
        self.refuses = refuses

    def apply_chat_template(self, messages: list[dict[str, str]], **options: Any) -> str:
        """The messages, one a line."""
        assert options == {"tokenize": False, "add_generation_prompt": True, "enable_thinking": True}
        if any(message["role"] in self.refuses for message in messages):
            raise ValueError("System role not supported")
        return "\n".join(f"{message['role']}={message['content']}" for message in messages)


def test_the_template_writes_the_prompt() -> None:
    """With the messages as they are."""
    assert written(TURNS, Tokenizer(), thinking=True) == "system=Be brief.\nuser=Hi"


def test_instructions_go_into_the_first_message_where_a_template_knows_no_system() -> None:
    """Nothing of them is lost."""
    assert written(TURNS, Tokenizer(refuses=("system",)), thinking=True) == "user=Be brief.\n\nHi"
    assert written(TURNS[:1], Tokenizer(refuses=("system",)), thinking=True) == "user=Be brief."


def test_a_template_that_refuses_anyway_is_told_in_its_own_words() -> None:
    """As the request's fault, with advice."""
    with pytest.raises(Rejected, match="System role not supported"):
        written(TURNS, Tokenizer(refuses=("system", "user")), thinking=True)


def test_without_a_template_the_prompt_is_a_dialogue() -> None:
    """Which the model is to go on with."""
    turns = (*TURNS, Turn(role="assistant", text="Hello"), Turn(role="user", text="Bye"))
    expected = "System: Be brief.\nUser: Hi\nAssistant: Hello\nUser: Bye\nAssistant:"
    assert written(turns, Tokenizer(template=None), thinking=False) == expected
