"""Staff: who may sign in, and in which role."""

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


class User(AbstractUser):
    """A member of staff. Commenters need no account and are not here."""

    role = models.CharField(_("role"), max_length=16, choices=Role.choices, blank=True)
    language = models.CharField(
        _("language"), max_length=16, blank=True, help_text=_("Of the desk; empty means the browser's.")
    )

    @property
    def display_name(self) -> str:
        """The name that colleagues and the record read."""
        return self.get_full_name() or self.get_username()

    @property
    def may_moderate(self) -> bool:
        """Every role moderates the whole paper; roles by section come with step 3."""
        return self.is_active and self.role in Role.values

    @property
    def may_edit(self) -> bool:
        return self.is_active and self.role in {Role.EDITOR, Role.PUBLISHER}

    @property
    def may_publish_paper(self) -> bool:
        """May change the paper itself: its name, its policy, its staff."""
        return self.is_active and self.role == Role.PUBLISHER
