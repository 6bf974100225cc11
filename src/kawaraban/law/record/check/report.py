"""What a check of the record found."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class CheckReport:
    """What was checked, and what was found. The numbers are of entries, payloads and lines of the heads file.

    `rows_count`: rows that say what the record says; `uncompared_count`: rows of which it holds no hash. `look` is
    called again and again while the check goes on: with how much was looked at, and how much there is about.
    """

    entries_count: int = 0
    payloads_count: int = 0
    erased_count: int = 0
    heads_count: int = 0
    unsealed_count: int = 0
    rows_count: int = 0
    uncompared_count: int = 0
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    expected_count: int = 0
    look: Callable[[int, int], None] | None = None

    def tell(self) -> None:
        """Some more was looked at."""
        if self.look is None:
            return
        done = self.heads_count + self.entries_count + self.rows_count + self.uncompared_count
        self.look(min(done, self.expected_count), self.expected_count)
