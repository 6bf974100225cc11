"""4b.3 Entering an order, a letter or a call: who may, what is missing, and until when an entry is changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.makers.comments import NOON, approved, fresh, removed, sent
from tests.makers.law.demands import order_words, ordered, written

from kawaraban.comments.actions.demands import (
    confirm_receipt,
    correct_demand,
    enter_demand,
    reopen_demand,
    take_back_entry,
)
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.raised.for_person import demands_for
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.demands.demand_words import NotComplete
from kawaraban.law.demands.entering import EntryStands
from kawaraban.law.demands.settling import NotSettled
from kawaraban.law.models import Demand, DemandKind, Telling
from kawaraban.people.actions import add_staff
from kawaraban.people.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]

SOON, LATER = NOON + timedelta(minutes=10), NOON + timedelta(hours=2)


def test_4b_03_an_entry_can_be_taken_back_for_a_moment_and_leaves_no_word(
    seen: Comment, editor: User
) -> None:
    order = ordered(seen, person=editor)

    gone = take_back_entry(demand_id=order.pk, person=editor, now=NOON + timedelta(seconds=5))

    assert (gone.sender, gone.words, gone.reference, gone.scope) == ("", "", "", "")
    assert fresh(seen).reported_at is None
    assert not demands_for(editor).exists()
    assert verify_paper().problems == []
    with pytest.raises(NotSettled):
        reopen_demand(demand_id=order.pk, person=editor, now=NOON)


def test_4b_03_an_entry_stands_when_time_is_over_or_something_was_decided(
    seen: Comment, editor: User, moderator: User
) -> None:
    late, used = ordered(seen, person=editor), ordered(seen, person=editor, reference="2 O 116/26")
    with pytest.raises(EntryStands):
        take_back_entry(demand_id=late.pk, person=editor, now=SOON)
    removed(seen, moderator, now=NOON)
    with pytest.raises(EntryStands):
        take_back_entry(demand_id=used.pk, person=editor, now=NOON + timedelta(seconds=1))


def test_4b_03_an_entry_is_corrected_but_not_what_a_statement_rests_on(
    thread: Thread, seen: Comment, editor: User, moderator: User
) -> None:
    other = sent(thread, "Another one.")
    approved(other, moderator)
    order = ordered(seen, person=editor)
    ids = [seen.public_id]

    changed = correct_demand(
        demand_id=order.pk,
        words=order_words(reference="2 O 115/26"),
        public_ids=[*ids, other.public_id],
        person=editor,
        now=SOON,
    )
    removed(seen, moderator, now=SOON)
    with pytest.raises(EntryStands):
        correct_demand(
            demand_id=order.pk,
            words=order_words(telling=Telling.UNNAMED),
            public_ids=ids,
            person=editor,
            now=LATER,
        )

    assert changed.reference == "2 O 115/26"
    assert fresh(other).reported_at == NOON
    assert verify_paper().problems == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sender": " "}, "sender"),
        ({"member_state": ""}, "member_state"),
        ({"member_state": "de"}, "member_state"),
        ({"received_at": NOON + timedelta(minutes=1)}, "received_at"),
        ({"due_at": NOON}, "due_at"),
        ({"telling": Telling.LATER}, "tell_from"),
        ({"offence": "heresy"}, "offence"),
        ({"kind": DemandKind.CALL, "words": ""}, "words"),
    ],
)
def test_4b_03_what_is_missing_is_named_by_its_field(
    seen: Comment, editor: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(NotComplete) as refused:
        ordered(seen, person=editor, **changes)

    assert [name for name, _sentence in refused.value.faults] == [field]
    assert not Demand.objects.exists()


def test_4b_03_who_may_enter_what(thread: Thread, seen: Comment, editor: User, moderator: User) -> None:
    here = add_staff(name="here", role="moderator", password=None, sections=["city"])
    elsewhere = add_staff(name="elsewhere", role="moderator", password=None, sections=["sport"])

    for person in (moderator, here, elsewhere):
        with pytest.raises(PermissionDenied):
            ordered(seen, person=person)
    with pytest.raises(PermissionDenied):
        written(seen, person=elsewhere)
    with pytest.raises(PermissionDenied):
        written(person=here)
    letter, order = written(seen, person=here), ordered(seen, person=editor)
    asked = ordered(seen, person=editor, kind=DemandKind.INFORM)

    assert set(demands_for(here)) == {letter, order}
    assert set(demands_for(elsewhere)) == set()
    assert set(demands_for(editor)) == {letter, order, asked}
    for verb in (confirm_receipt, take_back_entry, reopen_demand):
        with pytest.raises(PermissionDenied):
            verb(demand_id=order.pk, person=moderator, now=NOON)


def test_4b_03_too_many_comments_are_refused_and_none_is_unknown(seen: Comment, editor: User) -> None:
    with pytest.raises(Comment.DoesNotExist):
        enter_demand(order_words(), public_ids=[seen.public_id, "nonesuch00"], person=editor, now=NOON)
    assert not Demand.objects.exists()


def test_4b_03_a_form_that_is_sent_twice_is_one_entry(thread: Thread, seen: Comment, editor: User) -> None:
    other = sent(thread, "Another one.")
    first = ordered(seen, person=editor)

    twice = enter_demand(
        order_words(), public_ids=[seen.public_id], person=editor, now=NOON + timedelta(seconds=2)
    )
    others = [ordered(seen, other, person=editor), ordered(seen, person=editor, reference="2 O 116/26")]

    assert twice == first
    assert Demand.objects.count() == 1 + len(others)
