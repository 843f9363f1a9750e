"""A prompt's tokens counted from the model's own files: exact, or not told at all."""

from __future__ import annotations

import json
from pathlib import Path

import anyio
import pytest
from orchestra_modules.vllm import Vllm
from orchestra_modules.vllm.tokens import LocalTokens

from orchestra.budget.flops import request_flops
from orchestra.spec import Generation
from orchestra.testing import FakeContext
from orchestra.testing.endpoint import FakeEndpoint, Script
from tests.modules.vllm.test_vllm import ASK, CONFIG, SHAPE

pytest.importorskip("jinja2")
tokenizers = pytest.importorskip("tokenizers")

MESSAGES = [{"role": "user", "content": "one two three"}]
TEMPLATE = (
    "{{ bos_token }}{% for m in messages %} {{ m.role }} {{ m.content }}{% endfor %}"
    "{% if add_generation_prompt %} go{% endif %}"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tokenizer of words, a template, and a shape."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    settings = {"chat_template": TEMPLATE, "bos_token": {"content": "<s>"}}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(settings))
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    return tmp_path


def test_a_conversation_is_counted_with_its_template(folder: Path) -> None:
    """The first token, the role, three words, and the word that asks for an answer."""
    assert anyio.run(LocalTokens(folder).count, MESSAGES) == 6
    assert anyio.run(LocalTokens(folder / "config.json").count, MESSAGES) == 6


def test_a_template_in_a_file_of_its_own_goes_first(folder: Path) -> None:
    """As newer models have it."""
    (folder / "chat_template.jinja").write_text("{{ messages[0].content }}")
    assert anyio.run(LocalTokens(folder).count, MESSAGES) == 3


@pytest.mark.parametrize("missing", ["tokenizer.json", "tokenizer_config.json"])
def test_without_its_files_nothing_is_told(folder: Path, missing: str) -> None:
    """A guess would be no count."""
    (folder / missing).unlink()
    assert anyio.run(LocalTokens(folder).count, MESSAGES) is None


def test_a_template_that_refuses_tells_nothing(folder: Path) -> None:
    """Some take only turns in order."""
    (folder / "chat_template.jinja").write_text("{{ raise_exception('no') }}")
    assert anyio.run(LocalTokens(folder).count, MESSAGES) is None


def test_a_server_that_cannot_count_is_helped_out_by_the_models_folder(folder: Path) -> None:
    """The limit is then what the grant pays for, to the token."""
    size = anyio.run(LocalTokens(folder).count, [{"role": "user", "content": "write me a poem"}])
    assert size == 7
    context = FakeContext(grant=request_flops(SHAPE, size, 5))

    async def ask(url: str) -> Generation:
        *_, last = [item async for item in Vllm(url=url, architecture=str(folder)).run(ASK, context)]
        assert isinstance(last, Generation)
        return last

    with FakeEndpoint([Script(*"abcdefgh")], vllm=False) as server:
        anyio.run(ask, server.url)
        assert server.chats[0]["max_tokens"] == 5
