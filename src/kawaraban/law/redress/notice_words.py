"""What the sender of a notice reads of its answer, in the active language: the mail and the page say the same.

    with override(notice.language):
        outcome_words(notice), ground_words(notice.decision, now=now), decider_words(notice)

Each sentence is there only where it is true of this notice: a person is named as who decided only where one did, a
ground only where a decision about the comment rests on one, an appeal only where its form is there (Art. 16(5), (6)).
"""

from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kawaraban.law.basis import Automation
from kawaraban.law.contact import contact_email
from kawaraban.law.demands.sources import is_told_later
from kawaraban.law.models import Decision, Notice, Outcome
from kawaraban.law.policy.grounds import ground_named

_OUTCOMES: dict[Outcome, Promise] = {
    Outcome.ACTED: gettext_lazy("The content was taken off the page."),
    Outcome.NO_ACTION: gettext_lazy("The content stays: we do not find it illegal."),
    Outcome.GONE: gettext_lazy("The content was not there any more when we looked at it."),
    Outcome.WITHDRAWN: gettext_lazy("You took your notice back."),
}
# What nobody decided: all that its sender had sent was erased; or, until erasures waited for the answer, the comment.
_BY_ITSELF: dict[Outcome, Promise] = {
    Outcome.GONE: gettext_lazy("The content is not there any more."),
    Outcome.WITHDRAWN: gettext_lazy("What you had sent was erased; your notice counts as taken back."),
}
_DECIDED: dict[Automation, Promise] = {
    Automation.NONE: gettext_lazy("A person decided, without a machine."),
    Automation.PARTIAL: gettext_lazy("A person decided on what a program had proposed."),
    Automation.FULL: gettext_lazy("A rule of the paper decided by itself, without a person."),
}


def outcome_words(notice: Notice) -> str:
    """What came of it; "" while it waits."""
    if not notice.outcome:
        return ""
    outcome = Outcome(notice.outcome)
    by_itself = _BY_ITSELF.get(outcome) if notice.decided_by_id is None else None
    return str(by_itself or _OUTCOMES[outcome])


def ground_words(decision: Decision | None, *, now: datetime) -> str:
    """On what a decision that restricts rests: the law that is broken, or the clause of the policy; else "".

    Not before its author may read it, too, where an order keeps the reasons back.
    """
    if decision is None or not decision.ground or is_told_later(decision, now=now):
        return ""
    language = get_language() or str(settings.LANGUAGE_CODE)
    label = ground_named(decision.policy_number, decision.ground_code, language).label
    if decision.legal_ground:
        return _("The reason: it is against the law. %(label)s: %(law)s") % {
            "label": label,
            "law": decision.legal_ground,
        }
    return _("The reason: it is against the policy of the paper. The ground: %(ground)s") % {"ground": label}


def decider_words(notice: Notice) -> str:
    """Who decided (Art. 16(6)); "" where there was nothing to decide. A program did only in notices of before."""
    if notice.outcome in {"", Outcome.WITHDRAWN}:
        return ""
    if notice.decided_by_id is None:
        return _(
            "A program answered by itself, because the comment was erased. Nobody has judged whether it was illegal."
        )
    automation = Automation(notice.decision.automation) if notice.decision else Automation.NONE
    return str(_DECIDED[automation])


def redress_words(*, may_appeal: bool) -> str:
    """What its sender can do against it (Art. 16(5)). `may_appeal`: whether the form is on the page of the notice."""
    ways = [paper_words(), _("You may also go to court.")]
    if may_appeal:
        appeal = _(
            "If you think that this is wrong, you can appeal on the page of your notice within six months, as long "
            "as the content is shown; another person then decides."
        )
        ways.insert(0, appeal)
    return " ".join(ways)


def paper_words() -> str:
    """How the paper is written to. One query."""
    contact = contact_email()
    if contact:
        return _("You can write to the paper: %(contact)s.") % {"contact": contact}
    return _("You can write to the paper; %(address)s says how.") % {"address": settings.SITE_URL}
