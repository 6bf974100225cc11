"""The paper of the peak hour: the demo paper with twenty moderators, in a file or in PostgreSQL.

KAWARABAN_DATA=... python -m bench.peak.founding      # makes the moderators, prints what the load must know
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.paper import Paper, environment, kawaraban, said
from bench.ports import free_port

MODERATORS_COUNT = 20
_HOT_STORIES = 4


@dataclass(frozen=True, slots=True)
class PeakPaper:
    """`threads`: locators of the stories that are commented on now. `stories`: address and key of each that is read."""

    paper: Paper
    threads: Sequence[str]
    paths: Sequence[str]
    stories: Sequence[tuple[str, str]]
    moderators: Sequence[str]


def founded(data: Path, *, address: str = "") -> PeakPaper:
    """Made with the product's own commands. Raises NotMeasured."""
    port = free_port()
    data.mkdir(parents=True)
    knobs = f'site_url = "http://127.0.0.1:{port}"\n' + (f'database_url = "{address}"\n' if address else "")
    (data / "kawaraban.toml").write_text(knobs, encoding="utf-8")
    kawaraban("init", str(data))
    kawaraban("demo", "--data", str(data))
    told = json.loads(
        said([sys.executable, "-m", "bench.peak.founding"], environment(KAWARABAN_DATA=str(data)))
    )
    hot = told["stories"][:_HOT_STORIES]
    paper = Paper(data, port, path=hot[0][0], thread=hot[0][1], address=address)
    return PeakPaper(
        paper,
        threads=[key for _, key in hot],
        paths=told["paths"],
        stories=[(path, key) for path, key in told["stories"]],
        moderators=told["moderators"],
    )


def found(*, moderators: int = MODERATORS_COUNT) -> dict[str, object]:
    """So many moderators, and what is commented on. Django must have been started."""
    from django.contrib.auth.hashers import make_password

    from bench.peak.desk import PASSWORD
    from kawaraban.comments.models import Thread
    from kawaraban.people.models import User

    names = [f"peak-{number}" for number in range(1, moderators + 1)]
    password = make_password(PASSWORD)
    for name in names:
        User.objects.create(username=name, password=password, role="moderator")
    threads = Thread.objects.filter(closed_at=None, language="en").order_by("pk")
    stories = [(urlsplit(each.url).path, each.locator) for each in threads]
    # What waits from before is decided, too, in whatever language and thread.
    paths = [urlsplit(each.url).path for each in Thread.objects.order_by("pk")]
    return {"moderators": names, "stories": stories, "paths": paths}


def main() -> None:
    """Found, and tell."""
    from kawaraban.cli.setup import start_django

    start_django()
    print(json.dumps(found()))


if __name__ == "__main__":
    main()
