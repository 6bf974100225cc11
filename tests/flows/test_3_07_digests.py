"""3.7: a moderator learns by mail that something waits, once for each time, and decides behind a link that asks."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings
from tests.makers.desk import shown_comment, signed_in, waiting_comment
from tests.makers.law.redress import notice_words, noticed, reported

from kawaraban.alerts.digests import last_set_time, send_digests
from kawaraban.alerts.models import DecisionLink, Digest, DigestWish
from kawaraban.alerts.wishes import keep_wish
from kawaraban.comments.actions import author
from kawaraban.comments.actions.acts import APPROVE, KEEP, REJECT
from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.models import Comment, Thread
from kawaraban.law.models import Decision, OutboxMessage
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.actions import disable_staff
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
UTC_ZONE = ZoneInfo("UTC")
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def mika(moderator: User) -> User:
    moderator.email = "mika@example.org"
    moderator.save()
    return moderator


def wish(user: User, noon: datetime, *times: str, more: int | None = None, hours: int | None = None) -> None:
    keep_wish(user=user, times=times, more_than=more, longer_than_hours=hours, now=noon - timedelta(days=2))


def link_in(message: OutboxMessage, number: int = 0) -> str:
    links: list[str] = re.findall(r"http://[^/]+(/desk/decide/\S+)", message.body)
    return links[number]


def test_3_07_at_a_set_time_what_waits_is_told_once(mika: User, thread: Thread, noon: datetime) -> None:
    for minutes in (150, 30):
        waiting_comment(thread, name=f"Reader {minutes}", minutes=minutes, now=noon)
    wish(mika, noon, "09:00", "12:00")

    sent = [send_digests(now=noon + timedelta(seconds=second), zone=UTC_ZONE) for second in (-1, 0, 30, 60)]

    assert sent == [1, 1, 0, 0], "nine o'clock a little late, twelve in time, and neither again"
    message = OutboxMessage.objects.order_by("-pk")[0]
    assert message.recipient == "mika@example.org"
    assert "2 comments wait" in message.body
    assert "2 h 30 min" in message.body
    assert message.body.index("Reader 150") < message.body.index("Reader 30")


def test_3_07_the_times_are_those_of_the_papers_zone(noon: datetime) -> None:
    assert last_set_time(["09:00"], now=noon, zone=UTC_ZONE) == noon - timedelta(hours=3)
    assert last_set_time(["21:00"], now=noon, zone=TOKYO) == noon
    assert last_set_time(["21:01"], now=noon, zone=TOKYO) == noon + timedelta(minutes=1) - timedelta(days=1)
    assert last_set_time([], now=noon, zone=TOKYO) is None


def test_3_07_nothing_waits_nothing_comes(mika: User, thread: Thread, noon: datetime) -> None:
    wish(mika, noon, "12:00")

    assert send_digests(now=noon, zone=UTC_ZONE) == 0
    waiting_comment(thread, now=noon)
    assert send_digests(now=noon + timedelta(minutes=1), zone=UTC_ZONE) == 0, "12:00 is over"


def test_3_07_reports_notices_and_appeals_are_told_too_also_alone(
    mika: User, editor: User, thread: Thread, noon: datetime, moderator: User
) -> None:
    before = noon - timedelta(hours=3)
    shown = shown_comment(thread, moderator, now=before)
    reported(shown, now=before)
    noticed(shown_comment(thread, moderator, now=before), now=before)
    refused = waiting_comment(thread, now=before)
    decide(REJECT, Judged(refused.pk, 1), Reasons(ground="spam"), moderator=editor, now=before)
    appeal(tracking_token=refused.tracking_token, words="It is none.", now=noon)
    OutboxMessage.objects.all().delete()
    wish(mika, noon, "12:00")

    assert send_digests(now=noon, zone=UTC_ZONE) == 1

    message = OutboxMessage.objects.get()
    assert message.heading == "2 comments are reported"
    assert re.search(r"2 comments are reported: http\S+/desk/reported/\n", message.body)
    assert re.search(r"1 notice of illegal content waits: http\S+/desk/notices/\n", message.body)
    assert re.search(r"1 appeal waits: http\S+/desk/appeals/\n", message.body)
    assert "Each link" not in message.body


def refused_and_appealed(thread: Thread, editor: User, *, now: datetime) -> Comment:
    """A comment whose author appeals at this moment."""
    comment = waiting_comment(thread, now=now)
    decide(REJECT, Judged(comment.pk, 1), Reasons(ground="spam"), moderator=editor, now=now)
    appeal(tracking_token=comment.tracking_token, words="It is none.", now=now + timedelta(seconds=11))
    OutboxMessage.objects.all().delete()
    return comment


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("report", "1 comment is reported"),
        ("notice", "1 notice of illegal content waits"),
        ("appeal", "1 appeal waits"),
    ],
)
def test_3_07_an_alarm_comes_when_a_report_a_notice_or_an_appeal_waits_too_long(
    mika: User, editor: User, thread: Thread, noon: datetime, kind: str, sentence: str, moderator: User
) -> None:
    received = noon - timedelta(minutes=119)
    if kind == "report":
        reported(shown_comment(thread, moderator, now=received), now=received)
    elif kind == "notice":
        give_notice(notice_words("https://other.example/"), sender_address="", now=received)
    else:
        refused_and_appealed(thread, editor, now=received)
    OutboxMessage.objects.all().delete()
    wish(mika, noon, hours=2)

    minutes = [send_digests(now=noon + timedelta(minutes=minute), zone=UTC_ZONE) for minute in (0, 2, 3, 100)]

    message = OutboxMessage.objects.get()
    assert minutes == [0, 1, 0, 0], "too early, in time, and then rest"
    assert message.heading == sentence
    assert f"{sentence}: http" in message.body
    assert re.search(r"The longest has waited 2 h [01] min\.", message.body)


def test_3_07_an_alarm_counts_all_that_is_to_be_decided_and_what_is_noticed_once(
    mika: User, editor: User, thread: Thread, noon: datetime, moderator: User
) -> None:
    before = noon - timedelta(hours=1)
    waiting_comment(thread, now=noon)
    noticed(shown_comment(thread, moderator, now=before), now=before)
    give_notice(notice_words("https://other.example/"), sender_address="", now=before)
    OutboxMessage.objects.all().delete()
    wish(mika, noon, more=3)
    assert send_digests(now=noon, zone=UTC_ZONE) == 0

    refused_and_appealed(thread, editor, now=before)

    assert send_digests(now=noon, zone=UTC_ZONE) == 1
    body = OutboxMessage.objects.get().body
    for line in (
        "1 comment waits",
        "1 comment is reported",
        "2 notices of illegal content",
        "1 appeal waits",
    ):
        assert line in body


def test_3_07_an_alarm_is_about_the_own_sections_alone(
    mika: User, thread: Thread, noon: datetime, moderator: User
) -> None:
    before = noon - timedelta(hours=9)
    reported(shown_comment(thread, moderator, now=before), now=before)
    noticed(shown_comment(thread, moderator, now=before), now=before)
    give_notice(notice_words("https://other.example/"), sender_address="", now=before)
    OutboxMessage.objects.all().delete()
    mika.sections = ["sport"]
    mika.save()
    wish(mika, noon, more=0, hours=1)

    assert send_digests(now=noon, zone=UTC_ZONE) == 0


def test_3_07_an_alarm_is_quiet_when_what_was_reported_is_answered(
    mika: User, editor: User, thread: Thread, noon: datetime, moderator: User
) -> None:
    before = noon - timedelta(hours=9)
    shown = shown_comment(thread, moderator, now=before)
    reported(shown, now=before)
    decide(KEEP, Judged(shown.pk, 1), moderator=editor, now=before)
    wish(mika, noon, more=0, hours=1)

    assert send_digests(now=noon, zone=UTC_ZONE) == 0


def test_3_07_a_time_that_was_missed_for_long_is_let_go(mika: User, thread: Thread, noon: datetime) -> None:
    waiting_comment(thread, now=noon)
    wish(mika, noon, "08:00")

    assert send_digests(now=noon, zone=UTC_ZONE) == 0


def test_3_07_an_alarm_comes_when_too_many_wait_and_then_rests(
    mika: User, thread: Thread, noon: datetime
) -> None:
    wish(mika, noon, more=2)
    for _ in range(2):
        waiting_comment(thread, now=noon)
    assert send_digests(now=noon, zone=UTC_ZONE) == 0

    waiting_comment(thread, now=noon)

    hours = [send_digests(now=noon + timedelta(hours=hour), zone=UTC_ZONE) for hour in (0, 1, 2.9, 3.1)]
    assert hours == [1, 0, 0, 1]


def test_3_07_an_alarm_comes_when_something_waits_too_long(
    mika: User, thread: Thread, noon: datetime
) -> None:
    wish(mika, noon, hours=2)
    waiting_comment(thread, minutes=119, now=noon)

    assert send_digests(now=noon, zone=UTC_ZONE) == 0
    assert send_digests(now=noon + timedelta(minutes=2), zone=UTC_ZONE) == 1


def test_3_07_each_hears_of_the_own_sections_in_the_own_language(
    mika: User, thread: Thread, noon: datetime
) -> None:
    other = Thread.objects.create(locator="story-2", url="/s/", title="Match", section="sport", language="en")
    waiting_comment(thread, name="Ayla", now=noon)
    waiting_comment(other, name="Bora", now=noon)
    mika.sections, mika.language = ["sport"], "tr"
    mika.save()
    wish(mika, noon, "12:00")

    send_digests(now=noon, zone=UTC_ZONE)

    message = OutboxMessage.objects.get()
    assert message.language == "tr"
    assert "Bora" in message.body
    assert "Ayla" not in message.body


def test_3_07_whoever_left_hears_nothing(mika: User, publisher: User, thread: Thread, noon: datetime) -> None:
    waiting_comment(thread, name="Ada", now=noon)
    wish(mika, noon, "12:00")
    disable_staff(user=mika)

    assert send_digests(now=noon, zone=UTC_ZONE) == 0


def test_3_07_a_worker_that_dies_before_the_mail_is_written_repeats_no_digest(
    mika: User, thread: Thread, noon: datetime
) -> None:
    waiting_comment(thread, now=noon)
    wish(mika, noon, "12:00")

    def dies_at_the_mail(execute: Any, sql: str, *rest: Any) -> Any:
        if "law_outboxmessage" in sql:
            raise SystemExit("the worker was killed")
        return execute(sql, *rest)

    with connection.execute_wrapper(dies_at_the_mail), pytest.raises(SystemExit):
        send_digests(now=noon, zone=UTC_ZONE)
    assert not Digest.objects.exists()
    assert not DecisionLink.objects.exists()

    assert [send_digests(now=noon, zone=UTC_ZONE) for _ in range(3)] == [1, 0, 0]
    assert Digest.objects.count() == OutboxMessage.objects.count() == 1


@pytest.fixture
def link(mika: User, thread: Thread, noon: datetime) -> str:
    """The address in Mika's mail of a comment by Leyla. The link ends two days after the present."""
    waiting_comment(thread, email="leyla@example.org")
    wish(mika, noon, "12:00")
    send_digests(now=noon, zone=UTC_ZONE)
    DecisionLink.objects.update(ends_at=datetime.now(tz=UTC_ZONE) + timedelta(days=2))
    return link_in(OutboxMessage.objects.get())


def linked_comment() -> Comment:
    return Comment.objects.get(public_id=DecisionLink.objects.get().public_id)


def test_3_07_opening_the_link_decides_nothing(client: Client, link: str) -> None:
    pages = [client.get(link), client.head(link), client.get(link)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "Is the road open?" in pages[0].content.decode()
    assert "Decide this comment?" in pages[0].content.decode()
    assert not Decision.objects.exists()
    assert pages[0]["Referrer-Policy"] == "no-referrer"


def test_3_07_the_button_behind_the_link_approves_once(client: Client, link: str, mika: User) -> None:
    done = client.post(link, {"verdict": "approve"})
    second = client.post(link, {"verdict": "reject", "ground": "spam"})

    decision = Decision.objects.get()
    assert done.status_code == 200
    assert decision.moderator == mika
    assert decision.verdict == "approved"
    assert second.status_code == 409
    assert "You have decided with this link already" in second.content.decode()


def test_3_07_the_link_refuses_on_a_ground_with_words_where_it_needs_them(client: Client, link: str) -> None:
    bare = client.post(link, {"verdict": "reject"})
    silent = client.post(link, {"verdict": "reject", "ground": "other"})
    done = client.post(link, {"verdict": "reject", "ground": "other", "note": "A telephone number."})

    assert (bare.status_code, silent.status_code, done.status_code) == (422, 422, 200)
    assert Decision.objects.get().note == "A telephone number."


@pytest.mark.parametrize("change", ["mark", "number"])
def test_3_07_a_forged_link_leads_nowhere(client: Client, link: str, change: str) -> None:
    _empty, _desk, _decide, number, mark, _end = link.split("/")
    forged = (number, mark[::-1]) if change == "mark" else (str(int(number) + 1), mark)

    assert client.get(f"/desk/decide/{forged[0]}/{forged[1]}/").status_code == 404


def test_3_07_the_link_says_what_became_of_the_comment_meanwhile(
    client: Client, link: str, editor: User
) -> None:
    comment = linked_comment()
    decide(APPROVE, Judged(comment.pk, 1), moderator=editor, now=datetime.now(tz=UTC_ZONE))

    opened, tried = client.get(link), client.post(link, {"verdict": "reject", "ground": "spam"})

    assert "Ines decided it: Approved." in opened.content.decode()
    assert tried.status_code == 409
    assert Decision.objects.count() == 1


def test_3_07_the_link_is_bound_to_the_words_that_were_mailed(client: Client, link: str) -> None:
    author.revise(
        tracking_token=linked_comment().tracking_token, text="Other words.", now=datetime.now(tz=UTC_ZONE)
    )

    assert client.post(link, {"verdict": "approve"}).status_code == 409
    assert "has changed the comment" in client.get(link).content.decode()
    assert not Decision.objects.exists()


def test_3_07_the_link_ends(client: Client, link: str) -> None:
    DecisionLink.objects.update(ends_at=datetime.now(tz=UTC_ZONE) - timedelta(seconds=1))

    assert client.post(link, {"verdict": "approve"}).status_code == 409
    assert not Decision.objects.exists()


@pytest.mark.parametrize("loss", ["account", "section"])
def test_3_07_the_link_is_worth_nothing_when_the_right_is_gone(
    client: Client, link: str, mika: User, publisher: User, loss: str
) -> None:
    mika.sections, mika.is_active = (["sport"], True) if loss == "section" else ([], False)
    mika.save()

    answer = client.post(link, {"verdict": "approve"})

    assert answer.status_code == 409
    assert "Who pays" not in answer.content.decode()
    assert not Decision.objects.exists()


def test_3_07_where_a_second_factor_is_a_must_the_link_alone_is_not_enough(
    client: Client, link: str, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = ("moderator",)

    assert client.get(link)["Location"].startswith("/desk/sign-in/")
    assert client.post(link, {"verdict": "approve"}).status_code == 302
    assert not Decision.objects.exists()


def test_3_07_everybody_sets_their_own_times(mika: User) -> None:
    client = signed_in(mika)

    wrong = client.post("/desk/digest/", {"times": "25:00"})
    kept = client.post("/desk/digest/", {"times": "17:30, 9:00", "more_than": "20"})

    assert wrong.status_code == 422
    assert kept.status_code == 303
    assert DigestWish.objects.get(user=mika).times == ["09:00", "17:30"]
    assert "09:00, 17:30" in client.get("/desk/digest/").content.decode()
