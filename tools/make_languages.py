#!/usr/bin/env python3
"""Make the table by which triage tells languages apart, from the model of py3langid (BSD licence).

Its own model takes 75 MB and two seconds to load. Of its 100,000 features those are kept that stand inside one word
and say most, for the languages below; scripts that only one of them uses need no table.

    tools/make_languages.py    writes src/kawaraban/triage/model/weights/languages.npz
"""

from collections import deque
from pathlib import Path

import numpy as np
import py3langid.langid
from numpy.typing import NDArray

from kawaraban.triage.model.hashing import piece_hash
from kawaraban.triage.model.language_table import LANGUAGES
from kawaraban.triage.model.weights import write_arrays

TABLE = Path(__file__).parents[1] / "src/kawaraban/triage/model/weights/languages.npz"
# For each language, the features that speak most for it.
_FOR_EACH = 400


def main() -> None:
    """Write the table."""
    model = py3langid.langid._load_identifier()
    columns = [model.nb_classes.index(language) for language in LANGUAGES]
    logs = np.asarray(model.nb_ptc[:, columns], np.float64)
    pieces = {place: text for place, text in _features(model).items() if _is_inside_a_word(text)}
    places = np.array(sorted(pieces))
    logs = logs[places]
    kept = _telling(logs)
    hashes = np.array([piece_hash(pieces[place]) for place in places[kept]], np.uint32)
    weights = logs[kept] - logs[kept].mean(axis=1, keepdims=True)
    order = np.argsort(hashes, kind="stable")
    scale = float(np.abs(weights).max() / 127)
    table = np.rint(weights[order] / scale).astype(np.int8)
    write_arrays(TABLE, {"hashes": hashes[order], "weights": table, "scale": np.array([scale], np.float32)})
    print(f"{len(hashes)} pieces of words, {len(LANGUAGES)} languages, {TABLE.stat().st_size} bytes")


def _features(model: py3langid.langid.LanguageIdentifier) -> dict[int, str]:
    """The features as text: the shortest way of the automaton to each state that gives one out."""
    seen, waiting, found = {0: b""}, deque([0]), {}
    while waiting:
        state = waiting.popleft()
        feature = model.tk_output[state]
        if feature >= 0:
            found[feature] = seen[state].decode("utf-8", "replace")
        for byte in range(256):
            following = model.tk_nextmove[model._rowbase[state] + byte]
            if following not in seen:
                seen[following] = seen[state] + bytes([byte])
                waiting.append(following)
    return found


def _is_inside_a_word(text: str) -> bool:
    letters = text.strip(" ")
    return letters.isalpha() and text.lower() == text and text.count(" ") == len(text) - len(letters)


def _telling(logs: NDArray[np.float64]) -> NDArray[np.int64]:
    """Those by which a language gains most over the others in each text of its own."""
    gain = np.exp(logs) * (logs - np.log(np.exp(logs).mean(axis=1, keepdims=True)))
    best = np.argsort(-gain, axis=0, kind="stable")[:_FOR_EACH]
    return np.unique(best)


if __name__ == "__main__":
    main()
