"""What the desk's forms send, checked: which revision was read, on which ground it is refused, what is undone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.law.basis import LegalGround, Offence
from kawaraban.law.grounds import GROUNDS_THAT_NEED_WORDS, Ground
from kawaraban.law.wording import GROUND_LABELS

NOTE_LENGTH = 2000


class JudgedForm(forms.Form):
    """A decision is about the words that the moderator read, so it names their revision."""

    revision_number = forms.IntegerField(min_value=1)


class RejectForm(JudgedForm):
    """A ground of the policy, and words for the author where the ground says too little."""

    ground = forms.ChoiceField(
        choices=[(ground.value, GROUND_LABELS[ground]) for ground in Ground],
        error_messages={
            "required": _("Choose a ground: the author is told which one."),
            "invalid_choice": _("Choose a ground of the policy."),
        },
    )
    law = forms.CharField(required=False, max_length=500)
    offence = forms.ChoiceField(required=False, choices=[("", ""), *Offence.choices])
    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": _("The note is too long: at most %(limit_value)d characters.")},
    )

    def clean(self) -> None:
        super().clean()
        ground = self.cleaned_data.get("ground")
        has_words = "note" in self.errors or self.cleaned_data.get("note")
        if ground in {needy.value for needy in GROUNDS_THAT_NEED_WORDS} and not has_words:
            self.add_error("note", _("This ground says nothing by itself: write a note to the author."))
        if ground == Ground.ILLEGAL and not self.cleaned_data.get("law"):
            self.add_error("law", _("Name the law: the author and an authority must be able to look it up."))

    @property
    def legal_ground(self) -> LegalGround | None:
        """The law, where the ground asks for one."""
        if self.cleaned_data["ground"] != Ground.ILLEGAL:
            return None
        return LegalGround(self.cleaned_data["law"], Offence(self.cleaned_data["offence"] or Offence.OTHER))


class UndoForm(forms.Form):
    """The decision to take back."""

    decision = forms.UUIDField()


class StaffNoteForm(forms.Form):
    """What staff notes about an author, for staff."""

    text = forms.CharField(
        max_length=500,
        error_messages={
            "required": _("The note is empty."),
            "max_length": _("The note is too long: at most %(limit_value)d characters."),
        },
    )
