"""What Wagtail tells us of pages, and what Django tells us of pictures. Each body is one call.

Of pictures, of an alias that is made and of privacy Wagtail tells nothing, and a printed page must not show what is
no longer there: so this is the one place that listens to models.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from kawaraban.kit.clock import utc_now
from kawaraban.stories.actions import (
    address_changed,
    page_moved,
    picture_changed,
    print_again,
    privacy_changed,
    take_back,
)
from kawaraban.stories.models import PaperImage, SectionPage, StandardPage, StoryPage


@receiver(page_published)
def on_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    print_again(instance, reason="published", now=utc_now())


@receiver(page_unpublished)
def on_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Also before a live page is deleted, inside the transaction that deletes it."""
    take_back(instance, now=utc_now())


@receiver(page_slug_changed)
def on_slug_changed(sender: type[Page], instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Wagtail says so after the commit. What is published has been through it within: `follow_renamed_page`."""
    address_changed(instance, url_path_before=instance_before.url_path, now=utc_now())


@receiver(post_page_move)
def on_moved(
    sender: type[Page], instance: Page, parent_page_before: Page, url_path_before: str, **kwargs: Any
) -> None:
    page_moved(instance, parent_before=parent_page_before, url_path_before=url_path_before, now=utc_now())


@receiver(post_save, sender=PaperImage)
@receiver(pre_delete, sender=PaperImage)
def on_picture(sender: type[PaperImage], instance: PaperImage, **kwargs: Any) -> None:
    picture_changed(instance, now=utc_now())


@receiver(post_save, sender=StoryPage)
@receiver(post_save, sender=SectionPage)
@receiver(post_save, sender=StandardPage)
def on_alias(sender: type[Page], instance: Page, created: bool, **kwargs: Any) -> None:  # noqa: FBT001
    """An alias is live as soon as it is made, inside the transaction that makes it."""
    if created and instance.alias_of_id and instance.live:
        print_again(instance, reason="alias", now=utc_now())


@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
def on_privacy(sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any) -> None:
    """Not where the page itself is going: that is told apart."""
    for page in instance.page.specific_class.objects.filter(pk=instance.page_id):
        privacy_changed(page, now=utc_now())
