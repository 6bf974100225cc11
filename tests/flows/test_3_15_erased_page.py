"""3.15 The printed page of a story loses an erased comment at its next printing, and keeps the answers under a line."""

from datetime import timedelta

import pytest
from tests.makers.comments import NOON, approved, sent
from tests.makers.stories import make_paper, make_section, make_story, publish

from kawaraban.comments.actions.erasing.comment import erase_comment
from kawaraban.comments.models import Thread
from kawaraban.people.models import User
from kawaraban.press.printing.printer import Printer
from kawaraban.press.printing.rendering import SiteRenderer
from kawaraban.press.store.store import Store

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db]


def printed(store: Store) -> str:
    """Every page of the store, in plain text, after all that was ordered is printed."""
    printer = Printer(store, SiteRenderer())
    while printer.step():
        pass
    pages = (store.page(address) for address in sorted(store.addresses_under(["paper"])))
    return "\n".join(page.bodies["identity"].decode() for page in pages if page)


def test_3_15_no_printed_page_says_a_word_of_an_erased_comment(
    policy: object, moderator: User, publisher: User, store: Store
) -> None:
    story = publish(make_story(make_section(make_paper())))
    thread = Thread.objects.get(locator=f"story-{story.pk}")
    comment = sent(thread, "Zanzibar marmalade for all.", name="Quillon Xerxes")
    approved(comment, moderator)
    answer = sent(thread, "I agree with that.", parent_public_id=comment.public_id)
    approved(answer, moderator)
    SiteRenderer()(thread.url)
    before = printed(store)
    assert "Zanzibar marmalade" in before
    assert "Quillon Xerxes" in before

    erase_comment(comment_id=comment.pk, reason="Asked", person=publisher, now=NOON + timedelta(minutes=5))

    after = printed(store)
    assert "Zanzibar" not in after
    assert "Quillon" not in after
    assert "Erased" in after
    assert "I agree with that." in after
