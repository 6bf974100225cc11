"""A notice of illegal content for the person who sent it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import override

from kawaraban.law.appeals import appeal_ends_at, may_appeal_notice
from kawaraban.law.models import Appeal, Notice, Outcome, Verdict
from kawaraban.law.notice_mails import OUTCOMES, redress_words


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Where the notice stands. What may still be taken back is not told."""

    token: str
    address: str
    offence: str
    law: str
    explanation: str
    received_at: datetime
    decided_at: datetime | None
    outcome: str  # a sentence; "" while it waits
    answer: str
    redress: str
    may_appeal: bool
    appeal_ends_at: datetime | None
    appealed_at: datetime | None
    appeal_outcome: str  # "granted", "upheld" or "" while it waits


def notice_view(notice: Notice, *, now: datetime) -> NoticeView:
    """At most three queries."""
    undo = timedelta(seconds=settings.UNDO_SECONDS)
    is_told = notice.decided_at is not None and now >= notice.decided_at + undo
    appeal = notice.appeals.select_related("outcome").first()
    with override(notice.language):
        return NoticeView(
            token=notice.token,
            address=notice.address,
            offence=notice.get_offence_display(),
            law=notice.law,
            explanation=notice.explanation,
            received_at=notice.received_at,
            decided_at=notice.decided_at if is_told else None,
            outcome=str(OUTCOMES[Outcome(notice.outcome)]) if is_told else "",
            answer=notice.answer if is_told else "",
            redress=redress_words() if is_told else "",
            may_appeal=is_told and may_appeal_notice(notice, now=now),
            appeal_ends_at=appeal_ends_at(notice.decided_at) if is_told and notice.decided_at else None,
            appealed_at=appeal.appealed_at if appeal else None,
            appeal_outcome=_appeal_outcome(appeal, now=now, undo=undo),
        )


def _appeal_outcome(appeal: Appeal | None, *, now: datetime, undo: timedelta) -> str:
    if appeal is None or appeal.outcome is None or now < appeal.outcome.decided_at + undo:
        return ""
    return "upheld" if appeal.outcome.verdict == Verdict.KEPT else "granted"
