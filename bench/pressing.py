"""K1: from a key on the desk to its answer, with 100,000 comments waiting, on the demo paper served as anybody would.

A moderator signs in, opens the comment that waits longest, and refuses one after the other as the desk's script does:
each answer brings the next card, the numbers and the sentence. The time of a press runs from the request to the last
byte of its answer. A tenth of a second lies between two of them. What the browser makes of the answer is not in it.
"""

import http.client
import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from statistics import median, quantiles
from urllib.parse import urlencode

from bench.kept_connection import KeptConnection
from bench.load import Load
from bench.paper import Paper, demo_paper, environment
from bench.refusals import NotMeasured, Refused
from bench.rounds import Measured, compared, step
from bench.stage import Stage

_WAITING = 100_000
_PRESSES = 60
_FIRST_ONES = 5
_PAUSE_SECONDS = 0.1
_GROUNDS = ("insult", "spam", "threat")
_FORM = "application/x-www-form-urlencoded"


@dataclass
class Desk:
    """A moderator's browser: its connection, its cookies, and the comment that is open, or ""."""

    connection: KeptConnection
    shown: str
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, name: str, password: str) -> None:
        """Raises Refused."""
        self.ask("GET", "/desk/sign-in/")
        self.ask("POST", "/desk/sign-in/", {"login": name, "password": password})
        if self.shown:
            self.ask("GET", f"/desk/card/{self.shown}/")

    def refuse(self, ground: str) -> float:
        """Press the keys of a refusal. Returns the seconds until its answer was there. Raises Refused."""
        said = {"revision_number": "1", "lane": "queue", "ground": ground}
        began = time.monotonic()
        headers = self.ask("POST", f"/desk/card/{self.shown}/reject", said, HX_Request="true")
        took = time.monotonic() - began
        _desk, _slash, rest = headers.get("HX-Push-Url", "").partition("/card/")
        self.shown = rest.partition("/")[0]
        if not self.shown:
            raise Refused("a decision was not answered with the next card")
        return took

    def ask(
        self, method: str, path: str, said: dict[str, str] | None = None, **more: str
    ) -> http.client.HTTPMessage:
        """The headers of an answer that was read to its end. Raises Refused when it is neither 2xx nor 3xx."""
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if said is not None:
            said = {**said, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
            headers["Content-Type"] = _FORM
        answer = self.connection.answer(method, path, urlencode(said).encode() if said else None, headers)
        answer.read()
        if not 200 <= answer.status < 400:
            raise Refused(f"{path} was answered with {answer.status}")
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.headers


def measure_presses(stage: Stage) -> Measured:
    """Seconds from a key to its answer: of each round the p99. The median press stands beside it."""
    paper = demo_paper(stage.folder / "crowd")
    told = _filled(paper)
    with paper.served() as server:
        desk = Desk(KeptConnection(server.port), str(told["first"]))
        desk.sign_in(str(told["name"]), str(told["password"]))
        _pressed(desk, _FIRST_ONES)  # the first ones are not like the others
        rounds = stage.course.run(step("ours", lambda: server.watched(lambda: _pressed(desk))))
    return compared(
        rounds,
        lambda each: each["ours"].p99_ms / 1000,
        beside={"the median press, ms": lambda each: each["ours"].p50_ms},
    )


def _filled(paper: Paper) -> dict[str, object]:
    """Raises NotMeasured."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.crowd", str(_WAITING)],
        env=environment(KAWARABAN_DATA=str(paper.data)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotMeasured(f"no crowd was written: {done.stderr.strip()[-300:]}")
    told: dict[str, object] = json.loads(done.stdout)
    if int(str(told["waiting"])) < _WAITING:
        raise NotMeasured(f"only {told['waiting']} comments wait")
    return told


def _pressed(desk: Desk, count: int = _PRESSES) -> Load:
    times: list[float] = []
    began = time.monotonic()
    for number in range(count):
        times.append(desk.refuse(_GROUNDS[number % len(_GROUNDS)]))
        time.sleep(_PAUSE_SECONDS)
    return Load(
        count,
        time.monotonic() - began,
        median(times) * 1000,
        quantiles(times, n=100, method="inclusive")[98] * 1000,
    )
