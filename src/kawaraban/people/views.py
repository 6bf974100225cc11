"""Signing in and out. The desk gives these views their addresses."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormMixin

from kawaraban.people.second_factor import end_other_sessions, note_new_factor
from kawaraban.press.printing.methods import takes_form


class SignInView(LoginView):
    """GET shows the form, POST signs in and goes on to `next` when that is an address of ours.

    It is the editor's sign-in too. Somebody who is signed in but may not enter is shown the form and who they
    are, instead of being sent back and forth. With a second factor, the page that asks for it comes next.
    """

    template_name = "people/sign_in.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 429 if form.has_error("__all__", code="too_many_tries") else 422
        return response


class SetUpAppView(ActivateTOTPView):
    """allauth's page that sets up an app. Its first code is a second factor: the session has passed it."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_new_factor(self.request)
        return response


class AddPasskeyView(AddWebAuthnView):
    """The same of a passkey."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_new_factor(self.request)
        return response


class _EndsOtherSessions(FormMixin):
    """Whoever came in elsewhere, with what this page takes away, is out."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        end_other_sessions(self.request)
        return response


class RemoveAppView(_EndsOtherSessions, DeactivateTOTPView):
    """allauth's page that takes an app away."""


class RemovePasskeyView(_EndsOtherSessions, RemoveWebAuthnView):
    """allauth's page that takes a passkey away: it may be in somebody else's hands."""


class NewRecoveryCodesView(_EndsOtherSessions, GenerateRecoveryCodesView):
    """allauth's page of new recovery codes, which take the place of the old ones."""


@never_cache
@takes_form
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST signs out; GET asks with a button, because a link that signs out can be hidden in any page."""
    if request.method != "POST":
        return render(request, "people/sign_out.html")
    logout(request)
    return HttpResponseRedirect(resolve_url(settings.LOGOUT_REDIRECT_URL))
