"""Columns made small: whole numbers from -127 to 127, and only the rows that say most."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.blocks import BLOCKS, ROWS, SIZES, STARTS
from kawaraban.triage.model.weights import Columns
from kawaraban.triage.training.inputs import Column

_MOST = 127


def packed(columns: Sequence[Column], share_kept: float) -> Columns:
    """The columns of one file. Of all rows, `share_kept` are kept: those with the heaviest weight of any column."""
    weights = np.stack([column.whole.weights for column in columns], axis=1).astype(np.float64)
    weights = np.round(weights, 5)
    scales = np.zeros((BLOCKS, len(columns)))
    heaviness = np.zeros(ROWS)
    for block in range(BLOCKS):
        rows = slice(STARTS[block], STARTS[block] + SIZES[block])
        largest = np.abs(weights[rows]).max(axis=0)
        scales[block] = np.where(largest > 0.0, largest / _MOST, 1.0)
        # A column whose weights are small all over is as good a judge of rows as another.
        spread = np.sqrt((weights[rows] ** 2).sum(axis=0) / np.maximum((weights[rows] != 0.0).sum(axis=0), 1))
        heaviness[rows] = (np.abs(weights[rows]) / np.maximum(spread, 1e-9)).max(axis=1)
    kept = _heaviest(heaviness, int(share_kept * ROWS))
    scales32 = scales.astype(np.float32)
    owners = np.searchsorted(np.array(STARTS[1:]), np.flatnonzero(kept), side="right")
    small = np.clip(np.round(weights[kept] / scales32[owners]), -_MOST, _MOST).astype(np.int8)
    return Columns(
        tuple(column.plan.name for column in columns),
        np.packbits(kept, bitorder="little"),
        small,
        scales32,
        np.array([round(column.whole.intercept, 4) for column in columns], np.float32),
    )


def _heaviest(heaviness: NDArray[np.float64], count: int) -> NDArray[np.bool_]:
    order = np.argsort(-heaviness, kind="stable")[:count]
    kept = np.zeros(len(heaviness), np.bool_)
    kept[order] = True
    return kept & (heaviness > 0.0)
