"""When the worker learns anew: each hundred decisions, and each night, so that what was erased is forgotten by then."""

import logging
from datetime import datetime, timedelta
from typing import Final

from kawaraban.triage.model.scorer import base_model
from kawaraban.triage.models import SiteVersion
from kawaraban.triage.taught.lessons import with_lesson
from kawaraban.triage.taught.published import retrain
from kawaraban.triage.taught.rules import rules

logger = logging.getLogger(__name__)

EACH: Final = 100
_NIGHTLY: Final = timedelta(hours=24)
# A job on thousands decides hundreds in a second: it is learnt in parts.
_REST: Final = timedelta(minutes=2)


class Retraining:
    """Looks whether it is time. What this process tried last it remembers; a new process looks at the versions."""

    def __init__(self) -> None:
        self._tried_at: datetime | None = None
        self._tried_count = 0

    def look(self, *, now: datetime) -> SiteVersion | None:
        """Learn if it is time; two short queries where it is not. Returns the version that was made."""
        kept = rules()
        if not (kept.is_on and kept.learns):
            return None
        newest = SiteVersion.objects.defer("weights").first()
        young = with_lesson().filter(pk__gt=max(newest.up_to if newest else 0, kept.forgets_up_to)).count()
        if not self._is_time(newest, young, now=now):
            return None
        self._tried_at, self._tried_count = now, young
        version = retrain(now=now)
        if version is not None and not version.was_published:
            logger.info("What the desk taught is not put to use: %s.", ", ".join(version.figures["refused"]))
        return version

    def _is_time(self, newest: SiteVersion | None, young: int, *, now: datetime) -> bool:
        tried_at = self._tried_at or (newest.made_at if newest else None)
        if self._tried_at is not None and now - self._tried_at < _REST:
            return False
        has_new = young >= EACH and not (self._tried_at and young - self._tried_count in range(EACH))
        if has_new or (
            newest is not None and newest.base != base_model().version and young != self._tried_count
        ):
            return True
        return tried_at is not None and now - tried_at >= _NIGHTLY
