"""What readers and moderators ask of a paper of growth: pages that are rendered anew, and pages of the desk."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from statistics import median

from bench.grown.papers import opened
from bench.growth.sizes import MODERATORS, PASSWORD
from bench.kept_connection import KeptConnection
from bench.paper import Paper, environment
from bench.pressing import Desk
from bench.refusals import Refused
from bench.server import Server

_TIMES = 7
_FAR_PAGE, _STORIES_OF_A_PAGE = 100, 20


def rendered(paper: Paper) -> dict[str, float]:
    """Milliseconds of each page, by its row."""
    addresses = _addresses(paper)
    done = subprocess.run(
        [sys.executable, "-m", "bench.grown.pages", *addresses.values()],
        env=environment(KAWARABAN_DATA=str(paper.data)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"a page was not rendered: {done.stderr.strip().splitlines()[-1]}")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return {row: told[address] for row, address in addresses.items()}


def _addresses(paper: Paper) -> Mapping[str, str]:
    with opened(paper.data) as database:
        [short] = database.execute(
            "SELECT url FROM comments_thread WHERE language = 'en' ORDER BY id DESC LIMIT 1 OFFSET 50"
        ).fetchone()
        [town] = database.execute("SELECT count(*) FROM comments_thread WHERE section = 'town'").fetchone()
    # Where there is no hundredth page of the section, its last one is as far as anybody can go.
    far = min(_FAR_PAGE, town // _STORIES_OF_A_PAGE)
    return {
        "G1": short,
        "G2": paper.path,
        # The oldest comments: a page keeps its number, and this one was the first to get one.
        "G3": f"{paper.path}?page=2",
        "G4": "/",
        "G5": "/town/",
        "G6": f"/town/?page={far}",
        "G7": "/feed.xml",
    }


def desk_pages(paper: Paper, server: Server) -> dict[str, float]:
    """Milliseconds of the desk's queue, of a card and of a search, over HTTP."""
    with opened(paper.data) as database:
        waiting = [
            row[0]
            for row in database.execute(
                "SELECT public_id FROM comments_comment WHERE status = 'pending' ORDER BY sent_at LIMIT ?",
                (_TIMES + 1,),
            )
        ]
    desk = Desk(KeptConnection(server.port), waiting[0])
    desk.sign_in(MODERATORS[0], PASSWORD)
    return {
        "G8": _median(desk, ["/desk/"] * _TIMES),
        "G9": _median(desk, [f"/desk/card/{public_id}/" for public_id in waiting[1:]]),
        "G10": _median(desk, ["/desk/all/?q=harbour"] * _TIMES),
    }


def _median(desk: Desk, paths: list[str]) -> float:
    times = []
    for path in paths:
        began = time.monotonic()
        desk.ask("GET", path)
        times.append((time.monotonic() - began) * 1000)
    return median(times)
