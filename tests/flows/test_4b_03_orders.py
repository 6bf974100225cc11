"""4b.3 Where it came from: orders, letters and calls, and what decisions make of them."""

from datetime import UTC, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import override_settings
from tests.makers.comments import NOON, approved, fresh, kept_off, removed, reopened, sent, withheld
from tests.makers.law.demands import ordered, written
from tests.makers.law.redress import noticed, reported
from tests.makers.law.restrictions import restricted

from kawaraban.comments.actions.acts import KEEP, REMOVE
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.demands import confirm_receipt, reopen_demand, settle_demand
from kawaraban.comments.actions.erasing.comment import erase_comment
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.matters import NotRaised
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.raised.about import basis_of, raised_about
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.basis import DESK_ITSELF, Basis, Source
from kawaraban.law.demands.settling import AlreadySettled, NotSettled, StillThere
from kawaraban.law.dsa.statements_export import statement_payloads
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, DemandKind, DemandOutcome, Telling
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]

SOON, LATER = NOON + timedelta(minutes=10), NOON + timedelta(hours=2)


@override_settings(SITE_URL="https://harbour.press")
def is_exported(decision: Decision) -> bool:
    """Whether the official database gets a statement of it."""
    day = timedelta(days=1)
    found = statement_payloads(NOON - day, NOON + day, zone=UTC, now=NOON + 2 * day)
    return decision in [each for each, _payload in found]


def test_4b_03_an_order_leads_to_the_decision_by_itself_and_the_author_reads_whose_it_was(
    seen: Comment, editor: User, moderator: User
) -> None:
    order = ordered(seen, person=editor)

    decision = removed(seen, moderator, now=SOON)

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


def test_4b_03_an_order_that_may_not_be_named_is_not(seen: Comment, editor: User, moderator: User) -> None:
    ordered(seen, person=editor, telling=Telling.UNNAMED)

    facts = removed(seen, moderator, now=SOON).statement.facts

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
    seen: Comment, editor: User, moderator: User, kind: DemandKind, sentence: str
) -> None:
    letter = written(seen, person=editor, kind=kind)

    decision = removed(seen, moderator, now=SOON)

    letter.refresh_from_db()
    told = decision.statement
    assert decision.source == Source.LETTER
    assert sentence in told.facts
    assert sentence in decision.facts
    assert "Nora" not in f"{told.measure}{told.ground_words}{told.facts}{told.redress}"
    assert (letter.outcome, letter.settled_at) == (DemandOutcome.DONE, SOON)
    assert is_exported(decision)


def test_4b_03_what_binds_most_is_named_first(seen: Comment, editor: User) -> None:
    reported(seen)
    letter = written(seen, person=editor)
    notice = noticed(seen)
    order = ordered(seen, person=editor)

    found = [(each.source, each.reference) for each in raised_about(fresh(seen))]

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
    seen: Comment, editor: User, moderator: User
) -> None:
    ordered(seen, person=editor, telling=Telling.UNNAMED)
    notice = noticed(seen)

    by_notice = chosen(seen, moderator, Basis(Source.NOTICE, str(notice.pk)))
    undo(decision_id=str(by_notice.pk), moderator=moderator, now=SOON)
    by_desk = chosen(seen, moderator, DESK_ITSELF)

    assert by_notice.source == Source.NOTICE
    assert by_desk.source == Source.OWN_INITIATIVE
    assert "of its own accord" not in by_desk.statement.facts, "somebody had asked"
    assert "on its own judgement" in by_desk.statement.facts


@pytest.mark.parametrize("source", [Source.ORDER, Source.LETTER, Source.NOTICE, Source.APPEAL, Source.REPORT])
def test_4b_03_nothing_is_named_that_is_not_open_about_this_comment(
    thread: Thread, seen: Comment, editor: User, moderator: User, source: Source
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
    reported(seen, words="So that something is open.", sender="198.51.100.9")

    for reference in (str(elsewhere[source]), "", "x"):
        with pytest.raises(NotRaised):
            chosen(seen, moderator, Basis(source, reference))

    assert fresh(seen).status == Status.APPROVED


def test_4b_03_where_nothing_is_open_the_desk_is_told_as_ever(seen: Comment, moderator: User) -> None:
    assert "The desk acted of its own accord." in chosen(seen, moderator, DESK_ITSELF).statement.facts


def test_4b_03_an_undo_takes_the_answer_and_the_effect_back(
    seen: Comment, editor: User, moderator: User
) -> None:
    order = ordered(seen, person=editor)
    letter = written(seen, person=editor)
    decision = removed(seen, moderator, now=SOON)

    undo(decision_id=str(decision.pk), moderator=moderator, now=SOON + timedelta(seconds=5))

    for demand in (order, letter):
        demand.refresh_from_db()
        assert (demand.outcome, demand.effect_at, demand.settled_at) == ("", None, None)
        assert demand.items.get().decision is None
    assert basis_of(fresh(seen)).source == Source.ORDER
    assert verify_paper().problems == []


def test_4b_03_what_is_withheld_gives_effect_at_once_and_still_waits(
    seen: Comment, editor: User, moderator: User
) -> None:
    order = ordered(seen, person=editor)
    withheld(seen, moderator, now=SOON)
    order.refresh_from_db()
    while_looked_at = (order.effect_at, order.items.get().decision, basis_of(fresh(seen)).source)

    kept_off(seen, moderator, now=LATER)
    order.refresh_from_db()

    assert while_looked_at == (SOON, None, Source.ORDER)
    assert order.effect_at == SOON, "it has been off the page since then"
    assert order.items.get().decision is not None
    assert verify_paper().problems == []


def test_4b_03_showing_it_again_ends_the_effect(seen: Comment, editor: User, moderator: User) -> None:
    order = ordered(seen, person=editor)
    withheld(seen, moderator, now=SOON)
    reopened(seen, moderator, now=LATER)

    order.refresh_from_db()

    assert order.effect_at is None
    with pytest.raises(StillThere):
        settle_demand(
            demand_id=order.pk, outcome=DemandOutcome.DONE, answer="Done.", person=editor, now=LATER
        )


def test_4b_03_an_order_of_several_comments_is_given_effect_with_the_last(
    thread: Thread, seen: Comment, editor: User, moderator: User
) -> None:
    other = sent(thread, "Another one.")
    approved(other, moderator)
    order = ordered(seen, other, person=editor)
    removed(seen, moderator, now=SOON)
    order.refresh_from_db()
    half = order.effect_at

    removed(other, moderator, now=LATER)
    order.refresh_from_db()

    assert half is None
    assert order.effect_at == LATER


def test_4b_03_keeping_what_an_order_asks_for_needs_words(
    seen: Comment, editor: User, moderator: User
) -> None:
    order = ordered(seen, person=editor)
    judged, why = Judged(seen.pk, 1), Reasons(note="The court took it back.")

    with pytest.raises(ValueError, match="why"):
        decide(KEEP, judged, moderator=moderator, now=SOON)
    decision = decide(KEEP, judged, why, moderator=moderator, now=SOON)

    order.refresh_from_db()
    assert order.items.get().decision == decision
    assert order.effect_at is None
    assert fresh(seen).reported_at is None


def test_4b_03_receipt_and_answer_of_an_order_are_kept_with_their_moments(
    seen: Comment, editor: User, moderator: User
) -> None:
    order = ordered(seen, person=editor)
    confirm_receipt(demand_id=order.pk, person=editor, now=SOON)
    removed(seen, moderator, now=SOON)
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


def test_4b_03_an_order_to_inform_is_no_reason_to_take_anything_off(
    seen: Comment, editor: User, moderator: User
) -> None:
    asked = ordered(seen, person=editor, kind=DemandKind.INFORM)

    decision = removed(seen, moderator, now=SOON)

    asked.refresh_from_db()
    assert decision.source == Source.OWN_INITIATIVE
    assert (asked.effect_at, asked.items.get().decision) == (None, None)
    done = settle_demand(
        demand_id=asked.pk, outcome=DemandOutcome.DONE, answer="Sent.", person=editor, now=LATER
    )
    assert done.effect_at == LATER


def test_4b_03_the_record_is_whole_after_the_comment_was_erased(
    seen: Comment, editor: User, moderator: User, publisher: User
) -> None:
    order = ordered(seen, person=editor)
    removed(seen, moderator, now=SOON)

    erase_comment(comment_id=seen.pk, reason="Asked.", person=publisher, now=LATER)

    assert verify_paper().problems == []
    settle_demand(demand_id=order.pk, outcome=DemandOutcome.DONE, answer="Gone.", person=editor, now=LATER)
    assert verify_paper().problems == []


def test_4b_03_an_order_of_a_state_outside_the_union_is_none_of_article_9(
    seen: Comment, editor: User, moderator: User
) -> None:
    ordered(seen, person=editor, member_state="TR", sender="BTK")

    assert is_exported(removed(seen, moderator, now=SOON))


def test_4b_03_a_standing_suspension_tells_nothing_of_an_order(
    seen: Comment, editor: User, moderator: User
) -> None:
    ordered(seen, person=editor, telling=Telling.LATER, tell_from=LATER + timedelta(days=40))
    removed(seen, moderator, now=SOON)

    decision = restricted(fresh(seen), moderator, note="Enough.", now=SOON).decision

    assert decision.source == Source.OWN_INITIATIVE
    assert "on its own judgement" in decision.statement.facts
    assert is_exported(decision)
