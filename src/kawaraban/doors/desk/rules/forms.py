"""The publisher's rules for the desk, as a form."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.doors.desk.models import DeskRules

if TYPE_CHECKING:
    RulesForm = forms.ModelForm[DeskRules]
else:
    RulesForm = forms.ModelForm  # which knows its parameter only when it is checked


class DeskRulesForm(RulesForm):
    """The publisher's rules for the desk."""

    class Meta:
        model = DeskRules
        fields = [
            "target_minutes",
            "closes_when_full",
            "close_at_minutes",
            "reopen_at_minutes",
            "full_reason",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        close, reopen = cleaned.get("close_at_minutes"), cleaned.get("reopen_at_minutes")
        if close is not None and reopen is not None and reopen >= close:
            self.add_error(
                "reopen_at_minutes", _("Open again at less work than you close at, or it would flutter.")
            )
        if cleaned.get("target_minutes") == 0:
            self.add_error("target_minutes", _("At least one minute."))
        return cleaned
