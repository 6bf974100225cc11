"""4b.3 Orders where other acts meet them: undone, reopened, forgotten, taken back by the author, erased."""

from datetime import timedelta
from typing import Any, TypeVar

import pytest
from django.db.models import Model
from tests.makers.comments import NOON, approved, removed, reopened, sent, withheld
from tests.makers.law.demands import order_words, ordered, written
from tests.makers.law.redress import reported
from tests.rigs.database import everything

from kawaraban.comments.actions.acts import REMOVE, WITHHOLD
from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.decide_on_letter import decide_on_letter
from kawaraban.comments.actions.demands import (
    correct_demand,
    reopen_demand,
    settle_demand,
    take_back_entry,
)
from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.mails.reasons_told_later import tell_reasons
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.need import since_when
from kawaraban.comments.raised.for_person import demands_for
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.basis import Basis, Source
from kawaraban.law.demands.demand_words import DemandWords
from kawaraban.law.demands.entering import EntryStands
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Demand, DemandKind, DemandOutcome, OutboxMessage, Statement, Telling
from kawaraban.law.models.ledger import LedgerPayload
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record.holds import held_subjects
from kawaraban.law.record.sealed_tables import DEMANDS
from kawaraban.people.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
WORDS = "Zanzibar marmalade"
A_MOMENT = timedelta(seconds=1)


M = TypeVar("M", bound=Model)


def fresh(row: M) -> M:
    found: M = type(row)._default_manager.get(pk=row.pk)
    return found


@pytest.fixture
def shown(thread: Thread, moderator: User) -> Comment:
    comment = sent(thread, "The harbour is closed.", email="ada@example.org")
    approved(comment, moderator, now=NOON - timedelta(hours=1))
    return fresh(comment)


def settled(demand: Demand, person: User, *, now: Any, outcome: DemandOutcome = DemandOutcome.DONE) -> None:
    settle_demand(demand_id=demand.pk, outcome=outcome, answer="It is off the page.", person=person, now=now)


@pytest.mark.parametrize("act", [withheld, removed])
def test_4b_03_what_is_undone_after_its_order_was_settled_opens_it_again(
    shown: Comment, editor: User, moderator: User, act: Any
) -> None:
    order = ordered(shown, person=editor, offence="terrorism")
    decision = act(shown, moderator, now=NOON + A_MOMENT)
    settled(order, editor, now=NOON + 2 * A_MOMENT)

    undo(decision_id=str(decision.pk), moderator=moderator, now=NOON + 3 * A_MOMENT)

    assert fresh(shown).status == Status.APPROVED
    assert (fresh(order).outcome, fresh(order).effect_at, fresh(order).settled_at) == ("", None, None)
    assert fresh(shown).reported_at is not None
    assert held_subjects(NOON + 4 * A_MOMENT) == frozenset()
    assert verify_paper().problems == []


def test_4b_03_an_order_that_is_opened_again_is_as_late_as_its_comments_make_it(
    shown: Comment, editor: User, moderator: User
) -> None:
    order = ordered(shown, person=editor, offence="terrorism")
    withheld(shown, moderator, now=NOON + A_MOMENT)
    settled(order, editor, now=NOON + 2 * A_MOMENT)
    reopened(shown, moderator, now=NOON + timedelta(minutes=5))

    reopen_demand(demand_id=order.pk, person=editor, now=NOON + timedelta(minutes=6))

    assert fresh(order).effect_at is None
    reported_at = fresh(shown).reported_at
    assert reported_at is not None
    assert since_when(reported_at) == order.received_at
    assert demands_for(editor).open().filter(due_at__isnull=False, effect_at=None).get() == order


def test_4b_03_a_letter_that_was_decided_at_once_can_be_opened_again(
    shown: Comment, moderator: User, editor: User
) -> None:
    words = DemandWords(kind=DemandKind.LETTER, received_at=NOON, sender="Nora Vell", words="Untrue.")
    judged, why = Judged(shown.pk, 1), Reasons(ground=Ground.INSULT)
    decide_on_letter(REMOVE, judged, why, letter=words, moderator=moderator, now=NOON)
    letter = Demand.objects.get()
    assert letter.outcome == DemandOutcome.DONE

    reopen_demand(demand_id=letter.pk, person=editor, now=NOON + timedelta(minutes=1))

    assert fresh(letter).outcome == ""


def test_4b_03_an_order_because_of_which_something_is_kept_is_no_mistake(
    shown: Comment, editor: User, moderator: User
) -> None:
    """It was withheld for another reason, and kept for the order's sake."""
    order = ordered(shown, person=editor, offence="terrorism")
    own, then = Basis(Source.OWN_INITIATIVE), NOON + A_MOMENT
    decide(WITHHOLD, Judged(shown.pk, 1), moderator=moderator, now=then, basis=own)
    assert held_subjects(NOON + 2 * A_MOMENT) == {shown.subject}

    with pytest.raises(EntryStands):
        take_back_entry(demand_id=order.pk, person=editor, now=NOON + 2 * A_MOMENT)


def test_4b_03_an_undo_leaves_what_was_settled_before_its_decision(
    shown: Comment, editor: User, moderator: User
) -> None:
    order = ordered(shown, person=editor)
    settled(order, editor, now=NOON + A_MOMENT, outcome=DemandOutcome.REFUSED)
    decision = removed(shown, moderator, now=NOON + 2 * A_MOMENT)

    undo(decision_id=str(decision.pk), moderator=moderator, now=NOON + 3 * A_MOMENT)

    assert fresh(order).outcome == DemandOutcome.REFUSED


def test_4b_03_what_is_written_after_an_order_was_forgotten_is_forgotten_again(
    shown: Comment, editor: User, moderator: User, settings: Any
) -> None:
    letter = written(shown, person=editor)
    settled(letter, editor, now=NOON + A_MOMENT, outcome=DemandOutcome.REFUSED)
    over = NOON + timedelta(days=settings.KEEP_WORDS_DAYS + 1)
    retain(now=over)
    assert fresh(letter).forgotten_at

    reopen_demand(demand_id=letter.pk, person=editor, now=over)
    settle_demand(
        demand_id=letter.pk, outcome=DemandOutcome.REFUSED, answer=WORDS, person=editor, now=over + A_MOMENT
    )
    assert verify_paper().problems == []
    retain(now=over + timedelta(days=settings.KEEP_WORDS_DAYS + 1))

    assert WORDS not in everything()
    assert verify_paper().problems == []


def test_4b_03_an_author_who_takes_it_back_later_does_not_make_the_paper_late(
    thread: Thread, shown: Comment, editor: User, moderator: User
) -> None:
    order = ordered(shown, person=editor, offence="terrorism")
    removed(shown, moderator, now=NOON + timedelta(minutes=10))
    assert fresh(order).effect_at == NOON + timedelta(minutes=10)
    erase_own(tracking_token=shown.tracking_token, now=NOON + timedelta(hours=9))

    words = order_words(received_at=NOON, offence="terrorism", reference="2 O 115/26")
    correct_demand(
        demand_id=order.pk, words=words, public_ids=[], person=editor, now=NOON + timedelta(hours=10)
    )

    assert fresh(order).effect_at == NOON + timedelta(minutes=10)


def test_4b_03_what_an_author_takes_back_while_it_is_shown_is_off_since_then(
    shown: Comment, editor: User
) -> None:
    order = ordered(shown, person=editor)
    withdraw(tracking_token=shown.tracking_token, now=NOON + timedelta(minutes=5))
    settled(order, editor, now=NOON + timedelta(minutes=6))

    assert fresh(order).effect_at == NOON + timedelta(minutes=5)


def test_4b_03_nothing_is_erased_by_time_before_its_author_was_told_why(
    shown: Comment, editor: User, moderator: User, settings: Any
) -> None:
    settings.KEEP_REFUSED_DAYS = 184
    day = NOON + timedelta(days=300)
    order = ordered(shown, person=editor, telling=Telling.LATER, tell_from=day)
    removed(shown, moderator, now=NOON)
    settled(order, editor, now=NOON + A_MOMENT)
    send_due(now=NOON + timedelta(minutes=1))

    retain(now=NOON + timedelta(days=200))

    assert fresh(shown).status == Status.REJECTED
    assert tell_reasons(now=day) == 1
    assert (
        OutboxMessage.objects.filter(sent_at=None, cancelled_at=None, recipient="ada@example.org").count()
        == 1
    )
    send_due(now=day + timedelta(minutes=1))
    # From that day on the author may appeal for as long as anybody else.
    retain(now=day + timedelta(days=183))
    assert fresh(shown).status == Status.REJECTED
    retain(now=day + timedelta(days=185))
    assert fresh(shown).status == Status.ERASED


def test_4b_03_what_an_order_says_it_covers_leaves_the_statement_with_the_comment(
    shown: Comment, editor: User, moderator: User
) -> None:
    order = ordered(shown, person=editor, scope=f"What {WORDS} wrote.")
    decision = removed(shown, moderator, now=NOON)
    settled(order, editor, now=NOON + A_MOMENT)
    assert WORDS in Statement.objects.get(decision=decision).facts

    erase_own(tracking_token=shown.tracking_token, now=NOON + timedelta(hours=1))

    assert fresh(shown).status == Status.ERASED
    assert WORDS not in Statement.objects.get(decision=decision).facts
    assert verify_paper().problems == []


def hashes_of(demand: Demand) -> list[str]:
    """Bodies of the record that hold a hash of this demand's words, made while they were there."""
    return [
        body
        for body in LedgerPayload.objects.values_list("body", flat=True)
        if DEMANDS.key(demand.pk) in body
    ]


def test_4b_03_an_entry_that_is_taken_back_leaves_no_hash_of_its_words(shown: Comment, editor: User) -> None:
    letter = written(shown, person=editor, words=WORDS)
    assert len(hashes_of(letter)) == 1
    before = hashes_of(letter)

    take_back_entry(demand_id=letter.pk, person=editor, now=NOON + A_MOMENT)

    assert not set(before) & set(hashes_of(letter))
    assert verify_paper().problems == []


def test_4b_03_a_letter_that_is_forgotten_leaves_no_hash_where_it_was_answered(
    shown: Comment, editor: User, moderator: User, settings: Any
) -> None:
    letter = written(shown, person=editor, words=WORDS)
    report = reported(shown, words="He means me.", now=NOON)
    removed(shown, moderator, now=NOON)
    before = hashes_of(letter)
    assert len(before) == 2

    settings.KEEP_REFUSED_DAYS = 0
    retain(now=NOON + timedelta(days=settings.KEEP_WORDS_DAYS + 1))

    assert fresh(report).words == "" == fresh(letter).words
    assert not set(before) & set(hashes_of(letter))
    assert verify_paper().problems == []
