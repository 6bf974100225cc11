"""4b.3 Where it came from: orders, letters and calls, what decisions make of them, and what their authors read."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings
from tests.makers.comments import NOON, approved, kept_off, removed, reopened, sent, withheld
from tests.makers.demands import order_words, ordered, written
from tests.makers.redress import noticed, reported
from tests.makers.restrictions import restricted

from kawaraban.comments.actions.acts import KEEP, REMOVE
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.demands import (
    confirm_receipt,
    correct_demand,
    enter_demand,
    reopen_demand,
    settle_demand,
    take_back_entry,
)
from kawaraban.comments.actions.erase import erase_comment
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.matters import NotRaised
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.mails.reasons_told_later import tell_reasons
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.need import FIRST_THINGS
from kawaraban.comments.raised.about import basis_of, raised_about
from kawaraban.comments.raised.for_person import demands_for
from kawaraban.comments.record_check import verify_paper
from kawaraban.comments.thread.shown_comments import shown_comments
from kawaraban.comments.tracking import track
from kawaraban.kit.clock import utc_now
from kawaraban.law.basis import DESK_ITSELF, Basis, Source
from kawaraban.law.demands.demand_words import NotComplete
from kawaraban.law.demands.entering import EntryStands
from kawaraban.law.demands.settling import AlreadySettled, NotSettled, StillThere
from kawaraban.law.dsa.statements_export import statement_payloads
from kawaraban.law.grounds import Ground
from kawaraban.law.models import (
    Cause,
    Decision,
    Demand,
    DemandKind,
    DemandOutcome,
    Hold,
    OutboxMessage,
    Telling,
)
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.actions import add_staff
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

SOON, LATER = NOON + timedelta(minutes=10), NOON + timedelta(hours=2)


@pytest.fixture
def shown(thread: Thread, moderator: User) -> Comment:
    comment = sent(thread, email="ada@example.org")
    approved(comment, moderator, now=NOON - timedelta(days=2))
    return fresh(comment)


def fresh(comment: Comment) -> Comment:
    return Comment.objects.select_related("thread").get(pk=comment.pk)


@override_settings(SITE_URL="https://harbour.press")
def is_exported(decision: Decision) -> bool:
    """Whether the official database gets a statement of it."""
    day = timedelta(days=1)
    found = statement_payloads(NOON - day, NOON + day, zone=UTC, now=NOON + 2 * day)
    return decision in [each for each, _payload in found]


def test_4b_03_an_order_leads_to_the_decision_by_itself_and_the_author_reads_whose_it_was(
    shown: Comment, editor: User, moderator: User
) -> None:
    order = ordered(shown, person=editor)

    decision = removed(shown, moderator, now=SOON)

    order.refresh_from_db()
    assert (decision.source, decision.source_reference) == (Source.ORDER, str(order.pk))
    assert order.items.get().decision == decision
    assert order.effect_at == SOON
    assert order.outcome == ""
    facts, redress = decision.statement.facts, decision.statement.redress
    assert "An order of District Court of Kiel (2 O 114/26) asked for it." in facts
    assert "The comment itself, in the whole Union." in facts
    assert "of its own accord" not in facts
    assert "its courts decide about that" in redress
    assert "Kiel" not in decision.facts, "the standard facts name nobody"
    assert not is_exported(decision), "Art. 17(5)"
    assert verify_paper().problems == []


def test_4b_03_an_order_that_may_not_be_named_is_not(shown: Comment, editor: User, moderator: User) -> None:
    ordered(shown, person=editor, telling=Telling.UNNAMED)

    facts = removed(shown, moderator, now=SOON).statement.facts

    assert "An order of an authority asked for it; the paper may not say whose." in facts
    assert "Kiel" not in facts
    assert "114" not in facts


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (DemandKind.LETTER, "Somebody had written to the paper about it."),
        (DemandKind.CALL, "Somebody had called the paper about it."),
    ],
)
def test_4b_03_a_letter_or_a_call_is_told_as_such_and_its_sender_never(
    shown: Comment, editor: User, moderator: User, kind: DemandKind, sentence: str
) -> None:
    letter = written(shown, person=editor, kind=kind)

    decision = removed(shown, moderator, now=SOON)

    letter.refresh_from_db()
    told = decision.statement
    assert decision.source == Source.LETTER
    assert sentence in told.facts
    assert sentence in decision.facts
    assert "Nora" not in f"{told.measure}{told.ground_words}{told.facts}{told.redress}"
    assert (letter.outcome, letter.settled_at) == (DemandOutcome.DONE, SOON)
    assert is_exported(decision)


def test_4b_03_what_binds_most_is_named_first(shown: Comment, editor: User) -> None:
    reported(shown)
    letter = written(shown, person=editor)
    notice = noticed(shown)
    order = ordered(shown, person=editor)

    found = [(each.source, each.reference) for each in raised_about(fresh(shown))]

    assert [source for source, _reference in found] == [
        Source.ORDER,
        Source.NOTICE,
        Source.LETTER,
        Source.REPORT,
    ]
    assert found[:3] == [
        (Source.ORDER, str(order.pk)),
        (Source.NOTICE, str(notice.pk)),
        (Source.LETTER, str(letter.pk)),
    ]


def chosen(comment: Comment, moderator: User, basis: Basis) -> Any:
    return decide(
        REMOVE,
        Judged(comment.pk, 1),
        Reasons(ground=Ground.INSULT),
        moderator=moderator,
        now=SOON,
        basis=basis,
    )


def test_4b_03_the_desk_can_say_that_another_one_or_itself_raised_it(
    shown: Comment, editor: User, moderator: User
) -> None:
    ordered(shown, person=editor, telling=Telling.UNNAMED)
    notice = noticed(shown)

    by_notice = chosen(shown, moderator, Basis(Source.NOTICE, str(notice.pk)))
    undo(decision_id=str(by_notice.pk), moderator=moderator, now=SOON)
    by_desk = chosen(shown, moderator, DESK_ITSELF)

    assert by_notice.source == Source.NOTICE
    assert by_desk.source == Source.OWN_INITIATIVE
    assert "of its own accord" not in by_desk.statement.facts, "somebody had asked"
    assert "on its own judgement" in by_desk.statement.facts


@pytest.mark.parametrize("source", [Source.ORDER, Source.LETTER, Source.NOTICE, Source.APPEAL, Source.REPORT])
def test_4b_03_nothing_is_named_that_is_not_open_about_this_comment(
    thread: Thread, shown: Comment, editor: User, moderator: User, source: Source
) -> None:
    other = sent(thread, "Another one.")
    approved(other, moderator)
    elsewhere = {
        Source.ORDER: ordered(other, person=editor).pk,
        Source.LETTER: written(other, person=editor).pk,
        Source.NOTICE: noticed(other).pk,
        Source.REPORT: reported(other).pk,
        Source.APPEAL: "00000000-0000-0000-0000-000000000000",
    }
    reported(shown, words="So that something is open.", sender="198.51.100.9")

    for reference in (str(elsewhere[source]), "", "x"):
        with pytest.raises(NotRaised):
            chosen(shown, moderator, Basis(source, reference))

    assert fresh(shown).status == Status.APPROVED


def test_4b_03_where_nothing_is_open_the_desk_is_told_as_ever(shown: Comment, moderator: User) -> None:
    assert "The desk acted of its own accord." in chosen(shown, moderator, DESK_ITSELF).statement.facts


def test_4b_03_an_undo_takes_the_answer_and_the_effect_back(
    shown: Comment, editor: User, moderator: User
) -> None:
    order = ordered(shown, person=editor)
    letter = written(shown, person=editor)
    decision = removed(shown, moderator, now=SOON)

    undo(decision_id=str(decision.pk), moderator=moderator, now=SOON + timedelta(seconds=5))

    for demand in (order, letter):
        demand.refresh_from_db()
        assert (demand.outcome, demand.effect_at, demand.settled_at) == ("", None, None)
        assert demand.items.get().decision is None
    assert basis_of(fresh(shown)).source == Source.ORDER
    assert verify_paper().problems == []


def test_4b_03_what_is_withheld_gives_effect_at_once_and_still_waits(
    shown: Comment, editor: User, moderator: User
) -> None:
    order = ordered(shown, person=editor)
    withheld(shown, moderator, now=SOON)
    order.refresh_from_db()
    while_looked_at = (order.effect_at, order.items.get().decision, basis_of(fresh(shown)).source)

    kept_off(shown, moderator, now=LATER)
    order.refresh_from_db()

    assert while_looked_at == (SOON, None, Source.ORDER)
    assert order.effect_at == SOON, "it has been off the page since then"
    assert order.items.get().decision is not None
    assert verify_paper().problems == []


def test_4b_03_showing_it_again_ends_the_effect(shown: Comment, editor: User, moderator: User) -> None:
    order = ordered(shown, person=editor)
    withheld(shown, moderator, now=SOON)
    reopened(shown, moderator, now=LATER)

    order.refresh_from_db()

    assert order.effect_at is None
    with pytest.raises(StillThere):
        settle_demand(
            demand_id=order.pk, outcome=DemandOutcome.DONE, answer="Done.", person=editor, now=LATER
        )


def test_4b_03_an_order_of_several_comments_is_given_effect_with_the_last(
    thread: Thread, shown: Comment, editor: User, moderator: User
) -> None:
    other = sent(thread, "Another one.")
    approved(other, moderator)
    order = ordered(shown, other, person=editor)
    removed(shown, moderator, now=SOON)
    order.refresh_from_db()
    half = order.effect_at

    removed(other, moderator, now=LATER)
    order.refresh_from_db()

    assert half is None
    assert order.effect_at == LATER


def test_4b_03_keeping_what_an_order_asks_for_needs_words(
    shown: Comment, editor: User, moderator: User
) -> None:
    order = ordered(shown, person=editor)
    judged, why = Judged(shown.pk, 1), Reasons(note="The court took it back.")

    with pytest.raises(ValueError, match="why"):
        decide(KEEP, judged, moderator=moderator, now=SOON)
    decision = decide(KEEP, judged, why, moderator=moderator, now=SOON)

    order.refresh_from_db()
    assert order.items.get().decision == decision
    assert order.effect_at is None
    assert fresh(shown).reported_at is None


def test_4b_03_receipt_and_answer_of_an_order_are_kept_with_their_moments(
    shown: Comment, editor: User, moderator: User
) -> None:
    order = ordered(shown, person=editor)
    confirm_receipt(demand_id=order.pk, person=editor, now=SOON)
    removed(shown, moderator, now=SOON)
    settle = partial(settle_demand, demand_id=order.pk, person=editor, now=LATER)

    with pytest.raises(ValueError, match="told"):
        settle(outcome=DemandOutcome.DONE, answer=" ")
    settled = settle(outcome=DemandOutcome.DONE, answer="Taken off at 12:10.")
    with pytest.raises(AlreadySettled):
        settle(outcome=DemandOutcome.REFUSED, answer="No.")

    assert (settled.confirmed_at, settled.effect_at, settled.answered_at) == (SOON, SOON, LATER)
    assert verify_paper().problems == []
    reopened_again = reopen_demand(demand_id=order.pk, person=editor, now=LATER)
    assert (reopened_again.outcome, reopened_again.effect_at) == ("", SOON)
    with pytest.raises(NotSettled):
        reopen_demand(demand_id=order.pk, person=editor, now=LATER)


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({"offence": "terrorism"}, NOON + timedelta(hours=1)),
        ({"offence": "terrorism", "due_at": NOON + timedelta(minutes=30)}, NOON + timedelta(minutes=30)),
        ({"offence": "terrorism", "due_at": NOON + timedelta(days=1)}, NOON + timedelta(hours=1)),
        ({"offence": "terrorism", "member_state": "TR"}, None),
        ({"offence": "terrorism", "kind": DemandKind.INFORM}, None),
        ({"due_at": NOON + timedelta(days=2)}, NOON + timedelta(days=2)),
        ({}, None),
    ],
)
def test_4b_03_an_order_is_due_when_the_law_or_itself_says(
    shown: Comment, editor: User, changes: dict[str, Any], due: Any
) -> None:
    assert ordered(shown, person=editor, **changes).due_at == due


def test_4b_03_what_has_an_hour_comes_before_everything_that_waits(
    thread: Thread, shown: Comment, editor: User, moderator: User
) -> None:
    older = sent(thread, "Reported long ago.")
    approved(older, moderator)
    reported(older, now=NOON - timedelta(days=30))
    order = ordered(shown, person=editor, offence="terrorism")

    first = Comment.objects.reported().order_by("reported_at", "pk").first()
    withheld(shown, moderator, now=SOON)

    order.refresh_from_db()
    assert first == shown
    assert order.effect_at == SOON
    assert fresh(shown).reported_at == NOON, "given effect, it is not urgent any more"
    reported_at = fresh(older).reported_at
    assert reported_at is not None
    assert reported_at > FIRST_THINGS


def test_4b_03_terrorist_content_is_kept_for_six_months_by_whoever_takes_it_off(
    shown: Comment, editor: User, moderator: User
) -> None:
    ordered(shown, person=editor, offence="terrorism", law="Regulation (EU) 2021/784")

    decision = removed(shown, moderator, now=SOON)

    hold = Hold.objects.get(subject=shown.subject)
    assert (hold.cause, hold.placed_by, hold.lifted_at) == (Cause.LEGAL, moderator, None)
    assert "2 O 114/26" in hold.reason
    assert hold.until is not None
    assert (hold.until.year, hold.until.month, hold.until.day) == (2027, 5, 23)
    undo(decision_id=str(decision.pk), moderator=moderator, now=SOON)
    hold.refresh_from_db()
    assert hold.lifted_at == SOON
    withheld(shown, moderator, now=LATER)
    kept_off(shown, moderator, now=LATER)
    assert Hold.objects.filter(lifted_at=None).count() == 1, "one, although it was withheld first"
    assert verify_paper().problems == []


def test_4b_03_other_orders_hold_nothing(shown: Comment, editor: User, moderator: User) -> None:
    ordered(shown, person=editor)
    removed(shown, moderator, now=SOON)

    assert not Hold.objects.exists()


def test_4b_03_an_entry_can_be_taken_back_for_a_moment_and_leaves_no_word(
    shown: Comment, editor: User
) -> None:
    order = ordered(shown, person=editor)

    gone = take_back_entry(demand_id=order.pk, person=editor, now=NOON + timedelta(seconds=5))

    assert (gone.sender, gone.words, gone.reference, gone.scope) == ("", "", "", "")
    assert fresh(shown).reported_at is None
    assert not demands_for(editor).exists()
    assert verify_paper().problems == []
    with pytest.raises(NotSettled):
        reopen_demand(demand_id=order.pk, person=editor, now=NOON)


def test_4b_03_an_entry_stands_when_time_is_over_or_something_was_decided(
    shown: Comment, editor: User, moderator: User
) -> None:
    late, used = ordered(shown, person=editor), ordered(shown, person=editor, reference="2 O 116/26")
    with pytest.raises(EntryStands):
        take_back_entry(demand_id=late.pk, person=editor, now=SOON)
    removed(shown, moderator, now=NOON)
    with pytest.raises(EntryStands):
        take_back_entry(demand_id=used.pk, person=editor, now=NOON + timedelta(seconds=1))


def test_4b_03_an_entry_is_corrected_but_not_what_a_statement_rests_on(
    thread: Thread, shown: Comment, editor: User, moderator: User
) -> None:
    other = sent(thread, "Another one.")
    approved(other, moderator)
    order = ordered(shown, person=editor)
    ids = [shown.public_id]

    changed = correct_demand(
        demand_id=order.pk,
        words=order_words(reference="2 O 115/26"),
        public_ids=[*ids, other.public_id],
        person=editor,
        now=SOON,
    )
    removed(shown, moderator, now=SOON)
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
    shown: Comment, editor: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(NotComplete) as refused:
        ordered(shown, person=editor, **changes)

    assert [name for name, _sentence in refused.value.faults] == [field]
    assert not Demand.objects.exists()


def test_4b_03_who_may_enter_what(thread: Thread, shown: Comment, editor: User, moderator: User) -> None:
    here = add_staff(name="here", role="moderator", password=None, sections=["city"])
    elsewhere = add_staff(name="elsewhere", role="moderator", password=None, sections=["sport"])

    for person in (moderator, here, elsewhere):
        with pytest.raises(PermissionDenied):
            ordered(shown, person=person)
    with pytest.raises(PermissionDenied):
        written(shown, person=elsewhere)
    with pytest.raises(PermissionDenied):
        written(person=here)
    letter, order = written(shown, person=here), ordered(shown, person=editor)
    asked = ordered(shown, person=editor, kind=DemandKind.INFORM)

    assert set(demands_for(here)) == {letter, order}
    assert set(demands_for(elsewhere)) == set()
    assert set(demands_for(editor)) == {letter, order, asked}
    for verb in (confirm_receipt, take_back_entry, reopen_demand):
        with pytest.raises(PermissionDenied):
            verb(demand_id=order.pk, person=moderator, now=NOON)


def test_4b_03_an_order_to_inform_is_no_reason_to_take_anything_off(
    shown: Comment, editor: User, moderator: User
) -> None:
    asked = ordered(shown, person=editor, kind=DemandKind.INFORM)

    decision = removed(shown, moderator, now=SOON)

    asked.refresh_from_db()
    assert decision.source == Source.OWN_INITIATIVE
    assert (asked.effect_at, asked.items.get().decision) == (None, None)
    done = settle_demand(
        demand_id=asked.pk, outcome=DemandOutcome.DONE, answer="Sent.", person=editor, now=LATER
    )
    assert done.effect_at == LATER


def test_4b_03_the_record_is_whole_after_the_comment_was_erased(
    shown: Comment, editor: User, moderator: User, publisher: User
) -> None:
    order = ordered(shown, person=editor)
    removed(shown, moderator, now=SOON)

    erase_comment(comment_id=shown.pk, reason="Asked.", person=publisher, now=LATER)

    assert verify_paper().problems == []
    settle_demand(demand_id=order.pk, outcome=DemandOutcome.DONE, answer="Gone.", person=editor, now=LATER)
    assert verify_paper().problems == []


def test_4b_03_an_order_of_a_state_outside_the_union_is_none_of_article_9(
    shown: Comment, editor: User, moderator: User
) -> None:
    ordered(shown, person=editor, member_state="TR", sender="BTK")

    assert is_exported(removed(shown, moderator, now=SOON))


def test_4b_03_too_many_comments_are_refused_and_none_is_unknown(shown: Comment, editor: User) -> None:
    with pytest.raises(Comment.DoesNotExist):
        enter_demand(order_words(), public_ids=[shown.public_id, "nonesuch00"], person=editor, now=NOON)
    assert not Demand.objects.exists()


def test_4b_03_reasons_that_may_not_be_told_yet_follow_when_the_day_has_come(
    shown: Comment, editor: User, moderator: User, client: Client
) -> None:
    day = LATER + timedelta(days=40)
    ordered(shown, person=editor, telling=Telling.LATER, tell_from=day)
    removed(shown, moderator, note="By order of the court.", now=LATER)
    send_due(now=LATER + timedelta(seconds=11))
    [first] = mail.outbox
    url = f"/track/{shown.tracking_token}/"
    before = track(shown.tracking_token, LATER + timedelta(minutes=1))

    for moment in (LATER, day - timedelta(seconds=1)):
        assert tell_reasons(now=moment) == 0
    retain(now=day - timedelta(seconds=1))
    assert fresh(shown).email == "ada@example.org", "who is to be told yet is not forgotten"
    told = [tell_reasons(now=day), tell_reasons(now=day), tell_reasons(now=day + timedelta(days=1))]
    send_due(now=day + timedelta(seconds=11))
    [_first, second] = mail.outbox
    after = track(shown.tracking_token, day)

    assert "taken off the page" in first.body
    assert "told to you later" in first.body
    for secret in ("Kiel", "order", "court", "Insult"):
        assert secret.lower() not in first.body.lower()
    assert (before.ground, before.ground_label, before.note, before.reasons_follow) == ("", "", "", True)
    assert before.statement is not None
    assert (before.statement.ground_words, before.statement.facts, before.statement.redress) == ("", "", "")
    assert told == [1, 0, 0]
    assert "An order of District Court of Kiel" in second.body
    assert "By order of the court." in second.body
    assert after.reasons_follow is False
    assert after.statement is not None
    assert "Kiel" in after.statement.facts
    assert verify_paper().problems == []
    assert client.get(url).status_code == 200


def test_4b_03_the_pages_keep_back_what_the_author_may_not_read_yet(
    shown: Comment, editor: User, moderator: User, client: Client
) -> None:
    now = utc_now()
    ordered(shown, person=editor, now=now, telling=Telling.LATER, tell_from=now + timedelta(days=40))
    removed(shown, moderator, now=now - timedelta(minutes=1))

    tracked = client.get(f"/track/{shown.tracking_token}/").content.decode()
    [place] = shown_comments(shown.thread, language="en").comments

    assert "told to you later" in tracked
    assert "taken off the page" in tracked
    assert "Here is why" not in tracked
    assert place.stub == "Not shown any more"
    for secret in ("Kiel", "An order", "court, ", "Insult"):
        assert secret not in tracked


def test_4b_03_reasons_of_what_does_not_hold_any_more_are_not_told(
    shown: Comment, editor: User, moderator: User
) -> None:
    day = LATER + timedelta(days=40)
    ordered(shown, person=editor, telling=Telling.LATER, tell_from=day)
    withheld(shown, moderator, now=SOON)
    reopened(shown, moderator, now=LATER)
    mails = OutboxMessage.objects.count()

    assert tell_reasons(now=day) == 1

    assert OutboxMessage.objects.count() == mails
    assert tell_reasons(now=day) == 0


def test_4b_03_a_day_that_is_moved_is_obeyed_and_nothing_is_untold(
    shown: Comment, editor: User, moderator: User
) -> None:
    first, sooner = LATER + timedelta(days=40), LATER + timedelta(days=3)
    order = ordered(shown, person=editor, telling=Telling.LATER, tell_from=first)
    removed(shown, moderator, now=SOON)

    def moved(to: datetime, now: datetime) -> Any:
        words = order_words(telling=Telling.LATER, tell_from=to)
        corrected = correct_demand(
            demand_id=order.pk, words=words, public_ids=[shown.public_id], person=editor, now=now
        )
        return corrected.tell_from

    assert moved(NOON, LATER) == LATER, "at once, and not before something was decided"
    assert tell_reasons(now=LATER) == 1
    assert moved(sooner, LATER) == LATER, "it was told"


def test_4b_03_a_standing_suspension_tells_nothing_of_an_order(
    shown: Comment, editor: User, moderator: User
) -> None:
    ordered(shown, person=editor, telling=Telling.LATER, tell_from=LATER + timedelta(days=40))
    removed(shown, moderator, now=SOON)

    decision = restricted(fresh(shown), moderator, note="Enough.", now=SOON).decision

    assert decision.source == Source.OWN_INITIATIVE
    assert "on its own judgement" in decision.statement.facts
    assert is_exported(decision)


def test_4b_03_a_form_that_is_sent_twice_is_one_entry(thread: Thread, shown: Comment, editor: User) -> None:
    other = sent(thread, "Another one.")
    first = ordered(shown, person=editor)

    twice = enter_demand(
        order_words(), public_ids=[shown.public_id], person=editor, now=NOON + timedelta(seconds=2)
    )
    others = [ordered(shown, other, person=editor), ordered(shown, person=editor, reference="2 O 116/26")]

    assert twice == first
    assert Demand.objects.count() == 1 + len(others)
