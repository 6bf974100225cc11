"""The forms of readers who speak up: a report, a notice of illegal content (DSA Art. 16(2)), an appeal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kawaraban.law.basis import Offence
from kawaraban.law.policy_grounds import grounds_of

REPORT_LENGTH, EXPLANATION_LENGTH, APPEAL_LENGTH = 1_000, 5_000, 3_000


def _textarea(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class ReportForm(forms.Form):
    """On which ground of the policy the reader thinks that the comment should not be there."""

    ground = forms.ChoiceField(label=_("What is wrong with it?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words, if you wish"),
        required=False,
        max_length=REPORT_LENGTH,
        widget=_textarea(3),
    )

    def __init__(self, *args: Any, policy_number: int, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["ground"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            (ground.code, ground.label) for ground in grounds_of(policy_number, language) if not ground.is_own
        ]


class NoticeForm(forms.Form):
    """Art. 16(2): (a) why, (b) where, (c) who, (d) in good faith."""

    address = forms.CharField(
        label=_("Where is it?"),
        help_text=_("The exact address. Every comment has its own: its date is a link to it."),
        max_length=1_000,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
    offence = forms.ChoiceField(label=_("What does it break?"), choices=[("", "…"), *Offence.choices])
    law = forms.CharField(
        label=_("Which law, if you know it"), required=False, max_length=500, widget=forms.TextInput
    )
    explanation = forms.CharField(
        label=_("Why is it illegal?"),
        help_text=_("So that somebody who does not know the matter can see it."),
        max_length=EXPLANATION_LENGTH,
        widget=_textarea(6),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "For the receipt and the decision. The author of the comment does not learn who you are. Both may stay "
            "empty only where it is about the sexual abuse of children."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    is_in_good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is accurate and complete."),
        error_messages={"required": _("A notice needs this statement.")},
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("offence") not in {None, Offence.MINORS.value}:
            for field in ("name", "email"):
                if not said.get(field) and field not in self.errors:
                    self.add_error(field, _("A notice says who sends it."))
        return said


class AppealForm(forms.Form):
    """Why somebody else should decide again."""

    words = forms.CharField(
        label=_("Why should it be decided otherwise?"), max_length=APPEAL_LENGTH, widget=_textarea(5)
    )
