"""4b.3 What Part 3 of the report says of orders; what an order came before is not the paper's own initiative."""

from datetime import UTC, timedelta

import pytest
from tests.makers.comments import NOON, approved, removed, sent
from tests.makers.law.demands import ordered, written
from tests.makers.law.redress import noticed, reported
from tests.makers.law.reports import IDENTITY, rows_of

from kawaraban.comments.actions.acts import REMOVE
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.demands import confirm_receipt, settle_demand, take_back_entry
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Thread
from kawaraban.law.basis import DESK_ITSELF, Offence
from kawaraban.law.dsa.orders_counted import NOT_SPECIFIED
from kawaraban.law.dsa.report_files import report_files
from kawaraban.law.dsa.terms import OFFENCE
from kawaraban.law.dsa.year_counts import YearFigures, year_figures
from kawaraban.law.grounds import Ground
from kawaraban.law.models import DemandKind, DemandOutcome
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def figures() -> YearFigures:
    return year_figures(2026, zone=UTC, now=NOON + timedelta(days=1))


def shown(thread: Thread, moderator: User, text: str) -> Comment:
    comment = sent(thread, text)
    approved(comment, moderator)
    return comment


def test_4b_03_orders_are_counted_by_category_and_state(
    thread: Thread, moderator: User, editor: User
) -> None:
    one, two, three = (shown(thread, moderator, f"Words {number}.") for number in range(3))
    first = ordered(one, two, person=editor)
    ordered(three, person=editor, now=NOON + HOUR, received_at=NOON)
    ordered(person=editor, member_state="GR", offence="", law="")
    ordered(three, person=editor, member_state="TR")
    take_back_entry(demand_id=ordered(three, person=editor).pk, person=editor, now=NOON)
    asked = ordered(three, person=editor, kind=DemandKind.INFORM, offence="", law="An Act")
    confirm_receipt(demand_id=first.pk, person=editor, now=NOON + HOUR / 2)
    removed(one, moderator, now=NOON + HOUR)
    removed(two, moderator, now=NOON + 2 * HOUR)
    settle_demand(
        demand_id=asked.pk, outcome=DemandOutcome.DONE, answer="Sent.", person=editor, now=NOON + 5 * HOUR
    )

    found = figures().orders

    german, greek = sorted(found.to_act, key=lambda each: each.member_state)
    assert (german.category, german.member_state) == (OFFENCE[Offence.DEFAMATION], "DE")
    assert (german.orders, german.items) == (2, 3)
    assert (german.receipt_hours, german.effect_hours) == ([0.5], [2.0])
    assert (greek.category, greek.member_state, greek.orders, greek.items) == (NOT_SPECIFIED, "GR", 1, 0)
    [told] = found.to_inform
    assert (told.category, told.member_state, told.effect_hours) == (OFFENCE[Offence.OTHER], "DE", [5.0])


def test_4b_03_own_initiative_is_what_neither_order_nor_notice_came_before(
    thread: Thread, moderator: User, editor: User
) -> None:
    by_order, by_letter, by_report, alone, by_itself, noticed_too = (
        shown(thread, moderator, f"Words {number}.") for number in range(6)
    )
    ordered(by_order, by_itself, person=editor)
    written(by_letter, person=editor)
    reported(by_report)
    noticed(noticed_too)
    for comment in (by_order, by_letter, by_report, alone):
        removed(comment, moderator)
    for comment in (by_itself, noticed_too):
        decide(
            REMOVE,
            Judged(comment.pk, 1),
            Reasons(ground=Ground.INSULT),
            moderator=moderator,
            now=NOON,
            basis=DESK_ITSELF,
        )

    found = figures()

    assert found.terms.total == 3, "by a letter, by a report, and alone"
    assert found.all_measures == 6


def test_4b_03_an_order_of_a_greek_court_stands_in_part_3_under_its_name_there(
    thread: Thread, moderator: User, editor: User
) -> None:
    ordered(shown(thread, moderator, "Words."), person=editor, member_state="GR")

    rows = rows_of(report_files(figures(), IDENTITY)["Part_3_member_states_orders.csv"])

    assert {row[5] for row in rows[1:]} == {"TOTAL", "EL"}
    assert [row[6] for row in rows if row[3] == "TOTAL"] == ["1", "1"]
