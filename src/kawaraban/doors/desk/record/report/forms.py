"""Publishing the report of a year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class YearlyReportForm(forms.Form):
    """Publishing the report of a year. `seen`: what the publisher was shown of the changes (`ReportDraft`)."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    had_no_orders = forms.BooleanField(
        label=_("No authority sent an order in this year"),
        required=False,
        help_text=_("Then the report says 0 there; without it the cells stay blank."),
    )
    reason = forms.CharField(
        label=_("Reason for the new version"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was wrong, and how it was put right. Readers see it; name nobody."),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["reason"].required = not is_first
