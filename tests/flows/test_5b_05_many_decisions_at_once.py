"""5b.5: what is decided of many comments at once asks as little as of one, and nothing else comes of it."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import approved, rejected, returned, sent, withheld
from tests.makers.desk import crowd
from tests.makers.law.demands import ordered, written
from tests.makers.law.redress import noticed, reported
from tests.makers.random_acts import Newsroom

from kawaraban.comments.actions import marks
from kawaraban.comments.actions.acts import ACTS, APPROVE, KEEP, REJECT, REMOVE, REOPEN, WITHHOLD, Act
from kawaraban.comments.actions.decide import AlreadyDecided, TooLateToUndo, decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.many.decide import REFUSALS, decide_many
from kawaraban.comments.actions.many.marks import pick_many, unpick_many
from kawaraban.comments.actions.many.undo import undo_many
from kawaraban.comments.actions.words import WordsChanged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.models import Appeal, Decision, DemandItem, Notice, OutboxMessage, Report, Statement
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Need, Reasons
from kawaraban.law.record.following import entries_after
from kawaraban.law.record.heads import each_line
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder
from kawaraban.triage.models import Assessment

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
NOW = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
REASONS = {
    Need.NEVER: "",
    Need.MUST: "spam",
    Need.MAY: "insult",
}
Deed = Callable[[], list[type[Exception] | None]]


@pytest.fixture
def newsroom(thread: Thread, moderator: User, editor: User, publisher: User) -> Newsroom:
    return Newsroom(thread, moderator, editor, publisher, NOW, Random(5))


def fields_of(model: Any, *left_out: str) -> list[dict[str, Any]]:
    """Every row of a table, without what chance gave it."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
    return list(model.objects.order_by("pk").values(*names))


def world(since: int) -> dict[str, Any]:
    """All that a decision leaves behind. Decisions are called by what they are about, and which one they are."""
    orders = ReprintOrder.objects.filter(pk__gt=since)
    entries = [
        [each.kind, each.subject, each.recorded_at, each.payload] for each in entries_after(0, limit=9_999)
    ]
    said: dict[str, Any] = {
        "comments": fields_of(Comment),
        "decisions": sorted(map(repr, fields_of(Decision, "id"))),
        "statements": sorted(map(repr, fields_of(Statement))),
        "assessments": sorted(map(repr, fields_of(Assessment, "id", "decision"))),
        "mails": fields_of(OutboxMessage, "id"),
        "reports": fields_of(Report),
        "appeals": fields_of(Appeal),
        "notices": fields_of(Notice, "reviewed_at"),
        "items of demands": fields_of(DemandItem),
        "record": entries,
        "keys": sorted({(each.reason, key, each.takes_away) for each in orders for key in each.keys}),
        "addresses": sorted({(each.reason, place) for each in orders for place in each.addresses}),
    }
    text = json.dumps(said, default=str, indent=1)
    for pk, subject, place in Decision.objects.values_list("pk", "subject", "place"):
        text = text.replace(str(pk), f"decision {place} about {subject}")
    whole: dict[str, Any] = json.loads(text)
    return whole | {"statements": sorted(whole["statements"]), "decisions": sorted(whole["decisions"])}


def both(one_by_one: Deed, at_once: Deed) -> list[type[Exception] | None]:
    """Does the one, forgets it, and does the other. Nothing may differ; returns what was refused."""
    since = ReprintOrder.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    worlds, refusals = [], []
    for deed in (one_by_one, at_once):
        with transaction.atomic():
            refusals.append(deed())
            worlds.append(world(since))
            assert verify_paper().problems == []
            transaction.set_rollback(True)
    for part in worlds[0]:
        assert worlds[1][part] == worlds[0][part], part
    assert refusals[1] == refusals[0]
    return refusals[0]


def refused(outcomes: Sequence[object]) -> list[type[Exception] | None]:
    return [type(each) if isinstance(each, Exception) else None for each in outcomes]


def singly(judged: Sequence[Any], do: Callable[[Any], object]) -> list[type[Exception] | None]:
    said: list[type[Exception] | None] = []
    for each in judged:
        said.append(None)
        try:
            do(each)
        except (*REFUSALS, TooLateToUndo, marks.NotShown, WordsChanged) as refusal:
            said[-1] = type(refusal)
    return said


def together(
    judged: Sequence[Any], do: Callable[[Sequence[Any]], Sequence[object]]
) -> list[type[Exception] | None]:
    said: list[type[Exception] | None] = []
    while len(said) < len(judged):
        said += refused(do(judged[len(said) :]))
    return said


def reasons_of(act: Act) -> Reasons:
    return Reasons(REASONS[act.needs.ground], note="Please without names.")


def all_judged() -> list[Judged]:
    """Every comment, one of them with words that are not the newest, and one that is not there."""
    judged = [
        Judged(comment.pk, comment.revision_number) for comment in Comment.objects.order_by("-sent_at", "pk")
    ]
    return [*judged, Judged(judged[0].comment_id, 7), Judged(10**9, 1)]


def eventful(newsroom: Newsroom, thread: Thread) -> datetime:
    """Weeks of a paper, and then some comments of each kind that nobody touched."""
    newsroom.run(220)
    other = Thread.objects.create(locator="s", url="/s/", title="A match", section="sport", language="tr")
    now = newsroom.now + timedelta(minutes=1)
    for number, where in enumerate((thread, other, thread)):
        said: dict[str, Any] = {"now": now, "language": where.language, "email": f"eva{number}@example.org"}
        _waiting, shown, off, back, gone = (sent(where, f"{word} {number}.", **said) for word in "abcde")
        approved(shown, newsroom.moderator, now=now)
        for act, comment in ((withheld, off), (rejected, gone)):
            if act is withheld:
                approved(comment, newsroom.moderator, now=now)
            act(comment, newsroom.moderator, now=now)
        returned(back, newsroom.moderator, now=now)
        reported(shown, sender="203.0.113.9", now=now)
        reported(shown, sender="203.0.113.10", now=now)
        send_due(now=now + timedelta(minutes=1)) if number == 1 else None
    return now + timedelta(minutes=2)


def compared(act: Act, person: User, now: datetime) -> list[type[Exception] | None]:
    """This act of this person on every comment, both ways."""
    why, judged = reasons_of(act), all_judged()
    return both(
        lambda: singly(judged, lambda each: decide(act, each, why, moderator=person, now=now)),
        lambda: together(judged, lambda some: decide_many(act, some, why, moderator=person, now=now)),
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_5b_05_what_is_decided_at_once_is_what_was_decided_one_by_one(
    newsroom: Newsroom, thread: Thread, seed: int
) -> None:
    newsroom.random.seed(seed)
    now = eventful(newsroom, thread)
    newsroom.moderator.sections = ["city"]
    newsroom.moderator.save()
    people = (newsroom.editor, newsroom.moderator)

    said = [compared(act, person, now) for act in ACTS for person in people]

    assert sum(each.count(None) for each in said) > 40


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_5b_05_what_is_taken_back_at_once_is_what_was_taken_back_one_by_one(
    newsroom: Newsroom, thread: Thread, seed: int
) -> None:
    newsroom.random.seed(seed)
    now = eventful(newsroom, thread)
    for each in all_judged():
        with suppress(*REFUSALS):
            for act in newsroom.random.sample((APPROVE, REJECT, REMOVE, WITHHOLD, REOPEN, KEEP), 6):
                with suppress(AlreadyDecided):
                    decide(act, each, reasons_of(act), moderator=newsroom.editor, now=now)
                    break
    reported(Comment.objects.filter(status=Status.APPROVED)[0], sender="203.0.113.77", now=now)
    by_subject = {
        each.subject: each for each in Decision.objects.exclude(verdict="reversed").order_by("place")
    }
    first = {each.subject: each for each in Decision.objects.order_by("-place")}
    ids = [
        (first if number % 4 == 3 else by_subject)[each].pk for number, each in enumerate(sorted(by_subject))
    ]
    late = now + timedelta(minutes=1)

    def undone(pk: Any) -> object:
        return undo(
            decision_id=str(pk), moderator=newsroom.editor, now=late, ends_at=late + timedelta(hours=1)
        )

    said = both(
        lambda: singly(ids, undone),
        lambda: together(
            ids,
            lambda some: undo_many(
                some, moderator=newsroom.editor, now=late, ends_at=late + timedelta(hours=1)
            ),
        ),
    )

    assert said.count(None) > 5
    assert TooLateToUndo in said


def test_5b_05_picks_at_once_are_picks_one_by_one(newsroom: Newsroom, thread: Thread) -> None:
    now, person = eventful(newsroom, thread), newsroom.moderator
    person.sections = ["city"]
    person.save()
    judged = all_judged()

    def pick(each: Judged) -> object:
        return marks.pick(
            comment_id=each.comment_id, person=person, now=now, revision_number=each.revision_number
        )

    picked = both(
        lambda: singly(judged, pick),
        lambda: together(judged, lambda some: pick_many(some, person=person, now=now)),
    )
    pick_many(judged, person=person, now=now)
    unpicked = both(
        lambda: singly(judged, lambda each: marks.unpick(comment_id=each.comment_id, person=person, now=now)),
        lambda: together(judged, lambda some: unpick_many(some, person=person, now=now)),
    )

    assert {None, marks.NotShown, WordsChanged, PermissionDenied, Comment.DoesNotExist} == set(picked)
    assert None in unpicked


@pytest.mark.parametrize("act", [APPROVE, REJECT], ids=lambda act: act.code)
def test_5b_05_ten_times_as_many_take_hardly_more_statements(
    thread: Thread, moderator: User, act: Act
) -> None:
    asked = []
    # The first has what a process keeps asked for: it does not count.
    for number in (1, 3, 30):
        comments = crowd(thread, number)
        Comment.objects.update(email="reader@example.org")
        with CaptureQueriesContext(connection) as queries:
            decisions = decide_many(
                act, [Judged(each.pk, 1) for each in comments], reasons_of(act), moderator=moderator, now=NOW
            )
            undo_many(
                [each.pk for each in decisions if isinstance(each, Decision)],
                moderator=moderator,
                now=NOW,
                ends_at=NOW + timedelta(hours=1),
            )
        asked.append(len(queries))

    assert Decision.objects.count() == 68
    assert asked[1] == asked[2]
    assert asked[1] <= 45, asked


def test_5b_05_a_step_is_one_order_and_one_head(
    thread: Thread, moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    sport = Thread.objects.create(locator="s", url="/s/", title="A match", section="sport", language="en")
    judged = [Judged(comment.pk, 1) for comment in (*crowd(thread, 20), *crowd(sport, 20))]

    with django_capture_on_commit_callbacks(execute=True):
        decide_many(APPROVE, judged, moderator=moderator, now=NOW)

    order = ReprintOrder.objects.get()
    assert order.keys == sorted(
        key for each in (thread, sport) for key in (f"count-{each.pk}", f"thread-{each.pk}-p1")
    )
    assert order.addresses == ["/city/harbour/", "/s/"]
    assert [line.head.number for line in each_line() if line.head] == [80]


def test_5b_05_what_only_one_of_them_lacks_keeps_no_other_from_it(newsroom: Newsroom, thread: Thread) -> None:
    plain, other = crowd(thread, 2)
    letter, order, notice = (sent(thread, word, now=NOW) for word in ("One.", "Two.", "Three."))
    written(letter, person=newsroom.editor, now=NOW)
    for comment in (letter, order, notice):
        approved(comment, newsroom.moderator, now=NOW)
    ordered(order, person=newsroom.editor, now=NOW)
    noticed(notice, now=NOW)
    judged = [Judged(each.pk, 1) for each in (plain, letter, order, notice, other)]

    said = together(
        judged,
        lambda some: decide_many(REMOVE, some, reasons_of(REMOVE), moderator=newsroom.moderator, now=NOW),
    )

    assert [each and each.__name__ for each in said] == ["AlreadyDecided", None, None, None, "AlreadyDecided"]
    assert verify_paper().problems == []
