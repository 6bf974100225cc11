"""P9 Approved: the page is ordered anew and the comment is there for everyone. Refused: the author is told why."""

from datetime import datetime, timedelta

import pytest
from tests.makers.comments import approved, rejected, sent

from kawaraban.comments.keys import count_key, thread_page_key
from kawaraban.comments.models import Thread
from kawaraban.comments.numbers import approved_counts
from kawaraban.comments.thread.page import thread_view
from kawaraban.comments.tracking import track
from kawaraban.law.grounds import GROUNDS_THAT_NEED_WORDS, Ground
from kawaraban.law.policy.wording import ground_label
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
LATER = timedelta(minutes=1)


def test_p9_an_approved_comment_is_on_the_page_and_the_page_is_ordered(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, "Good news.")
    assert thread_view(thread, language="en").comments == ()

    approved(comment, moderator)

    [seen] = thread_view(thread, language="en").comments
    assert "Good news." in seen.html
    assert ReprintOrder.objects.get().keys == [count_key(thread), thread_page_key(thread, 1)]
    assert approved_counts([thread.locator]) == {thread.locator: 1}
    assert track(comment.tracking_token, noon + LATER).comment_url


@pytest.mark.parametrize("ground", list(Ground))
def test_p9_a_refused_author_is_told_on_which_ground(
    ground: Ground, thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread)

    rejected(comment, moderator, ground=ground, note="Why." if ground in GROUNDS_THAT_NEED_WORDS else "")

    told = track(comment.tracking_token, noon + LATER)
    assert (told.status, told.ground_label) == ("rejected", ground_label(ground))
    assert told.statement
    assert told.statement.ground_words.startswith(ground_label(ground))
    assert thread_view(thread, language="en").comments == ()
