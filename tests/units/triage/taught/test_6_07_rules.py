"""The publisher's rules for triage: defaults without a row, one row, recorded, and a moment old at most."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.conftest import NOON

from kawaraban.law.models import LedgerEntry, LedgerPayload
from kawaraban.people.models import User
from kawaraban.triage.models import TriageRules
from kawaraban.triage.taught.rules import Rules, change_rules, forget_rules, rules

pytestmark = pytest.mark.django_db


def test_6_07_without_a_row_the_defaults_of_the_table_hold() -> None:
    row = TriageRules()

    kept = rules()

    assert kept == Rules()
    assert asdict(kept) == {name: getattr(row, name) for name in asdict(kept)}


def test_6_07_a_change_holds_at_once_and_is_recorded(publisher: User) -> None:
    change_rules(replace(rules(), nudges=True, blind_percent=10), person=publisher, now=NOON)

    kept = rules()

    assert (kept.nudges, kept.blind_percent, kept.is_on) == (True, 10, True)
    entry = LedgerEntry.objects.get(kind="triage_rules_changed")
    said = LedgerPayload.objects.get(entry=entry).body
    assert '"nudges":true' in said
    assert publisher.get_username() in said


def test_6_07_what_is_set_as_it_was_is_not_recorded(publisher: User) -> None:
    for _time in range(2):
        change_rules(replace(rules(), learns=False), person=publisher, now=NOON)

    assert LedgerEntry.objects.filter(kind="triage_rules_changed").count() == 1
    assert TriageRules.objects.count() == 1


def test_6_07_a_switch_leaves_the_version_in_use_alone(publisher: User) -> None:
    TriageRules.objects.create(pk=1, forgets_up_to=7)

    after = change_rules(replace(Rules(), is_on=False, forgets_up_to=99), person=publisher, now=NOON)

    assert (after.is_on, after.forgets_up_to) == (False, 7)


def test_6_07_a_moderator_changes_no_rules(moderator: User) -> None:
    with pytest.raises(PermissionDenied):
        change_rules(replace(rules(), is_on=False), person=moderator, now=NOON + timedelta(days=1))

    assert rules().is_on


def test_6_07_more_than_half_of_the_hints_are_never_hidden(publisher: User) -> None:
    with pytest.raises(ValidationError):
        change_rules(replace(rules(), blind_percent=51), person=publisher, now=NOON)

    assert rules().blind_percent == 0


def test_6_07_the_rules_are_asked_for_once_in_a_while(settings: Any, django_assert_num_queries: Any) -> None:
    settings.TRIAGE_RULES_SECONDS = 3600
    forget_rules()

    with django_assert_num_queries(1):
        for _time in range(50):
            rules()

    forget_rules()
