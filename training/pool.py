"""The labelled queries of others: where they lie, their routes as intents, and which families of sources they form.

They are measured and trained on, never copied: no text of theirs is written anywhere.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from training.own import Query

INTENT_OF_ROUTE = {"retrieval": "factual", "symbolic": "logical", "core": "open", "word_problem": "worded"}
#: Sources drawn from one set of queries (its splits, its halves, its kinds of rows) are one family.
MERGED = ("clinc", "dm_math", "gsm8k", "nq_open", "self_instruct", "squad", "webquestions")


class DataMissing(SystemExit):
    """The data folder is not there; says how to name it."""


def data_folder() -> Path:
    """Return the folder of development data: $ORCHESTRA_DATA, or `shared/data` beside the repository."""
    named = os.environ.get("ORCHESTRA_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
    if not (folder / "routing" / "train_pool.jsonl").is_file():
        raise DataMissing(f"no routing data in {folder}: set ORCHESTRA_DATA to the folder that holds routing/*.jsonl")
    return folder


def read_pool(name: str) -> list[Query]:
    """Read one file of routing queries: train_pool, dev or hard_dev. Each keeps its source as the family."""
    path = data_folder() / "routing" / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [Query(row["query"], INTENT_OF_ROUTE[row["route"]], row["source"]) for row in rows]


def family(source: str) -> str:
    """Return the family of a source: what stands before "/", with the splits of one set merged."""
    head = source.split("/")[0]
    return next((name for name in MERGED if head.startswith(name)), head)
