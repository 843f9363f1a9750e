"""The question sets of the solver benchmark: how each row becomes a query, and when an answer is right.

Nothing is added to a query: no hint, no history, no name of its set. The data is read from ORCHESTRA_DATA, or
../shared/data beside the repository; it is not part of the project.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:/\d+)?")


@dataclass(frozen=True)
class Item:
    """One question of a set with the answer its source expects."""

    set: str
    part: str
    query: str
    gold: str
    right: Callable[[str, str], bool]


def exact(value: str, gold: str) -> bool:
    """The same string."""
    return value.strip() == gold.strip()


def label(value: str, gold: str) -> bool:
    """The same label, in brackets or not; or the same words, True being Yes."""
    return _plain(value) == _plain(gold)


def _plain(text: str) -> str:
    text = text.strip().strip("()").strip().lower()
    return {"yes": "true", "no": "false"}.get(text, text)


def number(value: str, gold: str) -> bool:
    """Equal as rationals; a gold of d decimals accepts ours rounded to d."""
    ours, theirs = _rational(value), _rational(gold)
    if ours is None or theirs is None:
        return value.strip().lower() == gold.strip().lower()
    decimals = len(gold.partition(".")[2].strip()) if "." in gold else 0
    return ours == theirs or (decimals > 0 and round(ours, decimals) == theirs)


def number_or_label(value: str, gold: str) -> bool:
    """Either of the two."""
    return label(value, gold) or number(value, gold)


def _rational(text: str) -> Fraction | None:
    found = _NUMBER.findall(text.replace("$", ""))
    if len(found) != 1:
        return None
    try:
        return Fraction(found[0].replace(",", ""))
    except (ValueError, ZeroDivisionError):
        return None


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON or JSON-lines file."""
    text = path.read_text(encoding="utf-8")
    return list(json.loads(text)) if path.suffix == ".json" else [json.loads(line) for line in text.splitlines()]


def with_options(row: dict[str, Any]) -> str:
    """Context, question and options, one a line."""
    return "\n".join([row["context"], row["question"], "Options:", *row["options"]])


def deepmind(data: Path) -> Iterator[Item]:
    """DeepMind Mathematics, compared as strings."""
    for row in rows(data / "solver" / "dm_math_dev.jsonl"):
        yield Item(f"DeepMind {row['split']}", row["module"], row["question"], row["answer"], exact)


def big_bench_hard(data: Path) -> Iterator[Item]:
    """The BIG-Bench Hard tasks that are there."""
    for path in sorted((data / "solver" / "bbh_dev").glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8"))["examples"]:
            yield Item(f"BBH {path.stem}", "", row["input"], row["target"], number_or_label)


def deduction(data: Path) -> Iterator[Item]:
    """ProntoQA, ProofWriter and LogicalDeduction."""
    for name, file in (("ProntoQA", "prontoqa_dev"), ("ProofWriter", "proofwriter_dev"),
                       ("LogicalDeduction", "logical_deduction_dev")):  # fmt: skip
        for row in rows(data / "solver" / f"{file}.json"):
            yield Item(name, "", with_options(row), row["answer"], label)


def programs(data: Path) -> Iterator[Item]:
    """Logic programs that a language model wrote for those three sets; not all of them are right."""
    for file in ("prontoqa", "proofwriter", "logical_deduction"):
        for row in rows(data / "solver" / "logic_programs" / f"{file}_dev_gpt4.json"):
            program = row["program"] if isinstance(row["program"], str) else "\n".join(row["program"])
            yield Item(f"programs {file}", "", program, row["answer"], _verdict)


def _verdict(value: str, gold: str) -> bool:
    """True, False and Unknown stand in these sets for options A, B and C."""
    return label(value, gold) or {"true": "a", "false": "b", "unknown": "c"}.get(_plain(value)) == _plain(gold)


def worded(data: Path) -> Iterator[Item]:
    """Problems told as stories."""
    for row in rows(data / "solver" / "satlm_algebra_dev.json"):
        yield Item("SatLM algebra", "", row["question"], row["label"], number)
    for row in rows(data / "solver" / "gsm8k_train.jsonl"):
        yield Item("GSM8K train", "", row["question"], row["answer"].split("####")[-1].strip(), number)
    for row in rows(data / "solver" / "svamp.json"):
        body = row["Body"].strip()
        stop = "" if body[-1:] in (".", "?", "!", ",") else "."
        yield Item("SVAMP", "", f"{body}{stop} {row['Question']}", str(row["Answer"]), number)


def others(data: Path) -> Iterator[Item]:
    """Queries of other kinds; whatever is answered to them counts as wrong."""
    for name in ("dev", "hard_dev"):
        for row in rows(data / "routing" / f"{name}.jsonl"):
            if row["route"] not in ("symbolic", "word_problem"):
                yield Item("queries of other kinds", "", row["query"], "", lambda value, gold: False)


SETS: dict[str, Callable[[Path], Iterator[Item]]] = {
    "deepmind": deepmind,
    "bbh": big_bench_hard,
    "deduction": deduction,
    "programs": programs,
    "worded": worded,
    "others": others,
}
