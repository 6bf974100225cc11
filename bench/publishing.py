"""Publishes the story of the benchmark in a fresh paper, by the paper's own verbs, and says where it is.

    KAWARABAN_DATA=... python -m bench.publishing      # prints {"path": "/harbour/...", "thread": "story-7"}

Runs in a process of its own, for it loads Django over that paper. The editor's way publishes the story; every
comment is received and approved like any other.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bench.story import WrittenComment, WrittenStory, write_story
from kawaraban.cli.setup import start_django

if TYPE_CHECKING:
    from kawaraban.people.models import User
    from kawaraban.stories.models import StoryPage

# The publisher of the paper, who also signs in at its desk.
NAME, PASSWORD = "bench", "a-bench-is-for-sitting-11"


def main() -> None:
    """Publish, approve, tell."""
    start_django()
    from kawaraban.comments.models import Comment, Status
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.record.staffing import Details, take_on

    now, written = utc_now(), write_story()
    moderator = take_on(Details("publisher"), name=NAME, password=PASSWORD, person=None, now=now)
    story = _publish(written, moderator)
    _play(story, written, moderator=moderator, now=now)
    shown = Comment.objects.filter(thread__locator=story.key, status=Status.APPROVED).count()
    assert shown == len(written.comments), f"{shown} comments are on the page"
    print(json.dumps({"path": story.get_url(), "thread": story.key}))


def _publish(written: WrittenStory, editor: "User") -> "StoryPage":
    from kawaraban.stories.models import FrontPage, SectionPage, StoryPage

    section = FrontPage.objects.get().add_child(
        instance=SectionPage(title="Harbour", slug="harbour", language="en")
    )
    section.save_revision(user=editor).publish(user=editor)
    body = [{"type": "paragraph", "value": f"<p>{paragraph}</p>"} for paragraph in written.paragraphs]
    story = StoryPage(
        title=written.headline, slug="port-reopens", lead=written.lead, body=json.dumps(body), live=False
    )
    section.add_child(instance=story)
    story.save_revision(user=editor).publish(user=editor)
    return story


def _play(story: "StoryPage", written: WrittenStory, *, moderator: "User", now: datetime) -> None:
    """Comments first, then the replies: one can only answer what is on the page."""
    ids: list[str] = []
    roots_count = len(written.roots)
    for wave in (written.comments[:roots_count], written.comments[roots_count:]):
        sent = _send(story, wave, ids, now=now)
        _approve(sent, moderator=moderator, now=now)
        ids += sent


def _send(
    story: "StoryPage", comments: Sequence[WrittenComment], sent: Sequence[str], *, now: datetime
) -> list[str]:
    """Every comment from a network of its own. Returns their public ids; `sent` are those before them."""
    from kawaraban.comments.actions.receive import Receipt, receive
    from kawaraban.comments.submission import Submission

    answers = receive(
        [
            Submission(
                thread_locator=story.key,
                parent_public_id="" if comment.parent is None else sent[comment.parent],
                name=comment.name,
                text=comment.text,
                email="",
                language="en",
                sender_address=f"2001:db8:{len(sent) + place:x}::1",
                sent_at=now,
            )
            for place, comment in enumerate(comments)
        ],
        now=now,
    )
    for answer in answers:
        if not isinstance(answer, Receipt):
            raise answer
    return [answer.public_id for answer in answers if isinstance(answer, Receipt)]


def _approve(public_ids: Sequence[str], *, moderator: "User", now: datetime) -> None:
    from kawaraban.comments.actions.acts import APPROVE
    from kawaraban.comments.actions.decide import decide
    from kawaraban.comments.actions.judged import Judged
    from kawaraban.comments.models import Comment

    for comment in Comment.objects.filter(public_id__in=public_ids).order_by("pk"):
        decide(APPROVE, Judged(comment.pk, comment.revision_number), moderator=moderator, now=now)


if __name__ == "__main__":
    main()
