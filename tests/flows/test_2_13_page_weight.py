"""2.13: a story with 200 comments travels light, without its picture.

In 16 kB with the story that everything is measured with (`bench/story.py`). With words as people write them, of
which 28 kB alone become 9 kB, it is more: there this holds apart what is ours, all but the words of the comments.
"""

import random
import re
from datetime import datetime, timedelta

import brotli
import pytest
from django.test import Client
from tests.makers.comments import answering, shown_in_bulk
from tests.makers.realistic_words import NAMES, comment_text
from tests.makers.stories import make_paper, make_section, make_story

from bench.story import write_story
from kawaraban.comments.models import Comment, Thread

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]


def test_2_13_the_measured_story_with_two_hundred_comments_weighs_at_most_16_kb(
    client: Client, noon: datetime
) -> None:
    written = write_story()
    section = make_section(make_paper())
    body = [{"type": "paragraph", "value": f"<p>{words}</p>"} for words in written.paragraphs]
    story = make_story(section, written.headline, body=body)
    for headline in ("Fish market moves", "A library that lends ladders", "The tram that waits"):
        make_story(section, headline)
    thread = Thread.objects.get(locator=story.key)
    rows = shown_in_bulk(
        thread,
        [
            (comment.name, comment.text, noon + timedelta(minutes=7 * place))
            for place, comment in enumerate(written.comments)
        ],
    )
    answering(
        rows, [None if comment.parent is None else rows[comment.parent] for comment in written.comments]
    )

    page = client.get(story.url).content

    assert page.count(b'class="c"') == 200
    assert len(page) > 100_000
    assert len(brotli.compress(page, quality=11)) <= 16_000


def test_2_13_two_hundred_comments_as_people_write_them_travel_light(client: Client, noon: datetime) -> None:
    """The whole page through the whole site; the words come from `tests/makers/realistic_words.py`."""
    chance = random.Random(7)
    section = make_section(make_paper())
    body = [{"type": "paragraph", "value": f"<p>{comment_text(chance, words=60)}</p>"} for _ in range(6)]
    story = make_story(section, body=body, authors=("Mika Sato",), topics=("Harbour", "Trade"))
    for headline in ("Fish market moves", "A library that lends ladders", "The tram that waits"):
        make_story(section, headline)
    fill(Thread.objects.get(locator=story.key), chance, noon)

    page = client.get(story.url).content

    assert page.count(b'class="c"') == 200
    assert len(page) > 80_000
    assert len(brotli.compress(page, quality=11)) <= 20_000
    ours = re.sub(rb'(<div class="t"[^>]*><p[^>]*>).*?(</p>)', rb"\1\2", page, flags=re.S)
    assert len(brotli.compress(ours, quality=11)) <= 10_000
    assert not re.search(
        rb'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1)[^"]+\.(?:js|css|png|jpg|woff2?)"', page
    )


def fill(thread: Thread, chance: random.Random, noon: datetime) -> None:
    """78 of 200 are replies, as in the threads that were measured."""
    sendings = []
    for number in range(200):
        moment = noon + timedelta(minutes=7 * number + chance.randint(0, 6))
        sendings.append((chance.choice(NAMES), comment_text(chance), moment))
    rows = shown_in_bulk(thread, sendings)
    parents: dict[int, Comment] = {}
    for row in chance.sample(rows[1:], 78):
        parents[row.pk] = chance.choice(rows[: rows.index(row)])
    answering(rows, [parents.get(row.pk) for row in rows])
