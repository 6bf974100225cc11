"""Makes a paper of growth: `kawaraban init`, then as many stories and comments as its size says, from a seed.

    python -m bench.growth.fill --size M --data /tmp/m         # S, M or L; says what it does, and how long it took

The record is written by the product's own `record_many`, each entry under a signed head, so `records verify` says that
it is whole. Of one commit and the next only the order of the statements differs from what the product would have
written in two years. The rows stand in `rows.py`, what is decided in `deciding.py`.
"""

import argparse
import os
import time
from datetime import timedelta
from pathlib import Path

from bench.growth.knobs import KNOBS
from bench.growth.sizes import PERIOD, SIZES, Size
from bench.paper import kawaraban
from kawaraban.config.env import DATA_VARIABLE


def main() -> None:
    """Raises SystemExit where there is a paper already."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth.fill", description=__doc__)
    parser.add_argument("--size", choices=SIZES, required=True)
    parser.add_argument("--data", type=Path, required=True, help="a folder that holds no paper yet")
    parser.add_argument("--site-url", default="http://127.0.0.1:8000")
    options = parser.parse_args()
    if (options.data / "paper.sqlite3").exists():
        raise SystemExit(f"There is a paper in {options.data} already.")
    make(SIZES[options.size], options.data, site_url=options.site_url)


def make(size: Size, data: Path, *, site_url: str) -> None:
    """In this process: it loads Django over the new paper."""
    from kawaraban.cli.setup import start_django

    began = time.monotonic()
    kawaraban("init", str(data), "--site-url", site_url)
    os.environ[DATA_VARIABLE] = str(data.resolve())
    _keep_everything(data)
    start_django()
    from bench.growth.filling import fill
    from kawaraban.kit.clock import utc_now

    now = utc_now().replace(microsecond=0)
    for done in fill(size, begins_at=now - PERIOD - timedelta(days=14), now=now):
        print(f"{time.monotonic() - began:6.0f} s  {done}", flush=True)


def _keep_everything(data: Path) -> None:
    """The knobs, before Django reads them."""
    with (data / "kawaraban.toml").open("a", encoding="utf-8") as file:
        file.write(KNOBS)


if __name__ == "__main__":
    main()
