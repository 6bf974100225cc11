"""The second factor: codes that are counted like passwords, roles that must have one, sessions that passed it, and a
lost phone.

allauth keeps the factors (TOTP, passkeys, recovery codes), asks for them, and writes into the session with what it was
opened. What is ours is who must have one, and that a session without it is none: `SecondFactorMiddleware` asks the
session itself, whatever door made it.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kawaraban.people.factors import factors_of
from kawaraban.people.factors import has_second_factor as has_second_factor
from kawaraban.people.middleware import signed_in
from kawaraban.people.models import User
from kawaraban.people.sign_in import counted

# Where somebody without the factor that their role needs may still go: to get one, or to leave.
OPEN_PLACES = ("/desk/account/", "/desk/sign-in/", "/desk/sign-out/")
_GUARDED_PLACES = ("/desk/", "/editor/")


def must_have_second_factor(user: User) -> bool:
    """Whether the knob `second_factor_roles` names their role."""
    return user.role in settings.SECOND_FACTOR_ROLES


def end_sessions(user: User) -> None:
    """Sign the person out everywhere: the mark that sessions are held against changes with the password's salt."""
    user.session_salt += 1
    user.save(update_fields=["session_salt"])


def end_other_sessions(request: HttpRequest) -> None:
    """Sign the person of this request out everywhere else: what has just been taken away may have opened those."""
    user = request.user
    if isinstance(user, User):
        end_sessions(user)
        update_session_auth_hash(request, user)


class CodeForm(AuthenticateForm):
    """A code from the app or a recovery code, after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code_field(self)

    def clean_code(self) -> str:
        with counted(f"code:{self.user.pk}", user=self.user) as attempt:
            code = str(super().clean_code())
            attempt.succeeded()
        return code


class CodeAgainForm(ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code_field(self)

    def clean_code(self) -> str:
        with counted(f"code:{self.user.pk}", user=self.user) as attempt:
            code = str(super().clean_code())
            attempt.succeeded()
        return code


class FirstCodeForm(ActivateTOTPForm):
    """The first code of a new app: it proves that app and paper share the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code_field(self)

    def clean_code(self) -> str:
        with counted(f"code:{self.user.pk}", user=self.user) as attempt:
            code = str(super().clean_code())
            attempt.succeeded()
        return code


def has_passed(request: HttpRequest, user: User) -> bool:
    """Whether this very session was opened, or gone on with, by a second factor of this person."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def note_new_factor(request: HttpRequest) -> None:
    """Whoever has just set up a factor has shown it: this session need not be opened again. Every other one must."""
    user = request.user
    newest = factors_of(user.pk).order_by("-pk").first()
    if newest is not None and isinstance(user, User) and not has_passed(request, user):
        record_authentication(request, user, "mfa", id=newest.pk, type=newest.type)


class SecondFactorMiddleware:
    """Ends a session that lacks the second factor of its person. Leads staff whose role must have one and who have
    none yet to the page where they get it, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = signed_in(request)
        if user is not None and not has_passed(request, user):
            if has_second_factor(user):
                logout(request)
            elif must_have_second_factor(user) and _is_guarded(request.path_info):
                messages.warning(request, _("Your role needs a second factor. Set one up to go on."))
                return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


def _is_guarded(path: str) -> bool:
    return path.startswith(_GUARDED_PLACES) and not path.startswith(OPEN_PLACES)


def _as_code_field(form: forms.Form) -> None:
    """Telephones show digits; a recovery code has digits, too."""
    field = form.fields["code"]
    field.label = gettext_lazy("Code")
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
