"""Of several pieces of work one that fails keeps no other from being done; what failed first is raised in the end.

failed = FirstFailure()
for rule in rules:
    with failed:
        forget(rule)
failed.tell()
"""

from dataclasses import dataclass
from types import TracebackType


@dataclass(slots=True)
class FirstFailure:
    """What is raised inside it waits; whoever ends the process is not held up."""

    failure: Exception | None = None

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(raised, Exception):
            return False
        self.failure = self.failure or raised
        return True

    def tell(self) -> None:
        """Raise it, where anything failed."""
        if self.failure is not None:
            raise self.failure
