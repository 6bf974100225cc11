"""Stories that wait for the end of an embargo: taken off the schedule, or moved to a later time.

A story is scheduled when one of its revisions has an approved time. What is public already is never touched here.
"""

from datetime import datetime

from wagtail.log_actions import log
from wagtail.models import Revision

from kawaraban.stories.models import StoryPage


def scheduled_revision(story: StoryPage) -> Revision | None:
    """What will be published by itself; None when nothing will."""
    waiting = story.revisions.filter(approved_go_live_at__isnull=False)
    revision: Revision | None = waiting.order_by("-pk").first()
    return revision


def unschedule(story: StoryPage) -> bool:
    """Publish nothing by itself any more. Whether something would have been."""
    waiting = list(story.revisions.filter(approved_go_live_at__isnull=False))
    for revision in waiting:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])  # Wagtail writes it down
    return bool(waiting)


def put_off(story: StoryPage, until: datetime) -> bool:
    """Move what will be published by itself to a later time, with its words as they are. Whether it was moved.

    An earlier time moves nothing: nothing appears sooner than somebody asked for.
    """
    revision = scheduled_revision(story)
    if revision is None or revision.approved_go_live_at >= until:
        return False
    revision.approved_go_live_at = until
    revision.content["go_live_at"] = until.isoformat()
    revision.save(update_fields=["approved_go_live_at", "content"])
    if revision.pk == story.latest_revision_id:
        StoryPage.objects.filter(pk=story.pk).update(go_live_at=until)
    log(
        instance=story,
        action="wagtail.publish.schedule",
        revision=revision,
        data=_facts(revision, story, until),
    )
    return True


def _facts(revision: Revision, story: StoryPage, until: datetime) -> dict[str, object]:
    """What Wagtail writes down of a schedule."""
    return {
        "revision": {
            "id": revision.pk,
            "created": revision.created_at.isoformat(),
            "go_live_at": until.isoformat(),
            "has_live_version": story.live,
        }
    }
