"""What the model of triage said of a comment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentScore(models.Model):
    """What the model of triage said of the newest words of a comment. It advises; a person decides.

    `weighed` are pieces of the words, for moderators alone. No row: triage was off. "failed": nobody looked.
    """

    class State(models.TextChoices):
        """How far the model came. Stored: the codes are frozen."""

        SCORED = "scored", _("Looked at")
        UNSUPPORTED = "unsupported", _("Language not known")
        FAILED = "failed", _("Not checked")

    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.CASCADE, related_name="triage", primary_key=True
    )
    revision_number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State.choices)
    model_version = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=16, blank=True)
    score = models.FloatField(null=True)
    ground = models.CharField(max_length=32, blank=True)
    heads = models.JSONField(default=dict)
    weighed = models.JSONField(default=list)
    # One of the random sample whose hint nobody sees.
    is_blind = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"score of {self.comment_id}"
