"""When somebody wants to be told that comments wait, what was sent, and the links in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kawaraban.people.models import User


class DigestWish(models.Model):
    """When one person wants a mail. `times` are "HH:MM" in the paper's zone; the other two are alarms."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="digest_wish")
    times = models.JSONField(_("times of day"), default=list, blank=True)
    more_than = models.PositiveIntegerField(_("more than so many wait"), null=True, blank=True)
    longer_than_hours = models.PositiveIntegerField(
        _("something waits longer, in hours"), null=True, blank=True
    )
    wished_at = models.DateTimeField(_("since"))

    def __str__(self) -> str:
        return f"digest of {self.user}"


class Digest(models.Model):
    """One time at which a person was due a digest, whether or not anything waited: it is never due again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="digests")
    due_at = models.DateTimeField(_("due"))
    is_alarm = models.BooleanField(_("alarm"), default=False)
    waiting_count = models.PositiveIntegerField(_("waiting"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "due_at"], name="one_digest_per_person_and_time")
        ]

    def __str__(self) -> str:
        return f"digest of {self.user} at {self.due_at:%Y-%m-%d %H:%M}"


class DecisionLink(models.Model):
    """A link in a mail: one person, one comment in one revision, once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="decision_links")
    public_id = models.CharField(max_length=16)
    revision_number = models.PositiveIntegerField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link of {self.user} to {self.public_id} r{self.revision_number}"
