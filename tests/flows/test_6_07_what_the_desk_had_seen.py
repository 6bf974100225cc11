"""Promise 6.7: a decision keeps what the model had said, whether the moderator saw it, and where the comment stood."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.makers.comments import judged, sent
from tests.makers.desk import waiting_comment
from tests.page import Page

from kawaraban.comments.actions.acts import REJECT
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.many.decide import decide_many
from kawaraban.comments.actions.restrictions import restrict
from kawaraban.comments.models import Comment, CommentScore, Thread
from kawaraban.doors.desk.bulk import jobs as bulk_jobs
from kawaraban.doors.desk.lane.neighbours import RANKS
from kawaraban.law.models import Decision
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User
from kawaraban.triage.models import Assessment, HintChoice, TriageRules

pytestmark = pytest.mark.django_db
RUDE = "You are a complete idiot and a moron, shut up."
CALM = "The ferry leaves at nine on weekdays."
INSULT = Reasons(ground="insult")


def form_of(desk: Client, comment: Comment) -> dict[str, str]:
    """The hidden fields of the card's own form."""
    page = Page(desk.get(reverse("desk:card", args=[comment.public_id])).content)
    fields = page.all("form[action*='/approve'] input[type=hidden]")
    return {str(field.get("name")): str(field.get("value")) for field in fields}


def approve(desk: Client, comment: Comment, **changes: str) -> Assessment:
    """Approve it by the form of its card."""
    values = {**form_of(desk, comment), **changes}
    desk.post(reverse("desk:approve", args=[comment.public_id]), values)
    return Assessment.objects.get(subject=comment.subject)


def seen(comment: Comment) -> Judged:
    return Judged(comment.pk, comment.revision_number, saw_hint=True)


def reject(comment: Comment, moderator: User, now: datetime, *, saw_hint: bool) -> Decision:
    return decide(
        REJECT, seen(comment) if saw_hint else judged(comment), INSULT, moderator=moderator, now=now
    )


def test_6_07_the_form_says_that_the_hint_was_there_where_it_stood_and_since_when(
    desk: Client, thread: Thread
) -> None:
    waiting_comment(thread, text=CALM, minutes=30)
    comment = waiting_comment(thread, text=RUDE, minutes=20)

    assessment = approve(desk, comment)

    score = CommentScore.objects.get(comment=comment)
    assert assessment.was_hint_shown
    assert assessment.rank == 2
    assert assessment.seconds is not None
    assert (assessment.model_version, assessment.score) == (score.model_version, score.score)
    assert assessment.ground == "insult"


def test_6_07_of_the_sample_the_hint_was_not_there_whatever_a_form_says(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text=RUDE)
    CommentScore.objects.filter(comment=comment).update(is_blind=True)

    assert "hint" not in form_of(desk, comment)
    assert not approve(desk, comment, hint="1").was_hint_shown


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rank", "0"),
        ("rank", "-1"),
        ("rank", str(RANKS + 1)),
        ("rank", "٣"),
        ("rank", "1" * 5_000),
        ("rank", "first"),
        ("shown_at", "99999999999"),
        ("shown_at", "1"),
        ("shown_at", "soon"),
    ],
)
def test_6_07_a_number_that_cannot_be_is_no_number_and_refuses_no_decision(
    field: str, value: str, desk: Client, thread: Thread
) -> None:
    assessment = approve(desk, waiting_comment(thread), **{field: value})

    assert getattr(assessment, "seconds" if field == "shown_at" else field) is None


def test_6_07_how_long_the_card_was_there_is_counted(desk: Client, thread: Thread) -> None:
    shown_at = int((timezone.now() - timedelta(seconds=90)).timestamp())

    seconds = approve(desk, waiting_comment(thread), shown_at=str(shown_at)).seconds

    assert seconds is not None
    assert seconds >= 90


@pytest.mark.parametrize("saw_hint", [True, False])
def test_6_07_the_model_has_detected_only_what_its_hint_was_seen_of(
    saw_hint: bool, thread: Thread, moderator: User, noon: datetime
) -> None:
    decision = reject(sent(thread, RUDE), moderator, noon, saw_hint=saw_hint)

    said = decision.statement.automation
    assert decision.was_machine_detected is saw_hint
    assert ("a model, which estimates how probably words break the policy" in said) is saw_hint
    assert ("No program had marked it." in said) is not saw_hint


def test_6_07_what_plain_programs_marked_is_detected_without_a_hint(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    decision = reject(sent(thread, f"{RUDE} See www.example.org."), moderator, noon, saw_hint=False)

    assert decision.was_machine_detected
    assert "A program had marked something in it for the moderator." in decision.statement.automation


def test_6_07_a_calm_comment_was_detected_by_nobody_although_the_hint_was_there(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    assert not reject(sent(thread, CALM), moderator, noon, saw_hint=True).was_machine_detected


@pytest.mark.parametrize("saw_hint", [True, False])
def test_6_07_the_same_of_many_at_once(
    saw_hint: bool, thread: Thread, moderator: User, noon: datetime
) -> None:
    comments = [sent(thread, f"{RUDE} {place}", sender_address=f"10.0.0.{place}") for place in range(3)]
    read = [Judged(comment.pk, 1, saw_hint=saw_hint) for comment in comments]

    decisions = decide_many(REJECT, read, INSULT, moderator=moderator, now=noon)

    assert [getattr(each, "was_machine_detected", None) for each in decisions] == [saw_hint] * 3
    shown = Assessment.objects.values_list("was_hint_shown", flat=True)
    assert list(shown) == [saw_hint] * 3


@pytest.mark.parametrize("saw_hint", [True, False])
def test_6_07_the_same_of_a_suspension(
    saw_hint: bool, thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, RUDE, sender_address="203.0.113.7")
    read = seen(comment) if saw_hint else judged(comment)

    restriction = restrict(read, INSULT, days=7, moderator=moderator, now=noon)

    assert restriction.decision.was_machine_detected is saw_hint


@pytest.mark.parametrize("hides", [True, False])
def test_6_07_what_is_selected_in_a_list_was_seen_with_its_hint_unless_that_was_hidden(
    hides: bool, desk: Client, moderator: User, thread: Thread
) -> None:
    HintChoice.objects.create(moderator=moderator, hides=hides)
    open_one, blind_one = (waiting_comment(thread, text=f"{RUDE} {place}") for place in range(2))
    CommentScore.objects.filter(comment=blind_one).update(is_blind=True)

    bulk_reject(desk, [open_one, blind_one])

    shown = dict(Assessment.objects.values_list("subject", "was_hint_shown"))
    assert shown == {open_one.subject: not hides, blind_one.subject: False}
    detected = dict(Decision.objects.values_list("subject", "was_machine_detected"))
    assert detected == shown


def test_6_07_with_hints_turned_off_nothing_was_seen(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text=RUDE)
    TriageRules.objects.update_or_create(pk=1, defaults={"shows_hints": False})

    assessment = approve(desk, comment)

    assert not assessment.was_hint_shown
    assert assessment.score is not None


def bulk_reject(desk: Client, comments: list[Comment]) -> None:
    """Choose them, look, ask for it, and let the worker do it."""
    chosen = {"id": [comment.public_id for comment in comments], "act": "reject"}
    asking: dict[str, list[str]] = {}
    for field in Page(desk.get("/desk/bulk/", chosen).content).form("/desk/bulk/").controls:
        if field.get("type") == "hidden":
            asking.setdefault(field.name, []).append(field.value)
    desk.post("/desk/bulk/", {**asking, "ground": "insult"})
    bulk_jobs.work(now=timezone.now)
