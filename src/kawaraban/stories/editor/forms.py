"""What the publisher fills in under “Paper”, and an editor for an author. Each form saves by one action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from kawaraban.comments.actions.rules import change_rules
from kawaraban.comments.models import HouseRules
from kawaraban.kit.clock import utc_now
from kawaraban.stories.languages import language_choices
from kawaraban.stories.models import Author, PaperSettings
from kawaraban.stories.paper.actions import change_settings, keep_author


class PaperSettingsForm(WagtailAdminModelForm):
    """Name, logo, contact, languages."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=PaperSettings._meta.get_field("languages").help_text,
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def save(self, commit: bool = True) -> PaperSettings:  # noqa: FBT001, FBT002  Django's signature
        return change_settings(self.instance, now=utc_now())


class AuthorForm(WagtailAdminModelForm):
    """A name in bylines."""

    def save(self, commit: bool = True) -> Author:  # noqa: FBT001, FBT002
        return keep_author(self.instance, now=utc_now())


class HouseRulesForm(WagtailAdminModelForm):
    """The switch that closes all comments, and the notice after sending in each language (P7)."""

    class Meta:
        model = HouseRules
        fields = ["is_open", "closed_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there_are = (
            {notice.language: notice.text for notice in self.instance.notices.all()}
            if self.instance.pk
            else {}
        )
        for code, own_name in language_choices():
            self.fields[f"notice_{code}"] = forms.CharField(
                label=_("Notice after sending (%(language)s)") % {"language": own_name},
                help_text=_("Empty: the program's own words."),
                widget=_textarea(code, rows=3),
                initial=there_are.get(code, ""),
                required=False,
            )

    def save(self, commit: bool = True) -> HouseRules:  # noqa: FBT001, FBT002
        said = self.cleaned_data
        return change_rules(
            is_open=said["is_open"],
            closed_reason=said["closed_reason"],
            notices={code: said[f"notice_{code}"] for code, _name in language_choices()},
            person=self.for_user,
            now=utc_now(),
        )


def _textarea(language: str, *, rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "lang": language, "dir": "auto"})
