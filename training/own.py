"""The queries written for Orchestra: lists by hand, and grammars that vary what is asked apart from how it is put."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from training.expressions import DRAWS
from training.grammar import Draw, expand, read_grammar, read_lines
from training.variation import vary

INTENTS = ("factual", "logical", "open", "worded")
FOLDER = Path(__file__).parent / "queries"
#: Story problems also come with answers to choose from, so that choices alone say nothing.
SHARE_WITH_CHOICES = 0.15
CHOICE_LAYOUTS = 4
#: Queries drawn from the grammars of each intent, and the share of them that is varied as well.
COMPOSED = 1200
SHARE_VARIED = 0.25
#: As many words in a row shared with a data set are no accident.
RUN = 7


class Query(NamedTuple):
    """One labelled query; `family` is where it comes from."""

    text: str
    intent: str
    family: str


def handwritten() -> list[Query]:
    """Read the queries written one by one."""
    return [Query(line, intent, f"own/{intent}") for intent in INTENTS for line in read_lines(FOLDER / f"{intent}.txt")]


def varied(queries: list[Query], share: float, seed: int) -> list[Query]:
    """Return harmless variations of a share of the queries; which and how hangs on each text alone."""
    found = []
    for query in queries:
        rng = random.Random(f"{seed}/{query.text}")
        if rng.random() < share:
            found.append(Query(vary(query.text, rng), query.intent, query.family))
    return found


def own_queries(seed: int) -> list[Query]:
    """Return every query written for Orchestra, with variations: all of those by hand, a few of the composed."""
    by_hand = handwritten()
    drawn = composed(COMPOSED, seed)
    return [*by_hand, *with_choices(seed), *drawn, *varied(by_hand, 1.0, seed), *varied(drawn, SHARE_VARIED, seed)]


def apart(queries: Sequence[Query], others: Sequence[Query]) -> list[Query]:
    """Leave out the queries that another set holds word for word, or shares a long run of words with.

    So nothing that is tested on was trained on, and no data set's phrasing is learnt by accident.
    """
    held = {bare(query.text) for query in others}
    told = {run for query in others for run in _runs(query.text)}
    return [query for query in queries if bare(query.text) not in held and not told & set(_runs(query.text))]


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of RUN words of a text; signs and digits do not count as words."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def bare(text: str) -> str:
    """Return what is left of a text without case, marks and white space; of bare signs, the text itself."""
    return "".join(char for char in text.lower() if char.isalnum()) or text


def with_choices(seed: int) -> list[Query]:
    """Set out the questions that come with answers to choose from, each in several of the usual ways."""
    rng = random.Random(f"{seed}/choices")
    queries = []
    for line in read_lines(FOLDER / "factual_choices.txt"):
        question, *answers = line.split(" / ")
        for _ in range(CHOICE_LAYOUTS):
            rng.shuffle(answers)
            queries.append(Query(question + _laid_out(answers, rng), "factual", "own/factual"))
    return queries


def composed(each: int, seed: int) -> list[Query]:
    """Draw unlike queries from the grammars, every template of an intent equally often."""
    queries: list[Query] = []
    for intent in INTENTS:
        rng = random.Random(f"{seed}/{intent}")
        grammar = read_grammar(FOLDER / f"{intent}.grammar")
        slots: dict[str, Sequence[str] | Draw] = {**DRAWS, **grammar}
        seen: set[str] = set()
        templates = grammar["query"]
        for turn in range(each * 3):
            text = expand(templates[turn % len(templates)], slots, rng).strip()
            if intent == "worded" and rng.random() < SHARE_WITH_CHOICES:
                text += _choices(rng)
            if text and text not in seen:
                seen.add(text)
                queries.append(Query(text, intent, f"own/{intent}"))
            if len(seen) == each:
                break
    return queries


def _choices(rng: random.Random) -> str:
    first, step = rng.randint(2, 300), rng.randint(1, 25)
    return _laid_out([str(first + step * i) for i in range(rng.randint(4, 5))], rng)


def _laid_out(answers: list[str], rng: random.Random) -> str:
    opening, closing = rng.choice([("", ")"), ("(", ")"), ("", "."), ("", ":")])
    joint = rng.choice(["\n", "\n", " ", ", "])
    labels = rng.choice(["ABCDE", "ABCDE", "abcde", "12345"])
    lead = rng.choice(["\n", "\n", " ", " Options: ", "\nAnswer choices:\n", "\nChoices:\n"])
    tail = rng.choice(["", "", "", "\nAnswer:", "\nPick one."])
    return (
        lead
        + joint.join(f"{opening}{label}{closing} {text}" for label, text in zip(labels, answers, strict=False))
        + tail
    )
