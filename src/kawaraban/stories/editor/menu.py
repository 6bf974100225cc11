"""Wagtail's menu: the way to the desk, with how many comments wait there, and without what is not ours."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem

from kawaraban.comments.numbers import waiting_count
from kawaraban.people.permissions import Verb, may

# Staff is added with `kawaraban staff add`, which also gives the role; the paper has no documents, and its one
# site is set by the server's knobs.
HIDDEN_ITEMS = frozenset({"documents", "help"})
HIDDEN_SETTINGS = frozenset({"users", "groups", "sites"})


class DeskMenuItem(MenuItem):
    """Counts at each showing: menu items themselves live as long as the process."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, Verb.OPEN_DESK)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        waiting = waiting_count()
        label = gettext("Desk (%(count)d waiting)") % {"count": waiting} if waiting else gettext("Desk")
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name)


def desk_item() -> DeskMenuItem:
    return DeskMenuItem(_("Desk"), "/desk/", name="desk", icon_name="comment", order=50)


class PolicyMenuItem(MenuItem):
    """The policy for comments is written at the desk: a site that has its own editor needs it, too."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "may_publish_paper", False))


def policy_item() -> PolicyMenuItem:
    return PolicyMenuItem(
        _("Policy for comments"), "/desk/policy/", name="policy", icon_name="doc-full", order=910
    )


def without_documents(items: list[Any]) -> None:
    """The editor's front page counts them: the paper has none."""
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem)]


def without(items: list[Any], hidden: frozenset[str]) -> None:
    """Take these out of the list that Wagtail gave us."""
    items[:] = [item for item in items if item.name not in hidden]
