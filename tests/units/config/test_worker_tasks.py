"""The worker follows the record, delivers hooks and writes digests."""

from datetime import timedelta

import pytest
from django.conf import settings as live
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.makers.desk import waiting_comment
from tests.rigs.hook_receiver import receiving

from kawaraban.alerts.events import EVENTS
from kawaraban.alerts.hooks import make_hook
from kawaraban.alerts.wishes import keep_wish
from kawaraban.comments.actions.decide import approve
from kawaraban.comments.models import Thread
from kawaraban.config.processes.worker_role import paper_zone, worker_tasks
from kawaraban.law.models import OutboxMessage
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def test_a_decision_reaches_a_hook_through_the_tasks_of_the_worker(
    thread: Thread, moderator: User, settings: Settings
) -> None:
    settings.HOOKS_PRIVATE, settings.UNDO_SECONDS = True, 0
    tasks = {task.name: task.run for task in worker_tasks(live.DATA)}
    with receiving() as receiver:
        now = timezone.now()
        make_hook(address=receiver.address, events=list(EVENTS), now=now)
        comment = waiting_comment(thread)
        approve(comment_id=comment.pk, revision_number=1, moderator=moderator, now=timezone.now())

        tasks["record"]()
        tasks["hooks"]()

    assert len(receiver.came) == 1


def test_a_digest_comes_through_the_tasks_of_the_worker(thread: Thread, moderator: User) -> None:
    moderator.email = "mika@example.org"
    moderator.save()
    waiting_comment(thread)
    now = timezone.now()
    here = now.astimezone(paper_zone())
    keep_wish(
        user=moderator,
        times=[f"{here:%H:%M}"],
        more_than=None,
        longer_than_hours=None,
        now=now - timedelta(hours=1),
    )

    {task.name: task.run for task in worker_tasks(live.DATA)}["digests"]()

    assert OutboxMessage.objects.get().recipient == "mika@example.org"
