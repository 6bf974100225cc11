"""The workers of two nodes do the same at the same moment: what leaves the paper, or is written, more than once?

python -m tests.rigs.nodes.lockstep 400 400 100 50       {"hooks": {"made": 400, "came": 400}, ...}
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core import mail  # noqa: E402
from tests.makers import stories as made  # noqa: E402
from tests.rigs.hook_receiver import receiving  # noqa: E402
from tests.rigs.nodes.together import at_once  # noqa: E402
from wagtail.models import PageLogEntry  # noqa: E402

from kawaraban.alerts.delivering import deliver_due  # noqa: E402
from kawaraban.alerts.digests import send_digests  # noqa: E402
from kawaraban.alerts.hooks import make_hook, ping  # noqa: E402
from kawaraban.alerts.models import DigestWish  # noqa: E402
from kawaraban.comments.actions.receive import receive  # noqa: E402
from kawaraban.comments.submission import Submission  # noqa: E402
from kawaraban.kit.clock import utc_now  # noqa: E402
from kawaraban.law.models import OutboxMessage  # noqa: E402
from kawaraban.law.outbox import post, send_due  # noqa: E402
from kawaraban.people.models import User  # noqa: E402
from kawaraban.press.models import ReprintOrder  # noqa: E402
from kawaraban.stories.models import SectionPage, StoryPage  # noqa: E402
from kawaraban.stories.schedule import publish_due  # noqa: E402

FAILURES: list[str] = []


def in_lockstep(act: Callable[[], object], times: int) -> None:
    FAILURES.extend(repr(each)[:200] for each in at_once(lambda _thread, _number: act(), times=times))


def hooks(count: int) -> dict[str, int]:
    settings.HOOKS_PRIVATE = True
    now = utc_now()
    with receiving() as receiver:
        hook, _secret = make_hook(address=receiver.address, events=["comment.decided"], now=now)
        for _number in range(count):
            ping(hook, now=now)
        in_lockstep(lambda: deliver_due(now=utc_now(), limit=1), count + 20)
        came = [headers["Kawaraban-Delivery"] for headers, _body in receiver.came]
    return {"made": count, "came": len(came), "different": len(set(came))}


def mails(count: int) -> dict[str, int]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    long_ago = utc_now() - timedelta(hours=1)
    for number in range(count):
        post(
            recipient=f"{number}@paper.example",
            heading="H",
            body="B",
            language="en",
            decision=None,
            now=long_ago,
        )
    in_lockstep(lambda: send_due(now=utc_now(), limit=1), count + 20)
    return {"made": count, "came": len(mail.outbox), "different": len({each.to[0] for each in mail.outbox})}


def digests(count: int) -> dict[str, int]:
    now = utc_now()
    receive([Submission("hammered", "", "Ada", "It waits.", "", "en", "", now)], now=now)
    zone, at = ZoneInfo("UTC"), now.strftime("%H:%M")
    for number in range(count):
        user = User.objects.create_user(
            f"m{number}", password=None, role="moderator", email=f"m{number}@paper.example"
        )
        DigestWish.objects.create(user=user, times=[at], wished_at=now - timedelta(days=1))
    in_lockstep(lambda: send_digests(now=now, zone=zone), 3)
    written = OutboxMessage.objects.filter(recipient__startswith="m").values_list("recipient", flat=True)
    return {"made": count, "came": len(written), "different": len(set(written))}


def publications(count: int) -> dict[str, int]:
    """Of each: how often it was published, and how many orders there are of it."""
    section = SectionPage.objects.order_by("pk")[0]
    soon = utc_now() + timedelta(hours=1)
    stories = [made.make_story(section, f"Scheduled {n}", live=False) for n in range(count + 1)]
    for story in stories:
        story.go_live_at = soon
        made.publish(story)
    alone, *others = stories
    before = ReprintOrder.objects.count()
    _its_time_comes(alone)
    publish_due(now=utc_now())
    of_one, before = ReprintOrder.objects.count() - before, ReprintOrder.objects.count()
    for story in others:
        _its_time_comes(story)
    in_lockstep(lambda: publish_due(now=utc_now()), 2)
    logged = PageLogEntry.objects.filter(action="wagtail.publish.scheduled", page__in=others)
    often = Counter(logged.values_list("page_id", flat=True))
    return {
        "made": count,
        "came": sum(often.values()),
        "different": len(often),
        "live": StoryPage.objects.filter(pk__in=[each.pk for each in others], live=True).count(),
        "orders_of_one": of_one,
        "orders": ReprintOrder.objects.count() - before,
    }


def _its_time_comes(story: StoryPage) -> None:
    past = utc_now() - timedelta(minutes=1)
    for revision in story.revisions.filter(approved_go_live_at__isnull=False):
        revision.approved_go_live_at = past
        revision.content["go_live_at"] = past.isoformat()
        revision.save()


def main() -> None:
    duties = (hooks, mails, digests, publications)
    told: dict[str, object] = {
        duty.__name__: duty(int(count)) for duty, count in zip(duties, sys.argv[1:], strict=True)
    }
    print(json.dumps(told | {"failures": FAILURES}))


main()
