"""The publisher's rule that closes the comments when the queue outgrows the desk, and opens them when it has shrunk.

Off until the publisher sets it. It closes above one mark and opens below a lower one, so that it does not flutter. The
worker asks every half minute. What it does is recorded in the name of the publisher who set it, with the cause; readers
are told why. A person goes before the rule: comments that somebody opened by hand stay open until the queue has shrunk
once, and comments that somebody closed by hand are not opened.
"""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.comments.actions.rules import change_rules
from kawaraban.comments.models import HouseRules
from kawaraban.doors.desk.models import DeskRules
from kawaraban.doors.desk.rules.capacity import capacity
from kawaraban.press.turn import one_turn

CAUSE = "full_queue"


def apply(*, now: datetime) -> bool:
    """Close or open, when it is time. Returns whether something was changed."""
    rules = DeskRules.objects.select_related("set_by").first()
    if rules is None or not (rules.closes_when_full or rules.full_since):
        return False
    minutes = capacity().minutes
    if rules.full_since is None:
        return minutes > rules.close_at_minutes and _close(rules, now)
    if not rules.closes_when_full or minutes < rules.reopen_at_minutes:
        return _open(rules, now)
    return False


def full_reason(rules: DeskRules) -> str:
    """What readers are told: the publisher's words, else ours in the paper's language."""
    with override(settings.LANGUAGE_CODE):
        return rules.full_reason or _(
            "More comments wait than our desk can read in time. We open again when they are read."
        )


def _close(rules: DeskRules, now: datetime) -> bool:
    with one_turn():
        house = HouseRules.objects.select_for_update().first()
        if house and not house.is_open:
            # Closed by hand already: that is not ours to open later.
            return False
        _change(rules, is_open=False, now=now)
        DeskRules.objects.filter(pk=rules.pk).update(full_since=now)
    return True


def _open(rules: DeskRules, now: datetime) -> bool:
    with one_turn():
        house = HouseRules.objects.select_for_update().first()
        is_ours = house is not None and not house.is_open and house.closed_reason == full_reason(rules)
        if is_ours:
            _change(rules, is_open=True, now=now)
        DeskRules.objects.filter(pk=rules.pk).update(full_since=None)
    return is_ours


def _change(rules: DeskRules, *, is_open: bool, now: datetime) -> None:
    assert rules.set_by is not None, "the rule is set by somebody"
    change_rules(is_open=is_open, closed_reason=full_reason(rules), person=rules.set_by, now=now, cause=CAUSE)
