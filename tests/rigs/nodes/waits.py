"""How often pages, a decision and a batch of comments wait for the database, as JSON. Over a way that counts."""

import json
import os
import sys
from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import urlsplit

import django
from tests.rigs.postgres.counted_way import counted_way

stack = ExitStack()
_address = urlsplit(os.environ["KAWARABAN_DATABASE_URL"])
way = stack.enter_context(counted_way(_address.port or 5432))
# Encryption is asked for by a message that this way does not count, and nobody has it here.
_near = _address._replace(netloc=f"postgres@127.0.0.1:{way.port}", query="sslmode=disable&gssencmode=disable")
os.environ["KAWARABAN_DATABASE_URL"] = _near.geturl()
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.makers import comments as made  # noqa: E402
from tests.makers import stories as paper  # noqa: E402

from kawaraban.comments.actions.receive import receive  # noqa: E402
from kawaraban.comments.models import Comment, Thread  # noqa: E402
from kawaraban.people.models import User  # noqa: E402
from kawaraban.press.printing.pieces import KEPT  # noqa: E402
from kawaraban.reads.models import HourTally  # noqa: E402
from kawaraban.stories.models import FrontPage, StoryPage  # noqa: E402

NOW = timezone.now()
STORIES_COUNT = 8


def found_paper() -> list[StoryPage]:
    """Stories with all that stands around one, each read; below the first is a thread of several pages."""
    section = paper.make_section(FrontPage.objects.get(), f"Far away {NOW:%H%M%S}")
    picture = paper.make_picture()
    stories = [
        paper.make_story(
            section,
            f"Far story {number}",
            authors=("Ada Lovelace", "Bo Lindqvist"),
            topics=("harbour", "ferries"),
            corrections=((NOW, "It was Tuesday."),),
            picture=picture,
            published_at=NOW - timedelta(hours=number + 1),
        )
        for number in range(STORIES_COUNT)
    ]
    HourTally.objects.bulk_create(
        HourTally(story_key=story.key, hour_at=NOW.replace(minute=0, second=0, microsecond=0), reads_count=9)
        for story in stories
    )
    return stories


def fill(thread: Thread, count: int) -> None:
    """Comments that are shown; one answers another, one is taken away, and one is picked."""
    rows = made.shown_in_bulk(
        thread,
        ((f"Reader {number}", "Far away.", NOW - timedelta(hours=count - number)) for number in range(count)),
    )
    Comment.objects.filter(pk=rows[0].pk).update(is_picked=True)
    told, moderator = made.sent(thread, "A word too much.", now=NOW), User.objects.get(username="mika")
    made.approved(told, moderator, now=NOW)
    made.removed(made.fresh(told), moderator, now=NOW)


def waits_of(client: Client, address: str, **headers: str) -> int:
    before = way.waits
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, headers=headers)
    assert answer.status_code == 200, (address, answer.status_code)
    if "--told" in sys.argv:
        print(
            address, way.waits - before, *(each["sql"][:160] for each in asked), sep="\n   ", file=sys.stderr
        )
    # Each process reads the rules of triage once a second, whoever asks for what: chance puts that on a page or not.
    by_chance = sum(each["sql"].startswith('SELECT "triage_triagerules"') for each in asked)
    return way.waits - before - by_chance


def pages(stories: list[StoryPage]) -> dict[str, int]:
    reader, found = Client(headers={"host": "localhost"}), {}
    for name, story in zip(("story", "long story"), stories, strict=False):
        url = story.get_url()
        waits_of(reader, url)  # its pictures are made
        KEPT.forget()
        found[name] = waits_of(reader, f"{url}?anew=1")
        found[f"{name} of kept pieces"] = waits_of(reader, f"{url}?anew=2")
    return found


def desk(thread: Thread) -> dict[str, int]:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="mika"))
    comment = made.sent(thread, "Does it wait?", name="Bo", now=NOW)
    card = f"/desk/card/{comment.public_id}/"
    waits_of(client, card)
    return {
        "card": waits_of(client, card),
        "next card": waits_of(client, card, **{"HX-Request": "true"}),
        "queue": waits_of(client, "/desk/"),
    }


def batch(thread: Thread, count: int, name: str) -> int:
    sendings = [
        made.submission(
            thread, f"{name} number {number}", name=f"{name} {number}", sender_address=f"198.51.100.{number}"
        )
        for number in range(count)
    ]
    before = way.waits
    receive(sendings, now=NOW)
    return way.waits - before


setup_test_environment()
# All views are loaded before the first transaction: on a busy machine that takes longer than one may stand idle.
reverse("stories:feed")
stories = found_paper()
threads = [Thread.objects.get(locator=story.locator) for story in stories[:2]]
fill(threads[0], 12)
fill(threads[1], 700)
told = pages(stories) | desk(threads[0])
told["first batch"] = batch(threads[0], 12, "Ada")
told["batch"] = batch(threads[0], 12, "Bo")
told["one comment"] = batch(threads[0], 1, "Cy")
threads[1].refresh_from_db()
told["pages of the long thread"] = threads[1].pages.count()
print(json.dumps(told))
