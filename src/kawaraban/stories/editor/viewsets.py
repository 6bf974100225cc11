"""The publisher's group “Paper” in Wagtail's menu, and the authors."""

from typing import Any

from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from kawaraban.comments.models import HouseRules
from kawaraban.people.permissions import Verb, may
from kawaraban.stories.editor.forms import AuthorForm, HouseRulesForm, PaperSettingsForm
from kawaraban.stories.models import Author, PaperSettings


class PublisherPolicy(ModelPermissionPolicy):
    """Only the publisher, and only these acts: nobody makes a second row of settings or deletes a policy."""

    def __init__(self, model: Any, *acts: str, verb: Verb = Verb.EDIT_PAPER) -> None:
        super().__init__(model)
        self.acts, self.verb = acts, verb

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.acts and may(user, self.verb)


class PaperSettingsViewSet(ModelViewSet):
    model = PaperSettings
    icon = "cog"
    name = url_prefix = "paper-settings"
    list_display = ["name", "motto", "contact_email", "default_language", "time_zone"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("motto"),
            FieldPanel("logo"),
            FieldPanel("contact_email"),
            FieldPanel("imprint"),
            FieldPanel("default_language"),
            FieldPanel("languages"),
            FieldPanel("time_zone"),
        ],
        base_form_class=PaperSettingsForm,
    )


class HouseRulesViewSet(ModelViewSet):
    model = HouseRules
    icon = "comment"
    name = url_prefix = "comment-rules"
    list_display = ["__str__", "is_open", "closed_reason"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[HouseRulesForm]:  # noqa: FBT001, FBT002
        return HouseRulesForm


class PaperGroup(ModelViewSetGroup):
    """One menu for all that belongs to the publisher."""

    menu_label = pgettext_lazy("settings of the paper", "Paper")
    menu_icon = "cogs"
    menu_order = 900
    items = (PaperSettingsViewSet, HouseRulesViewSet)


class AuthorViewSet(SnippetViewSet):
    """Also made and chosen while a story is written."""

    model = Author
    icon = "user"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["name", "slug"]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("slug"), FieldPanel("introduction")], base_form_class=AuthorForm
    )
