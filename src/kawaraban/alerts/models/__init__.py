"""The tables of this room: digests of a person, links in them, hooks and their deliveries, reports of health."""

from kawaraban.alerts.models.digests import DecisionLink, Digest, DigestWish
from kawaraban.alerts.models.health import HealthReport
from kawaraban.alerts.models.hooks import Attempt, Delivery, Hook, HookCursor

__all__ = [
    "Attempt",
    "DecisionLink",
    "Delivery",
    "Digest",
    "DigestWish",
    "HealthReport",
    "Hook",
    "HookCursor",
]
