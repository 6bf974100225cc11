"""What is measured, and what it has to come to. The table is read from top to bottom, in the docs as well.

`floor`: worse than this and the command exits 1. `goal`: what we are after.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["share", "times", "slower", "part", "megabytes", "seconds"]


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
        return self.kind in {"share", "times"}

    def reaches(self, figure: float, bound: float) -> bool:
        """Whether the figure is as good as the bound, or better."""
        return figure >= bound if self.more_is_better else figure <= bound

    def write(self, figure: float) -> str:
        """The figure as people read it: 0.81 of a limit, 2,280x a peer, 1/12 of it, 181 MB, 0.15 s."""
        if self.kind == "share":
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
)


def chosen_targets(rows: str) -> tuple[Target, ...]:
    """The targets that `R1,S1` names, all for an empty text. Raises ValueError for a row that there is not."""
    names = [name.strip().upper() for name in rows.split(",") if name.strip()]
    unknown = [name for name in names if not any(_is_named(target, name) for target in TARGETS)]
    if unknown:
        raise ValueError(f"There is no row {', '.join(unknown)}. Rows: {', '.join(t.row for t in TARGETS)}.")
    return tuple(target for target in TARGETS if not names or any(_is_named(target, name) for name in names))


def _is_named(target: Target, name: str) -> bool:
    return name in {target.row.upper(), target.row.partition("-")[0]}
