"""The form of a notice of illegal content (DSA Art. 16(2))."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kawaraban.doors.public.redress.notice.addresses import addresses_in
from kawaraban.law.basis import Offence
from kawaraban.law.dsa.duties import is_under_dsa
from kawaraban.law.redress.notices import MOST_ITEMS

EXPLANATION_LENGTH = 5_000
ADDRESS_LENGTH = 1_000

# Art. 16(2)(c) of the Digital Services Act: said where it holds.
_NO_NAME = _(
    "About sexual abuse or exploitation of children, child pornography or the solicitation of children for sexual "
    "purposes (Articles 3 to 7 of Directive 2011/93/EU) the law asks for no name."
)


class NoticeForm(forms.Form):
    """Art. 16(2): (a) why, (b) where, (c) who, if they wish to say it (recital 50), (d) in good faith.

    `cleaned_data["address"]` are the addresses, each once, in their order.
    """

    address = forms.CharField(
        label=_("Where is it?"),
        help_text=format_lazy(
            _(
                "The exact address. Every comment has its own: its date is a link to it. Several, up to {most}: one "
                "on each line; each gets an answer of its own."
            ),
            most=MOST_ITEMS,
        ),
        max_length=MOST_ITEMS * (ADDRESS_LENGTH + 2),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "inputmode": "url", "spellcheck": "false"}),
    )
    offence = forms.ChoiceField(label=_("What does it break?"), choices=[("", "…"), *Offence.choices])
    law = forms.CharField(
        label=_("Which law, if you know it"), required=False, max_length=500, widget=forms.TextInput
    )
    explanation = forms.CharField(
        label=_("Why is it illegal?"),
        help_text=_("So that somebody who does not know the matter can see it."),
        max_length=EXPLANATION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    name = forms.CharField(
        label=_("Your name, if you wish"),
        help_text=_("Without a name some matters, for example honour or copyright, may not be decidable."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if you wish"),
        help_text=_(
            "For the receipt and the answer. Without it we cannot confirm or answer: the page that opens after "
            "sending is then the only way to learn what came of it. The author of the comment does not learn who you "
            "are."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    is_in_good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is accurate and complete."),
        error_messages={"required": _("A notice needs this statement.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_under_dsa():
            name = self.fields["name"]
            name.help_text = f"{name.help_text} {_NO_NAME}"

    def clean_address(self) -> list[str]:
        addresses = addresses_in(str(self.cleaned_data["address"]))
        if not addresses:
            raise forms.ValidationError(self.fields["address"].error_messages["required"])
        if len(addresses) > MOST_ITEMS:
            words = ngettext(
                "One notice names up to %(most)d address. Send another one for the others.",
                "One notice names up to %(most)d addresses. Send another one for the others.",
                MOST_ITEMS,
            )
            raise forms.ValidationError(words % {"most": MOST_ITEMS})
        longest = max(addresses, key=len)
        if len(longest) > ADDRESS_LENGTH:
            words = gettext("This address is too long: %(start)s…")
            raise forms.ValidationError(words % {"start": longest[:60]})
        return addresses
