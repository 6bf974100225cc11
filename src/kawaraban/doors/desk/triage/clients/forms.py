"""What the publisher says of another comment system that may ask."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.triage.models import ApiClient
from kawaraban.triage.taught.clients import MOST_PER_SECOND, MOST_SECRET_BYTES, ClientTerms

_LTR: Final = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class ClientForm(forms.Form):
    """Name, rate and trust; the secret with which it signs, where it signs."""

    name = forms.CharField(label=_("Name"), max_length=100)
    per_second = forms.IntegerField(
        label=_("Questions a second at most"), min_value=1, max_value=MOST_PER_SECOND, initial=10
    )
    is_trusted = forms.BooleanField(label=_("Learn from what it suggests"), required=False)
    signing_secret = forms.CharField(
        label=_("Signing secret of Coral"),
        required=False,
        max_length=MOST_SECRET_BYTES,
        widget=forms.PasswordInput(attrs=_LTR),
    )

    @property
    def terms(self) -> ClientTerms:
        """What was sent. Only of a form that is valid."""
        return ClientTerms(**self.cleaned_data)


class ClientChangeForm(ClientForm):
    """The same of one that is there: the secret is never shown, and stays where the field is left empty."""

    forgets_secret = forms.BooleanField(label=_("Forget the secret"), required=False)

    @property
    def terms(self) -> ClientTerms:
        given = dict(self.cleaned_data)
        is_forgotten = given.pop("forgets_secret")
        given["signing_secret"] = given["signing_secret"] or ("" if is_forgotten else None)
        return ClientTerms(**given)


def change_form_of(client: ApiClient) -> ClientChangeForm:
    """The client as it is."""
    initial = {name: getattr(client, name) for name in ("name", "per_second", "is_trusted")}
    return ClientChangeForm(initial=initial, label_suffix="", prefix=f"c{client.pk}")
