"""Tokens to text: whole characters only, nothing lost, cut at stop strings, thoughts told from the answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.transformers.text import Decode, Detokenizer, Stops, Writer

BROKEN = "\ufffd"
THINK, ANSWER = 300, 301


def by_bytes(ids: Sequence[int]) -> str:
    """As byte-level tokenizers decode: a byte a token here, and special tokens as nothing."""
    return bytes(id for id in ids if id < 256).decode("utf-8", "replace")


def by_fallback(ids: Sequence[int]) -> str:
    """As tokenizers with byte fallback decode: bytes that are not UTF-8 as a whole are a sign each."""
    try:
        return bytes(ids).decode("utf-8")
    except UnicodeDecodeError:
        return BROKEN * len(ids)


def by_words(ids: Sequence[int]) -> str:
    """As sentence-piece tokenizers decode: a word a token, a space before each but the first."""
    return " ".join(f"w{id}" for id in ids)


def pieces(decode: Decode, ids: Sequence[int]) -> list[str]:
    """What a detokenizer gives, token by token, and at the end."""
    reader = Detokenizer(decode)
    return [*(reader.take(id) for id in ids), reader.rest()]


@pytest.mark.parametrize("decode", [by_bytes, by_fallback])
@given(text=st.text())
def test_no_character_is_ever_shown_in_part(decode: Decode, text: str) -> None:
    """Each piece is whole characters, and joined they are the text."""
    text = text.replace(BROKEN, "").encode("utf-8", "ignore").decode()
    given_out = pieces(decode, text.encode())
    assert "".join(given_out) == text
    assert not any(BROKEN in piece for piece in given_out)


@given(data=st.binary(max_size=200))
def test_bytes_that_are_no_text_lose_nothing(data: bytes) -> None:
    """The pieces joined are what all the tokens decode to."""
    assert "".join(pieces(by_bytes, data)) == by_bytes(data)


def test_bytes_that_never_become_text_are_not_held_for_ever() -> None:
    """Neither is the wait for a character unbounded, nor what is decoded again and again."""
    sizes: list[int] = []

    def decode(ids: Sequence[int]) -> str:
        sizes.append(len(ids))
        return by_bytes(ids)

    given_out = pieces(decode, b"\xff" * 500)
    assert "".join(given_out) == BROKEN * 500
    assert max(sizes) < 100
    given_out = pieces(decode, [1000] * 500)
    assert "".join(given_out) == "" and max(sizes) < 100


def test_a_character_after_broken_bytes_is_whole() -> None:
    """A stray byte does not spoil what follows."""
    given_out = pieces(by_bytes, b"\xff\xff" + "☃!".encode())
    assert "".join(given_out) == f"{BROKEN}{BROKEN}☃!"
    assert any("☃" in piece for piece in given_out)


@given(ids=st.lists(st.integers(0, 50)))
def test_spaces_between_words_are_kept(ids: list[int]) -> None:
    """Though each word alone is decoded without one."""
    assert "".join(pieces(by_words, ids)) == by_words(ids)


@given(
    parts=st.lists(st.text("ab", max_size=3)),
    stops=st.lists(st.text("ab", min_size=1, max_size=4), max_size=3),
)
def test_text_is_cut_at_the_first_stop_string_however_it_comes(parts: list[str], stops: list[str]) -> None:
    """Whatever the pieces, and nothing of a stop string is shown."""
    cutter, shown, text = Stops(stops), "", ""
    for part in parts:
        text += part
        shown += cutter.take(part)
        if cutter.met:
            break
    else:
        shown += cutter.rest()
    found = [place for stop in stops if (place := text.find(stop)) >= 0]
    assert shown == (text[: min(found)] if found else text)
    assert cutter.met == bool(found)


def test_thoughts_are_told_from_the_answer() -> None:
    """By the tokens that open and close them, which are shown in neither; a stop string is for the answer alone."""
    writer = Writer(by_bytes, ["!"], marks=(THINK, ANSWER))
    told = [
        pair for id in [THINK, *b"so! ", ANSWER, *b"yes!", *b"no"] if not writer.stopped for pair in writer.take(id)
    ]
    assert "".join(text for channel, text in told if channel == "reasoning") == "so! "
    assert writer.text == "yes" and writer.stopped and writer.rest() == []


def test_a_prompt_may_have_opened_the_thought() -> None:
    """Some templates do; what was never closed is no answer."""
    writer = Writer(by_bytes, [], marks=(THINK, ANSWER), thinking=True)
    assert [writer.take(id) for id in b"hm"] == [[("reasoning", "h")], [("reasoning", "m")]]
    assert writer.rest() == [] and writer.text == ""


def test_what_was_held_back_is_given_at_the_end() -> None:
    """The beginning of a stop string that never came, and of a character that never came."""
    writer = Writer(by_bytes, ["end."])
    told = [pair for id in b"the en\xe2" for pair in writer.take(id)]
    assert writer.text == "the "
    assert writer.rest() and writer.text == f"the en{BROKEN}" and told
