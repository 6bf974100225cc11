"""Forms of a card that decide nothing about its comment: closing its thread, and notes for colleagues."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CloseThreadForm(forms.Form):
    """Why readers cannot comment any more, in words for them."""

    reason = forms.CharField(
        max_length=300,
        error_messages={
            "required": _("Say why: readers see it in the place of the box."),
            "max_length": _("The reason is too long: at most %(limit_value)d characters."),
        },
    )


class StaffNoteForm(forms.Form):
    """What staff notes about an author, for staff."""

    text = forms.CharField(
        max_length=500,
        error_messages={
            "required": _("The note is empty."),
            "max_length": _("The note is too long: at most %(limit_value)d characters."),
        },
    )
