"""Measures quoting: whether what the reader quotes holds the answer, how long it is, and what its confidence is worth.

`benchmarks.retrieval` brings the evidence and prints the tables. Nothing here knows an index or an embedder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from orchestra_modules.quoter import Quoter
from orchestra_modules.quoter.candidates import VIEWS, candidates
from orchestra_modules.quoter.confidence import VIEW_WEIGHTS
from orchestra_modules.quoter.question import parse

from orchestra.spec import Evidence, ReadRequest, Reply
from orchestra.testing import FakeContext

Floats = NDArray[np.float64]

FOLDS = 5
THRESHOLD = 0.7  # the runtime's, for accepting a reply
#: How much an example of each sort counts when the curve is fitted: answerable, unanswerable on the same subject
#: (written to mislead, rarer in life than in the file), on another subject.
SORTS = {"answerable": 1.0, "unanswerable": 0.4, "elsewhere": 1.0}


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question, its sort, its article (the fold it is in), the gold passage and the answers."""

    text: str
    sort: str
    article: str
    gold: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Every candidate sentence of a question: its views, and whether it holds an answer (in the gold passage)."""

    query: Query
    views: Floats
    holds: NDArray[np.bool_]
    gold: NDArray[np.bool_]
    quoted: bool  # whether what the reader would quote holds an answer
    words: int


def flat(text: str) -> str:
    """Words alone, in small letters, with a space at either end."""
    words = re.sub(r"[^\w\s]", " ", text.lower()).split()
    return f" {' '.join(words)} "


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether a text contains an answer on word boundaries."""
    inside = flat(text)
    return any(flat(answer) in inside for answer in answers)


def judge(query: Query, evidence: Evidence, reader: Quoter) -> Judged:
    """Every candidate's views and truth, and what the reader itself quotes when it may not decline."""
    found, _ = candidates(parse(query.text), evidence)
    reply = reader.run(ReadRequest(query=query.text, evidence=evidence), FakeContext())
    quote = " ".join(citation.text for citation in reply.citations) if isinstance(reply, Reply) else ""
    truth = np.array([holds(candidate.text, query.answers) for candidate in found], dtype=bool)
    return Judged(
        query=query,
        views=np.array([candidate.views for candidate in found], dtype=np.float64),
        holds=truth,
        gold=truth & np.array([candidate.passage.document_id == query.gold for candidate in found], dtype=bool),
        quoted=holds(quote, query.answers),
        words=len(quote.split()),
    )


def fit_views(judged: Sequence[Judged]) -> Floats:
    """Weights of the views that make the sentence with the answer the likeliest of its question's; first is 1."""
    useful = [entry for entry in judged if entry.gold.any()]
    longest = max(len(entry.views) for entry in useful)
    views = np.zeros((len(useful), longest, len(VIEWS)))
    there, right = np.zeros((2, len(useful), longest))
    for place, entry in enumerate(useful):
        views[place, : len(entry.views)] = entry.views
        there[place, : len(entry.views)] = 1
        right[place, : len(entry.views)] = entry.gold
    weights = np.ones(len(VIEWS))
    for _ in range(40):
        odds = np.exp(views @ weights - (views @ weights).max(axis=1, keepdims=True)) * there
        likely = odds / odds.sum(axis=1, keepdims=True)
        among = likely * right / (likely * right).sum(axis=1, keepdims=True)
        means = np.einsum("qc,qcv->qv", likely, views)
        # The spread under the model bounds the curvature, so every step goes up.
        bend = np.einsum("qc,qcv,qcw->vw", likely, views, views, optimize=True) - means.T @ means
        weights += np.linalg.solve(bend, np.einsum("qc,qcv->v", among - likely, views))
    scaled: Floats = weights / weights[0]
    return scaled


def features(judged: Sequence[Judged], weights: Floats) -> Floats:
    """For each question: one, the best sentence's strength, and its lead over the next."""
    found = []
    for entry in judged:
        strengths = np.sort(entry.views @ weights)[::-1]
        found.append((1.0, strengths[0], strengths[0] - strengths[1] if len(strengths) > 1 else 0.0))
    return np.array(found)


def fit_curve(inputs: Floats, right: Floats, counts: Floats) -> Floats:
    """Logistic regression by Newton's method, with a whisper of regularisation."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (counts * (right - likely)) - 0.01 * weights
        bend = (inputs * (counts * likely * (1 - likely))[:, None]).T @ inputs + 0.01 * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return weights


def fit(judged: Sequence[Judged]) -> tuple[Floats, Floats]:
    """The constants of confidence.py: the views' weights, and the curve's height, strength and lead."""
    weights = fit_views([entry for entry in judged if entry.query.sort == "answerable"])
    right = np.array([entry.quoted for entry in judged], dtype=np.float64)
    counts = np.array([SORTS[entry.query.sort] for entry in judged])
    return weights, fit_curve(features(judged, weights), right, counts)


def out_of_fold(judged: Sequence[Judged]) -> Floats:
    """Each question's confidence by constants fitted without its article."""
    articles = sorted({entry.query.article for entry in judged})
    fold = np.array([articles.index(entry.query.article) % FOLDS for entry in judged])
    sure = np.zeros(len(judged))
    for each in range(FOLDS):
        weights, curve = fit([entry for entry, at in zip(judged, fold, strict=True) if at != each])
        held = [entry for entry, at in zip(judged, fold, strict=True) if at == each]
        sure[fold == each] = 1 / (1 + np.exp(-features(held, weights) @ curve))
    return sure


def auroc(scores: Floats, truth: NDArray[np.bool_]) -> float:
    """The chance that a true one scores above a false one."""
    order = scores.argsort(kind="stable").argsort(kind="stable") + 1
    yes, no = int(truth.sum()), int((~truth).sum())
    return float((order[truth].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else float("nan")


def ece(sure: Floats, right: NDArray[np.bool_], counts: Floats | None = None) -> float:
    """Expected calibration error in ten bins: how far confidence lies from the share that is right."""
    counts = np.ones(len(sure)) if counts is None else counts
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(float((counts * (right - sure))[bins == each].sum())) for each in range(10)]
    return sum(gaps) / float(counts.sum())


def quoting_rows(judged: Sequence[Judged]) -> list[str]:
    """What the reader quotes, how sure it is, and what that is worth; confidence out of fold."""
    sure = out_of_fold(judged)
    sort = np.array([entry.query.sort for entry in judged])
    right = np.array([entry.quoted for entry in judged])
    words = np.array([entry.words for entry in judged])
    one = np.array([bool(entry.holds[np.argmax(entry.views @ np.array(VIEW_WEIGHTS))]) for entry in judged])
    asked, accepted = sort == "answerable", sure >= THRESHOLD
    counts = np.array([SORTS[name] for name in sort])
    lines = [
        "| quoting (default: up to two sentences) | figure |",
        "|---|---|",
        f"| quote holds the answer, declining off | {right[asked].mean():.3f} |",
        f"| words of a quote, mean and p95 | {words[asked].mean():.1f}, {np.percentile(words[asked], 95):.0f} |",
        f"| one best sentence holds the answer | {one[asked].mean():.3f} |",
        f"| AUROC, quote right against wrong, answerable questions | {auroc(sure[asked], right[asked]):.3f} |",
        f"| expected calibration error, the three sorts as they were weighted | {ece(sure, right, counts):.3f} |",
        f"| expected calibration error, answerable questions alone | {ece(sure[asked], right[asked]):.3f} |",
        f"| answerable: answered at {THRESHOLD} | {accepted[asked].mean():.3f} |",
        f"| answerable: of the answered, right | {right[asked & accepted].mean():.3f} |",
    ]
    for name in ("unanswerable", "elsewhere"):
        other = sort == name
        if other.any():
            both = asked | other
            lines.append(f"| {name}: declined at {THRESHOLD} | {1 - accepted[other].mean():.3f} |")
            lines.append(f"| AUROC, answerable against {name} | {auroc(sure[both], asked[both]):.3f} |")
    return lines
