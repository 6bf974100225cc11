"""The form with which staff signs in: name, password, and a limit on wrong ones."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kawaraban.kit.clock import utc_now
from kawaraban.people.throttle import TooManyTries, begin


class SignInForm(AuthenticationForm):
    """Says the same for an unknown name, a wrong password and an account that was closed."""

    error_messages = {
        "invalid_login": _(
            "This name and this password do not belong together. Both know small from capital."
        ),
        "inactive": _("This name and this password do not belong together. Both know small from capital."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Name")
        self.fields["username"].widget = forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        )

    def clean(self) -> dict[str, Any]:
        """The checks of Django, inside one counted try."""
        username = self.cleaned_data.get("username")
        if username is None or not self.cleaned_data.get("password"):
            return self.cleaned_data
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        try:
            attempt = begin(address=address, account=username, now=utc_now())
        except TooManyTries as too_many:
            raise ValidationError(_wait_sentence(too_many), code="too_many_tries") from too_many
        super().clean()
        attempt.succeeded()
        return self.cleaned_data


def _wait_sentence(too_many: TooManyTries) -> str:
    return ngettext(
        "Too many wrong passwords. Please wait %(minutes)d minute and try again.",
        "Too many wrong passwords. Please wait %(minutes)d minutes and try again.",
        too_many.minutes,
    ) % {"minutes": too_many.minutes}
