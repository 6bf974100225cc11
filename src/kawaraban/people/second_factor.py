"""The second factor: codes that are counted like passwords, roles that must have one, and a lost phone.

allauth keeps the factors (TOTP, passkeys, recovery codes) and asks for them; what is ours is who must have one.
"""

from collections.abc import Callable, Iterable
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kawaraban.people.models import User
from kawaraban.people.sign_in import counted

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where somebody without the factor that their role needs may still go: to get one, or to leave.
OPEN_PLACES = ("/desk/account/", "/desk/sign-in/", "/desk/sign-out/")
_GUARDED_PLACES = ("/desk/", "/editor/")


def has_second_factor(user: User) -> bool:
    """Whether a code or a passkey stands beside the password."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=_FACTORS).exists())


def holders_of_a_factor(users: Iterable[User]) -> set[int]:
    """Which of these have one, in one query."""
    rows = Authenticator.objects.filter(user__in=list(users), type__in=_FACTORS)
    return set(rows.values_list("user_id", flat=True))


def must_have_second_factor(user: User) -> bool:
    """Whether the knob `second_factor_roles` names their role."""
    return user.role in settings.SECOND_FACTOR_ROLES


def reset_factors(user: User) -> int:
    """Take every factor and recovery code away, for a lost phone. Sessions end. Returns how many there were."""
    with transaction.atomic():
        count, _by_model = Authenticator.objects.filter(user_id=user.pk).delete()
        end_sessions(user)
    return int(count)


def end_sessions(user: User) -> None:
    """Sign the person out everywhere: the mark that sessions are held against changes with the password's salt."""
    user.session_salt += 1
    user.save(update_fields=["session_salt"])


class CodeForm(AuthenticateForm):
    """A code from the app or a recovery code, after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code_field(self)

    def clean_code(self) -> str:
        with counted(f"code:{self.user.pk}") as attempt:
            code = str(super().clean_code())
            attempt.succeeded()
        return code


class CodeAgainForm(ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code_field(self)

    def clean_code(self) -> str:
        with counted(f"code:{self.user.pk}") as attempt:
            code = str(super().clean_code())
            attempt.succeeded()
        return code


class FirstCodeForm(ActivateTOTPForm):
    """The first code of a new app: it proves that app and paper share the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code_field(self)

    def clean_code(self) -> str:
        with counted(f"code:{self.user.pk}") as attempt:
            code = str(super().clean_code())
            attempt.succeeded()
        return code


class SecondFactorMiddleware:
    """Leads staff whose role must have a second factor to the page where they get one, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_missing(request):
            messages.warning(request, _("Your role needs a second factor. Set one up to go on."))
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


def _is_missing(request: HttpRequest) -> bool:
    if not settings.SECOND_FACTOR_ROLES or not request.path_info.startswith(_GUARDED_PLACES):
        return False
    if request.path_info.startswith(OPEN_PLACES):
        return False
    user = request.user
    return isinstance(user, User) and must_have_second_factor(user) and not has_second_factor(user)


def _as_code_field(form: forms.Form) -> None:
    """Telephones show digits; a recovery code has digits, too."""
    field = form.fields["code"]
    field.label = gettext_lazy("Code")
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
