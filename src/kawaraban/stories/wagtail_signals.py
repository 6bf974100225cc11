"""What Wagtail tells us of pages. Each body is one call."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from kawaraban.kit.clock import utc_now
from kawaraban.stories.actions import address_changed, page_moved, print_again, take_back


@receiver(page_published)
def on_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    print_again(instance, reason="published", now=utc_now())


@receiver(page_unpublished)
def on_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Also before a live page is deleted, inside the transaction that deletes it."""
    take_back(instance, now=utc_now())


@receiver(page_slug_changed)
def on_slug_changed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Wagtail says so after the commit; that the page itself changed was ordered within, when it was published."""
    address_changed(instance, now=utc_now())


@receiver(post_page_move)
def on_moved(sender: type[Page], instance: Page, parent_page_before: Page, **kwargs: Any) -> None:
    page_moved(instance, parent_before=parent_page_before, now=utc_now())
