"""Pages of a paper of growth, each rendered anew in this process, as for its first reader.

    KAWARABAN_DATA=... python -m bench.grown.pages ADDRESS ...      # prints {"/town/": 71.3, ...}, milliseconds

What the database was asked for is forgotten before each: kept pieces would hide how their questions grow. Texts that
are kept by their values stay (`include_kept`). The median of five counts; the first one, which loads what is loaded
once, does not.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from statistics import median

_TIMES = 5


def render(addresses: Sequence[str]) -> dict[str, float]:
    """Django must have been started. Raises ValueError for an address at which there is nothing."""
    from kawaraban.press.printing.pieces import KEPT
    from kawaraban.press.printing.rendering import SiteVisitor

    visit = SiteVisitor()
    told = {}
    for address in addresses:
        times = []
        for _time in range(_TIMES + 1):
            KEPT.forget()
            began = time.perf_counter()
            status = visit(address).status
            times.append((time.perf_counter() - began) * 1000)
            if status != 200:
                raise ValueError(f"{address} was answered with {status}")
        told[address] = median(times[1:])
    return told


def main(words: Sequence[str]) -> None:
    """Render and tell."""
    from kawaraban.cli.setup import start_django

    # What is made in the paper's folder meanwhile is for nobody else to read.
    os.umask(0o077)
    start_django()
    print(json.dumps(render(words)))


if __name__ == "__main__":
    main(sys.argv[1:])
