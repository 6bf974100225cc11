"""What is measured, and what it has to come to. The table is read from top to bottom, in the docs as well.

`floor`: worse than this and the command exits 1. `goal`: what we are after. Rows that begin with G are those of growth
(GROWTH=yes): exponents from one size of paper to the next, and figures at the largest one.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["share", "times", "slower", "part", "megabytes", "seconds", "milliseconds", "exponent", "rate"]


@dataclass(frozen=True, slots=True)
class Target:
    """One row. `kind` says how its figure is written, and whether more is better."""

    row: str
    what: str
    kind: Kind
    floor: float
    goal: float

    @property
    def more_is_better(self) -> bool:
        return self.kind in {"share", "times", "rate"}

    def reaches(self, figure: float, bound: float) -> bool:
        """Whether the figure is as good as the bound, or better."""
        return figure >= bound if self.more_is_better else figure <= bound

    def write(self, figure: float) -> str:
        """The figure as people read it: 0.81 of a limit, 2,280x a peer, 1/12 of it, 181 MB, 0.15 s, 400/s."""
        if self.kind == "rate":
            return f"{figure:,.0f}/s"
        if self.kind == "milliseconds":
            return f"{figure:.1f} ms"
        if self.kind in {"share", "exponent"}:
            return f"{figure:.2f}"
        if self.kind in {"times", "slower"}:
            return f"{figure:,.0f}x" if figure >= 20 else f"{figure:.1f}x"
        if self.kind == "part":
            return f"1/{1 / figure:,.0f}" if 0 < figure <= 0.5 else f"{figure:.2f}x"
        return f"{figure:,.0f} MB" if self.kind == "megabytes" else f"{figure:.2f} s"


TARGETS: tuple[Target, ...] = (
    Target(
        "R1", "story with 200 comments (br): requests/s, of nginx with the same bytes", "share", 0.65, 0.80
    ),
    Target("R2", "read p99 while 4 clients load a slow page, to read p99 alone", "slower", 10, 3),
    Target("R3", "2,000 stories at random (br): requests/s, of nginx", "share", 0.60, 0.75),
    Target("R4", "304 for a story: requests/s, of nginx's 304", "share", 0.55, 0.70),
    Target("R5", "story with 200 comments, not compressed: requests/s, of nginx", "share", 1.0, 2.0),
    Target("R6", "readable thread of 200 comments: requests/s, to Isso's JSON", "times", 1_000, 2_000),
    Target("R7", "story: requests/s, to WordPress with fastcgi_cache and gzip", "times", 50, 100),
    Target("W1", "comments taken a second, 32 senders, to Isso's", "times", 5, 10),
    Target("W2", "p99 of W1, of Isso's", "part", 1 / 4, 1 / 10),
    Target("X1", "read p99 while 500 comments/s arrive, to read p99 alone", "slower", 5, 2),
    Target("X2", "p99 of a sender at 500/s while reads saturate, of Isso's alone", "part", 1 / 5, 1 / 15),
    Target("P1", "a decision to the page that shows it: p99, demo paper", "seconds", 0.10, 0.05),
    Target("K1", "a key on the desk to its answer, 100,000 waiting: p99", "seconds", 0.25, 0.10),
    Target("C1", "CPU of a counted hit, of the time of one durable UPDATE", "part", 1 / 50, 1 / 250),
    Target("M1", "memory of all that serve runs (PSS), demo paper, after load", "megabytes", 260, 200),
    Target("S1-stored", "second start: to the first stored page", "seconds", 1.0, 0.3),
    Target("S1-app", "second start: to the first page of the app", "seconds", 3.0, 1.5),
    Target(
        "E1", "longest wait of a sender while somebody with 500 comments is erased", "seconds", 0.25, 0.12
    ),
    Target("T1", "analyses of the endpoint of triage, 16 connections, one core", "rate", 2_000, 5_000),
    Target("T2", "p99 of an analysis at 500/s", "milliseconds", 10, 5),
    Target("T3", "memory of the endpoint after T1, all of it (PSS)", "megabytes", 60, 45),
    Target("D1", "comments taken a second in PostgreSQL, of the rate in a file", "share", 0.5, 1.0),
    Target("D2", "p99 of D1, to that in a file", "slower", 3, 1.5),
    Target("D3", "a decision to the page that shows it, in PostgreSQL: p99", "seconds", 0.15, 0.08),
    Target(
        "D4",
        "a page that is not printed, in PostgreSQL: requests/s, of the rate in a file",
        "share",
        0.5,
        0.9,
    ),
    Target("D5", "a key on the desk to its answer, in PostgreSQL: p99", "seconds", 0.25, 0.10),
    Target("D6", "a card of the desk in PostgreSQL, to that in a file: median", "slower", 2.5, 1.5),
    Target("D7", "reads of two nodes, a core each, of the reads of one", "times", 1.6, 2.0),
    Target("G1", "growth of a story with a short thread, rendered anew", "exponent", 0.2, 0.1),
    Target("G2", "growth of the first page of the longest thread", "exponent", 0.2, 0.1),
    Target("G3", "growth of the last page of the longest thread", "exponent", 0.2, 0.1),
    Target("G4", "growth of the front page", "exponent", 0.2, 0.1),
    Target("G5", "growth of the first page of a section", "exponent", 0.2, 0.1),
    Target("G6", "growth of its hundredth page, or of its last one", "exponent", 0.2, 0.1),
    Target("G7", "growth of the feed", "exponent", 0.2, 0.1),
    Target("G8", "growth of the desk's queue", "exponent", 0.2, 0.1),
    Target("G9", "growth of a card", "exponent", 0.2, 0.1),
    Target("G10", "growth of a search for a common word", "exponent", 0.2, 0.1),
    Target("G11", "growth of a decision to the page that shows it", "exponent", 0.2, 0.1),
    Target("G12", "growth of taking a comment, ten a second", "exponent", 0.2, 0.1),
    Target("G13", "growth of the memory that the check of the record takes", "exponent", 0.2, 0.1),
    Target("G14", "longest wait of a sender while the largest erasure runs", "seconds", 0.25, 0.12),
    Target("G15", "decisions of a job on many comments", "rate", 400, 600),
    Target("G16", "pages of an export of the whole, for each core", "rate", 60, 80),
    Target("G17", "start to healthy", "seconds", 3.0, 1.5),
    Target("G18", "kawaraban check", "seconds", 10.0, 5.0),
    Target("G19", "memory at rest of all that serve runs (PSS), 100,000 comments", "megabytes", 260, 240),
    Target("G20", "memory at rest, 1,000,000 comments", "megabytes", 320, 280),
)


def chosen_targets(rows: str) -> tuple[Target, ...]:
    """The targets that `R1,S1` names, all for an empty text. Raises ValueError for a row that there is not."""
    names = [name.strip().upper() for name in rows.split(",") if name.strip()]
    unknown = [name for name in names if not any(_is_named(target, name) for target in TARGETS)]
    if unknown:
        raise ValueError(f"There is no row {', '.join(unknown)}. Rows: {', '.join(t.row for t in TARGETS)}.")
    return tuple(target for target in TARGETS if not names or any(_is_named(target, name) for name in names))


def is_of_growth(target: Target) -> bool:
    """Whether it is measured on papers of several sizes, which only GROWTH= makes."""
    return target.row.startswith("G")


def is_elsewhere(target: Target) -> bool:
    """Whether it is measured beside a PostgreSQL, which only DATABASE=postgresql starts."""
    return target.row.startswith("D")


def _is_named(target: Target, name: str) -> bool:
    return name in {target.row.upper(), target.row.partition("-")[0]}
