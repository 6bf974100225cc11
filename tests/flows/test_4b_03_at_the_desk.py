"""4b.3 Orders, letters and calls at the desk: the list, the form, the card, and who raised the matter."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.desk import shown_comment, signed_in
from tests.makers.law.demands import ordered, written
from tests.makers.law.redress import noticed, reported
from tests.page import Page

from kawaraban.alerts.urgent import tell_of_urgent
from kawaraban.alerts.waiting import matters_for, waiting_count, waiting_since
from kawaraban.comments.actions.acts import KEEP, REMOVE
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Thread
from kawaraban.doors.desk.bulk.jobs import work
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.kit.clock import utc_now
from kawaraban.law.basis import Source
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Demand, DemandKind, OutboxMessage, Verdict
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.actions import add_staff
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def shown(thread: Thread, moderator: User) -> Comment:
    return shown_comment(thread, moderator, name="Ada", minutes=6000)


def filled(comment: Comment, **changes: str) -> dict[str, str]:
    fields = {
        "kind": "act",
        "received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "sender": "District Court of Kiel",
        "member_state": "DE",
        "reference": "2 O 114/26",
        "comments": f"https://paper.example/c/{comment.public_id}/",
        "words": "Take it off.",
        "offence": "defamation",
        "telling": "all",
    }
    return {**fields, **changes}


def test_4b_03_an_editor_enters_an_order_and_it_stands_on_the_card(
    office: Client, desk: Client, shown: Comment
) -> None:
    answer = office.post("/desk/demands/enter", filled(shown, offence="terrorism"))

    demand = Demand.objects.get()
    card = desk.get(f"/desk/card/{shown.public_id}/").content.decode()
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"/desk/demands/{demand.pk}/")
    assert "the entry can be taken back" in office.get(answer["Location"]).content.decode()
    for words in ("District Court of Kiel", "Germany", "2 O 114/26", "due in", "Take it off.", "six months"):
        assert words in card
    head = desk.get("/desk/").content.decode()
    assert f"/desk/demands/{demand.pk}/" in head
    assert "due in 5" in head or "due in 1 h" in head


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sender": ""}, "Name the authority."),
        ({"member_state": ""}, "Choose the country of the authority."),
        ({"received_at": "2999-01-01T00:00"}, "This moment has not come yet."),
        ({"received_at": "yesterday"}, "Enter a valid date/time."),
        ({"comments": "nonesuch00"}, "There is no such comment: nonesuch00"),
        ({"telling": "later"}, "Say from when the author may be told."),
        ({"kind": "call", "words": " "}, "Say in a line what it asks."),
    ],
)
def test_4b_03_what_is_missing_is_said_and_what_was_typed_is_kept(
    office: Client, shown: Comment, changes: dict[str, str], sentence: str
) -> None:
    answer = office.post("/desk/demands/enter", filled(shown, reference="keep this", **changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "keep this" in page
    assert not Demand.objects.exists()


def test_4b_03_the_list_has_what_is_due_first_and_counts_what_it_shows(
    office: Client, desk: Client, shown: Comment, editor: User
) -> None:
    now = utc_now()
    letter = written(shown, person=editor, now=now - timedelta(days=9))
    late = ordered(shown, person=editor, now=now - timedelta(hours=3), offence="terrorism")
    soon = ordered(shown, person=editor, now=now, due_at=now + timedelta(days=3))
    asked = ordered(shown, person=editor, now=now, kind=DemandKind.INFORM)

    page, theirs = (client.get("/desk/demands/").content.decode() for client in (office, desk))

    places = [page.index(str(demand.pk)) for demand in (late, soon, letter, asked)]
    assert places == sorted(places)
    assert "4 are open" in page
    assert "late by 2 h" in page
    assert "3 are open" in theirs, "whom the paper tells about an author is for those who answer authorities"
    assert str(asked.pk) not in theirs


def test_4b_03_a_long_list_goes_on_where_it_ended(office: Client, shown: Comment, editor: User) -> None:
    now = utc_now()
    made = [
        ordered(
            shown,
            person=editor,
            now=now - timedelta(days=1) + timedelta(seconds=number),
            due_at=now + timedelta(days=2) if number % 2 else None,
        )
        for number in range(55)
    ]

    first = Page(office.get("/desk/demands/?show=open").content)
    address = first.each("a.button", "href")[-1]
    rest = Page(office.get(address).content)

    assert "from=" in address
    for demand in made:
        assert (str(demand.pk) in first.one("ol").markup) != (str(demand.pk) in rest.one("ol").markup)


def test_4b_03_an_order_is_confirmed_settled_and_opened_again(
    office: Client, shown: Comment, editor: User
) -> None:
    order = ordered(shown, person=editor, now=utc_now())
    url = f"/desk/demands/{order.pk}"

    confirmed = office.post(f"{url}/confirm", {"at": ""})
    too_soon = office.post(f"{url}/settle", {"outcome": "done", "answer": "Done."})
    unsaid = office.post(f"{url}/settle", {"outcome": "refused", "answer": " "})
    settled = office.post(f"{url}/settle", {"outcome": "refused", "answer": "It names no comment of ours."})
    again = office.post(f"{url}/settle", {"outcome": "refused", "answer": "Mine."})
    opened = office.post(f"{url}/reopen")

    assert [each.status_code for each in (confirmed, too_soon, unsaid, settled, again, opened)] == [
        *(303, 409, 422),
        *(303, 409, 303),
    ]
    assert "is on the page" in too_soon.content.decode()
    assert "must be told of any effect" in unsaid.content.decode()
    assert "Mine." in again.content.decode()


def test_4b_03_an_entry_is_taken_back_from_its_page_while_there_is_time(
    office: Client, shown: Comment, editor: User
) -> None:
    now = utc_now()
    fresh = ordered(shown, person=editor, now=now)
    old = ordered(shown, person=editor, now=now - timedelta(minutes=5))

    done = office.post(f"/desk/demands/{fresh.pk}/take-back", follow=True)
    late = office.post(f"/desk/demands/{old.pk}/take-back")

    assert "no word of it is left" in done.content.decode()
    assert office.get(f"/desk/demands/{fresh.pk}/").status_code == 404
    assert late.status_code == 409


def refused_with(desk: Client, comment: Comment, **more: str) -> Any:
    fields = {"revision_number": "1", "lane": "approved", "from": "approved", "ground": "insult", **more}
    return desk.post(f"/desk/card/{comment.public_id}/reject", fields)


def test_4b_03_the_card_offers_what_is_open_the_desk_and_a_letter(
    desk: Client, shown: Comment, editor: User
) -> None:
    noticed(shown, now=utc_now())
    ordered(shown, person=editor, now=utc_now())

    choice = Page(desk.get(f"/desk/card/{shown.public_id}/").content).one("select#raised")

    assert choice.text.index("An order to act against content") < choice.text.index(
        "A notice of illegal content"
    )
    assert choice.has('[value="desk"]')
    assert choice.has('[value="new:call"]')


@pytest.mark.parametrize(
    ("raised", "source"), [("", Source.ORDER), ("desk", Source.OWN_INITIATIVE), ("notice", Source.NOTICE)]
)
def test_4b_03_who_raised_it_is_what_was_chosen(
    desk: Client, shown: Comment, editor: User, raised: str, source: Source
) -> None:
    notice = noticed(shown, now=utc_now())
    ordered(shown, person=editor, now=utc_now())
    value = f"notice:{notice.pk}" if raised == "notice" else raised

    refused_with(desk, shown, raised=value)

    assert Decision.objects.exclude(verdict=Verdict.APPROVED).get().source == source


def test_4b_03_a_call_is_entered_with_the_decision_in_one_small_form(desk: Client, shown: Comment) -> None:
    unsaid = refused_with(desk, shown, raised="new:call", raised_words=" ", raised_sender="Nora")
    decided = Decision.objects.exclude(verdict=Verdict.APPROVED)
    before = (Demand.objects.count(), decided.count())
    refused_with(desk, shown, raised="new:call", raised_words="It names my son.", raised_sender="Nora Vell")

    call, decision = Demand.objects.get(), decided.get()
    assert unsaid.status_code == 422
    assert "Say in a line what it asks." in unsaid.content.decode()
    assert before == (0, 0)
    assert (call.kind, call.sender, call.outcome) == (DemandKind.CALL, "Nora Vell", "done")
    assert (decision.source, decision.source_reference) == (Source.LETTER, str(call.pk))
    assert "Somebody had called the paper about it." in decision.statement.facts
    assert "Nora" not in decision.statement.facts


@pytest.mark.parametrize(
    "raised",
    [
        "order:00000000-0000-0000-0000-000000000000",
        "letter:x",
        "own_initiative:desk",
        "appeal:",
        "x",
        "new:act",
    ],
)
def test_4b_03_a_choice_that_was_never_offered_decides_nothing(
    desk: Client, shown: Comment, raised: str
) -> None:
    reported(shown, now=utc_now())

    answer = refused_with(desk, shown, raised=raised)

    decided = Decision.objects.exclude(verdict=Verdict.APPROVED)
    assert answer.status_code in {409, 422} or decided.get().source == Source.OWN_INITIATIVE
    assert not Decision.objects.filter(source__in=[Source.ORDER, Source.LETTER, Source.APPEAL]).exists()
    assert not Demand.objects.exists()


def test_4b_03_a_call_is_not_kept_where_the_decision_came_too_late(desk: Client, shown: Comment) -> None:
    refused_with(desk, shown)
    answer = refused_with(desk, shown, raised="new:call", raised_words="It names my son.")

    assert answer.status_code == 409
    assert not Demand.objects.exists()


def test_4b_03_a_moderator_of_another_section_reads_and_enters_nothing(
    shown: Comment, editor: User, desk: Client
) -> None:
    order = ordered(shown, person=editor, now=utc_now())
    other = signed_in(add_staff(name="other", role="moderator", password=None, sections=["sport"]))

    assert other.get(f"/desk/demands/{order.pk}/").status_code == 403
    assert str(order.pk) not in other.get("/desk/demands/").content.decode()
    assert "due in" not in other.get("/desk/").content.decode()
    assert refused_with(other, shown, raised="new:call", raised_words="x").status_code == 403
    for path in ("enter", f"{order.pk}/settle", f"{order.pk}/correct", f"{order.pk}/confirm"):
        assert desk.post(f"/desk/demands/{path}", {}).status_code == 403


def test_4b_03_an_order_of_one_hour_is_told_at_once_to_whoever_can_act_and_once(
    shown: Comment, editor: User, moderator: User
) -> None:
    now = utc_now()
    for user in (editor, moderator):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@paper.example")
    for name, sections in (("here", ["city"]), ("there", ["sport"])):
        add_staff(
            name=name, role="moderator", password=None, sections=sections, email=f"{name}@paper.example"
        )
    order = ordered(shown, person=editor, now=now, offence="terrorism")
    ordered(shown, person=editor, now=now, due_at=now + timedelta(days=30))

    told = [tell_of_urgent(now=now), tell_of_urgent(now=now), tell_of_urgent(now=now + timedelta(minutes=30))]

    mails = OutboxMessage.objects.order_by("recipient")
    assert told == [3, 0, 0]
    assert [each.recipient for each in mails] == [
        f"{name}@paper.example" for name in ("here", "ines", "mika")
    ]
    assert mails[0].due_at <= now, "it leaves at once"
    assert f"/desk/demands/{order.pk}/" in mails[0].body
    assert f"/desk/card/{shown.public_id}/" in mails[0].body


def test_4b_03_what_waits_is_counted_once_and_since_when_it_truly_does(
    shown: Comment, editor: User, moderator: User
) -> None:
    now = utc_now()
    ordered(shown, person=editor, now=now - timedelta(minutes=20), offence="terrorism")
    ordered(person=editor, now=now - timedelta(minutes=10))

    assert matters_for(editor).demands.count == 2
    assert waiting_count(editor) == 2, "the comment with its order, and the one about none"
    assert waiting_since(editor) == now - timedelta(minutes=20)


def test_4b_03_a_thousand_orders_cost_the_card_no_more_than_one(
    desk: Client, shown: Comment, editor: User, moderator: User, django_assert_max_num_queries: Any
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(200) as found:
            desk.get(f"/desk/card/{shown.public_id}/", headers={"HX-Request": "true"})
        return len(found)

    ordered(shown, person=editor, now=utc_now())
    asked()
    few = asked()
    for _each in range(5):
        ordered(shown, person=editor, now=utc_now())

    assert asked() == few


def test_4b_03_whoever_may_not_decide_the_appeal_can_still_follow_an_order(
    desk: Client, shown: Comment, moderator: User, editor: User
) -> None:
    from kawaraban.comments.actions.appeal import appeal_notice

    past = utc_now() - timedelta(hours=1)
    notice = noticed(shown, now=past)
    decide(KEEP, Judged(shown.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=past)
    appeal_notice(token=notice.token, words="No.", now=utc_now())
    ordered(shown, person=editor, now=utc_now(), offence="terrorism")

    page = desk.get(f"/desk/card/{shown.public_id}/").content.decode()
    fields = {"revision_number": "1", "lane": "reported", "from": "approved", "ground": "", "matter": "1"}
    desk.post(f"/desk/card/{shown.public_id}/withhold", fields)

    assert 'id="withhold"' in page
    assert 'id="refuse"' not in page
    assert Demand.objects.get().effect_at is not None


def test_4b_03_bulk_keeps_nothing_that_an_authority_asks_for(
    shown: Comment, moderator: User, editor: User
) -> None:
    """Nor what is asked for while the job waits."""
    reported(shown, now=utc_now())
    job = BulkJob.objects.create(act=KEEP.code, person=moderator, asked_at=utc_now(), expected_count=1)
    item = BulkItem.objects.create(job=job, comment=shown, revision_number=1)
    written(shown, person=editor, now=utc_now())

    work(now=utc_now)

    item.refresh_from_db()
    assert (item.state, item.reason) == (BulkItem.State.SKIPPED, "ordered")
    assert [each.verdict for each in Decision.objects.all()] == ["approved"], "what put it on the page"


def test_4b_03_remove_without_a_choice_needs_nothing_new(shown: Comment, moderator: User) -> None:
    decision = decide(
        REMOVE, Judged(shown.pk, 1), Reasons(ground=Ground.INSULT), moderator=moderator, now=utc_now()
    )

    assert decision.source == Source.OWN_INITIATIVE
