"""A layer as bytes: the same for the same layer on every machine, so that a version is called by what is in it.

    "KWL1" | length of the head, u32 | head, JSON | bits of the places that are not empty | for each of these, in order,
    its weight and what the steps have moved, f16, and how many lessons held it, u16

Numbers are little-endian. A layer that was read says what was written, not what had been in memory: numbers keep three
digits. No secret is in it, and no word.
"""

import json
import struct
from typing import Final

import numpy as np

from kawaraban.triage.learning.languages import Language, Languages
from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.mixing import PLACES, PlaceKeys
from kawaraban.triage.learning.rows import SIZE, PlaceWeights

_MAGIC: Final = b"KWL1"
_LENGTH: Final = struct.Struct("<I")
_BITS: Final = (SIZE + 7) // 8
_OF_A_PLACE: Final = 6
# What f16 can hold.
_MOST: Final = 60_000.0


class DamagedLayer(Exception):
    """These bytes are no layer."""


def layer_bytes(layer: SiteLayer) -> bytes:
    """The layer without its keys."""
    counts = np.zeros(SIZE, np.uint16)
    counts[:PLACES] = layer.weighing.counts
    kept = (layer.weights != 0) | (layer.moved != 0) | (counts != 0)
    head = json.dumps(
        {
            "base": layer.base,
            "keys": layer.keys.name,
            "total": layer.weighing.total,
            "languages": {
                code: [each.lessons, each.broke, round(each.auc, 4)]
                for code, each in sorted(layer.languages.by_code.items())
            },
        },
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
    return b"".join(
        [
            _MAGIC,
            _LENGTH.pack(len(head)),
            head,
            np.packbits(kept).tobytes(),
            np.clip(layer.weights[kept], -_MOST, _MOST).astype("<f2").tobytes(),
            np.clip(layer.moved[kept], 0, _MOST).astype("<f2").tobytes(),
            counts[kept].astype("<u2").tobytes(),
        ]
    )


def layer_from(written: bytes, keys: PlaceKeys) -> SiteLayer:
    """The layer that was written under these keys. Raises DamagedLayer, also for those of another paper."""
    try:
        return _read(written, keys)
    except (ValueError, KeyError, TypeError, AttributeError, struct.error) as fault:
        raise DamagedLayer(type(fault).__name__) from fault


def _read(written: bytes, keys: PlaceKeys) -> SiteLayer:
    if written[: len(_MAGIC)] != _MAGIC:
        raise DamagedLayer("it begins with something else")
    (length,) = _LENGTH.unpack_from(written, len(_MAGIC))
    begin = len(_MAGIC) + _LENGTH.size
    head = json.loads(written[begin : begin + length])
    if head["keys"] != keys.name:
        raise DamagedLayer("it was written under other keys")
    begin += length
    kept = np.unpackbits(np.frombuffer(written, np.uint8, _BITS, begin))[:SIZE].astype(bool)
    begin += _BITS
    count = int(kept.sum())
    if len(written) != begin + _OF_A_PLACE * count:
        raise DamagedLayer("it is not as long as it says")
    weights, moved = np.zeros(SIZE, np.float32), np.zeros(SIZE, np.float32)
    counts = np.zeros(SIZE, np.uint16)
    weights[kept] = np.frombuffer(written, "<f2", count, begin)
    moved[kept] = np.frombuffer(written, "<f2", count, begin + 2 * count)
    counts[kept] = np.frombuffer(written, "<u2", count, begin + 4 * count)
    if not (np.isfinite(weights).all() and np.isfinite(moved).all()):
        raise DamagedLayer("it holds what is no number")
    languages = {
        code: Language(int(lessons), int(broke), float(auc))
        for code, (lessons, broke, auc) in head["languages"].items()
    }
    weighing = PlaceWeights(counts[:PLACES], int(head["total"]))
    return SiteLayer(str(head["base"]), keys, weighing, weights, moved, Languages(languages))
