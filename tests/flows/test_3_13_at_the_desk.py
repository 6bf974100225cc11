"""3.13 Appeals at the desk: their lane and card, decided by another person, once."""

import json
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.answer import Answer
from tests.makers.comments import approved, rejected, sent
from tests.makers.desk import signed_in
from tests.makers.law.redress import noticed
from tests.page import Page
from tests.rigs.file_paper import FilePaper, file_paper  # noqa: F401

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.appeal import appeal, appeal_notice
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Appeal, Decision, Verdict
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def appealed(thread: Thread, moderator: User, *, name: str = "Ada", minutes: float = 60) -> Comment:
    """Refused a day ago, appealed so many minutes ago."""
    now = timezone.now()
    comment = sent(
        thread, f"{name} says it.", name=name, email="ada@example.org", now=now - timedelta(days=1)
    )
    rejected(comment, moderator, ground=Ground.OTHER, note="Too loud.", now=now - timedelta(days=1))
    appeal(
        tracking_token=comment.tracking_token,
        words="It is a <quotation>.",
        now=now - timedelta(minutes=minutes),
    )
    comment.refresh_from_db()
    return comment


def notifier_appealed(thread: Thread, moderator: User) -> Comment:
    now = timezone.now() - timedelta(days=1)
    comment = sent(thread, "He takes bribes.", name="Bo", now=now)
    approved(comment, moderator, now=now)
    notice = noticed(comment, now=now)
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="Opinion."), moderator=moderator, now=now)
    appeal_notice(token=notice.token, words="It is a claim of fact.", now=timezone.now())
    return comment


def names(page: Answer) -> list[str]:
    return [row.name for row in Page(page.content).rows]


def opened(page: Answer) -> str:
    return Page(page.content).opened


def act(desk: Client, comment: Comment, name: str, note: str = "") -> Answer:
    url = f"/desk/card/{comment.public_id}/{name}?lane=appeals"
    return desk.post(url, {"revision_number": 1, "lane": "appeals", "matter": "1", "note": note})


def test_3_13_the_lane_holds_the_appeals_and_the_card_both_sides(
    thread: Thread, moderator: User, editor: User
) -> None:
    appealed(thread, moderator, name="Late", minutes=5)
    appealed(thread, moderator, name="Early", minutes=130)
    sent(thread, "Nothing to do with it.", name="Other")

    page = signed_in(editor).get("/desk/appeals/")

    assert names(page) == ["Early", "Late"]
    text = page.content.decode()
    assert Page(text).tabs["Appeals"] == "2"
    assert "The author appeals" in text
    assert '<blockquote dir="auto">It is a &lt;quotation&gt;.</blockquote>' in Page(text).markup
    assert "Mika did not publish it: Other harm." in text
    assert "Too loud." in text
    assert "2 h 10 min" in text


def test_3_13_who_decided_is_not_offered_the_decision_and_their_desk_goes_past_it(
    thread: Thread, moderator: User, editor: User
) -> None:
    own = appealed(thread, moderator, name="Own", minutes=90)
    other = appealed(thread, editor, name="Other", minutes=30)
    desk = signed_in(moderator)

    lane = desk.get("/desk/appeals/")
    card = desk.get(f"/desk/card/{own.public_id}/?lane=appeals").content.decode()

    assert names(lane) == ["Own", "Other"]
    assert opened(lane) == "Other"
    assert "Somebody else must decide the appeal." in card
    assert "/uphold" not in card
    assert "/reinstate" not in card
    assert "/uphold" in desk.get(f"/desk/card/{other.public_id}/?lane=appeals").content.decode()
    assert opened(desk.get("/desk/not-published/")) in {"Own", "Other"}


def test_3_13_alone_with_their_own_decisions_they_are_told_that_a_colleague_must_decide(
    thread: Thread, moderator: User
) -> None:
    appealed(thread, moderator)

    page = signed_in(moderator).get("/desk/appeals/").content.decode()

    assert "Nothing here is yours to decide." in page


@pytest.mark.parametrize("name", ["reinstate", "uphold"])
def test_3_13_who_decided_and_decides_all_the_same_is_refused_in_words(
    thread: Thread, moderator: User, name: str
) -> None:
    comment = appealed(thread, moderator)

    answer = act(signed_in(moderator), comment, name, note="As before.")

    assert answer.status_code == HTTPStatus.CONFLICT
    assert "somebody else must decide the appeal" in answer.content.decode()
    assert Appeal.objects.open().count() == 1


def test_3_13_publishing_it_corrects_what_was_told_and_can_be_undone(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = appealed(thread, moderator)
    desk = signed_in(editor)

    answer = act(desk, comment, "reinstate")
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert "Published on appeal" in desk.get(answer["Location"]).content.decode()
    decision = Decision.objects.get(verdict=Verdict.REINSTATED)
    desk.post(f"/desk/card/{comment.public_id}/undo?lane=appeals", {"decision": decision.pk})

    comment.refresh_from_db()
    assert comment.status == Status.REJECTED
    assert names(desk.get("/desk/appeals/")) == ["Ada"]


def test_3_13_a_decision_that_holds_says_why_to_the_author(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = appealed(thread, moderator)
    desk = signed_in(editor)

    without = act(desk, comment, "uphold")
    act(desk, comment, "uphold", note="It is no quotation.")
    send_due(now=utc_now() + timedelta(seconds=11))

    assert without.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say why the decision holds" in without.content.decode()
    assert "It is no quotation." in mail.outbox[-1].body
    history = desk.get(f"/desk/card/{comment.public_id}/").content.decode()
    assert "Ines decided on appeal that the decision holds." in history


def test_3_13_the_second_of_two_is_told_who_was_faster(
    thread: Thread, moderator: User, editor: User, publisher: User
) -> None:
    comment = appealed(thread, moderator)
    act(signed_in(editor), comment, "uphold", note="No.")

    answer = act(signed_in(publisher), comment, "reinstate", note="Yes.")

    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Ines was faster and decided that the refusal holds." in answer.content.decode()
    assert Decision.objects.filter(verdict=Verdict.REINSTATED).count() == 0


def test_3_13_a_notifiers_appeal_is_decided_by_keeping_in_words_or_by_taking_off(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = notifier_appealed(thread, moderator)
    desk = signed_in(editor)

    page = desk.get("/desk/appeals/").content.decode()
    without = act(desk, comment, "keep")
    act(desk, comment, "keep", note="It is marked as an opinion.")
    send_due(now=utc_now() + timedelta(seconds=11))

    assert "The sender of a notice appeals" in page
    assert "Take off the page" in page
    assert without.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    told = mail.outbox[-1]
    assert told.to == ["nora@example.org"]
    assert "The content stays." in told.body
    assert "It is marked as an opinion." in told.body
    assert "decided differently" not in told.body


def test_3_13_taking_it_off_tells_the_notifier_that_it_was_changed(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = notifier_appealed(thread, moderator)

    url = f"/desk/card/{comment.public_id}/reject?lane=appeals"
    fields = {"revision_number": 1, "lane": "appeals", "matter": "1", "from": "approved"}
    signed_in(editor).post(url, {**fields, "ground": "defamation"})
    send_due(now=utc_now() + timedelta(seconds=11))

    assert any("decided differently" in told.body for told in mail.outbox)


RACES = """
import json, threading
from kawaraban.comments.actions.acts import REINSTATE, UPHOLD
from kawaraban.comments.actions.appeal import appeal
from kawaraban.law.models import Appeal, Decision

thread = Thread.objects.get()
judge = User.objects.create_user("judge", role="moderator")
long_ago = datetime.now(UTC) - timedelta(hours=1)
comments = []
for number in range(20):
    [receipt] = receive([submission(thread, f"Text {number}.", now=long_ago)], now=long_ago)
    comment = Comment.objects.get(public_id=receipt.public_id)
    decide(REJECT, Judged(comment.pk, 1), Reasons(ground=Ground.INSULT), moderator=judge, now=long_ago)
    appeal(tracking_token=comment.tracking_token, words="No.", now=datetime.now(UTC))
    comments.append(comment)
people = list(User.objects.exclude(username="judge").order_by("pk"))[:2]
barrier = threading.Barrier(2)
answers = {comment.public_id: [] for comment in comments}
def desk(person, act):
    for comment in comments:
        barrier.wait(timeout=60)
        try:
            judged = Judged(comment.pk, 1, saw_matter=True)
            decide(act, judged, Reasons(note="Because."), moderator=person, now=datetime.now(UTC))
            answers[comment.public_id].append("decided")
        except AlreadyDecided as already:
            answers[comment.public_id].append(already.decision.verdict)
    connections.close_all()
desks = [threading.Thread(target=desk, args=pair) for pair in zip(people, (UPHOLD, REINSTATE))]
for each in desks: each.start()
for each in desks: each.join()
outcomes = Decision.objects.filter(verdict__in=["upheld", "reinstated"]).count()
print(json.dumps({"answers": answers, "outcomes": outcomes, "open": Appeal.objects.open().count()}))
"""


def test_3_13_of_two_desks_that_decide_an_appeal_at_once_one_wins(file_paper: FilePaper) -> None:  # noqa: F811
    said = json.loads(file_paper.run(RACES))

    for told in said["answers"].values():
        assert sorted(told) in (["decided", "reinstated"], ["decided", "upheld"]), said
    assert (len(said["answers"]), said["outcomes"], said["open"]) == (20, 20, 0)
