"""The mails to the sender of a notice: the receipt, the decision, and its correction. In the sender's language."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kawaraban.law.models import Decision, Notice, Outcome
from kawaraban.law.outbox import post

OUTCOMES: dict[Outcome, str | Promise] = {
    Outcome.ACTED: gettext_lazy("The content was taken off the page."),
    Outcome.NO_ACTION: gettext_lazy("The content stays: we do not find it illegal."),
    Outcome.GONE: gettext_lazy("The content was not there any more when we looked at it."),
    Outcome.WITHDRAWN: gettext_lazy("You took your notice back."),
}


def notice_url(notice: Notice) -> str:
    """The page on which its sender follows it. Whoever knows it may appeal."""
    return f"{settings.SITE_URL}/notice/follow/{notice.token}/"


def redress_words() -> str:
    """What the sender of a notice can do against the decision, in the active language (Art. 16(5))."""
    return _(
        "If you think that this is wrong, you can appeal on the page of your notice within six months; another "
        "person then decides. You may also go to court."
    )


def post_receipt(notice: Notice, *, now: datetime) -> None:
    """Confirm that it arrived (Art. 16(4))."""
    with override(notice.language):
        heading = _("We have received your notice")
        paragraphs = [
            _greeting(notice),
            _("your notice of illegal content has arrived. It is about: %(address)s")
            % {"address": notice.address},
            _("A person reads it and decides. You are told what was decided and why."),
            _follow(notice),
        ]
    _post(notice, heading, paragraphs, now, decision=None)


def post_answer(notice: Notice, *, now: datetime) -> None:
    """Tell what was decided, and what can be done against it (Art. 16(5))."""
    with override(notice.language):
        heading = _("Your notice was decided")
        paragraphs = [
            _greeting(notice),
            _("your notice was about: %(address)s") % {"address": notice.address},
            str(OUTCOMES[Outcome(notice.outcome)]),
            notice.answer,
            _("A person decided, without a machine."),
            redress_words(),
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
            _("your notice was about: %(address)s") % {"address": notice.address},
            _(
                "On an appeal another person decided differently. What we told you before does not hold any more."
            ),
            _("The content was taken off the page.")
            if decision.visibility
            else _("The content is shown again."),
            decision.note,
            _follow(notice),
        ]
    _post(notice, heading, paragraphs, now, decision=decision)


def post_dismissal(notice: Notice, decision: Decision, *, now: datetime) -> None:
    """The sender's appeal was decided: it stays as it is, and why."""
    with override(notice.language):
        heading = _("Your appeal was decided")
        paragraphs = [
            _greeting(notice),
            _("your notice was about: %(address)s") % {"address": notice.address},
            _("Another person has looked at it again. The content stays."),
            decision.note,
            _("You may also go to court."),
            _follow(notice),
        ]
    _post(notice, heading, paragraphs, now, decision=decision)


def _greeting(notice: Notice) -> str:
    return _("Hello %(name)s,") % {"name": notice.name} if notice.name else _("Hello,")


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
            answered_notice=answered,
            now=now,
        )
