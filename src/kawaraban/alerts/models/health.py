"""What each node last found when it looked after itself."""

from django.db import models


class HealthReport(models.Model):
    """One look of one node: a row for each, written over by the next. `asked_at`: a publisher asked for another."""

    node = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)  # "quick" or "slow"
    looked_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "kind"], name="one_health_report_per_node_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.node} ({self.kind})"
