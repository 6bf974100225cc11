"""4b.1 Whatever is done to a paper, in any order, half done or done again: the record is whole, what is erased is gone,
nobody waits for ever, and no letter is lost."""

import random
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from tests.makers.crossing_acts import Crossing, everything_over, faults_of, stuck

from kawaraban.comments.models import Thread
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_4b_01_whatever_is_done_in_any_order(
    thread: Thread, moderator: User, editor: User, publisher: User, noon: datetime, settings: Any, seed: int
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = settings.REPORTS_PER_HOUR = 0
    settings.NOTICES_PER_HOUR = 0
    settings.KEEP_REFUSED_DAYS = settings.KEEP_WORDS_DAYS = 184
    settings.KEEP_NOTICE_DAYS = settings.KEEP_ADDRESS_DAYS = 1
    room = Crossing(thread, moderator, editor, publisher, noon, random.Random(seed))

    for _part in range(6):
        room.run(60)
        assert list(faults_of(room)) == []
    room.settle_everything()
    assert [*faults_of(room), *stuck(room)] == []
    everything_over(room)

    assert [*faults_of(room), *stuck(room)] == []
    assert len(mail.outbox) == len({(each.to[0], each.body) for each in mail.outbox})
    assert len(room.done) > 20
