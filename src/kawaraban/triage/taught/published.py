"""Versions of what the desk taught: made anew, put to use or refused, kept, gone back to.

    version = retrain(now=now)                        # in use or refused; None where there is too little to learn
    go_back(to=version, person=leyla, now=now)        # None: the base model alone

Learning takes seconds and holds no lock; putting to use is one short transaction.
"""

import zlib
from datetime import datetime
from typing import Any, Final

from kawaraban.law.record.ledger import record
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.turn import one_turn
from kawaraban.triage.learning.layer import digest_of
from kawaraban.triage.learning.written import layer_bytes
from kawaraban.triage.model.scorer import Model, base_model
from kawaraban.triage.models import Assessment, SiteVersion, TriageRules
from kawaraban.triage.taught.learnt import LearntAnew, learn
from kawaraban.triage.taught.rules import forget_rules, row_to_change, rules

VERSIONS_KEPT: Final = 10
_QUICK: Final = 6


class NotInTheList(Exception):
    """That version is not kept, was never put to use, or stands on another base model."""


def retrain(*, now: datetime, person: User | None = None) -> SiteVersion | None:
    """Learn all lessons anew, and put to use what comes of it unless a gate is against it. `person`: who asked for it.

    None where there is too little to learn, or somebody changed what is in use meanwhile. Raises PermissionDenied.
    """
    if person is not None:
        require(person, Verb.EDIT_PAPER)
    used, model = rules(), base_model()
    learnt = learn(used, model, now=now)
    if learnt is None:
        return None
    written = layer_bytes(learnt.layer)
    with one_turn():
        row = row_to_change()
        if (row.version_id, row.forgets_up_to) != (used.version_id, used.forgets_up_to):
            return None
        version = _kept(written, learnt, model, now=now)
        if version.was_published and row.version_id != version.pk:
            _use(row, version, forgets_up_to=row.forgets_up_to, person=person, now=now)
        _let_go(row)
    forget_rules()
    return version


def go_back(*, to: SiteVersion | None, person: User | None, now: datetime) -> None:
    """Use an earlier version, or the base alone. What was decided since is not learnt: by that it went wrong.

    What is decided from now on is. `person` is None on the command line. Raises NotInTheList, PermissionDenied.
    """
    if person is not None:
        require(person, Verb.EDIT_PAPER)
    with one_turn():
        row = row_to_change()
        if to is not None and not may_be_used(to, base_model()):
            raise NotInTheList(to.digest)
        _use(row, to, forgets_up_to=_newest_lesson(), person=person, now=now)
    forget_rules()


def may_be_used(version: SiteVersion, model: Model) -> bool:
    """Whether it can be gone back to."""
    return version.was_published and version.base == model.version


def versions() -> list[SiteVersion]:
    """Those that are kept, the newest first, without their weights."""
    return list(SiteVersion.objects.defer("weights")[:VERSIONS_KEPT])


def _kept(written: bytes, learnt: LearntAnew, model: Model, *, now: datetime) -> SiteVersion:
    facts: dict[str, Any] = {
        "base": model.version,
        "weights": zlib.compress(written, _QUICK),
        "up_to": learnt.up_to,
        "lessons_count": learnt.count,
        "made_at": now,
        "figures": learnt.figures,
        "was_published": not learnt.refusals,
    }
    version, _is_new = SiteVersion.objects.get_or_create(digest=digest_of(written), defaults=facts)
    return version


def _use(
    row: TriageRules, version: SiteVersion | None, *, forgets_up_to: int, person: User | None, now: datetime
) -> None:
    row.version, row.forgets_up_to = version, forgets_up_to
    row.save(update_fields=["version", "forgets_up_to"])
    payload = {
        "version": version.digest if version else "",
        "lessons": version.lessons_count if version else 0,
        "person": person.get_username() if person else "",
    }
    record(kind="triage_version_used", subject="triage", payload=payload, now=now)


def _let_go(row: TriageRules) -> None:
    """Of the oldest, but for the one in use."""
    newest = SiteVersion.objects.order_by("-pk").values_list("pk", flat=True)[:VERSIONS_KEPT]
    SiteVersion.objects.exclude(pk__in=[*newest, row.version_id or 0]).delete()


def _newest_lesson() -> int:
    return Assessment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
