"""What the processes of a paper count, as one table: families of series, and where the numbers of each stand in a row.

    REQUESTS.place("store", "200")       -> 0       the first of the numbers that every process keeps
    READS.place("no such verdict")       -> the place of "other"

Every process has all the numbers, in this order; the front reads those of all. So each value of a label is named here,
and none is made of what somebody sent: no address, no name, no path. The codes of the rooms above are repeated, since
the kit knows no room; a test holds them equal.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, product
from typing import Final, Literal

Kind = Literal["counter", "histogram", "gauge"]

OTHER: Final = "other"
# Upper bounds in seconds. A printed page is far below the first, what a person waits for lies in the middle.
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(frozen=True, eq=False)
class MetricFamily:
    """One name for whoever reads the figures. `values` are those that each label may have.

    `by_process`: the numbers of each process are told apart; else they are added up. A histogram has a number for each
    bound, one for what is beyond the last, and the sum of all.
    """

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    values: tuple[tuple[str, ...], ...] = ()
    by_process: bool = False
    first: int = field(default=0, init=False)

    @cached_property
    def series(self) -> tuple[tuple[str, ...], ...]:
        """The values of the labels of each series, in order."""
        return tuple(product(*self.values))

    @property
    def width(self) -> int:
        """How many numbers one series has."""
        return len(SECONDS) + 2 if self.kind == "histogram" else 1

    @cached_property
    def _places(self) -> dict[tuple[str, ...], int]:
        return {each: self.first + place * self.width for place, each in enumerate(self.series)}

    def place(self, *labels: str) -> int:
        """Where the (first) number of this series stands. A value that is not in the table is `other`."""
        found = self._places.get(labels)
        if found is None:
            pairs = zip(labels, self.values, strict=True)
            found = self._places[tuple(each if each in known else OTHER for each, known in pairs)]
        return found


_SOURCES: Final = ("store", "app", "clerk", "disk", "front")
_STATUSES: Final = (
    *(
        "200",
        "201",
        "204",
        "206",
        "301",
        "302",
        "303",
        "304",
        "308",
        "400",
        "401",
        "403",
        "404",
        "405",
        "408",
    ),
    *(
        "410",
        "411",
        "412",
        "413",
        "414",
        "415",
        "416",
        "421",
        "422",
        "429",
        "431",
        "500",
        "501",
        "502",
        "503",
    ),
    *("504", "505", OTHER),
)
# reads: BeaconVerdict
_READS: Final = (
    *(
        "read",
        "robot",
        "repeat",
        "staff",
        "prefetch",
        "too_early",
        "flood",
        "foreign",
        "unknown",
        "malformed",
    ),
    OTHER,
)
# comments: Reason, and what a form can be besides
_REFUSALS: Final = (
    *(
        "empty",
        "too_long",
        "too_many_bytes",
        "name_missing",
        "name_too_long",
        "name_of_staff",
        "email_invalid",
    ),
    *(
        "not_utf8",
        "body_too_large",
        "thread_unknown",
        "thread_closed",
        "parent_unknown",
        "suspended",
        "too_fast",
    ),
    *("robot", "busy", "unknown", "disk_full", "read_only", "storage_broken", "foreign_site", "asked"),
    *("unconfirmed", "wrong_kind", OTHER),
)
# law: Verdict
_VERDICTS: Final = (
    *("approved", "rejected", "reversed", "returned", "withheld", "reopened", "kept", "upheld", "reinstated"),
    *("suspended", "lifted", OTHER),
)
# kit: FaultCause
_CAUSES: Final = (
    *("full", "read_only", "forbidden", "locked", "damaged", "missing", "away", "crowded", OTHER),
)
# triage: State
_JUDGED: Final = ("scored", "unsupported", "failed", OTHER)

REQUESTS = MetricFamily(
    "kawaraban_requests",
    "counter",
    "Requests that were answered, by who answered and with which status.",
    ("source", "status"),
    (_SOURCES, _STATUSES),
)
REQUEST_SECONDS = MetricFamily(
    "kawaraban_request_seconds",
    "histogram",
    "From the head of a request to the end of its answer. Printed pages are not timed: kawaraban_front_lag_seconds.",
    ("source",),
    (("app", "clerk", "disk", "front"),),
)
FRONT_LAG = MetricFamily(
    "kawaraban_front_lag_seconds",
    "histogram",
    "How much later than due the loop of the front came round, once a second: a reader who comes waits as long.",
)
CONNECTIONS = MetricFamily("kawaraban_connections", "gauge", "Connections of readers that are open.")
TURNED_AWAY = MetricFamily("kawaraban_connections_turned_away", "counter", "Connections that were too many.")
SHELF_BYTES = MetricFamily("kawaraban_shelf_bytes", "gauge", "Memory that printed pages take in the front.")
READS = MetricFamily(
    "kawaraban_reads", "counter", "Reads that browsers told of, by verdict.", ("verdict",), (_READS,)
)
COMMENTS = MetricFamily(
    "kawaraban_comments",
    "counter",
    "Comments that came: new ones, and what was sent once more.",
    ("outcome",),
    (("received", "repeat"),),
)
REFUSALS = MetricFamily(
    "kawaraban_refusals",
    "counter",
    "Forms with a comment that were not taken, by reason.",
    ("reason",),
    (_REFUSALS,),
)
DECISIONS = MetricFamily(
    "kawaraban_decisions",
    "counter",
    "Decisions that were made on this machine, by verdict.",
    ("verdict",),
    (_VERDICTS,),
)
TRIPS = MetricFamily(
    "kawaraban_database_seconds",
    "histogram",
    "How long this machine waited for the database each time it asked or told it something.",
    by_process=True,
)
TURNS = MetricFamily(
    "kawaraban_database_turn_seconds",
    "histogram",
    "How long somebody who writes waited for the turn.",
    by_process=True,
)
SLOW = MetricFamily(
    "kawaraban_database_slow",
    "counter",
    "Statements that took longer than the knob slow_query_ms.",
    by_process=True,
)
DATABASE_FAILURES = MetricFamily(
    "kawaraban_database_failures",
    "counter",
    "Statements that failed, by cause; a lock that did not open in time is locked.",
    ("cause",),
    (_CAUSES,),
    by_process=True,
)
MAILS = MetricFamily(
    "kawaraban_mails",
    "counter",
    "Tries to send a mail, by outcome.",
    ("outcome",),
    (("sent", "failed", "given_up"),),
)
HOOKS = MetricFamily(
    "kawaraban_hook_deliveries",
    "counter",
    "Tries to tell a hook, by outcome.",
    ("outcome",),
    (("delivered", "failed", "given_up"),),
)
TRIAGE = MetricFamily(
    "kawaraban_triage_comments",
    "counter",
    "Comments at which the model was to look, by outcome.",
    ("outcome",),
    (_JUDGED,),
)
TRIAGE_SECONDS = MetricFamily(
    "kawaraban_triage_seconds", "histogram", "How long the comments that came together took the model."
)
RESTARTS = MetricFamily(
    "kawaraban_process_restarts",
    "counter",
    "Processes that ended and were started again.",
    ("role",),
    (("front", "app", "clerk", "worker", OTHER),),
)

FAMILIES: Final = (
    *(REQUESTS, REQUEST_SECONDS, FRONT_LAG, CONNECTIONS, TURNED_AWAY, SHELF_BYTES, READS, COMMENTS, REFUSALS),
    *(DECISIONS, TRIPS, TURNS, SLOW, DATABASE_FAILURES, MAILS, HOOKS, TRIAGE, TRIAGE_SECONDS, RESTARTS),
)
_ENDS: Final = tuple(accumulate(max(1, len(each.series)) * each.width for each in FAMILIES))
for _family, _first in zip(FAMILIES, (0, *_ENDS), strict=False):
    object.__setattr__(_family, "first", _first)
# So many numbers every process keeps.
NUMBERS_COUNT: Final = _ENDS[-1]
