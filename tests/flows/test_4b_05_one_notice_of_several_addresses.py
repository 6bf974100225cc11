"""4b.5 (F10, recital 50) A notice needs no name and no address, and may name several places at once."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from tests.makers.comments import approved, removed, sent
from tests.makers.desk import signed_in
from tests.makers.law.redress import closed_by_program
from tests.makers.public import OUR_PAGE, words
from tests.page import Page

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.doors.public.redress.notice.addresses import addresses_in
from kawaraban.kit.clock import utc_now
from kawaraban.law.dsa.year_counts import year_figures
from kawaraban.law.models import Appeal, Decision, Notice
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record.following import entries_about
from kawaraban.law.redress.notices import MOST_ITEMS, Item, receive_notice
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(thread: Thread, moderator: User) -> list[Comment]:
    """Three comments that readers see."""
    start = utc_now() - timedelta(hours=1)
    made = [sent(thread, f"Words {number}.", now=start) for number in range(3)]
    for comment in made:
        approved(comment, moderator, now=start)
    return [Comment.objects.get(pk=comment.pk) for comment in made]


def address_of(comment: Comment) -> str:
    return f"http://testserver/c/{comment.public_id}/"


def filled(address: str, **changes: str) -> dict[str, str]:
    fields = {
        "address": address,
        "offence": "defamation",
        "law": "",
        "explanation": "It says that I stole. I did not.",
        "name": "Nora Vell",
        "email": "nora@example.org",
        "is_in_good_faith": "on",
    }
    return {**fields, **changes}


def posted(address: str, **changes: str) -> Any:
    return Client().post("/notice/", filled(address, **changes), headers=OUR_PAGE)


def given(address: str, **changes: str) -> tuple[list[Notice], str]:
    """Send the form: the rows in the order of the page, and the path of the page."""
    answer = posted(address, **changes)
    assert answer.status_code == 303, words(answer)
    return list(Notice.objects.order_by("pk")), answer["Location"]


def page(path: str) -> str:
    return words(Client().get(path, follow=True))


def a_minute_ago(notice: Notice) -> None:
    """What was decided about it cannot be taken back any more."""
    past = utc_now() - timedelta(minutes=1)
    Notice.objects.filter(pk=notice.pk).update(decided_at=past)
    if notice.decision:
        Decision.objects.filter(pk=notice.decision.pk).update(decided_at=past)


def test_4b_05_without_an_address_the_page_is_the_only_way_and_says_so(shown: list[Comment]) -> None:
    [notice], path = given(address_of(shown[0]), name="", email="")

    seen = page(path)
    assert "You left no e-mail address" in seen
    assert "only way to learn what came of your notice: keep its address" in seen
    assert any(words.endswith(f"/notice/follow/{notice.token}/") for words in Page(seen).texts("p"))
    send_due(now=utc_now() + timedelta(minutes=1))
    assert mail.outbox == []


def test_4b_05_the_form_tells_what_follows_from_saying_nothing(policy: object) -> None:
    seen = page("/notice/")

    assert "Without a name some matters, for example honour or copyright, may not be decidable." in seen
    assert "Articles 3 to 7 of Directive 2011/93/EU" in seen
    assert "Without it we cannot confirm or answer" in seen


def test_4b_05_several_addresses_are_one_notice_with_one_receipt_and_an_entry_each(
    shown: list[Comment],
) -> None:
    first, second, third = shown
    text = f"{address_of(first)}, {address_of(second)} {address_of(first)}\n{address_of(third)}"

    rows, _path = given(text)

    assert [row.subject for row in rows] == [first.subject, second.subject, third.subject]
    assert {row.bundle for row in rows} == {rows[0].pk}
    assert [entries_about(row.record_name)[0].payload["bundle"] for row in rows] == [str(rows[0].pk)] * 3
    assert verify_paper().problems == []
    assert all(Comment.objects.get(pk=comment.pk).reported_at for comment in shown)
    send_due(now=utc_now() + timedelta(minutes=1))
    [receipt] = mail.outbox
    assert all(address_of(comment) in receipt.body for comment in shown)


def test_4b_05_a_receipt_is_no_way_to_send_texts_to_a_stranger(policy: object) -> None:
    given("\n".join(f"https://other.example/{number}/" + "buy" * 300 for number in range(MOST_ITEMS)))

    send_due(now=utc_now() + timedelta(minutes=1))

    [receipt] = mail.outbox
    assert "buy" * 100 not in receipt.body


def test_4b_05_two_addresses_of_one_comment_are_one_and_a_single_one_has_no_bundle(
    shown: list[Comment],
) -> None:
    comment = shown[0]

    [notice], _path = given(f"{address_of(comment)}\nhttp://testserver/a/#comment-{comment.public_id}")

    assert (notice.subject, notice.bundle) == (comment.subject, None)


def test_4b_05_each_address_has_its_own_state_answer_mail_and_appeal(
    shown: list[Comment], moderator: User
) -> None:
    elsewhere = "https://other.example/page"
    rows, path = given("\n".join([*map(address_of, shown[:2]), elsewhere]))
    assert "This address leads to no comment of ours" in page(path)
    assert "0 of 3 addresses are answered" in page(path)

    now = utc_now()
    removed(shown[0], moderator, now=now)
    decide(KEEP, Judged(shown[1].pk, 1), Reasons(note="An opinion."), moderator=moderator, now=now)
    desk = signed_in(moderator)
    desk.post(f"/desk/notices/{rows[2].pk}/answer", {"outcome": "gone", "answer": "Not our page."})
    mail.outbox.clear()
    send_due(now=now + timedelta(minutes=1))
    answers = [message.body for message in mail.outbox if message.subject == "Your notice was decided"]
    for row in Notice.objects.select_related("decision"):
        a_minute_ago(row)

    seen = page(path)
    assert "3 of 3 addresses are answered" in seen
    assert "Insult or swearing" in seen
    assert "An opinion." in seen
    assert "Not our page." in seen
    assert len(Page(seen).all('[name="words"]')) == 1, "one of the three can be appealed"
    assert sorted(next(row.address for row in rows if row.address in body) for body in answers) == sorted(
        row.address for row in rows
    )
    appealed = Client().post(f"/notice/follow/{rows[1].token}/", {"words": "No."}, headers=OUR_PAGE)
    assert appealed["Location"] == f"/notice/follow/{rows[0].token}/"
    assert Appeal.objects.get().notice == rows[1]


def test_4b_05_an_appeal_that_says_nothing_comes_back_at_its_own_address(
    shown: list[Comment], moderator: User
) -> None:
    rows, _path = given("\n".join(map(address_of, shown[:2])))
    for comment in shown[:2]:
        decide(KEEP, Judged(comment.pk, 1), Reasons(note="So."), moderator=moderator, now=utc_now())
    for row in Notice.objects.select_related("decision"):
        a_minute_ago(row)

    answer = Client().post(f"/notice/follow/{rows[1].token}/", {"words": ""}, headers=OUR_PAGE)

    seen = Page(answer.content)
    assert answer.status_code == 422
    assert len(seen.all("details[open]")) == 1
    assert len(seen.all('textarea[name="words"]')) == 2


def test_4b_05_the_pages_of_all_addresses_are_one(shown: list[Comment]) -> None:
    rows, _path = given("\n".join(map(address_of, shown)))

    answer = Client().get(f"/notice/follow/{rows[2].token}/")

    assert answer.status_code == 302
    assert answer["Location"] == f"/notice/follow/{rows[0].token}/"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_4b_05_more_than_one_notice_takes_is_refused_and_nothing_is_lost(policy: object) -> None:
    many = "\n".join(f"https://other.example/{number}" for number in range(MOST_ITEMS + 1))

    answer = posted(many)

    assert answer.status_code == 422
    assert f"One notice names up to {MOST_ITEMS} addresses" in words(answer)
    assert "https://other.example/20" in words(answer)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("address", ["https://other.example/" + "a" * 1000, " ", ",\n;"])
def test_4b_05_what_is_no_address_or_too_long_a_one_is_refused(policy: object, address: str) -> None:
    answer = posted(address)

    assert answer.status_code == 422
    assert "address" in answer.context["form"].errors


def test_4b_05_whoever_calls_the_verb_itself_is_held_to_the_same_number(policy: object) -> None:
    from tests.makers.law.redress import notice_words

    items = [Item(f"https://other.example/{number}") for number in range(MOST_ITEMS + 1)]
    with pytest.raises(ValueError, match="20"), transaction.atomic():
        receive_notice(notice_words("x"), items, sender_key="", now=utc_now())


def test_4b_05_a_sending_counts_once_however_many_addresses_it_names(
    shown: list[Comment], settings: Any
) -> None:
    settings.NOTICES_PER_HOUR = 2
    together = "\n".join(map(address_of, shown))

    statuses = [posted(together, explanation=f"Reason {number}.").status_code for number in range(3)]

    assert statuses == [303, 303, 429]
    assert Notice.objects.count() == 6


def test_4b_05_the_desk_sees_that_a_notice_has_siblings(shown: list[Comment], moderator: User) -> None:
    rows, _path = given("\n".join(map(address_of, shown)))
    desk = signed_in(moderator)

    assert words(desk.get("/desk/notices/")).count("one of 3 addresses") == 3
    assert "one of 3 addresses" in words(desk.get(f"/desk/reported/?comment={shown[0].public_id}"))
    seen = words(desk.get(f"/desk/notices/{rows[0].pk}/"))
    assert "Also in this notice" in seen
    assert all(f"/desk/notices/{row.pk}/" in seen for row in rows[1:])


def test_4b_05_a_moderator_of_one_section_sees_no_address_of_another(
    shown: list[Comment], moderator: User
) -> None:
    other = Thread.objects.create(locator="story-2", url="/b/", title="B", section="sport", language="en")
    foreign = sent(other, "Elsewhere.")
    approved(foreign, moderator)
    rows, _path = given(f"{address_of(shown[0])}\n{address_of(foreign)}")
    moderator.sections = ["city"]
    moderator.save()
    desk = signed_in(moderator)

    seen = words(desk.get(f"/desk/notices/{rows[0].pk}/"))

    assert foreign.public_id not in seen
    assert desk.get(f"/desk/notices/{rows[1].pk}/").status_code == 403


def test_4b_05_one_address_that_is_closed_leaves_the_others_open(
    shown: list[Comment], moderator: User
) -> None:
    rows, path = given("\n".join(map(address_of, shown)))
    closed_by_program(shown[0], now=utc_now())
    assert verify_paper().problems == []
    a_minute_ago(Notice.objects.get(pk=rows[0].pk))

    seen = page(path)

    assert "1 of 3 addresses are answered" in seen
    assert "A program answered by itself" in seen
    assert "I stole" in seen, "what was said about the others is still there"
    assert "You left no e-mail address" not in seen
    assert list(Notice.objects.open()) == [rows[1], rows[2]]


def test_4b_05_a_bundle_is_one_notice_with_so_many_items(shown: list[Comment], moderator: User) -> None:
    given("\n".join(map(address_of, shown)))
    removed(shown[0], moderator, now=utc_now())
    now = utc_now()

    figures = year_figures(now.year, zone=ZoneInfo("UTC"), now=now).notices

    assert (figures.total, figures.items, figures.open) == (1, 3, 1)
    assert (figures.by_category.total(), figures.items_by_category.total()) == (1, 3)
    assert figures.on_terms.total() == 1


def test_4b_05_the_list_asks_no_more_for_many_bundles(
    shown: list[Comment], moderator: User, django_assert_max_num_queries: Any
) -> None:
    for _each in range(3):
        given("\n".join(map(address_of, shown)))
    desk = signed_in(moderator)
    desk.get("/desk/notices/")

    with django_assert_max_num_queries(20):
        desk.get("/desk/notices/")


def test_4b_05_the_notice_form_works_from_an_address_on_the_page(shown: list[Comment]) -> None:
    seen = page(f"/notice/?about={shown[0].public_id}")

    assert Page(seen).one('[name="address"]').tag.name == "textarea"
    assert f"/c/{shown[0].public_id}/" in seen


A, B = "https://a.example/c/1/", "https://b.example/x,y"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (A, [A]),
        (f"{A}\n{B}", [A, B]),
        (f"{A},{B}", [A, B]),
        (f"{A}, {B};\t{A}", [A, B]),
        (f"<{A}> {B}.", [A, B + "."]),
        (f"see {A} and {B}", [A, B]),
        (f"the one at {A}", [f"the one at {A}"]),
        ("the second comment under “Gulls”", ["the second comment under “Gulls”"]),
        ("/c/k7fq2m3n4p/ #comment-k7fq2m3n4p", ["/c/k7fq2m3n4p/", "#comment-k7fq2m3n4p"]),
        ("gulls.example", ["gulls.example"]),
        ("ギャルについての記事、二番目", ["ギャルについての記事、二番目"]),
        (" \n,\n", []),
    ],
)
def test_4b_05_addresses_are_found_however_they_are_pasted(text: str, found: list[str]) -> None:
    assert addresses_in(text) == found
