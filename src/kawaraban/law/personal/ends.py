"""What is let go when it is finished: rows that nobody reads any more, of which the paper would gather years.

    End("claims", _expired, days=1)         # rows that are over before that moment, and go

The retention forgets people. This lets go of tools: jobs that are done, claims that ended, mails without a word in
them. A room names its own beside its personal data; `law/personal/letting_go.py` applies them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class End:
    """`over` gives the rows that were finished before a moment. What hangs on a row goes with it.

    `knob` names the setting that says after how many days; 0 there keeps them for good. Without one `fixed_days` holds.
    """

    code: str
    over: Callable[[datetime], QuerySet[Any]]
    knob: str = ""
    fixed_days: int = 30

    @property
    def days(self) -> int:
        """After how many; 0 keeps them."""
        return int(getattr(settings, self.knob.upper())) if self.knob else self.fixed_days
