"""What follows when a page of the paper changes: its thread and its lists are kept, what shows it is printed again.

Each function is one transaction. Called by `wagtail_signals.py`, which Wagtail calls inside the change.
"""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote

from django.urls import reverse
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from kawaraban.comments.actions.threads import CommentedPage, keep_thread
from kawaraban.law.models import PolicyVersion
from kawaraban.press.orders import order_reprint
from kawaraban.press.turn import one_turn
from kawaraban.stories.addresses import address_of, path_of
from kawaraban.stories.keys import (
    FEED_KEY,
    FRONT_KEY,
    PAPER,
    author_key,
    page_key,
    section_key,
    story_key,
    topic_key,
)
from kawaraban.stories.linking import keys_of_linking, keys_of_showing
from kawaraban.stories.lists.branch import Branch, not_published
from kawaraban.stories.lists.listing import keep_listed
from kawaraban.stories.models import Correction, FrontPage, PaperImage, SectionPage, StoryPage
from kawaraban.stories.models.story_parts import FRESH_FOR
from kawaraban.stories.pages.old_addresses import can_be_kept, lead_on, slug_in
from kawaraban.stories.privacy import is_shown


def print_again(page: Page, *, reason: str, now: datetime) -> None:
    """The page is live and says something new."""
    with one_turn():
        keys = {*_keys_of(page), *keys_of_linking(page)}
        if isinstance(page, StoryPage) and page.live:
            keys |= _keep_place_of(page, is_public=is_shown(page), now=now)
        order_reprint(keys=keys, reason=reason, now=now, addresses=_first_prints(page))


def take_back(page: Page, *, now: datetime) -> None:
    """The page is no longer public. A story's thread stays in the record, and takes no more comments."""
    page = page.specific
    with one_turn():
        keys = {*_keys_of(page), *keys_of_linking(page)}
        if isinstance(page, StoryPage):
            keys |= _keep_place_of(page, is_public=False, now=now)
        order_reprint(keys=keys, reason="unpublished", now=now, takes_away=True)


def privacy_changed(page: Page, *, now: datetime) -> None:
    """The page, and what stands under it, is kept from readers, or is theirs again. The editor does not offer it."""
    page = page.specific
    with one_turn():
        if isinstance(page, StoryPage):
            keys, addresses = keys_of_linking(page), []
            if page.live:
                keys |= _keep_place_of(page, is_public=is_shown(page), now=now)
        else:
            branch = Branch(page)
            keys, addresses = branch.keys() | branch.keep_shown(now=now), list(branch.addresses())
        keys.update(_keys_of(page))
        order_reprint(
            keys=keys,
            reason="privacy",
            now=now,
            addresses=[*_first_prints(page), *addresses],
            takes_away=True,
        )


def address_changed(
    page: Page, *, url_path_before: str, parent_before: Page | None = None, now: datetime
) -> None:
    """The page stood at another place of the tree's addresses, and so did every page under it.

    Links to the old ones lead on: see `pages/old_addresses.py`.
    """
    page = page.specific
    is_story = isinstance(page, StoryPage)
    # Asked before the lock where it is not held yet; what is published meanwhile orders its own.
    keys = keys_of_linking(page) if is_story else Branch(page).keys()
    with one_turn():
        lead_on(page, url_path_before=url_path_before, parent_before=parent_before or page.get_parent())
        if is_story and page.live:
            keys |= _keep_place_of(page, is_public=is_shown(page), now=now)
        if isinstance(page, SectionPage) and url_path_before != page.url_path:
            keys |= Branch(page).keep_addresses(address_of(url_path_before), now=now)
            _lead_to_feed(page, slug_in(url_path_before))
        order_reprint(keys={*_keys_of(page), *keys}, reason="address", now=now)


def page_moved(page: Page, *, parent_before: Page, url_path_before: str, now: datetime) -> None:
    """The page stands elsewhere in the tree: both sections are printed again."""
    page = page.specific
    keys = {section_key(parent_before.pk), PAPER}
    with one_turn():
        # A section has another place among the sections: nothing else of it, or of its stories, says where.
        if isinstance(page, StoryPage) or url_path_before != page.url_path:
            address_changed(page, url_path_before=url_path_before, parent_before=parent_before, now=now)
        order_reprint(keys={*keys, *_keys_of(page)}, reason="moved", now=now)


def picture_changed(image: PaperImage, *, now: datetime) -> None:
    """The picture has other words or another file, or is about to go: what shows it is printed again."""
    keys = keys_of_showing(image)
    if not keys:
        return
    with one_turn():
        order_reprint(keys=keys, reason="picture", now=now)


def clock_moved(*, since: datetime, now: datetime) -> bool:
    """Order what says something else only because time went by between the two moments.

    A policy comes into force; a correction is no longer fresh. For the worker, which knows when it asked last.
    """
    came_into_force = PolicyVersion.objects.filter(effective_at__gt=since, effective_at__lte=now)
    aged = Correction.objects.filter(
        corrected_at__gt=since - FRESH_FOR, corrected_at__lte=now - FRESH_FOR, story__live=True
    )
    with one_turn():
        keys = {story_key(pk) for pk in aged.values_list("story_id", flat=True)}
        keys |= {PAPER} if came_into_force.exists() else set()
        if keys:
            order_reprint(keys=keys, reason="clock", now=now)
    return bool(keys)


def _lead_to_feed(section: SectionPage, slug_before: str) -> None:
    """Who has subscribed to the feed of a section goes on receiving it when the section is renamed."""
    if slug_before == section.slug:
        return
    before, after = (
        uri_to_iri(reverse("stories:section_feed", args=[slug])) for slug in (slug_before, section.slug)
    )
    # The new address may have been an old one: it must not lead away.
    Redirect.objects.filter(old_path=Redirect.normalise_path(after)).delete()
    if can_be_kept(before, after):
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(before),
            site=None,
            defaults={"redirect_link": after, "is_permanent": True, "automatically_created": True},
        )


def _first_prints(page: Page) -> list[str]:
    """A live page is printed before anybody asks: its pictures are cut then, too. The front is always asked for."""
    return [unquote(path_of(page))] if page.live and not isinstance(page, FrontPage) else []


def _keys_of(page: Page) -> Iterable[str]:
    """The keys of all that shows the page."""
    if isinstance(page, StoryPage):
        section = page.get_parent()
        yield from (story_key(alias) for alias in page.aliases.values_list("pk", flat=True))
        yield from (page.key, FRONT_KEY, FEED_KEY, section_key(section.pk))
        yield from (topic_key(topic.slug) for topic in page.topics.all())
        yield from (author_key(byline.author_id) for byline in page.bylines.all())
    elif isinstance(page, SectionPage):
        # Its title and address stand at the top of every page.
        yield from (section_key(page.pk), FRONT_KEY, FEED_KEY, PAPER)
    elif isinstance(page, FrontPage):
        yield FRONT_KEY
    else:
        yield from (page_key(page.pk), FEED_KEY, PAPER)


def _keep_place_of(story: StoryPage, *, is_public: bool, now: datetime) -> set[str]:
    """Its thread and its place on the lists. Returns the keys of what changes with them."""
    _keep_thread_of(story, is_public=is_public, now=now)
    return keep_listed(story, is_shown=is_public, now=now)


def _keep_thread_of(story: StoryPage, *, is_public: bool, now: datetime) -> None:
    if story.alias_of_id:  # it is talked about where the story itself stands
        return
    reason = story.comments_closed_reason
    if not is_public:
        reason = not_published(story.spoken_language)
    page = CommentedPage(
        locator=story.key,
        url=path_of(story),
        title=story.title,
        section=story.get_parent().slug,
        language=story.spoken_language,
        is_open=story.comments_open and is_public,
        closed_reason=reason,
    )
    keep_thread(page, now=now)
