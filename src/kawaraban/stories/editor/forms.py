"""What the publisher fills in under “Paper”, and an editor for an author. Each form saves by one action."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from kawaraban.comments.actions.rules import change_rules
from kawaraban.comments.models import HouseRules
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import PolicyVersion
from kawaraban.stories.languages import language_choices
from kawaraban.stories.models import Author, PaperSettings
from kawaraban.stories.paper_actions import (
    change_settings,
    keep_author,
    publish_policy,
    revise_policy,
)


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


class PolicyForm(WagtailAdminModelForm):
    """One version of the policy in every language. What is in force is read here, not changed (P8)."""

    instance: PolicyVersion

    effective_at = forms.DateTimeField(
        label=_("In force from"),
        help_text=_("Not before now. Comments keep the version that stood beside them when they were sent."),
        widget=AdminDateTimeInput(),
    )

    class Meta:
        model = PolicyVersion
        fields = ["effective_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A new version starts from the words of the newest one."""
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        if is_new:
            self.fields["effective_at"].initial = utc_now()
        shown = PolicyVersion.objects.order_by("-number").first() if is_new else self.instance
        texts = {text.language: text for text in shown.texts.all()} if shown else {}
        for code, own_name in language_choices():
            text = texts.get(code)
            self.fields[f"introduction_{code}"] = forms.CharField(
                label=_("Introduction (%(language)s)") % {"language": own_name},
                help_text=_(
                    "An empty line starts a paragraph. The grounds are listed under it by themselves."
                ),
                initial=text.introduction if text else "",
                required=False,
                widget=_textarea(code, rows=8),
            )
            self.fields[f"responsibility_{code}"] = forms.CharField(
                label=_("Sentence of responsibility (%(language)s)") % {"language": own_name},
                help_text=_("Stands beside the button: who answers for a comment."),
                initial=text.responsibility if text else "",
                required=False,
                widget=_textarea(code, rows=2),
            )

    def clean(self) -> dict[str, Any]:
        """The instance still says what is stored: Django writes the form into it only after this."""
        said: dict[str, Any] = super().clean()
        if self.instance.pk and self.instance.effective_at <= utc_now():
            raise ValidationError(
                _("This version is in force: comments were sent under its words. Add a new version instead."),
                code="in_force",
            )
        for code, _own_name in language_choices():
            halves = [bool(said.get(f"{half}_{code}")) for half in ("introduction", "responsibility")]
            if any(halves) and not all(halves):
                self.add_error(f"introduction_{code}", _("Fill in both texts of a language, or none."))
        if not self._words(said):
            raise ValidationError(_("A policy has a text in one language at least."), code="no_text")
        return said

    def save(self, commit: bool = True) -> PolicyVersion:  # noqa: FBT001, FBT002
        now, words = utc_now(), self._words(self.cleaned_data)
        said = {"effective_at": self.cleaned_data["effective_at"], "person": self.for_user, "now": now}
        is_new = self.instance.pk is None
        self.instance = (
            publish_policy(words, **said) if is_new else revise_policy(self.instance, words, **said)
        )
        return self.instance

    @staticmethod
    def _words(said: dict[str, Any]) -> dict[str, tuple[str, str]]:
        pairs = {
            code: (said.get(f"introduction_{code}") or "", said.get(f"responsibility_{code}") or "")
            for code, _name in language_choices()
        }
        return {code: pair for code, pair in pairs.items() if all(pair)}


def _textarea(language: str, *, rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "lang": language, "dir": "auto"})
