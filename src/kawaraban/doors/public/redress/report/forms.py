"""The form of a reader who reports a comment to the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.law.policy.grounds import grounds_of

REPORT_LENGTH = 1_000


class CommentReportForm(forms.Form):
    """On which ground of the policy the reader thinks that the comment should not be there."""

    ground = forms.ChoiceField(label=_("What is wrong with it?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words, if you wish"),
        required=False,
        max_length=REPORT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, policy_number: int, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["ground"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            (ground.code, ground.label) for ground in grounds_of(policy_number, language) if not ground.is_own
        ]
