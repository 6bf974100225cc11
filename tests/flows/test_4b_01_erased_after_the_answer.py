"""4b.1 While something about a comment is open, it goes off the page at once and is erased after the answer."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.makers.comments import NOON, approved, folded_status, fresh, rejected, removed, sent, withheld
from tests.makers.desk import signed_in
from tests.makers.law.redress import noticed, reported
from tests.makers.law.waiting_erasures import LATER, UNDO, WHO, WORDS, answered, asked, minutes
from tests.rigs.database import everything
from tests.rigs.queries.refused_rows import refusing

from kawaraban.cli.main import main
from kawaraban.comments.actions.acts import APPROVE, REINSTATE
from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.actions.author import NotPossibleNow, revise, withdraw
from kawaraban.comments.actions.decide import AlreadyDecided, TooLateToUndo, decide, undo
from kawaraban.comments.actions.erasing.comment import erase_comment, erase_due
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.notices import undo_answer
from kawaraban.comments.kept_for import asked_and_free
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.comments.thread.shown_comments import shown_comments
from kawaraban.config.env import data_dir
from kawaraban.config.processes.worker_role import worker_tasks
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Appeal, Demand, DemandItem, Notice, OutboxMessage
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record.holds import lift_hold, place_hold, suspect_crime
from kawaraban.law.redress.appeals import NotAppealable
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(thread: Thread, moderator: User) -> Comment:
    comment = sent(thread, f"{WORDS} for all.", **WHO)
    approved(comment, moderator)
    send_due(now=NOON + timedelta(minutes=1))
    return fresh(comment)


@pytest.fixture
def notice(shown: Comment) -> Notice:
    return noticed(shown, explanation=f"{WORDS} is a lie.")


def demanded(comment: Comment, publisher: User) -> Demand:
    demand = Demand.objects.create(
        kind="letter", sender="A lawyer", received_at=NOON, entered_at=NOON, entered_by=publisher
    )
    DemandItem.objects.create(demand=demand, subject=comment.subject, revision_number=1)
    return demand


def test_4b_01_it_is_off_the_page_at_once_and_kept_for_the_answer(shown: Comment, notice: Notice) -> None:
    orders = ReprintOrder.objects.count()

    comment = asked(shown)

    assert (comment.status, comment.erasure_asked_at) == (Status.WITHDRAWN, LATER)
    assert WORDS in comment.text
    assert ReprintOrder.objects.count() > orders
    assert [row.stub for row in shown_comments(comment.thread, language="en").comments] == [
        "Withdrawn by its author"
    ]
    notice.refresh_from_db()
    assert (notice.outcome, notice.explanation) == ("", f"{WORDS} is a lie.")
    kinds = [entry.kind for entry in LedgerEntry.objects.filter(subject=comment.subject).order_by("number")]
    assert kinds[-2:] == ["comment_withdrawn", "erasure_asked"]


def test_4b_01_it_is_erased_by_itself_after_the_answer(
    shown: Comment, notice: Notice, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked(shown)
        assert erase_due(now=minutes(5)) == 0
        answered(notice, editor, minutes(10))
        assert erase_due(now=minutes(10) + UNDO / 2) == 0

        assert erase_due(now=minutes(11)) == 1

    comment = fresh(shown)
    assert (comment.status, comment.erasure_asked_at) == (Status.ERASED, None)
    notice.refresh_from_db()
    assert (notice.outcome, notice.explanation) == ("gone", "")
    waiting = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None, recipient="nora@example.org")
    assert any("Its author took it back." in message.body for message in waiting)
    send_due(now=minutes(12))
    assert WORDS not in everything()
    assert "quillon" not in everything().casefold()
    assert verify_paper().problems == []
    kinds = LedgerEntry.objects.filter(subject=comment.subject).order_by("number")
    assert folded_status(kinds.values_list("kind", flat=True)) == Status.ERASED


def test_4b_01_the_worker_does_it_every_minute_and_the_command_at_once(
    shown: Comment, notice: Notice, editor: User
) -> None:
    [task] = [task for task in worker_tasks(data_dir()) if task.name == "erasures"]
    assert task.period_seconds <= 60
    asked(shown)
    answered(notice, editor, minutes(1))

    done = CliRunner().invoke(main, ["records", "retain"])

    assert done.exit_code == 0, done.output
    assert "free now: 1 carried out" in done.output
    assert fresh(shown).status == Status.ERASED


def test_4b_01_the_page_says_what_is_off_what_is_kept_why_and_when_it_goes(
    shown: Comment, notice: Notice, client: Client
) -> None:
    address = f"/track/{shown.tracking_token}/"
    assert "erased as soon as that is answered" in client.get(address).content.decode()

    done = client.post(f"{address}erase/", follow=True)

    page = " ".join(done.content.decode().split())
    assert done.status_code == 200
    for said in (
        "Your comment is off the page and will be erased",
        "Off the page: your words and your name.",
        "Still kept, and not public: your words, your name",
        "is being looked at, and it is kept until that is done",
        "Then it is erased by itself, mostly within a few minutes.",
        "complain to the authority for data protection",
    ):
        assert said in page, said
    assert "/erase/" not in page
    assert "/withdraw/" not in page
    assert "What is decided is told to" not in page


def test_4b_01_the_page_says_the_same_whatever_is_open(
    thread: Thread, moderator: User, publisher: User, client: Client
) -> None:
    """A notice, a letter, a hold and a suspected crime look alike; and nothing tells of them before."""

    def page_of(what: Callable[[Comment], object]) -> str:
        comment = sent(thread, f"{WORDS}.", name="Quillon", email="quillon@example.org")
        approved(comment, moderator)
        before = client.get(f"/track/{comment.tracking_token}/").content.decode()
        what(comment)
        assert client.get(f"/track/{comment.tracking_token}/").content.decode() == before
        assert client.post(f"/track/{comment.tracking_token}/erase/").status_code == 303
        Comment.objects.filter(pk=comment.pk).update(fingerprint="", text_key="", erasure_asked_at=NOON)
        page = client.get(f"/track/{comment.tracking_token}/").content.decode()
        return page.replace(comment.tracking_token, "").replace(comment.public_id, "")

    hold = partial(place_hold, reason="Court", until=None, person=publisher, now=NOON)
    suspect = partial(suspect_crime, reason="Court", until=None, person=publisher, now=NOON)
    pages = {
        page_of(noticed),
        page_of(lambda comment: demanded(comment, publisher)),
        page_of(lambda comment: hold(subject=comment.subject)),
        page_of(lambda comment: hold(subject=noticed(comment).record_name)),
        page_of(lambda comment: suspect(subject=comment.subject, told=None)),
    }

    assert len(pages) == 1


def test_4b_01_a_readers_report_keeps_nothing(shown: Comment) -> None:
    reported(shown, words="Look.")

    assert asked(shown).status == Status.ERASED


def test_4b_01_an_open_letter_or_order_keeps_it_until_it_is_settled(shown: Comment, publisher: User) -> None:
    demand = demanded(shown, publisher)
    assert asked(shown).status == Status.WITHDRAWN

    Demand.objects.filter(pk=demand.pk).update(outcome="done", settled_at=minutes(1))

    assert erase_due(now=minutes(2)) == 1


def test_4b_01_the_end_of_a_hold_comes_by_time_and_is_found(shown: Comment, publisher: User) -> None:
    place = partial(place_hold, reason="Court", person=publisher, now=NOON)
    place(subject=shown.subject, until=minutes(30))
    hold = place(subject=noticed(shown).record_name, until=None)
    asked(shown)
    Notice.objects.update(outcome="gone", decided_at=NOON)

    assert erase_due(now=minutes(29)) == 0
    assert erase_due(now=minutes(31)) == 0
    lift_hold(hold_id=hold.pk, person=publisher, now=minutes(32))
    assert erase_due(now=minutes(33)) == 1
    assert fresh(shown).text == ""


@pytest.mark.sqlite("reads SQLite's own plan")
def test_4b_01_the_worker_looks_along_the_index(shown: Comment) -> None:
    assert "comment_to_erase" in asked_and_free(LATER).explain()


def test_4b_01_a_second_press_changes_nothing(shown: Comment, notice: Notice, client: Client) -> None:
    asked(shown)
    entries = LedgerEntry.objects.count()

    again = asked(shown, minutes(5))
    by_form = client.post(f"/track/{shown.tracking_token}/erase/")

    assert (again.erasure_asked_at, by_form.status_code) == (LATER, 303)
    assert LedgerEntry.objects.count() == entries


def test_4b_01_what_is_erased_already_answers_as_ever_though_it_is_held(
    shown: Comment, publisher: User, client: Client
) -> None:
    asked(shown)
    place_hold(subject=shown.subject, reason="Court", until=None, person=publisher, now=LATER)

    assert client.post(f"/track/{shown.tracking_token}/erase/").status_code == 303
    assert erase_comment(comment_id=shown.pk, reason="Asked", person=publisher, now=LATER) is None


def test_4b_01_a_second_press_after_the_answer_erases_at_once(
    shown: Comment, notice: Notice, editor: User
) -> None:
    asked(shown)
    answered(notice, editor, minutes(1))

    assert asked(shown, minutes(2)).status == Status.ERASED


def test_4b_01_what_was_taken_back_before_is_put_off_too(shown: Comment, notice: Notice) -> None:
    withdraw(tracking_token=shown.tracking_token, now=LATER)

    comment = asked(shown, minutes(1))

    assert (comment.status, comment.erasure_asked_at) == (Status.WITHDRAWN, minutes(1))


def test_4b_01_an_answer_that_is_undone_keeps_it_again(shown: Comment, notice: Notice, editor: User) -> None:
    asked(shown)
    answered(notice, editor, minutes(1))
    undo_answer(notice_id=notice.pk, person=editor, now=minutes(1) + UNDO / 2)

    assert erase_due(now=minutes(20)) == 0
    notice.refresh_from_db()
    assert (notice.outcome, fresh(shown).status) == ("", Status.WITHDRAWN)
    answered(notice, editor, minutes(21))
    assert erase_due(now=minutes(22)) == 1


def test_4b_01_the_desk_answers_the_notice_in_words(shown: Comment, notice: Notice, editor: User) -> None:
    asked(shown)
    desk = signed_in(editor)
    address = f"/desk/notices/{notice.pk}/"

    page = desk.get(address).content.decode()
    card = desk.get(f"/desk/card/{shown.public_id}/").content.decode()

    assert "asked for its erasure" in page
    assert "Answer the notice" in page
    assert WORDS in page
    assert "Its erasure was asked for" in card
    done = desk.post(f"{address}answer", {"outcome": "gone", "answer": "Its author took it back."})
    assert done.status_code == 303
    assert "asked for its erasure" not in desk.get(address).content.decode()


@pytest.mark.parametrize("stands", ["pending", "approved", "rejected", "withheld"])
def test_4b_01_nobody_brings_it_back_to_the_page(
    thread: Thread, moderator: User, editor: User, publisher: User, stands: str
) -> None:
    comment = sent(thread, WORDS, **WHO)
    place_hold(subject=comment.subject, reason="Court", until=None, person=publisher, now=NOON)
    decision = None
    if stands != "pending":
        decision = (approved if stands != "rejected" else rejected)(comment, moderator, now=LATER)
    if stands == "withheld":
        decision = withheld(fresh(comment), moderator, now=LATER)
    assert fresh(comment).status == stands

    assert asked(comment, LATER + UNDO / 2).status == Status.WITHDRAWN

    if decision:
        with pytest.raises(TooLateToUndo):
            undo(decision_id=str(decision.pk), moderator=moderator, now=LATER + UNDO / 2)
    with pytest.raises(AlreadyDecided):
        decide(APPROVE, Judged(comment.pk, 1), moderator=editor, now=minutes(1))
    with pytest.raises(NotPossibleNow):
        revise(tracking_token=comment.tracking_token, text="Again.", now=minutes(1))
    with pytest.raises(NotPossibleNow):
        withdraw(tracking_token=comment.tracking_token, now=minutes(1))
    with pytest.raises(NotAppealable):
        appeal(tracking_token=comment.tracking_token, words="But.", now=minutes(1))
    assert not OutboxMessage.objects.due(minutes(9)).filter(recipient=WHO["email"]).exists()
    assert verify_paper().problems == []


def test_4b_01_an_appeal_of_the_author_lapses_and_cannot_publish_it(
    shown: Comment, moderator: User, editor: User, publisher: User
) -> None:
    removed(shown, moderator, ground=Ground.OTHER, note="No.")
    appeal(tracking_token=shown.tracking_token, words="It is fine.", now=LATER)
    place_hold(subject=shown.subject, reason="Court", until=None, person=publisher, now=LATER)

    comment = asked(shown, minutes(1))

    assert Appeal.objects.get().lapsed_at == minutes(1)
    assert (comment.status, comment.appealed_at) == (Status.WITHDRAWN, None)
    with pytest.raises(AlreadyDecided):
        decide(REINSTATE, Judged(comment.pk, 1), Reasons(note="Yes."), moderator=editor, now=minutes(2))
    assert verify_paper().problems == []


def test_4b_01_one_that_cannot_be_erased_keeps_no_other_waiting(
    thread: Thread, shown: Comment, notice: Notice, moderator: User, editor: User
) -> None:
    other = sent(thread, "Another.", **WHO)
    approved(other, moderator)
    second = noticed(other)
    for comment, about in ((shown, notice), (other, second)):
        asked(comment)
        answered(about, editor, minutes(1))
    with refusing("comments_comment", f"OLD.id = {shown.pk}"):
        assert erase_due(now=minutes(2)) == 1

    assert (fresh(shown).status, fresh(other).status) == (Status.WITHDRAWN, Status.ERASED)
    assert erase_due(now=minutes(3)) == 1
