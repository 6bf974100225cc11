"""The form of a refusal, whichever door takes it: the ground, and what that ground asks for.

form = GroundForm(request.POST, grounds=grounds_of(comment.policy_number, "en"))
if form.is_valid():
    decide(REJECT, judged, form.reasons, moderator=mika, now=now)
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.law.basis import LegalGround, Offence
from kawaraban.law.policy.ground_rules import Missing, missing_in
from kawaraban.law.policy.grounds import GroundWords
from kawaraban.law.policy.reasons import REFUSAL_NEEDS, Needs, Reasons

NOTE_LENGTH = 2000
LAW_LENGTH = 500


class GroundForm(forms.Form):
    """A ground of the policy under which the comment was sent, and words where the ground says too little.

    `grounds` are those of that version, the paper's own among them.
    """

    ground = forms.CharField(required=False)
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

    def __init__(
        self,
        *args: Any,
        grounds: Sequence[GroundWords],
        needs: Needs = REFUSAL_NEEDS,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs
        self.named = {ground.code: ground for ground in grounds}

    def clean(self) -> None:
        super().clean()
        for missing in missing_in(self.reasons, needs=self.needs, named=self._ground):
            field, sentence = _SENTENCES[missing]
            # A field that is wrong in itself is not empty: one sentence is enough.
            if field not in self.errors:
                self.add_error(field, sentence)

    @property
    def reasons(self) -> Reasons:
        """What was given, of what is right in itself."""
        said = self.cleaned_data
        return Reasons(
            ground=said.get("ground", ""),
            note=said.get("note", ""),
            law=self._law,
            passage=said.get("passage", ""),
        )

    @property
    def _ground(self) -> GroundWords | None:
        return self.named.get(self.cleaned_data.get("ground", ""))

    @property
    def _law(self) -> LegalGround | None:
        """The law, where the ground asks for one."""
        if self._ground is None or not self._ground.needs_law:
            return None
        offence = self.cleaned_data.get("offence") or Offence.OTHER
        return LegalGround(self.cleaned_data.get("law", ""), Offence(offence))


_SENTENCES = {
    Missing.GROUND: ("ground", _("Choose a ground: the author is told which one.")),
    Missing.KNOWN_GROUND: ("ground", _("Choose a ground of the policy.")),
    Missing.WORDS: ("note", _("This ground says nothing by itself: write a note to the author.")),
    Missing.LAW: ("law", _("Name the law: the author and an authority must be able to look it up.")),
}
