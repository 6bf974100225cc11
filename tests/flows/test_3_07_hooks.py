"""3.7: what is recorded is told to hooks: signed, again and again until it arrives, and never into the own network."""

import contextlib
import hashlib
import hmac
import json
import os
import re
import shutil
import socket
import subprocess
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.makers.desk import signed_in, waiting_comment
from tests.rigs.hook_receiver import receiving

from kawaraban.alerts import delivering, hooks
from kawaraban.alerts.delivering import MOST_ATTEMPTS, deliver_due
from kawaraban.alerts.events import EVENTS, PING
from kawaraban.alerts.models import Attempt, Delivery, Hook
from kawaraban.comments.actions import author, threads
from kawaraban.comments.actions.acts import REJECT
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.receive import Receipt, receive
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.submission import Submission
from kawaraban.law.grounds import Ground
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def private_is_fine(settings: Settings) -> None:
    settings.HOOKS_PRIVATE = True


def hook_to(address: str, *, now: datetime, events: list[str] | None = None) -> tuple[Hook, str]:
    return hooks.make_hook(address=address, events=events or list(EVENTS), now=now)


def rejected(thread: Thread, moderator: User, *, now: datetime) -> Comment:
    comment = waiting_comment(thread, name="Zeynep", text="Very secret words", email="z@example.org", now=now)
    decide(
        REJECT,
        Judged(comment.pk, 1),
        Reasons(ground=Ground.OTHER, note="Said in the note."),
        moderator=moderator,
        now=now,
    )
    return comment


def rounds(now: datetime) -> int:
    """One round of the worker's two tasks, once the time for undo is over."""
    hooks.follow_record(now=now)
    return deliver_due(now=now)


def test_3_07_a_decision_is_told_and_signed(thread: Thread, moderator: User, noon: datetime) -> None:
    with receiving() as receiver:
        _hook, secret = hook_to(receiver.address, now=noon)
        comment = rejected(thread, moderator, now=noon)

        rounds(noon + LATER)

    [(headers, body)] = receiver.came
    said = json.loads(body)
    moment, mark = (part.split("=", 1)[1] for part in headers["Kawaraban-Signature"].split(","))
    assert mark == hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
    assert int(moment) == int((noon + LATER).timestamp())
    assert headers["Kawaraban-Event"] == said["event"] == "comment.decided"
    assert (said["kind"], said["comment"], said["ground"]) == ("comment_rejected", comment.public_id, "other")


def test_3_07_no_name_no_text_no_note_and_no_address_is_told(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    with receiving() as receiver:
        hook_to(receiver.address, now=noon)
        rejected(thread, moderator, now=noon)
        threads.close_thread(thread_id=thread.pk, reason="Late.", person=moderator, now=noon)
        rounds(noon + LATER)

    everything = " ".join(body for _headers, body in receiver.came)
    assert len(receiver.came) == 2
    for personal in ("Zeynep", "secret words", 'example.org"', "mika", "Mika", "note", "sha256"):
        assert personal not in everything


@pytest.mark.django_db(transaction=True)
def test_3_07_receiving_and_withdrawing_are_told_by_the_record_alone(thread: Thread, noon: datetime) -> None:
    with receiving() as receiver:
        hook_to(receiver.address, now=noon)
        sent = Submission(
            thread_locator=thread.locator,
            parent_public_id="",
            name="Zeynep",
            text="Who pays?",
            email="",
            language="en",
            sender_address="203.0.113.7",
            sent_at=noon,
        )
        [receipt] = receive([sent], now=noon)
        assert isinstance(receipt, Receipt)
        author.withdraw(tracking_token=receipt.tracking_token, now=noon)

        rounds(noon + LATER)

    told = [json.loads(body)["event"] for _headers, body in receiver.came]
    assert told == ["comment.received", "comment.withdrawn"]


def test_3_07_only_the_chosen_events_and_only_while_it_is_on(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    with receiving() as receiver:
        hook, _secret = hook_to(receiver.address, now=noon, events=["thread.changed"])
        rejected(thread, moderator, now=noon)
        threads.close_thread(thread_id=thread.pk, reason="", person=moderator, now=noon)
        rounds(noon + LATER)
        hooks.change_hook(hook=hook, address=hook.address, events=hook.events, is_on=False)
        threads.reopen_thread(thread_id=thread.pk, person=moderator, now=noon + LATER)
        rounds(noon + 2 * LATER)
        hooks.change_hook(hook=hook, address=hook.address, events=hook.events, is_on=True)
        rounds(noon + 3 * LATER)

    assert [json.loads(body)["kind"] for _headers, body in receiver.came] == ["thread_closed"]


def test_3_07_nothing_leaves_before_the_time_for_undo_is_over(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    with receiving() as receiver:
        hook_to(receiver.address, now=noon)
        rejected(thread, moderator, now=noon)

        assert rounds(noon + timedelta(seconds=1)) == 0
        assert rounds(noon + LATER) == 1


def test_3_07_what_fails_is_tried_again_after_longer_and_longer_pauses(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    with receiving(500, 503, 200) as receiver:
        hook_to(receiver.address, now=noon)
        rejected(thread, moderator, now=noon)
        arrived = [rounds(noon + timedelta(minutes=minute)) for minute in (1, 1.5, 2.5, 3, 5)]

    assert arrived == [0, 0, 0, 0, 1]
    assert [attempt.status for attempt in Attempt.objects.order_by("pk")] == [500, 503, 200]
    assert len({json.loads(body)["id"] for _headers, body in receiver.came}) == 1


def test_3_07_after_many_tries_it_is_given_up_and_can_be_sent_by_hand(
    thread: Thread, moderator: User, publisher: User, noon: datetime
) -> None:
    with receiving(500) as receiver:
        hook, _secret = hook_to(receiver.address, now=noon)
        rejected(thread, moderator, now=noon)
        now = noon
        for _ in range(MOST_ATTEMPTS + 3):
            now += timedelta(hours=7)
            rounds(now)
        delivery = Delivery.objects.get()
        dead = delivery.dead_at
        came = len(receiver.came)
        receiver.statuses = [204]

        signed_in(publisher).post(f"/desk/hooks/{hook.pk}/again/{delivery.pk}")
        # The button acts at the present; the paper of this test lives at noon.
        Delivery.objects.update(due_at=now)
        rounds(now + LATER)

    delivery.refresh_from_db()
    assert dead is not None
    assert came == MOST_ATTEMPTS
    assert delivery.delivered_at is not None
    assert delivery.dead_at is None


def test_3_07_one_bad_hook_does_not_keep_the_others_waiting(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    with receiving(500) as bad, receiving() as good:
        hook_to(bad.address, now=noon)
        hook_to(good.address, now=noon)
        for _ in range(3):
            rejected(thread, moderator, now=noon)

        rounds(noon + LATER)

    assert len(bad.came) == 1
    assert len(good.came) == 3


def test_3_07_a_redirect_is_not_followed(thread: Thread, moderator: User, noon: datetime) -> None:
    with receiving() as inner, receiving(307, location=inner.address) as receiver:
        hook_to(receiver.address, now=noon)
        rejected(thread, moderator, now=noon)
        rounds(noon + LATER)

    assert inner.came == []
    assert Attempt.objects.get().status == 307


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.7", "169.254.169.254", "[::ffff:127.0.0.1]"]
)
def test_3_07_no_hook_reaches_into_the_own_network(
    thread: Thread, moderator: User, noon: datetime, settings: Settings, host: str
) -> None:
    settings.HOOKS_PRIVATE = False
    hook_to(f"http://{host}:9/", now=noon)
    rejected(thread, moderator, now=noon)

    rounds(noon + LATER)

    assert [attempt.fault for attempt in Attempt.objects.all()] == ["private address"]


def test_3_07_a_crash_between_following_and_sending_repeats_nothing(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    with receiving() as receiver:
        hook_to(receiver.address, now=noon)
        rejected(thread, moderator, now=noon)
        hooks.follow_record(now=noon)
        hooks.follow_record(now=noon)
        rounds(noon + LATER)
        rounds(noon + 2 * LATER)

    assert len(receiver.came) == 1


def test_3_07_a_delivery_that_was_taken_when_the_worker_died_is_sent_later(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    hook_to("http://127.0.0.1:9/", now=noon)
    rejected(thread, moderator, now=noon)
    hooks.follow_record(now=noon)
    Delivery.objects.update(due_at=noon + timedelta(minutes=5), attempts_count=1)

    assert Delivery.objects.due(noon + LATER).count() == 0
    assert Delivery.objects.due(noon + timedelta(minutes=6)).count() == 1


def test_3_07_the_publisher_makes_a_hook_sees_its_secret_once_and_tests_it(
    publisher: User, settings: Settings
) -> None:
    client = signed_in(publisher)
    with receiving() as receiver:
        made = client.post("/desk/hooks/", {"address": receiver.address, "events": ["comment.decided"]})
        hook = Hook.objects.get()
        secret = hooks.secret_of(hook)
        client.post(f"/desk/hooks/{hook.pk}/test")
        deliver_due(now=Delivery.objects.get().due_at)

    assert secret in made.content.decode()
    assert secret not in hook.secret
    assert secret not in client.get("/desk/hooks/").content.decode()
    assert secret not in client.get(f"/desk/hooks/{hook.pk}/").content.decode()
    assert [headers["Kawaraban-Event"] for headers, _body in receiver.came] == ["ping"]
    assert "arrived" in client.get(f"/desk/hooks/{hook.pk}/").content.decode()


@pytest.mark.parametrize("address", ["ftp://example.org/", "https://name:word@example.org/", "nonsense"])
def test_3_07_an_address_that_is_none_is_refused(publisher: User, address: str) -> None:
    answer = signed_in(publisher).post("/desk/hooks/", {"address": address, "events": ["comment.decided"]})

    assert answer.status_code == 422
    assert not Hook.objects.exists()


def test_3_07_old_deliveries_are_forgotten(thread: Thread, moderator: User, noon: datetime) -> None:
    with receiving() as receiver:
        hook_to(receiver.address, now=noon)
        rejected(thread, moderator, now=noon)
        rounds(noon + LATER)

    retain(now=noon + timedelta(days=31))

    assert not Delivery.objects.exists()


def test_3_07_a_receiver_that_never_ends_is_hung_up_on(
    thread: Thread, moderator: User, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "WHOLE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            line, _address = server.accept()
            with line, contextlib.suppress(OSError):
                line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while True:
                    line.sendall(b"x")
                    threading.Event().wait(0.02)

        receiver = threading.Thread(target=trickle, daemon=True)
        receiver.start()
        hook_to(f"http://127.0.0.1:{server.getsockname()[1]}/", now=noon)
        rejected(thread, moderator, now=noon)
        rounds(noon + LATER)
        receiver.join(10)

    assert Attempt.objects.get().fault == "too slow"


def blocks_of_the_page(language: str) -> list[str]:
    page = (Path(__file__).parents[2] / "docs" / "hooks.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def test_3_07_the_python_of_the_docs_verifies_what_is_sent(thread: Thread, moderator: User) -> None:
    now = timezone.now()
    with receiving() as receiver:
        _hook, secret = hook_to(receiver.address, now=now)
        rejected(thread, moderator, now=now)
        rounds(now + LATER)
    [(headers, body)] = receiver.came
    names: dict[str, Any] = {}
    exec(blocks_of_the_page("python")[0], names)
    is_ours = names["is_ours"]
    header = headers["Kawaraban-Signature"]

    assert is_ours(body.encode(), header, secret)
    assert not is_ours(body.encode() + b" ", header, secret)
    assert not is_ours(body.encode(), header, secret + "x")
    old = delivering.signature(body, secret=secret, moment=int(now.timestamp()) - 600)
    assert not is_ours(body.encode(), old, secret)


@pytest.mark.skipif(not shutil.which("openssl"), reason="the shell of the docs uses openssl")
def test_3_07_the_shell_of_the_docs_verifies_what_is_sent(tmp_path: Path) -> None:
    body = '{"id": "entry-1", "ground": "瓦"}'
    (tmp_path / "body.json").write_text(body, encoding="utf-8")
    program = blocks_of_the_page("sh")[0]

    def said(secret: str) -> str:
        header = delivering.signature(body, secret="kwb_right", moment=1_795_780_800)
        variables = {"PATH": os.environ["PATH"], "SECRET": secret, "HEADER": header}
        done = subprocess.run(
            ["sh", "-c", program], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    assert said("kwb_right") == "ours"
    assert said("kwb_wrong") == ""


@pytest.mark.parametrize("event", [*EVENTS, PING])
def test_3_07_every_event_is_in_the_docs(event: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "hooks.md").read_text(encoding="utf-8")

    assert f"| `{event}` |" in page
