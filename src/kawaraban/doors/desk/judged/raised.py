"""Who raised the matter of a decision, as the card sends it: what is open, the desk itself, or who has just written.

""                       nobody chose: what stands first among all that is open
"desk"                   the desk itself
"order:3f2c..."          this one
"new:call"               somebody has just called: it is entered with the decision
"""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.law.basis import DESK_ITSELF, OWN_INITIATIVE, Basis, Source
from kawaraban.law.demands.demand_words import DemandWords
from kawaraban.law.models import DemandKind

DESK = "desk"
_NEW = {f"new:{kind}": kind for kind in (DemandKind.LETTER, DemandKind.CALL)}


class RaisedForm(forms.Form):
    """A part of the forms of decisions."""

    raised = forms.CharField(required=False, max_length=100)
    raised_sender = forms.CharField(required=False, max_length=300)
    raised_words = forms.CharField(required=False, max_length=2000)

    def clean_raised(self) -> str:
        given = str(self.cleaned_data["raised"])
        source, _colon, reference = given.partition(":")
        is_known = given in {"", DESK, *_NEW} or (source in Source.values and bool(reference))
        if not is_known:
            raise forms.ValidationError(_("Choose who raised it."))
        return given

    def clean(self) -> None:
        super().clean()
        if (
            self.cleaned_data.get("raised") in _NEW
            and not str(self.cleaned_data.get("raised_words", "")).strip()
        ):
            self.add_error("raised_words", _("Say in a line what it asks."))

    @property
    def basis(self) -> Basis:
        """On what the decision rests; of a new letter the verb makes its own."""
        given = self.cleaned_data["raised"]
        if given == DESK:
            return DESK_ITSELF
        if not given or given in _NEW:
            return OWN_INITIATIVE
        source, _colon, reference = given.partition(":")
        return Basis(Source(source), reference)

    def new_words(self, *, now: datetime) -> DemandWords | None:
        """The letter or the call that is entered with the decision; None where there is none."""
        kind = _NEW.get(self.cleaned_data["raised"])
        if kind is None:
            return None
        sender, words = self.cleaned_data["raised_sender"], self.cleaned_data["raised_words"]
        return DemandWords(kind=kind, received_at=now, sender=sender, words=words)
