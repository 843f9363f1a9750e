"""Fitting of one linear head: multinomial logistic regression with weighted rows, by L-BFGS from a given start.

Knows nothing of queries. A start close to the answer makes leaving one family out after another cheap.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]
from scipy.optimize import minimize  # type: ignore[import-untyped]

Table = Any  # a dense array or a sparse matrix, rows by features
Head = NDArray[np.float64]


def fit(
    rows: Table,
    labels: NDArray[np.int64],
    weights: NDArray[np.float64],
    *,
    classes: int,
    penalty: float,
    start: Head | None = None,
    steps: int = 60,
) -> Head:
    """Return the head (features x classes) that minimises weighted log loss plus half the penalty times its square."""
    scaled = weights / weights.sum()
    features = rows.shape[1]
    hot = np.zeros((len(labels), classes))
    hot[np.arange(len(labels)), labels] = 1.0
    transposed: Any = rows.T.tocsr() if sparse.issparse(rows) else rows.T

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        head = flat.reshape(features, classes)
        logits = np.asarray(rows @ head)
        probabilities = softmax(logits)
        picked = probabilities[np.arange(len(labels)), labels]
        value = -float(scaled @ np.log(picked + 1e-12)) + 0.5 * penalty * float(flat @ flat)
        slope = np.asarray(transposed @ (scaled[:, None] * (probabilities - hot))) + penalty * head
        return value, slope.ravel()

    first = np.zeros((features, classes)) if start is None else start
    found = minimize(loss, first.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 8})
    return np.asarray(found.x, dtype=np.float64).reshape(features, classes)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rows of probabilities."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
