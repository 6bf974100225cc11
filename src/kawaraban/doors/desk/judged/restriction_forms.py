"""The forms about suspensions: a new one from the card of a comment, and what is decided about one that there is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.restrictions import DAYS
from kawaraban.doors.desk.judged.forms import GroundedForm
from kawaraban.law.forms import NOTE_LENGTH

# What the form says for a suspension without an end.
WITHOUT_END = "without_end"


class RestrictForm(GroundedForm):
    """For how long, on which ground, and in which words nothing more is taken from whoever sent it."""

    days = forms.ChoiceField(
        choices=[*((str(days), str(days)) for days in DAYS), (WITHOUT_END, WITHOUT_END)],
        error_messages={
            "required": _("Choose for how long."),
            "invalid_choice": _("Choose for how long."),
        },
    )

    @property
    def number_of_days(self) -> int | None:
        """None is without an end."""
        days = self.cleaned_data["days"]
        return None if days == WITHOUT_END else int(days)


class RestrictionForm(forms.Form):
    """Which suspension is lifted, or upheld on appeal, and why."""

    restriction = forms.CharField(max_length=16)
    note = forms.CharField(
        max_length=NOTE_LENGTH,
        error_messages={
            "required": _("Say why: the record keeps it, and whoever was told of the suspension reads it."),
            "max_length": _("The note is too long: at most %(limit_value)d characters."),
        },
    )
