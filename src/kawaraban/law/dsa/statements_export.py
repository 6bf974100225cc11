"""Statements of reasons as the DSA Transparency Database takes them (schema v2).

    for decision, payload in statement_payloads(start, end, zone=zone, now=now): ...

One payload for each measure of the period whose time for undo is over. The facts are our standard sentences: neither
the moderator's note nor any word of the comment leaves the house. `puid` is the random name of the decision. What was
not decided is not said: whether content that breaks the policy is against the law, too, is left blank. What an order
under Art. 9 led to has no statement (Art. 17(5)); where an order keeps the reasons back, there is none before its day.
"""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.law.basis import Automation, Offence, Source
from kawaraban.law.demands.sources import orders_of_art_9
from kawaraban.law.dsa.statement_lists import LANGUAGES
from kawaraban.law.dsa.statement_rules import broken_rules
from kawaraban.law.dsa.terms import (
    AUTOMATION,
    CONTENT_TYPE,
    ILLEGAL_CONTENT,
    PROVISION,
    SOURCE,
    TERRITORIAL_SCOPE,
    VISIBILITY,
    category_of,
    decision_ground,
)
from kawaraban.law.dsa.year_counts import measures_between
from kawaraban.law.models import Decision, Demand, Provision, Telling, Verdict
from kawaraban.law.models.decisions import Measure
from kawaraban.law.policy.grounds import ground_named
from kawaraban.law.policy.versions import policy_url
from kawaraban.law.policy.withholding import withholding_clause
from kawaraban.law.site_address import require_public_address
from kawaraban.law.statement_words import standard_facts

# As many as its interface takes at once.
BATCH = 100


class BrokenRule(Exception):
    """A payload that the database would refuse: which one, and each rule that it breaks."""

    def __init__(self, decision: Decision, rules: list[str]) -> None:
        super().__init__(f"The statement of decision {decision.pk} breaks a rule: {' '.join(rules)}")
        self.rules = rules


def statement_payloads(
    start: datetime, end: datetime, *, zone: tzinfo, now: datetime
) -> Iterator[tuple[Decision, dict[str, Any]]]:
    """Each measure from `start` up to before `end`, oldest first. Raises BrokenRule, LocalAddress."""
    require_public_address()
    orders = _unstated_orders(now)
    for decision in measures_between(start, end, now=now).order_by("decided_at", "place").iterator(500):
        if decision.source == Source.ORDER and decision.source_reference in orders:
            continue
        payload = payload_of(decision, zone=zone)
        rules = broken_rules(payload)
        if rules:
            raise BrokenRule(decision, rules)
        yield decision, payload


def left_out_count(start: datetime, end: datetime, *, now: datetime) -> int:
    """How many measures of the period are left out: for an order there is none, or none yet."""
    found = measures_between(start, end, now=now).filter(source=Source.ORDER)
    orders = _unstated_orders(now)
    return sum(reference in orders for reference in found.values_list("source_reference", flat=True))


def _unstated_orders(now: datetime) -> frozenset[str]:
    """The names of orders under Art. 9, and of those whose authors may not be told yet, as decisions have them.

    The database is public, and an author reads there what we may not tell. They are few.
    """
    kept_back = Demand.objects.filter(telling=Telling.LATER, tell_from__gt=now)
    found = (*orders_of_art_9().values_list("pk", flat=True), *kept_back.values_list("pk", flat=True))
    return frozenset(str(pk) for pk in found)


def payload_of(decision: Decision, *, zone: tzinfo) -> dict[str, Any]:
    """One statement, as a JSON object. Fields that do not apply are left out. ValueError for what restricts nothing."""
    measure = decision.measure
    if measure is None:
        raise ValueError(f"decision {decision.pk} restricts nothing")
    category = category_of(decision.ground, decision.offence)
    language = decision.content_language
    content_at = decision.content_at or decision.decided_at
    facts = decision.facts or standard_facts(measure, Source(decision.source), language)
    payload: dict[str, Any] = {
        "puid": str(decision.pk),
        **_restriction(measure, decision.ends_at, zone),
        "decision_ground": decision_ground(decision.ground),
        **_ground(decision, facts),
        "category": category.category,
        "content_type": [CONTENT_TYPE],
        "territorial_scope": list(TERRITORIAL_SCOPE),
        "content_date": content_at.astimezone(zone).date().isoformat(),
        "application_date": decision.decided_at.astimezone(zone).date().isoformat(),
        "decision_facts": facts,
        "source_type": SOURCE[Source(decision.source)],
        "automated_detection": "Yes" if decision.was_machine_detected else "No",
        "automated_decision": AUTOMATION[Automation(decision.automation)],
    }
    if category.is_closer_known:
        payload["category_specification"] = [category.keyword]
        if category.keyword_other:
            payload["category_specification_other"] = category.keyword_other
    spoken = language.split("-")[0].upper()
    if spoken in LANGUAGES:
        payload["content_language"] = spoken
    return payload


def reversed_later(decision: Decision) -> bool:
    """Whether a later decision undid it: an appeal was granted, it was looked at again, a suspension was lifted."""
    later = Decision.objects.standing().about(decision.subject).filter(place__gt=decision.place)
    return later.filter(verdict__in=[Verdict.REINSTATED, Verdict.REOPENED, Verdict.LIFTED]).exists()


def _restriction(measure: Measure, ends_at: datetime | None, zone: tzinfo) -> dict[str, Any]:
    """What is restricted, and until when: None is until another decision."""
    if isinstance(measure, Provision):
        return {
            "decision_provision": PROVISION[measure],
            "end_date_service_restriction": ends_at.astimezone(zone).date().isoformat() if ends_at else None,
        }
    return {"decision_visibility": [VISIBILITY[measure]], "end_date_visibility_restriction": None}


def _ground(decision: Decision, facts: str) -> dict[str, str]:
    """The law, or the clause of the policy in the words of the version under which the comment was sent.

    The address of the policy goes with the clause alone: of a law we know no address.
    """
    language = decision.content_language
    with override(language):
        if decision_ground(decision.ground) == ILLEGAL_CONTENT:
            field = Offence(decision.offence).label
            explanation = _(
                "A person found that, by the facts given here, the content is against the law named. Field of law: "
                "%(field)s."
            )
            return {
                "illegal_content_legal_ground": decision.legal_ground,
                "illegal_content_explanation": explanation % {"field": field},
            }
        number = {"number": decision.policy_number}
        reference = f"{settings.SITE_URL}{policy_url(decision.policy_number)}"
        if not decision.ground:
            return {
                "incompatible_content_ground": withholding_clause(decision.policy_number, language),
                "incompatible_content_explanation": facts,
                "decision_ground_reference_url": reference,
            }
    ground = ground_named(decision.policy_number, decision.ground_code, language)
    with override(language):
        clause = _("%(label)s (policy for comments, version %(number)d)")
        return {
            "incompatible_content_ground": clause % {"label": ground.label, **number},
            "incompatible_content_explanation": ground.explanation[:2000],
            "decision_ground_reference_url": reference,
        }
