"""P1: from a moderator's decision to the page that shows it, on the demo paper served as anybody would.

    KAWARABAN_DATA=... python -m bench.deciding PORT COUNT      # prints {"p50_ms": 48.1, "p99_ms": 93.0}

Comments are sent to all open threads in turn (or to those that further words name) and approved one by one, by the
paper's own verbs, in a process of its own (it loads Django over that paper). The time of a decision runs from the call
that makes it to the first answer of the front that holds the comment; the page is asked for every millisecond. A third
of a second lies between two decisions.
"""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench.load import Load
from bench.paper import Paper, environment
from bench.refusals import Refused
from bench.rounds import Measured, compared, step
from bench.server import Server
from bench.stage import Stage

if TYPE_CHECKING:
    from kawaraban.comments.models import Comment, Thread

_DECISIONS = 24
_PAUSE_SECONDS = 0.15
_POLL_SECONDS = 0.001
_PATIENCE_SECONDS = 10.0


def measure_decisions(stage: Stage) -> Measured:
    """Seconds from a decision to its page: of each round the p99. The median decision stands beside it."""
    paper = stage.demo
    with paper.served() as server:
        decided(paper, server, 3)  # the first ones are not like the others
        rounds = stage.course.run(step("ours", lambda: server.watched(lambda: decided(paper, server))))
    return compared(
        rounds,
        lambda each: each["ours"].p99_ms / 1000,
        beside={"the median decision, ms": lambda each: each["ours"].p50_ms},
    )


def decided(paper: Paper, server: Server, count: int = _DECISIONS, *, threads: Sequence[str] = ()) -> Load:
    """So many decisions, each followed to its page. Raises Refused."""
    words = [sys.executable, "-m", "bench.deciding", str(server.port), str(count), *threads]
    done = subprocess.run(
        words, env=environment(KAWARABAN_DATA=str(paper.data)), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(f"nothing was decided: {done.stderr.strip()[-300:]}")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Load(count, told["seconds"], told["p50_ms"], told["p99_ms"])


def decide(port: int, count: int, locators: Sequence[str] = ()) -> dict[str, float]:
    """Send, approve and look, `count` times. Django must have been started."""
    from kawaraban.comments.models import Thread

    there_are = Thread.objects.filter(closed_at=None).order_by("pk")
    threads = list(there_are.filter(locator__in=locators) if locators else there_are)
    if not threads:
        raise Refused("the paper has no such open thread")
    reader = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
    times: list[float] = []
    began = time.monotonic()
    for number in range(count):
        thread = threads[number % len(threads)]
        comment = _sent(thread, number)
        time.sleep(_PAUSE_SECONDS)
        times.append(_approved(comment, urlsplit(thread.url).path, reader))
        time.sleep(_PAUSE_SECONDS)
    return {
        "seconds": time.monotonic() - began,
        "p50_ms": median(times) * 1000,
        "p99_ms": quantiles(times, n=100, method="inclusive")[98] * 1000,
    }


def _sent(thread: "Thread", number: int) -> "Comment":
    from kawaraban.comments.actions.receive import Receipt, receive
    from kawaraban.comments.models import Comment
    from kawaraban.comments.submission import Submission
    from kawaraban.kit.clock import utc_now

    now = utc_now()
    [answer] = receive(
        [
            Submission(
                thread_locator=thread.locator,
                parent_public_id="",
                name=f"Reader {number}",
                text=f"Thought {number} at {now.isoformat()}: who pays for the second opinion?",
                email="",
                language=thread.language,
                sender_address=f"2001:db8:{time.time_ns() & 0xFFFF:x}:{number:x}::1",
                sent_at=now,
            )
        ],
        now=now,
    )
    if not isinstance(answer, Receipt):
        raise answer
    return Comment.objects.get(public_id=answer.public_id)


def _approved(comment: "Comment", path: str, reader: http.client.HTTPConnection) -> float:
    """Seconds from the decision to the answer that shows it."""
    from kawaraban.comments.actions.acts import APPROVE
    from kawaraban.comments.actions.decide import decide
    from kawaraban.comments.actions.judged import Judged
    from kawaraban.kit.clock import utc_now
    from kawaraban.people.models import User

    moderator = User.objects.filter(role="publisher").order_by("pk")[0]
    began = time.monotonic()
    decide(APPROVE, Judged(comment.pk, 1), moderator=moderator, now=utc_now())
    while time.monotonic() < began + _PATIENCE_SECONDS:
        reader.request("GET", path)
        if comment.public_id.encode() in reader.getresponse().read():
            return time.monotonic() - began
        time.sleep(_POLL_SECONDS)
    raise Refused(f"a decision was not on {path} within {_PATIENCE_SECONDS:.0f} s")


def main(words: Sequence[str]) -> None:
    """Decide and tell."""
    from kawaraban.cli.setup import start_django

    port, count, *locators = words
    start_django()
    print(json.dumps(decide(int(port), int(count), locators)))


if __name__ == "__main__":
    main(sys.argv[1:])
