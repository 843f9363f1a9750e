"""Measures quoting: whether what the reader quotes holds the answer, how long it is, and what its confidence is worth.

`benchmarks.retrieval` brings the evidence and prints the tables. Nothing here knows an index or an embedder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from orchestra_modules.quoter.candidates import VIEWS
from orchestra_modules.quoter.confidence import CONFLICT, VIEW_WEIGHTS
from orchestra_modules.quoter.question import parse
from orchestra_modules.quoter.quote import citation, stretches
from orchestra_modules.quoter.quoter import rank

from orchestra.spec import Evidence

Floats = NDArray[np.float64]

FOLDS = 5
THRESHOLD = 0.7  # the runtime's, for accepting a reply
#: How much an example of each sort counts when the curve is fitted: answerable, unanswerable on the same subject
#: (written to mislead, rarer in life than in the file), on another subject.
SORTS = {"answerable": 1.0, "unanswerable": 0.4, "elsewhere": 1.0}
#: How long a quote may be: most sentences, and most words before code and lists. The first is the default.
LENGTHS = ((2, 70), (1, 70), (2, 50), (2, 60), (2, 85), (3, 70), (3, 85), (4, 100))
DEFAULT, ONE = 0, 1  # places in LENGTHS
#: Weights that are one number: meaning with coverage, standing with type.
_TIED = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question, its sort, its article (the fold it is in), the gold passage and the answers."""

    text: str
    sort: str
    article: str
    gold: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What the reader quotes at one length when it may not decline: which of the sentences, and what that is worth."""

    sentences: NDArray[np.bool_]
    holds: bool  # an answer
    gold: bool  # and that in the gold passage
    words: int


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Every candidate sentence of a question, best first, and the quotes made of them, one for each of LENGTHS."""

    query: Query
    views: Floats
    against: NDArray[np.bool_]  # it contradicts the question
    objected: bool  # the best of them does, or is no better than one that does
    gold: NDArray[np.bool_]  # it holds an answer, in the gold passage
    nearest: float
    quotes: tuple[Quote, ...]


def flat(text: str) -> str:
    """Words alone, in small letters, with a space at either end."""
    words = re.sub(r"[^\w\s]", " ", text.lower()).split()
    return f" {' '.join(words)} "


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether a text contains an answer on word boundaries."""
    inside = flat(text)
    return any(flat(answer) in inside for answer in answers)


def judge(query: Query, evidence: Evidence) -> Judged | None:
    """What the reader finds and would quote, or none where there is nothing to quote."""
    rankings = [rank(part, evidence)[0] for part in parse(query.text).parts()]
    if not all(ranking.order for ranking in rankings):
        return None
    ranking = rankings[0]  # of a comparison, the first side stands for both
    found = [candidate for candidate, _ in ranking.order]

    def at(sentences: int, most_words: int) -> Quote:
        each = max(1, sentences // len(rankings))
        quoted = stretches((candidate for entry in rankings for candidate in entry.best(each)), most_words)
        citations = [citation(stretch, 0.0) for stretch in quoted]
        text = " ".join(entry.text for entry in citations)
        right = holds(text, query.answers)
        return Quote(
            sentences=np.array([any(stretch.holds(candidate) for stretch in quoted) for candidate in found]),
            holds=right,
            gold=right
            and any(entry.document_id == query.gold and holds(entry.text, query.answers) for entry in citations),
            words=len(text.split()),
        )

    return Judged(
        query=query,
        views=np.array([candidate.views for candidate in found], dtype=np.float64),
        objected=bool(ranking.against),
        against=np.array([candidate.text in ranking.contradicted for candidate in found], dtype=bool),
        gold=np.array(
            [
                candidate.passage.document_id == query.gold and holds(candidate.text, query.answers)
                for candidate in found
            ],
            dtype=bool,
        ),
        nearest=ranking.nearest,
        quotes=tuple(at(*length) for length in LENGTHS),
    )


def fit_views(judged: Sequence[Judged], tied: Floats = _TIED) -> Floats:
    """Weights of the views that make the sentence with the answer the likeliest of its question's."""
    useful = [entry for entry in judged if entry.gold.any()]
    longest = max(len(entry.views) for entry in useful)
    views = np.zeros((len(useful), longest, tied.shape[1]))
    there, right = np.zeros((2, len(useful), longest))
    for place, entry in enumerate(useful):
        views[place, : len(entry.views)] = entry.views @ tied
        there[place, : len(entry.views)] = 1
        right[place, : len(entry.views)] = entry.gold
    weights = np.ones(tied.shape[1])
    for _ in range(40):
        odds = np.exp(views @ weights - (views @ weights).max(axis=1, keepdims=True)) * there
        likely = odds / odds.sum(axis=1, keepdims=True)
        among = likely * right / (likely * right).sum(axis=1, keepdims=True)
        means = np.einsum("qc,qcv->qv", likely, views)
        # The spread under the model bounds the curvature, so every step goes up.
        bend = np.einsum("qc,qcv,qcw->vw", likely, views, views, optimize=True) - means.T @ means
        weights += np.linalg.solve(bend, np.einsum("qc,qcv->v", among - likely, views))
    fitted: Floats = tied @ weights
    return fitted


def shared(judged: Sequence[Judged], weights: Floats, conflict: float, length: int) -> Floats:
    """The quoted sentences' share of the odds, for each question."""
    found = []
    for entry in judged:
        strengths = entry.views @ weights - conflict * entry.against
        odds = np.exp(strengths - strengths.max())
        found.append(odds[entry.quotes[length].sentences].sum() / odds.sum())
    return np.array(found)


def features(judged: Sequence[Judged]) -> Floats:
    """For each question: one, the nearest meaning, and whether something speaks against its best sentence."""
    return np.array([(1.0, entry.nearest, float(entry.objected)) for entry in judged])


def fit_chance(inputs: Floats, share: Floats, right: Floats, counts: Floats) -> Floats:
    """Height, slope and the cost of a conflict: right follows share times a logistic chance; by Fisher scoring."""
    weights = np.array([-10.0, 22.0, -1.0])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        likely = np.clip(share * chance, 1e-6, 1 - 1e-6)
        moves = share * chance * (1 - chance)
        slope = inputs.T @ (counts * (right - likely) / (likely * (1 - likely)) * moves) - 0.01 * weights
        bend = (inputs * (counts * moves**2 / (likely * (1 - likely)))[:, None]).T @ inputs + 0.01 * np.eye(3)
        step = np.linalg.solve(bend, slope)
        weights += step * min(1.0, 5.0 / np.abs(step).max())
    return weights


def fit(judged: Sequence[Judged], length: int = DEFAULT, tied: Floats = _TIED) -> tuple[Floats, Floats]:
    """The constants of confidence.py: the views' weights, and the chance's height, slope and conflict."""
    weights = fit_views([entry for entry in judged if entry.query.sort == "answerable"], tied)
    right = np.array([entry.quotes[length].holds for entry in judged], dtype=np.float64)
    counts = np.array([SORTS[entry.query.sort] for entry in judged])
    share = shared(judged, weights, CONFLICT, length)
    return weights, fit_chance(features(judged), share, right, counts)


def out_of_fold(judged: Sequence[Judged], length: int = DEFAULT) -> Floats:
    """Each question's confidence by a chance fitted without its article; the views count as they do in the reader."""
    articles = sorted({entry.query.article for entry in judged})
    fold = np.array([articles.index(entry.query.article) % FOLDS for entry in judged])
    inputs, share = features(judged), shared(judged, np.array(VIEW_WEIGHTS), CONFLICT, length)
    right = np.array([entry.quotes[length].holds for entry in judged], dtype=np.float64)
    counts = np.array([SORTS[entry.query.sort] for entry in judged])
    sure = np.zeros(len(judged))
    for each in range(FOLDS):
        others, held = fold != each, fold == each
        chance = fit_chance(inputs[others], share[others], right[others], counts[others])
        sure[held] = share[held] / (1 + np.exp(-inputs[held] @ chance))
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
    both = [_figures(judged, length) for length in (DEFAULT, ONE)]
    lines = ["| quoting | up to two sentences (default) | one sentence |", "|---|---|---|"]
    lines += [f"| {name} | {first} | {both[1][name]} |" for name, first in both[0].items()]
    return [*lines, "", *length_rows(judged), "", *risk_rows(judged), "", *ablation_rows(judged)]


def _figures(judged: Sequence[Judged], length: int) -> dict[str, str]:
    sure = out_of_fold(judged, length)
    sort = np.array([entry.query.sort for entry in judged])
    right = np.array([entry.quotes[length].holds for entry in judged])
    gold = np.array([entry.quotes[length].gold for entry in judged])
    words = np.array([entry.quotes[length].words for entry in judged])
    asked, accepted = sort == "answerable", sure >= THRESHOLD
    counts = np.array([SORTS[name] for name in sort])
    figures = {
        "quote holds the answer, declining off": f"{right[asked].mean():.3f}",
        "the same, in the gold passage": f"{gold[asked].mean():.3f}",
        "words of a quote, mean and p95": f"{words[asked].mean():.1f}, {np.percentile(words[asked], 95):.0f}",
        "AUROC, quote right against wrong, answerable questions": f"{auroc(sure[asked], right[asked]):.3f}",
        "the same, right in the gold passage": f"{auroc(sure[asked], gold[asked]):.3f}",
        "expected calibration error, the three sorts as they were weighted": f"{ece(sure, right, counts):.3f}",
        "expected calibration error, answerable questions alone": f"{ece(sure[asked], right[asked]):.3f}",
        f"answerable: answered at {THRESHOLD}": f"{accepted[asked].mean():.3f}",
        "answerable: of the answered, right": f"{right[asked & accepted].sum() / max(1, (asked & accepted).sum()):.3f}",
    }
    for name in ("unanswerable", "elsewhere"):
        other = sort == name
        if other.any():
            either = asked | other
            figures[f"{name}: declined at {THRESHOLD}"] = f"{1 - accepted[other].mean():.3f}"
            figures[f"AUROC, answerable against {name}"] = f"{auroc(sure[either], asked[either]):.3f}"
    return figures


def length_rows(judged: Sequence[Judged]) -> list[str]:
    """How often the quote holds the answer against how long it is."""
    asked = [entry for entry in judged if entry.query.sort == "answerable"]
    lines = ["| at most sentences, words | mean words | p95 | holds the answer |", "|---|---|---|---|"]
    for place in sorted(range(len(LENGTHS)), key=lambda place: np.mean([e.quotes[place].words for e in asked])):
        words = [entry.quotes[place].words for entry in asked]
        right = np.mean([entry.quotes[place].holds for entry in asked])
        most, room = LENGTHS[place]
        lines.append(f"| {most}, {room} | {np.mean(words):.1f} | {np.percentile(words, 95):.0f} | {right:.3f} |")
    return lines


def risk_rows(judged: Sequence[Judged]) -> list[str]:
    """Of the surest part of the answerable questions, the share that is wrong."""
    asked = np.array([entry.query.sort == "answerable" for entry in judged])
    lines = ["| of the answerable, surest first | wrong, default | wrong, one sentence |", "|---|---|---|"]
    orders = []
    for length in (DEFAULT, ONE):
        sure = out_of_fold(judged, length)[asked]
        wrong = ~np.array([entry.quotes[length].holds for entry in judged])[asked]
        orders.append(wrong[np.argsort(-sure, kind="stable")])
    for part in (0.1, 0.25, 0.5, 0.75, 0.9, 1.0):
        upto = max(1, int(part * asked.sum()))
        lines.append(f"| {part:.0%} | {orders[0][:upto].mean():.3f} | {orders[1][:upto].mean():.3f} |")
    return lines


def ablation_rows(judged: Sequence[Judged]) -> list[str]:
    """What each view brings: one sentence, weights and chance fitted without it on all questions, in sample."""
    asked = np.array([entry.query.sort == "answerable" for entry in judged])
    unanswerable = asked | np.array([entry.query.sort == "unanswerable" for entry in judged])
    lines = [
        "| one sentence, views fitted anew | right, gold passage | AUROC, right | AUROC, against unanswerable |",
        "|---|---|---|---|",
    ]

    def row(name: str, views: Sequence[str], conflict: float) -> str:
        tied = np.eye(len(VIEWS))[:, [VIEWS.index(view) for view in views]]
        weights = fit_views([entry for entry in judged if entry.query.sort == "answerable"], tied)
        right, share = [], []
        for entry in judged:
            strengths = entry.views @ weights - conflict * entry.against
            best = int(np.argmax(strengths))
            right.append(bool(entry.gold[best]))
            share.append(float(1 / np.exp(strengths - strengths[best]).sum()))
        inputs = features(judged) * (1.0, 1.0, float(conflict > 0))
        truth = np.array(right)
        counts = np.array([SORTS[entry.query.sort] for entry in judged])
        chance = 1 / (1 + np.exp(-inputs @ fit_chance(inputs, np.array(share), truth.astype(float), counts)))
        sure = chance * share
        figures = (
            truth[asked].mean(),
            auroc(sure[asked], truth[asked]),
            auroc(sure[unanswerable], asked[unanswerable]),
        )
        return f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |"

    lines.append(row("all, each its own weight", VIEWS, CONFLICT))
    for view in VIEWS:
        lines.append(row(f"without {view}", [other for other in VIEWS if other != view], CONFLICT))
    lines.append(row("without conflicts", VIEWS, 0.0))
    return lines
