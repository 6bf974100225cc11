"""Promise 3.8: the desk in figures, and the rule that closes the comments when the queue outgrows the desk."""

import csv
import io
import json
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone
from tests.makers.comments import approved, rejected, sent
from tests.makers.desk import crowd, signed_in, waiting_comment
from tests.page import Page

from kawaraban.comments.actions.acts import REOPEN, WITHHOLD
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.names.house_words import house_words
from kawaraban.doors.desk.figures.figures import figures
from kawaraban.doors.desk.figures.waits import counted, share_of
from kawaraban.doors.desk.models import DeskRules
from kawaraban.doors.desk.rules import closing as rules_closing
from kawaraban.law.grounds import Ground
from kawaraban.law.models.ledger import LedgerEntry, LedgerPayload
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def week(thread: Thread, moderator: User) -> datetime:
    """Ten decisions of yesterday after 1 to 10 minutes: seven approved, three refused; one more undone."""
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for minutes in range(1, 11):
        comment = sent(thread, f"Comment {minutes}.", name=f"N{minutes}", now=noon)
        then = noon + timedelta(minutes=minutes)
        if minutes <= 7:
            approved(comment, moderator, now=then)
        else:
            ground = Ground.SPAM if minutes < 10 else Ground.INSULT
            rejected(comment, moderator, ground=ground, now=then)
    undone = approved(sent(thread, "Undone.", name="U", now=noon), moderator, now=noon)
    undo(decision_id=str(undone.pk), moderator=moderator, now=noon + timedelta(seconds=5))
    return noon


def test_3_08_decisions_times_grounds_and_reversals_are_counted(week: datetime) -> None:
    counted = figures(first_on=week.date() - timedelta(days=2), last_on=week.date())

    assert [day.decided for day in counted.days] == [0, 0, 10]
    last = counted.days[-1]
    assert (last.approved, last.rejected, last.taken_back) == (7, 3, 1)
    assert counted.grounds == (("spam", 2), ("insult", 1))
    assert (counted.median_seconds, counted.p90_seconds) == (330, 540)
    assert (counted.decided, counted.taken_back) == (10, 1)


def test_3_08_withholding_and_showing_again_count_but_are_no_first_decisions(
    thread: Thread, moderator: User
) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
    comment = sent(thread, now=noon)
    approved(comment, moderator, now=noon + timedelta(minutes=1))
    decide(WITHHOLD, Judged(comment.pk, 1), moderator=moderator, now=noon + timedelta(hours=5))
    decide(REOPEN, Judged(comment.pk, 1), moderator=moderator, now=noon + timedelta(hours=6))

    [day] = figures(first_on=noon.date(), last_on=noon.date()).days

    assert (day.approved, day.withheld, day.reopened, day.median_seconds) == (1, 1, 1, 60)


@pytest.mark.parametrize(
    ("values", "expected"), [([], None), ([5.0], 5), ([1.0, 2.0], 2), (list(map(float, range(1, 101))), 90)]
)
def test_3_08_nine_of_ten_waited_at_most_so_long(values: list[float], expected: int | None) -> None:
    assert share_of(counted(values), 0.9) == expected


def test_3_08_the_page_draws_and_tells_the_same_numbers(moderator: User, week: datetime) -> None:
    page = Page(signed_in(moderator).get("/desk/figures/?days=7").content)

    assert ("Decided", "10") in page.terms
    assert ("Half of them within", "5 min") in page.terms
    assert ("Nine of ten within", "9 min") in page.terms
    charts = page.each('svg.chart[role="img"]', "aria-label")
    assert charts[0] == "Decisions on each of 7 days, 10 on the day with the most"
    assert len(page.all("rect.approved")) == 1
    assert "Spam or advertising" in page.text
    assert "67 %" in page.text
    assert "Now 1 wait, about 1 minute of work." in page.text
    assert not page.has("[style]")


def test_3_08_an_empty_desk_has_a_calm_page(moderator: User, policy: object) -> None:
    page = signed_in(moderator).get("/desk/figures/").content.decode()

    assert "Nothing was decided in this time." in page
    assert "Now nobody waits." in page


@pytest.mark.parametrize("days", ["0", "-1", "nonsense", "99999", "9999999999"])
def test_3_08_an_odd_period_is_no_fault(days: str, moderator: User, policy: object) -> None:
    assert signed_in(moderator).get("/desk/figures/", {"days": days}).status_code == HTTPStatus.OK


def test_3_08_the_table_is_a_file_for_a_spreadsheet(moderator: User, week: datetime) -> None:
    answer = signed_in(moderator).get("/desk/figures/figures.csv?days=7")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(rows) == 7
    [full] = [row for row in rows if row["day"] == week.date().isoformat()]
    assert (full["approved"], full["not_published"], full["taken_back"]) == ("7", "3", "1")
    assert (full["median_seconds"], full["p90_seconds"]) == ("330", "540")
    assert rows[0]["median_seconds"] == ""


def test_3_08_figures_of_the_paper_are_not_for_somebody_with_some_sections(
    moderator: User, policy: object
) -> None:
    moderator.sections = ["sport"]
    moderator.save()

    assert signed_in(moderator).get("/desk/figures/").status_code == HTTPStatus.FORBIDDEN


@pytest.fixture
def rule(publisher: User) -> DeskRules:
    """Closes above ten minutes of work and opens below five: half a minute for each that waits."""
    return DeskRules.objects.create(
        closes_when_full=True,
        close_at_minutes=10,
        reopen_at_minutes=5,
        full_reason="Too much at once.",
        set_by=publisher,
    )


def is_open() -> bool:
    return house_words("en").is_open


def decide_all_but(number: int) -> None:
    """The desk has worked: so many are left."""
    kept = Comment.objects.order_by("pk").values_list("pk", flat=True)[:number]
    Comment.objects.exclude(pk__in=list(kept)).update(status=Status.APPROVED)


def test_3_08_the_rule_is_off_until_the_publisher_sets_it(thread: Thread) -> None:
    crowd(thread, 500)
    DeskRules.objects.create(close_at_minutes=10, reopen_at_minutes=5)

    assert not rules_closing.apply(now=timezone.now())
    assert is_open()


def test_3_08_the_rule_closes_when_the_queue_is_full_and_opens_when_it_has_shrunk(
    thread: Thread, rule: DeskRules
) -> None:
    comments = crowd(thread, 20)
    at_the_mark = rules_closing.apply(now=timezone.now()), is_open()
    waiting_comment(thread, name="Ada")
    above = rules_closing.apply(now=timezone.now()), is_open(), house_words("en").closed_reason
    again = rules_closing.apply(now=timezone.now())
    decide_all_but(12)
    between = rules_closing.apply(now=timezone.now()), is_open()
    decide_all_but(3)
    below = rules_closing.apply(now=timezone.now()), is_open()

    assert len(comments) == 20
    assert at_the_mark == (False, True)
    assert above == (True, False, "Too much at once.")
    assert not again
    assert between == (False, False)
    assert below == (True, True)


def test_3_08_what_the_rule_does_is_recorded_with_its_cause(thread: Thread, rule: DeskRules) -> None:
    crowd(thread, 40)
    rules_closing.apply(now=timezone.now())

    entry = LedgerEntry.objects.get(kind="rules_changed")
    said = json.loads(LedgerPayload.objects.get(entry=entry).body)
    assert (said["is_open"], said["cause"], said["person"]) == (False, "full_queue", "leyla")


def test_3_08_readers_are_told_why_and_cannot_send(thread: Thread, rule: DeskRules) -> None:
    from kawaraban.comments.submission import Refused

    crowd(thread, 40)
    rules_closing.apply(now=timezone.now())

    with pytest.raises(AssertionError) as refusal:
        sent(thread, "Am I too late?", now=timezone.now())

    assert isinstance(refusal.value.args[0], Refused)


def test_3_08_a_person_goes_before_the_rule(thread: Thread, rule: DeskRules, publisher: User) -> None:
    from kawaraban.comments.actions.rules import change_rules

    crowd(thread, 40)
    rules_closing.apply(now=timezone.now())
    change_rules(is_open=True, closed_reason="", person=publisher, now=timezone.now())
    opened_by_hand = rules_closing.apply(now=timezone.now()), is_open()
    decide_all_but(3)
    rules_closing.apply(now=timezone.now())
    change_rules(is_open=False, closed_reason="We move house.", person=publisher, now=timezone.now())
    rules_closing.apply(now=timezone.now())

    assert opened_by_hand == (False, True)
    assert not is_open()
    assert house_words("en").closed_reason == "We move house."


def test_3_08_a_rule_that_is_switched_off_opens_what_it_closed(
    thread: Thread, rule: DeskRules, publisher: User
) -> None:
    crowd(thread, 40)
    rules_closing.apply(now=timezone.now())
    fields = {
        "target_minutes": 120,
        "close_at_minutes": 10,
        "reopen_at_minutes": 5,
        "full_reason": "Too much at once.",
    }

    answer = signed_in(publisher).post("/desk/rules/", fields)
    rules_closing.apply(now=timezone.now())

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert is_open()
    assert DeskRules.objects.get().full_since is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reopen_at_minutes": 600}, "Open again at less work than you close at"),
        ({"target_minutes": 0}, "At least one minute."),
    ],
)
def test_3_08_rules_that_would_flutter_are_refused_with_a_sentence(
    changes: dict[str, int], sentence: str, publisher: User, policy: object
) -> None:
    fields = {"target_minutes": 120, "close_at_minutes": 600, "reopen_at_minutes": 240, "full_reason": ""}

    answer = signed_in(publisher).post("/desk/rules/", fields | changes)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in answer.content.decode()
    assert not DeskRules.objects.exists()
