"""The forms with which staff signs in: name, password, a forgotten password, and a limit on wrong ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordForm
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kawaraban.kit.clock import utc_now
from kawaraban.people.throttle import Attempt, TooManyTries, begin

MISMATCH = _("This name and this password do not belong together. Both know small from capital.")


@contextmanager
def counted(account: str) -> Iterator[Attempt]:
    """One counted try of the request's address. Raises ValidationError when there were too many."""
    try:
        attempt = begin(address=context.request.META.get("REMOTE_ADDR", ""), account=account, now=utc_now())
    except TooManyTries as too_many:
        raise ValidationError(_wait_sentence(too_many), code="too_many_tries") from too_many
    yield attempt


class SignInForm(LoginForm):
    """Says the same for an unknown name, a wrong password and an account that was closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name")
        self.fields["login"].widget = forms.TextInput(
            attrs={
                "autocomplete": "username webauthn",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        )
        _without_hints(self)

    def clean(self) -> dict[str, Any]:
        """The checks of allauth, inside one counted try."""
        username = self.cleaned_data.get("login")
        if username is None or not self.cleaned_data.get("password"):
            return dict(self.cleaned_data)
        with counted(username) as attempt:
            try:
                super().clean()
            except ValidationError as wrong:
                raise ValidationError(MISMATCH, code="invalid_login") from wrong
            attempt.succeeded()
        return dict(self.cleaned_data)


class PasswordAgainForm(ReauthenticateForm):
    """The password once more before something that matters. Wrong ones count as at the sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_hints(self)

    def clean_password(self) -> str:
        with counted(self.user.get_username()) as attempt:
            password = str(super().clean_password())
            attempt.succeeded()
        return password


class NewPasswordForm(ChangePasswordForm):
    """The old password and a new one, twice. Wrong old ones count as at the sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_hints(self)

    def clean_oldpassword(self) -> str:
        with counted(self.user.get_username()) as attempt:
            password = str(super().clean_oldpassword())
            attempt.succeeded()
        return password


class ForgottenForm(ResetPasswordForm):
    """The address to which a link is sent. Asking is counted, or anybody could fill somebody's mailbox."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        _without_hints(self)

    def clean_email(self) -> str:
        with counted(f"forgotten:{self.cleaned_data['email'].casefold()}"):
            return str(super().clean_email())


def _without_hints(form: forms.Form) -> None:
    """A label says what a field is; a second word inside the field only disappears under the typing."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""


def _wait_sentence(too_many: TooManyTries) -> str:
    return ngettext(
        "Too many wrong passwords. Please wait %(minutes)d minute and try again.",
        "Too many wrong passwords. Please wait %(minutes)d minutes and try again.",
        too_many.minutes,
    ) % {"minutes": too_many.minutes}
