"""The form of a refusal, whichever door takes it: the ground, and what that ground asks for.

form = GroundForm(request.POST, grounds=grounds_of(comment.policy_number, "en"))
if form.is_valid():
    reject(ground=form.cleaned_data["ground"], note=form.cleaned_data["note"], law=form.legal_ground, ...)
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.law.basis import LegalGround, Offence
from kawaraban.law.policy.ground_rules import Missing, missing_with
from kawaraban.law.policy.grounds import GroundWords

NOTE_LENGTH = 2000
LAW_LENGTH = 500


class GroundForm(forms.Form):
    """A ground of the policy under which the comment was sent, and words where the ground says too little.

    `grounds` are those of that version, the paper's own among them.
    """

    ground = forms.CharField(error_messages={"required": _("Choose a ground: the author is told which one.")})
    law = forms.CharField(
        required=False,
        max_length=LAW_LENGTH,
        error_messages={"max_length": _("The law is too long: at most %(limit_value)d characters.")},
    )
    offence = forms.ChoiceField(
        required=False,
        choices=[("", ""), *Offence.choices],
        error_messages={"invalid_choice": _("Choose a field of law.")},
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": _("The note is too long: at most %(limit_value)d characters.")},
    )

    def __init__(self, *args: Any, grounds: Sequence[GroundWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {ground.code: ground for ground in grounds}

    def clean_ground(self) -> str:
        code = str(self.cleaned_data["ground"])
        if code not in self.named:
            raise forms.ValidationError(_("Choose a ground of the policy."))
        return code

    def clean(self) -> None:
        super().clean()
        ground = self.named.get(self.cleaned_data.get("ground", ""))
        if ground is None:
            return
        said = {name: str(self.cleaned_data.get(name, "")) for name in ("note", "law")}
        for missing in missing_with(ground, **said):
            field, sentence = _SENTENCES[missing]
            # A field that is wrong in itself is not empty: one sentence is enough.
            if field not in self.errors:
                self.add_error(field, sentence)

    @property
    def legal_ground(self) -> LegalGround | None:
        """The law, where the ground asks for one."""
        ground = self.named.get(self.cleaned_data["ground"])
        if ground is None or not ground.needs_law:
            return None
        return LegalGround(self.cleaned_data["law"], Offence(self.cleaned_data["offence"] or Offence.OTHER))


_SENTENCES = {
    Missing.WORDS: ("note", _("This ground says nothing by itself: write a note to the author.")),
    Missing.LAW: ("law", _("Name the law: the author and an authority must be able to look it up.")),
}
