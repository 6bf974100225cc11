"""Forgetting what is over: applied by the worker every hour and by `kawaraban records retain`.

What is forgotten, and after how long, says the one table of personal data (`law/personal/table.py`), which every room
fills. What is on legal hold is left alone. The record gets the figures of each time that something went.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from kawaraban.kit.work.first_failure import FirstFailure
from kawaraban.law.keeping.mail_files import sweep_mail_files
from kawaraban.law.personal.periods import Held, PeriodRule
from kawaraban.law.personal.table import rules
from kawaraban.law.record.holds import held_subjects
from kawaraban.law.record.ledger import record
from kawaraban.law.record.overwriting import overwrite_on_commit
from kawaraban.press.turn import one_turn


def retain(
    *, now: datetime, tell: Callable[[PeriodRule, int], object] = lambda rule, count: None
) -> dict[str, int]:
    """Forget what is over. Returns how many of each; records it where there was something.

    `tell` hears of each rule, in their order, when it is done: a first time over the rows of years takes minutes. One
    that fails keeps no other from its work; what failed first is raised in the end.
    """
    held = held_subjects(now)
    counts: dict[str, int] = {}
    failed = FirstFailure()
    for rule in rules():
        with failed:
            counts[rule.code] = _forgotten(rule, now, held)
            tell(rule, counts[rule.code])
    gone = {code: count for code, count in counts.items() if count}
    if gone:
        with one_turn():
            payload = {"gone": gone, "held": len(held)}
            record(kind="retention_applied", subject="paper", payload=payload, now=now)
    sweep_mail_files()
    overwrite_on_commit()
    failed.tell()
    return counts


def _forgotten(rule: PeriodRule, now: datetime, held: Held) -> int:
    if rule.forget is None or rule.is_endless:
        return 0
    return rule.forget(now - timedelta(days=rule.days), now, held)
