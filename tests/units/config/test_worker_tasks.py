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
from kawaraban.comments.actions.acts import APPROVE
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Thread
from kawaraban.config.processes.worker_role import paper_zone, worker_tasks
from kawaraban.law.models import OutboxMessage
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder
from kawaraban.press.printing.finished_orders import KEPT_COUNT
from kawaraban.press.store.store import Store

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
        decide(APPROVE, Judged(comment.pk, 1), moderator=moderator, now=timezone.now())

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


def test_finished_orders_leave_the_log_through_the_tasks_of_the_worker() -> None:
    long_ago = timezone.now() - timedelta(days=3)
    orders = ReprintOrder.objects.bulk_create(
        ReprintOrder(keys=["story-1"], reason="test", ordered_at=long_ago) for _ in range(KEPT_COUNT + 7)
    )
    store = Store(live.DATA.store)
    store.move_cursor(orders[-1].pk)

    {task.name: task.run for task in worker_tasks(live.DATA)}["finished orders"]()

    store.move_cursor(0)
    assert ReprintOrder.objects.count() == KEPT_COUNT
