"""What a check of the record found."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class CheckReport:
    """What was checked, and what was found. The numbers are of entries, payloads and lines of the heads file.

    `rows_count`: rows that say what the record says; `uncompared_count`: rows of which it holds no hash.
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
