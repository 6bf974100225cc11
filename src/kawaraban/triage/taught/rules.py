"""The paper's rules for triage: how they are read, and how the publisher changes them.

    rules().is_on                                                    # a moment old at most, in every process
    change_rules(replace(rules(), nudges=True), person=leyla, now=now)

What is in use (`version_id`, `forgets_up_to`) is read here too, and set by whoever publishes a version or goes back.
"""

import threading
import time
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from django.conf import settings

from kawaraban.law.programs.listed import PROGRAMS_KEY
from kawaraban.law.record.ledger import record
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.orders import order_reprint
from kawaraban.press.turn import one_turn
from kawaraban.triage.models import TriageRules

# The one row. Two publishers who set something for the first time at once make one.
_ROW: Final = 1


@dataclass(frozen=True, slots=True)
class TriageSwitches:
    """What the publisher sets on the page. The defaults hold where nobody has set anything."""

    is_on: bool = True
    learns: bool = True
    shows_hints: bool = True
    blind_percent: int = 0
    nudges: bool = False
    answers_clients: bool = False


@dataclass(frozen=True, slots=True)
class Rules(TriageSwitches):
    """The same, and what is in use: a version of what the desk taught, and from which lesson on younger ones count."""

    version_id: int | None = None
    forgets_up_to: int = 0


SWITCHES: Final = tuple(each.name for each in fields(TriageSwitches))


class _Kept:
    """What this process read last. Several threads ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: Rules | None = None
        self._read_at = 0.0

    def rules(self) -> Rules:
        now = time.monotonic()
        with self._lock:
            if self._rules is not None and now - self._read_at < settings.TRIAGE_RULES_SECONDS:
                return self._rules
        read = _read()
        with self._lock:
            self._rules, self._read_at = read, now
        return read

    def forget(self) -> None:
        with self._lock:
            self._rules = None


_kept = _Kept()


def rules() -> Rules:
    """The rules as they are, at most a second old. One query a second and process, for the one row."""
    return _kept.rules()


def forget_rules() -> None:
    """The next question reads them anew. For whoever changed the row."""
    _kept.forget()


def row_to_change() -> TriageRules:
    """The one row, locked until the transaction ends; made where there is none.

    Whoever calls this saves it, records what was done, and calls `forget_rules` after the commit.
    """
    row, _is_new = TriageRules.objects.select_for_update().get_or_create(pk=_ROW)
    return row


def change_rules(wanted: TriageSwitches, *, person: User | None, now: datetime) -> Rules:
    """Keep the switches of `wanted`; record them, and print again what readers are told. Nothing where all are so.

    `person` is None on the command line. Raises ValidationError, PermissionDenied.
    """
    if person is not None:
        require(person, Verb.EDIT_PAPER)
    with one_turn():
        row = row_to_change()
        before = {name: getattr(row, name) for name in SWITCHES}
        after = {name: getattr(wanted, name) for name in SWITCHES}
        if after != before:
            for name, value in after.items():
                setattr(row, name, value)
            row.set_by = person
            # On the command line nobody is named.
            row.full_clean(exclude=["set_by"])
            row.save(update_fields=[*SWITCHES, "set_by"])
            order_reprint(keys=[PROGRAMS_KEY], reason="triage_rules", now=now)
            payload = {**after, "person": person.get_username() if person else ""}
            record(kind="triage_rules_changed", subject="triage", payload=payload, now=now)
    forget_rules()
    return _read()


def _read() -> Rules:
    columns = (*SWITCHES, "version_id", "forgets_up_to")
    row = TriageRules.objects.order_by("pk").values(*columns).first()
    return Rules(**row) if row else Rules()
