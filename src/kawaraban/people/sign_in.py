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
from kawaraban.people.backends import refusal_of
from kawaraban.people.known_browsers import browser_of
from kawaraban.people.models import User
from kawaraban.people.throttle import SignInAttempt, TooManyTries, begin

MISMATCH = _("This name and this password do not belong together. Both know small from capital.")


@contextmanager
def counted(account: str, *, user: User | None) -> Iterator[SignInAttempt]:
    """One counted try of what the backend does not look at: a code, an old password, a mail with a link.

    `user` is whose account it is, where there is one. Raises ValidationError when there were too many.
    """
    request = context.request
    try:
        attempt = begin(
            address=request.META.get("REMOTE_ADDR", ""),
            account=account,
            browser=browser_of(request, user),
            now=utc_now(),
        )
    except TooManyTries as too_many:
        raise _wait(too_many) from too_many
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
        """The checks of allauth, with our words for what the backend says."""
        if self.cleaned_data.get("login") is None or not self.cleaned_data.get("password"):
            return dict(self.cleaned_data)
        try:
            super().clean()
        except ValidationError as wrong:
            raise _refused(otherwise=ValidationError(MISMATCH, code="invalid_login")) from wrong
        return dict(self.cleaned_data)


class PasswordAgainForm(ReauthenticateForm):
    """The password once more before something that matters. Wrong ones count as at the sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_hints(self)

    def clean_password(self) -> str:
        try:
            return str(super().clean_password())
        except ValidationError as wrong:
            raise _refused(otherwise=wrong) from wrong


class NewPasswordForm(ChangePasswordForm):
    """The old password and a new one, twice. Wrong old ones count as at the sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_hints(self)

    def clean_oldpassword(self) -> str:
        with counted(self.user.get_username(), user=self.user) as attempt:
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
        email = self.cleaned_data["email"]
        owner = User.objects.filter(email__iexact=email, is_active=True).first()
        with counted(f"forgotten:{email}", user=owner):
            return str(super().clean_email())


def _without_hints(form: forms.Form) -> None:
    """A label says what a field is; a second word inside the field only disappears under the typing."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""


def _refused(*, otherwise: ValidationError) -> ValidationError:
    """What the backend's refusal says: how long to wait, or what was wrong."""
    too_many = refusal_of(context.request)
    return _wait(too_many) if too_many else otherwise


def _wait(too_many: TooManyTries) -> ValidationError:
    sentence = ngettext(
        "Too many wrong passwords. Please wait %(minutes)d minute and try again.",
        "Too many wrong passwords. Please wait %(minutes)d minutes and try again.",
        too_many.minutes,
    )
    return ValidationError(sentence % {"minutes": too_many.minutes}, code="too_many_tries")
