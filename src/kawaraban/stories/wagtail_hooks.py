"""Where Wagtail asks us: who answers for pages, who may change the paper, and what its menus show."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from kawaraban.comments.models import HouseRules
from kawaraban.kit.clock import utc_now
from kawaraban.stories.actions import address_changed, print_again
from kawaraban.stories.editor.menu import (
    HIDDEN_ITEMS,
    HIDDEN_SETTINGS,
    DeskMenuItem,
    PolicyMenuItem,
    ReadsMenuItem,
    desk_item,
    policy_item,
    reads_item,
    without,
    without_documents,
)
from kawaraban.stories.editor.reads.views import urlpatterns
from kawaraban.stories.editor.viewsets import AuthorViewSet, PaperGroup, PublisherPolicy
from kawaraban.stories.linking import LivePageLink
from kawaraban.stories.models import PaperSettings
from kawaraban.stories.models.printed_page import ANSWER_HOOK, RENAMED_HOOK
from kawaraban.stories.pages.serving import answer
from kawaraban.stories.privacy import refuse_hidden

register_permission_policy(PaperSettings, PublisherPolicy(PaperSettings, "view", "change"))
register_permission_policy(HouseRules, PublisherPolicy(HouseRules, "view", "change"))
register_snippet(AuthorViewSet)


@hooks.register(ANSWER_HOOK)
def answer_page(page: Any, request: HttpRequest) -> HttpResponse:
    return answer(page, request)


@hooks.register(RENAMED_HOOK)
def follow_renamed_page(page: Any, before: Any) -> None:
    address_changed(page, url_path_before=before.url_path, now=utc_now())


@hooks.register("after_convert_alias_page")
def print_converted_page(request: HttpRequest, page: Any) -> None:
    """An alias that is a story of its own from now on has comments of its own."""
    print_again(page.specific, reason="alias", now=utc_now())


hooks.register("before_serve_page", refuse_hidden)


# After Wagtail's own, in whose place it stands.
@hooks.register("register_rich_text_features", order=10)
def link_to_live_pages(features: Any) -> None:
    features.register_link_type(LivePageLink)


@hooks.register("register_admin_viewset")
def paper_group() -> PaperGroup:
    return PaperGroup()


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> DeskMenuItem:
    return desk_item()


@hooks.register("register_admin_menu_item")
def reads_menu_item() -> ReadsMenuItem:
    return reads_item()


@hooks.register("register_admin_urls")
def reads_urls() -> list[URLPattern]:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def policy_menu_item() -> PolicyMenuItem:
    return policy_item()


@hooks.register("construct_main_menu")
def hide_main_items(request: HttpRequest, menu_items: list[Any]) -> None:
    without(menu_items, HIDDEN_ITEMS)


@hooks.register("construct_settings_menu")
def hide_settings(request: HttpRequest, menu_items: list[Any]) -> None:
    without(menu_items, HIDDEN_SETTINGS)


@hooks.register("construct_homepage_summary_items")
def hide_summaries(request: HttpRequest, summary_items: list[Any]) -> None:
    without_documents(summary_items)
