"""Promise 3.4: what one moderator reads is leased to them and shown to colleagues; and no decision is taken twice."""

import json
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.answer import Answer
from tests.makers.desk import shown_comment, signed_in, waiting_comment
from tests.page import Page
from tests.rigs.file_paper import FilePaper, file_papers, output_of

from kawaraban.comments.models import Comment, Thread
from kawaraban.doors.desk.lane import claims
from kawaraban.doors.desk.models import Claim
from kawaraban.people.models import User

__all__ = ["file_papers"]

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def mika(db: None, moderator: User) -> Client:
    return signed_in(moderator)


@pytest.fixture
def ines(db: None, editor: User) -> Client:
    return signed_in(editor)


def url(verb: str, comment: Comment) -> str:
    return reverse(f"desk:{verb}", args=[comment.public_id])


def approve(client: Client, comment: Comment, **extra: Any) -> Answer:
    return client.post(url("approve", comment), {"revision_number": 1}, **extra)


def holder(comment: Comment) -> str:
    """Who holds it now; "" when nobody does."""
    claim = Claim.objects.live(timezone.now()).filter(comment=comment).first()
    return claim.moderator.first_name if claim else ""


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_3_04_opening_a_card_leases_it_and_colleagues_see_who_reads_it(
    headers: dict[str, str], mika: Client, ines: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread, minutes=9)
    other = waiting_comment(thread, name="Noor", minutes=3)

    mika.get(url("card", comment), headers=headers)
    card = ines.get(url("card", comment)).content.decode()
    queue = ines.get(url("card", other)).content.decode()
    arrivals = ines.get("/desk/arrivals/", {"after": other.public_id}).json()

    assert holder(comment) == "Mika"
    assert "<bdi>Mika</bdi> is reading this, since" in Page(card).markup
    assert 'id="approve"' not in card
    assert queue.count("Mika is reading this") == 1
    assert arrivals["readers"] == {comment.public_id: "Mika is reading this"}


def test_3_04_the_desk_opens_and_goes_on_with_what_no_colleague_reads(
    mika: Client, ines: Client, thread: Thread
) -> None:
    first, second, third = (waiting_comment(thread, minutes=minutes) for minutes in (9, 5, 3))
    mika.get("/desk/")

    opened = ines.get("/desk/")
    next_one = approve(ines, second)

    assert holder(first) == "Mika"
    assert f'data-id="{second.public_id}"' in opened.content.decode()
    assert next_one.headers["Location"].startswith(url("card", third))


def test_3_04_when_colleagues_read_all_that_waits_the_desk_says_so(
    mika: Client, ines: Client, thread: Thread
) -> None:
    waiting_comment(thread)
    mika.get("/desk/")

    page = ines.get("/desk/").content.decode()

    assert "Colleagues are reading all that waits." in page
    assert "Nobody waits." not in page


def test_3_04_a_lease_ends_by_itself_and_a_beat_renews_it(
    moderator: User, editor: User, thread: Thread
) -> None:
    comment, now = waiting_comment(thread), timezone.now()
    claims.open_claim(comment, moderator=moderator, now=now)

    later = now + timedelta(seconds=40)
    assert claims.beat(comment, moderator=moderator, now=later) is None
    renewed = claims.open_claim(comment, moderator=editor, now=now + timedelta(seconds=90))
    ended = claims.open_claim(comment, moderator=editor, now=later + claims.LEASE)

    assert renewed is not None
    assert renewed.moderator == moderator
    assert renewed.taken_at == now
    assert ended is None
    assert Claim.objects.get().moderator == editor


@pytest.mark.parametrize("end", ["decide", "leave", "open another", "sign out"])
def test_3_04_a_claim_is_released_at_every_end(end: str, mika: Client, thread: Thread) -> None:
    comment, other = waiting_comment(thread, minutes=9), waiting_comment(thread, minutes=3)
    mika.get(url("card", comment))
    assert holder(comment) == "Mika"

    {
        "decide": lambda: approve(mika, comment),
        "leave": lambda: mika.post(url("leave", comment)),
        "open another": lambda: mika.get(url("card", other)),
        "sign out": lambda: mika.post("/desk/sign-out/"),
    }[end]()

    assert holder(comment) == ""


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
@pytest.mark.parametrize("is_last", [False, True])
def test_3_04_what_is_decided_is_held_by_nobody_whoever_read_it(
    headers: dict[str, str], mika: Client, ines: Client, thread: Thread, *, is_last: bool
) -> None:
    comment = waiting_comment(thread, minutes=9)
    other = None if is_last else waiting_comment(thread, minutes=3)
    mika.get(url("card", comment))

    approve(ines, comment, headers=headers)

    leased = set() if other is None or not headers else {(other.pk, "Ines")}
    assert set(Claim.objects.values_list("comment_id", "moderator__first_name")) == leased


def test_3_04_a_comment_that_does_not_wait_is_not_leased(
    mika: Client, thread: Thread, moderator: User
) -> None:
    mika.get(url("card", shown_comment(thread, moderator)))

    assert not Claim.objects.exists()


def test_3_04_taking_over_is_a_button_and_the_colleague_is_told(
    mika: Client, ines: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread)
    mika.get(url("card", comment))
    still = mika.post(url("hold", comment)).json()

    page = ines.post(url("take_over", comment)).content.decode()
    lost = mika.post(url("hold", comment)).json()

    assert still == {"lost": ""}
    assert 'id="approve"' in page
    assert holder(comment) == "Ines"
    assert lost == {"lost": "Ines has taken this comment over."}


def test_3_04_leaving_a_card_lets_go_of_nobody_elses_claim(
    mika: Client, ines: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread)
    mika.get(url("card", comment))

    ines.post(url("leave", comment))

    assert holder(comment) == "Mika"


def test_3_04_a_claim_never_stops_a_decision(mika: Client, ines: Client, thread: Thread) -> None:
    comment = waiting_comment(thread)
    mika.get(url("card", comment))

    first = approve(ines, comment)
    second = approve(mika, comment)

    assert first.status_code == HTTPStatus.SEE_OTHER
    assert second.status_code == HTTPStatus.CONFLICT
    assert "Ines was faster and approved this comment." in second.content.decode()


RACES = """
import json, threading
now = datetime.now(UTC)
thread = Thread.objects.get()
receive([submission(thread, f"Words {n}.", now=now) for n in range({rounds})], now=now)
ids = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
people = {user.username: user for user in User.objects.all()}
barrier = threading.Barrier(2)
told = {name: [] for name in people}
def desk(name):
    for pk in ids:
        barrier.wait()
        try:
            if (pk + (name == "mika")) % 2:
                decide(APPROVE, Judged(pk, 1), moderator=people[name], now=datetime.now(UTC))
            else:
                decide(REJECT, Judged(pk, 1), Reasons(ground=Ground.SPAM), moderator=people[name],
                       now=datetime.now(UTC))
        except AlreadyDecided as already:
            told[name].append((pk, already.decision.moderator.username))
    connections.close_all()
with connections["default"].cursor() as cursor:
    cursor.execute("PRAGMA synchronous=OFF")
import django.db.backends.signals as signals
def fast(sender, connection, **kwargs):
    connection.cursor().execute("PRAGMA synchronous=OFF")
signals.connection_created.connect(fast)
desks = [threading.Thread(target=desk, args=[name]) for name in people]
for each in desks: each.start()
for each in desks: each.join()
from kawaraban.law.models import Decision
subjects = list(Decision.objects.values_list("subject", "moderator__username"))
public = dict(Comment.objects.values_list("pk", "public_id"))
waiting = Comment.objects.filter(status="pending").count()
print(json.dumps({"told": told, "subjects": subjects, "open": waiting, "public": public}))
"""


# Two desks mostly wait for each other's transaction: the races are run on several papers side by side.
PAPERS = 4
RACES_EACH = 250


def test_3_04_of_a_thousand_races_of_two_desks_none_is_decided_twice(
    file_papers: Callable[[int], list[FilePaper]],
) -> None:
    racing = [paper.start(RACES.replace("{rounds}", str(RACES_EACH))) for paper in file_papers(PAPERS)]
    ends = [json.loads(output_of(races)) for races in racing]

    assert PAPERS * RACES_EACH == 1000
    for said in ends:
        expect_each_decided_once(said)


def expect_each_decided_once(said: dict[str, Any]) -> None:
    by_subject = dict(said["subjects"])
    told = {pk: faster for losers in said["told"].values() for pk, faster in losers}
    assert said["open"] == 0
    assert len(said["subjects"]) == len(by_subject) == RACES_EACH
    assert len(told) == sum(len(losers) for losers in said["told"].values()) == RACES_EACH
    assert all(by_subject[f"comment:{said['public'][str(pk)]}"] == faster for pk, faster in told.items())
    assert all(faster != loser for loser, losers in said["told"].items() for _pk, faster in losers)
