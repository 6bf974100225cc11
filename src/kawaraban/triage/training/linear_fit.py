"""One column of weights: a logistic regression over pieces that are weighed by how much more often they are rude.

Wang and Manning, Baselines and Bigrams (2012): every piece is multiplied by the logarithm of the ratio of its shares
among the texts of both kinds; those shares count texts, not how loud a piece is in them.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array
from sklearn.linear_model import LogisticRegression

from kawaraban.triage.model.blocks import IDENTITY, ROWS, STARTS
from kawaraban.triage.model.vectors import Sparse

# A scipy.sparse.csr_matrix: that package has no types.
Matrix: TypeAlias = Any
Numbers = NDArray[np.float64]
_PRIOR = 1.0
_STEPS = 300
_CLOSE = 1e-3


@dataclass(frozen=True, slots=True)
class Fitted:
    """A column as it was learnt, before it is made small."""

    weights: NDArray[np.float32]
    intercept: float

    def logits(self, vectors: Matrix) -> Numbers:
        """Of each text."""
        return np.asarray(vectors @ self.weights, np.float64) + self.intercept


def matrix(vectors: Sparse) -> Matrix:
    """The texts' vectors, (texts, ROWS)."""
    shape = (len(vectors.starts) - 1, ROWS)
    return csr_matrix((vectors.values, vectors.indices.astype(np.int32), vectors.starts), shape=shape)


def without_identity(vectors: Matrix) -> Matrix:
    """The vectors without what holds a word for a group of people."""
    kept = np.ones(ROWS, np.float32)
    kept[STARTS[IDENTITY] :] = 0.0
    plain = csr_matrix(vectors @ diags_array(kept))
    plain.eliminate_zeros()
    return plain


def fitted(vectors: Matrix, is_rude: NDArray[np.bool_], strictness: float) -> Fitted:
    """Weights that tell the texts of one kind from the others. The same texts give the same weights."""
    if is_rude.all() or not is_rude.any():
        # Of a kind that is not there nothing is learnt but that it is rare.
        level = float(np.log((is_rude.sum() + _PRIOR) / ((~is_rude).sum() + _PRIOR)))
        return Fitted(np.zeros(ROWS, np.float32), level)
    ratios = _ratios(vectors, is_rude)
    weighed: Any = csr_matrix(vectors @ diags_array(ratios))
    solver = LogisticRegression(
        C=strictness, solver="liblinear", dual=True, max_iter=_STEPS, tol=_CLOSE, random_state=0
    )
    solver.fit(weighed, is_rude)
    weights = (solver.coef_.ravel() * ratios).astype(np.float32)
    return Fitted(weights, float(solver.intercept_[0]))


def _ratios(vectors: Matrix, is_rude: NDArray[np.bool_]) -> NDArray[np.float32]:
    there = vectors.copy()
    there.data = np.ones_like(there.data, np.float64)
    rude = _PRIOR + np.asarray(there.T @ is_rude.astype(np.float64)).ravel()
    plain = _PRIOR + np.asarray(there.T @ (~is_rude).astype(np.float64)).ravel()
    ratios = np.log(rude / (_PRIOR + is_rude.sum())) - np.log(plain / (_PRIOR + (~is_rude).sum()))
    # Rounded, so that a logarithm that differs in its last sign from one machine to another makes no difference.
    ratios = np.round(ratios * 1024.0) / 1024.0
    ratios[rude + plain <= 2.0 * _PRIOR] = 0.0
    return np.asarray(ratios, np.float32)
