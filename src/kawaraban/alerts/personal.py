"""What is kept of telling others: who among the staff was told when, and what other programs were told."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kawaraban.alerts.models import DecisionLink, Delivery, Digest
from kawaraban.law.personal.lines import NAME_OF_STAFF, STAFF_ALONE, Line, Part, Plain
from kawaraban.law.personal.periods import Held, PeriodRule
from kawaraban.law.personal.steps import deleted


def _digests(before: datetime, now: datetime, held: Held) -> int:
    """No set time and no rest looks back so far; a link that ended is, from then on, one that there is not."""
    return deleted(Digest.objects.filter(due_at__lt=before)) + deleted(
        DecisionLink.objects.filter(ends_at__lt=before)
    )


def _deliveries(before: datetime, now: datetime, held: Held) -> int:
    """Those that were delivered or given up, with their attempts."""
    return deleted(Delivery.objects.filter(made_at__lt=before).exclude(delivered_at=None, dead_at=None))


PART = Part(
    periods=(
        PeriodRule(
            "digests",
            _("When a digest was sent to a member of staff, and the links in it"),
            _("after it was sent"),
            fixed_days=30,
            forget=_digests,
        ),
        PeriodRule(
            "deliveries",
            _("What other programs were told: codes, and the id in a comment’s address"),
            _("after it was sent"),
            fixed_days=30,
            forget=_deliveries,
        ),
    ),
    lines=(
        Line(
            ("alerts.digest.user", "alerts.decisionlink"), "digests", STAFF_ALONE, not_exported=NAME_OF_STAFF
        ),
        Line(("alerts.digestwish",), "staff_accounts", STAFF_ALONE, not_exported=NAME_OF_STAFF),
        Line(
            ("alerts.delivery.body",),
            "deliveries",
            "it stays for its time: it holds codes alone",
            not_exported="codes of what the record tells",
        ),
        Line(("alerts.hook.secret",), "staff_accounts", STAFF_ALONE, not_exported="a key, enciphered"),
    ),
    plain=(
        Plain(
            ("alerts.hook.address", "alerts.hook.events"), "settings of the paper: which program is told what"
        ),
        Plain(
            ("alerts.healthreport",),
            "what a machine found about itself: codes, files and figures; no word and no address of a person",
        ),
        Plain(("alerts.delivery.event", "alerts.attempt"), "codes: what was told, and how it went"),
    ),
)
