"""The busiest hour of a large paper in a fraction of its time: readers, senders, moderators at once, on a demo paper.

    KAWARABAN_DATA=... python -m bench.peak_hour PORT THREAD PATH SECONDS     # the paper is served there; prints JSON

Three million readers a day open three pages each, and write 50,000 comments that twenty moderators decide. A tenth of
a day falls into its busiest hour: 900,000 pages, 5,000 comments and 5,000 decisions. Twelve times as fast that is
3,000 pages, 17 comments and 17 decisions a second, for five minutes. Readers here ask for as much as is given.
"""

import json
import subprocess
import sys
from collections.abc import Sequence

from bench.load import Wrk
from bench.paced import Paced

COMMENTS_PER_SECOND = 17
DECIDING_PROCESSES = 4
_DECISIONS_OF_A_PROCESS_PER_SECOND = 3


def peak_hour(port: int, thread: str, path: str, seconds: int) -> dict[str, object]:
    """What each of the three saw. Raises Refused."""
    senders = Paced(port, thread, COMMENTS_PER_SECOND, seconds, 1)
    sending = senders.start()
    count = seconds * _DECISIONS_OF_A_PROCESS_PER_SECOND
    moderators = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.deciding", str(port), str(count)], stdout=subprocess.PIPE, text=True
        )
        for _number in range(DECIDING_PROCESSES)
    ]
    read = Wrk(f"http://127.0.0.1:{port}{path}", seconds, headers={"Accept-Encoding": "br"}).run()
    sent = senders.told(sending)
    decided = [json.loads(process.communicate()[0].strip().splitlines()[-1]) for process in moderators]
    return {
        "pages a second": round(read.rate),
        "pages, p99 ms": read.p99_ms,
        "comments": sent,
        "decisions": count * DECIDING_PROCESSES,
        "decision to page, p99 ms": max(each["p99_ms"] for each in decided),
        "seconds of deciding": max(each["seconds"] for each in decided),
    }


def main(words: Sequence[str]) -> None:
    """Load, and tell."""
    port, thread, path, seconds = words
    print(json.dumps(peak_hour(int(port), thread, path, int(seconds))))


if __name__ == "__main__":
    main(sys.argv[1:])
