"""The form of an appeal: of the author of a comment, or of the sender of a notice."""

from django import forms
from django.utils.translation import gettext_lazy as _

APPEAL_LENGTH = 3_000


class AppealForm(forms.Form):
    """Why somebody else should decide again."""

    words = forms.CharField(
        label=_("Why should it be decided otherwise?"),
        max_length=APPEAL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
