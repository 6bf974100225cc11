"""What a moderator answers to a notice that is about no comment of ours."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.law.forms import NOTE_LENGTH
from kawaraban.law.models import Outcome


class NoticeAnswerForm(forms.Form):
    """What came of a notice about no comment of ours, in words for its sender."""

    outcome = forms.ChoiceField(
        choices=Outcome.choices,
        error_messages={
            "required": _("Choose what came of it."),
            "invalid_choice": _("Choose what came of it."),
        },
    )
    answer = forms.CharField(
        max_length=NOTE_LENGTH,
        error_messages={
            "required": _("Say why: the sender reads it."),
            "max_length": _("The answer is too long: at most %(limit_value)d characters."),
        },
    )
