"""1.11 Text is plain, stored as sent, escaped when shown; names cannot deceive; avatars are drawn from the name."""

import re
from datetime import UTC, datetime

import pytest
from tests.makers.comments import approved, sent, submission

from kawaraban.comments.actions.receive import receive
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.submission import Limits, RawSubmission, Reason, Refused, shape
from kawaraban.comments.thread.page import thread_view
from kawaraban.comments.tracking import track
from kawaraban.people.avatars import avatar_for
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
TEXT = 'one <script>alert("1")</script>\r\ntwo\r\n\r\nhttps://example.org/?a=1&b=2 javascript:alert(1)\u202e'


def test_1_11_a_text_is_stored_as_sent_and_escaped_when_shown(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, TEXT)
    approved(comment, moderator)

    [seen] = thread_view(thread, language="en").comments

    assert Comment.objects.get().text == TEXT
    assert track(comment.tracking_token, noon).html == seen.html
    assert re.findall(r"<(\w+)", seen.html) == ["p", "br", "p", "a"]
    assert seen.html.count('dir="auto"') == 2
    assert re.findall(r"<a [^>]*>", seen.html) == [
        '<a href="https://example.org/?a=1&amp;b=2" rel="ugc nofollow noopener">'
    ]
    assert seen.language == "en"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("A\u202eda\u2066\u200b", "Ada"), ("\ufeff Ada\u00ad  L. ", "Ada L."), ("Ada\r\nBcc: x", "Ada Bcc: x")],
)
def test_1_11_a_name_keeps_what_can_be_seen(typed: str, kept: str) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)

    assert (
        shape(RawSubmission("story-1", "", typed, "x", "", "en", "", "", now), limits=Limits()).name == kept
    )


@pytest.mark.parametrize(
    "name", ["mika", "M1ка", "\uff2d\uff29\uff2b\uff21", "Moderator", "Editör", "管理者"]
)
def test_1_11_a_name_does_not_imitate_staff(
    name: str, thread: Thread, moderator: User, noon: datetime
) -> None:
    [refused] = receive([submission(thread, name=name)], now=noon)

    assert isinstance(refused, Refused)
    assert refused.reason is Reason.NAME_OF_STAFF


def test_1_11_an_avatar_comes_from_the_name_alone(thread: Thread, moderator: User) -> None:
    approved(sent(thread, name="Özge"), moderator)

    [seen] = thread_view(thread, language="en").comments

    assert seen.avatar == avatar_for("Özge") == avatar_for("O\u0308zge")
    assert "<img" not in seen.html
