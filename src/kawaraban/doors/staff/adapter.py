"""What allauth asks us: how a mail leaves, where one goes after signing in, and how a secret is kept.

Named in the settings. Everything that is not here is as allauth has it.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from kawaraban.kit.clock import utc_now
from kawaraban.kit.enciphering import decipher, encipher
from kawaraban.kit.signing import derived_key
from kawaraban.law.outbox import post
from kawaraban.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up; mails leave through the outbox, in the language of the person, and say no address of a machine."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what changed is told. That one is signed in shows by itself."""
        template = args[0] if args else kwargs.get("message_template", "")
        if template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, *args, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person that something about their account changed; staff addresses need no proof."""
        address = email or getattr(user, "email", "")
        if address:
            self.send_mail(template_prefix, address, {"user": user, **(context or {})})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        request = allauth_context.request
        user = context.get("user") or (request.user if request else None)
        language = user.language if isinstance(user, User) and user.language else translation.get_language()
        with translation.override(language):
            values = {
                "request": request,
                "email": email,
                "current_site": get_current_site(request),
                **context,
            }
            mail = self.render_mail(template_prefix, email, values)
        post(
            recipient=email,
            heading=str(mail.subject),
            body=str(mail.body),
            language=language or settings.LANGUAGE_CODE,
            decision=None,
            now=utc_now(),
        )


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept enciphered: a copy of the database alone makes no codes."""

    def encrypt(self, text: str) -> str:
        return encipher(text, _key())

    def decrypt(self, encrypted_text: str) -> str:
        return decipher(encrypted_text, _key())

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()


def _key() -> bytes:
    return derived_key(settings.SECRET_KEY, "second-factor")
