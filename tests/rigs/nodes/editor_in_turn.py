"""What Wagtail changes by itself: whether each of its transactions begins with the turn.

python -m tests.rigs.nodes.editor_in_turn       {"delete": [true], "move": [true], "many": [true, true]}
"""

import json
from collections.abc import Iterator
from itertools import pairwise

import django

django.setup()

from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from tests.makers import stories as made  # noqa: E402

from kawaraban.people.models import User  # noqa: E402
from kawaraban.stories.editors import grant  # noqa: E402
from kawaraban.stories.models import SectionPage, StoryPage  # noqa: E402


def begun() -> Iterator[bool]:
    """Of each transaction since the statements were counted: whether its first statement takes the turn."""
    said = [query["sql"] for query in connection.queries]
    return ("pg_advisory_xact_lock" in second for first, second in pairwise(said) if first == "BEGIN")


def main() -> None:
    section = SectionPage.objects.earliest("pk")
    other = made.make_section(section.get_parent().specific, "Elsewhere")
    stories = [made.publish(made.make_story(section, f"Harbour {number}")) for number in range(5)]
    browser = Client(HTTP_HOST="127.0.0.1")
    editor = User.objects.create_user("nilo", password="a long password", role="editor")
    grant(editor)
    browser.force_login(editor)
    several = "&".join(f"id={story.pk}" for story in stories[2:])
    ways = {
        "move": reverse("wagtailadmin_pages:move_confirm", args=[stories[0].pk, other.pk]),
        "delete": reverse("wagtailadmin_pages:delete", args=[stories[1].pk]),
        "unpublish many": f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'unpublish'])}?{several}",
        "delete many": f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?{several}",
    }
    connection.force_debug_cursor = True
    told = {}
    for name, address in ways.items():
        reset_queries()
        answer = browser.post(address)
        assert answer.status_code == 302, name
        assert "sign-in" not in answer["Location"], answer["Location"]
        told[name] = list(begun())
    left = set(StoryPage.objects.filter(pk__in=[story.pk for story in stories]).values_list("pk", flat=True))
    assert left == {stories[0].pk}, [story.pk for story in stories if story.pk in left]
    print(json.dumps(told))


main()
