"""Staff: who may sign in, and in which role; and the wrong passwords that were tried."""

from datetime import datetime
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member of staff does. Each role may do all that the roles before it may.

    The codes are stored: they are frozen.
    """

    MODERATOR = "moderator", _("Moderator")
    EDITOR = "editor", _("Editor")
    PUBLISHER = "publisher", _("Publisher")


class User(AbstractUser):  # type: ignore[django-manager-missing]  # of Wagtail's pictures, which have no types
    """A member of staff. Commenters need no account and are not here."""

    role = models.CharField(_("role"), max_length=16, choices=Role.choices, blank=True)
    language = models.CharField(
        _("language"), max_length=16, blank=True, help_text=_("Of the desk; empty means the browser's.")
    )
    sections = models.JSONField(
        _("sections"),
        default=list,
        blank=True,
        help_text=_(
            "Slugs. A moderator with sections sees and decides only there; empty is the whole paper."
        ),
    )

    # Part of what every session of this person is held against: one more, and all are signed out.
    session_salt = models.PositiveIntegerField(default=0, editable=False)

    def get_session_auth_hash(self) -> str:
        """What a session must show to be this person's; see `people.second_factor.end_sessions`."""
        return f"{super().get_session_auth_hash()}{self.session_salt or ''}"

    @property
    def display_name(self) -> str:
        """The name that colleagues and the record read."""
        return self.get_full_name() or self.get_username()

    @property
    def may_publish_paper(self) -> bool:
        """May change the paper itself: its name, its policy, its staff."""
        return self.is_active and self.role == Role.PUBLISHER


class SignInTryQuerySet(models.QuerySet["SignInTry"]):
    def since(self, moment: datetime) -> Self:
        return self.filter(tried_at__gt=moment)


class SignInTry(models.Model):
    """One wrong password, counted for its networks and for its account; forgotten when it counts no more.

    In the database, because several processes answer: a count in the memory of one holds for that one alone.
    Networks and account are kept as keyed hashes: what was typed as a user name may be a password.
    """

    # The household, and of IPv6 the /56 and the /48 around it. Of a known browser (`known_browsers`) the first two
    # are empty, and the last stands for all known browsers of the account.
    address_key = models.CharField(max_length=64, blank=True)
    wide_key = models.CharField(max_length=64, blank=True, default="")
    widest_key = models.CharField(max_length=64, blank=True, default="")
    account_key = models.CharField(max_length=64)
    tried_at = models.DateTimeField()

    objects = SignInTryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["address_key", "tried_at"], name="sign_in_try_address"),
            models.Index(fields=["wide_key", "tried_at"], name="sign_in_try_wide"),
            models.Index(fields=["widest_key", "tried_at"], name="sign_in_try_widest"),
            models.Index(fields=["account_key", "tried_at"], name="sign_in_try_account"),
            models.Index(fields=["tried_at"], name="sign_in_try_age"),
        ]

    def __str__(self) -> str:
        return f"wrong password at {self.tried_at:%Y-%m-%d %H:%M}"
