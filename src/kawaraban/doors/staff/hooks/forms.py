"""Where a hook leads, and of which events it is told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kawaraban.alerts.events import EVENTS


class HookForm(forms.Form):
    """Where to, and what."""

    address = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"), choices=[], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = [(code, label) for code, (label, _kinds) in EVENTS.items()]  # type: ignore[attr-defined]


class HookChangeForm(HookForm):
    """The same, and whether it is on."""

    is_on = forms.BooleanField(label=gettext_lazy("On"), required=False)
