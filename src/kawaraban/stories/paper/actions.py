"""Changing what stands on every page: the settings of the paper, the names in bylines.

Each function is one transaction with its reprint order.
"""

from datetime import datetime

from wagtail.models import Site

from kawaraban.law.contact import set_contact_email
from kawaraban.press.orders import order_reprint
from kawaraban.press.turn import one_turn
from kawaraban.stories.keys import FEED_KEY, PAPER, author_key, story_key
from kawaraban.stories.lists.listing import note_author
from kawaraban.stories.models import Author, PaperSettings, StoryPage


def change_settings(changed: PaperSettings, *, now: datetime) -> PaperSettings:
    """Keep the settings; every page is printed again. The editor greets with the paper's name, too."""
    with one_turn():
        changed.save()
        # The law room knows no stories: statements of reasons take the address from its own row.
        set_contact_email(changed.contact_email)
        Site.objects.update(site_name=changed.name)
        order_reprint(keys=[PAPER], reason="settings", now=now)
    return changed


def keep_author(author: Author, *, now: datetime) -> Author:
    """Keep a name; the author's list, the map that names it and every story under the name are printed again."""
    with one_turn():
        author.save()
        stories = StoryPage.objects.filter(bylines__author=author).values_list("pk", flat=True)
        keys = [author_key(author.pk), *(story_key(pk) for pk in stories)]
        mapped = note_author(author, now=now)
        order_reprint(keys=[*keys, *mapped, FEED_KEY], reason="author", now=now)
    return author
