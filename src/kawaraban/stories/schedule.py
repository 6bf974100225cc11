"""What was given a time by its editor: stories that go up, and pages that come down.

    publish_due(now=utc_now())        # the worker, every few seconds

Wagtail has a command for it (`publish_scheduled`), which makes a list and works it off: two machines that do so at the
same moment publish everything twice, and one story that cannot be published keeps all behind it. Here each is taken
with the turn and looked at once more, and one that fails keeps no other.
"""

from datetime import datetime

from django.db.models import QuerySet
from wagtail.models import Page, Revision

from kawaraban.kit.work.first_failure import FirstFailure
from kawaraban.press.turn import one_turn


def publish_due(*, now: datetime) -> int:
    """Take down what has expired and publish what has come due. Returns how many. Raises the first failure last."""
    failed, count = FirstFailure(), 0
    for number in list(_expired(now).values_list("pk", flat=True)):
        with failed:
            count += _take_down(number, now)
    for number in list(_approved(now).values_list("pk", flat=True)):
        with failed:
            count += _publish(number, now)
    failed.tell()
    return count


def _expired(now: datetime) -> QuerySet[Page]:
    found: QuerySet[Page] = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at", "pk")
    return found


def _approved(now: datetime) -> QuerySet[Revision]:
    found: QuerySet[Revision] = Revision.objects.filter(approved_go_live_at__lt=now)
    return found.order_by("approved_go_live_at", "pk")


def _take_down(number: int, now: datetime) -> bool:
    with one_turn():
        page = _expired(now).filter(pk=number).first()
        if page is None:
            return False
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish(number: int, now: datetime) -> bool:
    with one_turn():
        revision = _approved(now).filter(pk=number).first()
        if revision is None:
            return False
        # Its moment is over, so that it is shown at once.
        revision.publish(log_action="wagtail.publish.scheduled")
    return True
