"""The same query as other people would type it: case, marks, courtesy, slips of the finger, white space.

A variation never changes what is asked, so it never changes the intent.
"""

from __future__ import annotations

import random

_BEFORE = (
    "please ",
    "Please ",
    "hi, ",
    "Hey, ",
    "hello, ",
    "can you please tell me ",
    "could you tell me ",
    "Quick question: ",
    "I have a question. ",
    "Would you mind helping me with this? ",
    "so ",
    "ok so ",
    "Question: ",
    "Q: ",
    "help: ",
    "I need help with this: ",
    "hey assistant, ",
)
_AFTER = (
    " please",
    ", please",
    " thanks",
    " Thanks!",
    " thank you",
    " (need it today)",
    " asap",
    " Show your steps.",
    " Thank you in advance.",
)


def vary(text: str, rng: random.Random) -> str:
    """Return the query with one to three harmless changes."""
    for change in rng.sample(_CHANGES, rng.randint(1, 3)):
        text = change(text, rng)
    return text


def _lower(text: str, _: random.Random) -> str:
    return text.lower()


def _bare(text: str, _: random.Random) -> str:
    return text.rstrip("?.! ")


def _marked(text: str, rng: random.Random) -> str:
    return text.rstrip("?.! ") + rng.choice(["?", "?", ".", "!", "??", " ?"])


def _unquoted(text: str, _: random.Random) -> str:
    return text.replace("'", "").replace('"', "")


def _spaced(text: str, rng: random.Random) -> str:
    return rng.choice(["  ", "\n", " "]) + text.replace(". ", ".  ") + rng.choice(["", " ", "\n"])


def _begged(text: str, rng: random.Random) -> str:
    return rng.choice(_BEFORE) + text


def _thanked(text: str, rng: random.Random) -> str:
    return text + rng.choice(_AFTER)


def _slipped(text: str, rng: random.Random) -> str:
    letters = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not letters:
        return text
    at = rng.choice(letters)
    swap = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return rng.choice([swap, text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:]])


_CHANGES = (_lower, _bare, _marked, _unquoted, _spaced, _begged, _thanked, _slipped)
