"""The publisher's rules for triage, as a form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.triage.taught.rules import SWITCHES, Rules, TriageSwitches


class TriageForm(forms.Form):
    """The switches. A field for each of `TriageSwitches`."""

    is_on = forms.BooleanField(label=_("A model looks at comments"), required=False)
    shows_hints = forms.BooleanField(label=_("The desk sees its hints"), required=False)
    blind_percent = forms.IntegerField(
        label=_("Comments whose hint nobody sees, in percent"), min_value=0, max_value=50
    )
    learns = forms.BooleanField(label=_("It learns from what the desk decides"), required=False)
    nudges = forms.BooleanField(label=_("Writers are asked once before they send"), required=False)
    answers_clients = forms.BooleanField(label=_("Other comment systems may ask it"), required=False)

    @property
    def switches(self) -> TriageSwitches:
        """What was sent. Only of a form that is valid."""
        return TriageSwitches(**self.cleaned_data)


def form_of(rules: Rules) -> TriageForm:
    """The rules as they are."""
    return TriageForm(initial={name: getattr(rules, name) for name in SWITCHES}, label_suffix="")
