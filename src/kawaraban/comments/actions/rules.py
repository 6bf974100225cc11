"""Changing the paper's own rules for its comments: open or closed, and the notice after sending."""

from collections.abc import Mapping
from datetime import datetime

from kawaraban.comments.keys import PAPER_KEY
from kawaraban.comments.models import HouseRules, NoticeText
from kawaraban.law.record.ledger import record
from kawaraban.people.models import User
from kawaraban.press.orders import order_reprint
from kawaraban.press.turn import one_turn


def change_rules(
    *,
    is_open: bool,
    closed_reason: str,
    notices: Mapping[str, str] | None = None,
    person: User,
    now: datetime,
    cause: str = "",
) -> HouseRules:
    """Set the rules; every page is printed again when something changed.

    `notices` by language; an empty text takes the default back; None leaves all as they are. `cause` names the rule
    of the publisher that acted by itself; "" where a person did.
    """
    reason = "" if is_open else closed_reason.strip()
    with one_turn():
        rules = HouseRules.objects.select_for_update().first() or HouseRules.objects.create()
        changed = _set_notices(rules, notices or {})
        if (rules.is_open, rules.closed_reason) != (is_open, reason):
            rules.is_open, rules.closed_reason = is_open, reason
            rules.save(update_fields=["is_open", "closed_reason"])
            changed = True
        if changed:
            order_reprint(keys=[PAPER_KEY], reason="rules_changed", now=now)
            payload = {"is_open": is_open, "reason": reason, "person": person.get_username()}
            payload |= {"cause": cause} if cause else {}
            record(kind="rules_changed", subject="rules", payload=payload, now=now)
    return rules


def _set_notices(rules: HouseRules, notices: Mapping[str, str]) -> bool:
    """Write the notices that differ. Returns whether one did."""
    there_are = {notice.language: notice for notice in rules.notices.all()}
    changed = False
    for language, words in notices.items():
        notice, text = there_are.get(language), words.strip()
        if text == (notice.text if notice else ""):
            continue
        changed = True
        if not text and notice:
            notice.delete()
        else:
            NoticeText.objects.update_or_create(rules=rules, language=language, defaults={"text": text})
    return changed
