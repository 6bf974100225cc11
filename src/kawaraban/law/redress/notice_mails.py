"""The mails to the sender of a notice: receipt, answer, correction, and what became of an appeal. In their language.

Of a notice about several addresses there is one receipt, and an answer for each address.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.law.demands.sources import is_told_later
from kawaraban.law.models import Decision, Notice, Outcome
from kawaraban.law.outbox import post
from kawaraban.law.redress.appeals import may_appeal_notice
from kawaraban.law.redress.notice_words import (
    decider_words,
    ground_words,
    outcome_words,
    paper_words,
    redress_words,
)

_QUOTED = 200


def notice_url(notice: Notice) -> str:
    """The page on which its sender follows it. Whoever knows it may appeal. Those of one bundle lead to one page."""
    return f"{settings.SITE_URL}/notice/follow/{notice.token}/"


def post_receipt(notices: Sequence[Notice], *, now: datetime) -> None:
    """Confirm that it arrived (Art. 16(4)), and say which of its addresses lead to no comment of ours."""
    first = notices[0]
    with override(first.language):
        heading = _("We have received your notice")
        paragraphs = [
            _greeting(first),
            _arrived(notices),
            _leads_nowhere(notices),
            _("A person reads it and decides. You are told what came of it."),
            _follow(first),
        ]
    _post(first, heading, paragraphs, now, decision=None)


def post_answer(notice: Notice, *, now: datetime) -> None:
    """Tell what was decided and on which ground, by whom, and what can be done against it (Art. 16(5), (6))."""
    is_taken_back = notice.outcome == Outcome.WITHDRAWN
    with override(notice.language):
        heading = _("Your notice was decided")
        paragraphs = [
            _greeting(notice),
            _about(notice),
            outcome_words(notice),
            ground_words(notice.decision, now=now),
            notice.answer,
            decider_words(notice),
            "" if is_taken_back else redress_words(may_appeal=_may_appeal(notice, now)),
            _follow(notice),
        ]
    is_by_itself = notice.decision is None
    _post(
        notice, heading, paragraphs, now, decision=notice.decision, answered=notice if is_by_itself else None
    )


def post_correction(notice: Notice, decision: Decision, *, now: datetime) -> None:
    """What was told before does not hold any more: an appeal was granted."""
    with override(notice.language):
        heading = _("The decision about your notice was changed")
        paragraphs = [
            _greeting(notice),
            _about(notice),
            _(
                "On an appeal another person decided differently. What we told you before does not hold any more."
            ),
            _("The content was taken off the page.")
            if decision.visibility
            else _("The content is shown again."),
            ground_words(decision, now=now),
            _note(decision, now),
            redress_words(may_appeal=False),
            _follow(notice),
        ]
    _post(notice, heading, paragraphs, now, decision=decision)


def post_dismissal(notice: Notice, decision: Decision, *, now: datetime) -> None:
    """The sender's appeal was decided: it stays as it is, and why."""
    with override(notice.language):
        heading = _("Your appeal was decided")
        paragraphs = [
            _greeting(notice),
            _about(notice),
            _("Another person has looked at it again. The content stays."),
            _note(decision, now),
            redress_words(may_appeal=False),
            _follow(notice),
        ]
    _post(notice, heading, paragraphs, now, decision=decision)


def post_lapse(notice: Notice, *, now: datetime) -> None:
    """Nobody decides the sender's appeal any more: the author has taken the comment back, or it was erased."""
    with override(notice.language):
        heading = _("Your appeal has ended")
        paragraphs = [
            _greeting(notice),
            _about(notice),
            _(
                "You had appealed. Meanwhile the comment is not there any more, so nobody decides about the appeal. "
                "A program tells you so."
            ),
            paper_words(),
            _follow(notice),
        ]
    _post(notice, heading, paragraphs, now, decision=None)


def _note(decision: Decision, now: datetime) -> str:
    """What was written beside it; not while an order keeps its reasons back: it may speak of them."""
    return "" if is_told_later(decision, now=now) else decision.note


def _may_appeal(notice: Notice, now: datetime) -> bool:
    """What a decision answers and lets stay is on the page at that moment."""
    return may_appeal_notice(notice, is_shown=True, now=now)


def _greeting(notice: Notice) -> str:
    return _("Hello %(name)s,") % {"name": notice.name} if notice.name else _("Hello,")


def _about(notice: Notice) -> str:
    return _("your notice was about: %(address)s") % {"address": notice.address}


def _arrived(notices: Sequence[Notice]) -> str:
    if len(notices) == 1:
        return _("your notice of illegal content has arrived. It is about: %(address)s") % {
            "address": _short(notices[0])
        }
    head = _("your notice of illegal content has arrived. Each of its addresses is answered by itself:")
    return "\n".join([head, *map(_short, notices)])


def _short(notice: Notice) -> str:
    """As a receipt quotes it: it goes to an address that nobody has proved, and is no way to send texts there."""
    address = notice.address
    return address if len(address) <= _QUOTED else f"{address[:_QUOTED]}…"


def _leads_nowhere(notices: Sequence[Notice]) -> str:
    """Said once: they are taken all the same."""
    nowhere = [_short(notice) for notice in notices if not notice.subject]
    if not nowhere:
        return ""
    head = _("Here we find no comment of ours; a person looks at it all the same:")
    return "\n".join([head, *nowhere])


def _follow(notice: Notice) -> str:
    return _("Here you can follow your notice: %(url)s") % {"url": notice_url(notice)}


def _post(
    notice: Notice,
    heading: str,
    paragraphs: Sequence[str],
    now: datetime,
    *,
    decision: Decision | None,
    answered: Notice | None = None,
) -> None:
    if notice.email:
        post(
            recipient=notice.email,
            heading=heading,
            body="\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n",
            language=notice.language,
            decision=decision,
            subject=notice.record_name,
            answered_notice=answered,
            now=now,
        )
