"""4b.2 and 4b.8: long pages begin with what they hold, and what belongs together stands together."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.makers.comments import rejected, sent
from tests.makers.recorded_world import publish_policies
from tests.makers.restrictions import restricted

from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

SUMMARY = re.compile(r'<summary class="button">(.*?)</summary>', re.DOTALL)


def test_4b_02_each_decision_has_its_own_appeal_and_its_own_headings(
    client: Client, thread: Thread, moderator: User
) -> None:
    now = utc_now() - timedelta(hours=1)
    comment = sent(thread, "Rude words.", now=now, sender_address="203.0.113.7")
    rejected(comment, moderator, now=now)
    restricted(comment, moderator, now=now)

    page = client.get(f"/track/{comment.tracking_token}/").content.decode()

    of_comment, of_suspension = page.split('<section class="card suspension"')
    assert "<h2>The ground</h2>" in of_comment
    assert "<h3>The ground</h3>" in of_suspension
    assert "<h2>" not in of_suspension.split("</section>")[0]
    # The comment's own appeal stands below its reasons, and no two buttons have one name.
    assert len(SUMMARY.findall(of_comment)) == len(SUMMARY.findall(of_suspension)) == 1
    assert SUMMARY.findall(of_comment) != SUMMARY.findall(of_suspension)


@pytest.mark.parametrize("path", ["/policy/", "/moderation/"])
def test_4b_08_a_long_page_names_its_parts_in_their_order(client: Client, publisher: User, path: str) -> None:
    publish_policies(publisher)

    page = client.get(path, follow=True).content.decode()

    [contents] = re.findall(r'<nav class="contents".*?</nav>', page, re.DOTALL)
    assert re.findall(r'href="#([\w-]+)"', contents) == re.findall(r'<h2 id="([\w-]+)"', page)


def test_4b_08_what_a_reader_can_do_stands_before_what_programs_do(client: Client) -> None:
    page = client.get("/moderation/").content.decode()

    assert page.index('<h2 id="appeals">') < page.index('<h2 id="automation">')
