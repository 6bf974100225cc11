"""What reaches the paper from outside its forms: orders of authorities (DSA Arts 9 and 10), letters and calls."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kawaraban.law.basis import Offence
from kawaraban.law.models.decisions import Decision


class DemandKind(models.TextChoices):
    """Stored: the codes are frozen."""

    ACT = "act", _("An order to act against content")
    INFORM = "inform", _("An order to give information")
    LETTER = "letter", _("A letter")
    CALL = "call", _("A call")


class Telling(models.TextChoices):
    """What the author of a comment may be told of an order (Art. 9(5)). Stored: the codes are frozen."""

    ALL = "all", _("All: who ordered it, and under which reference")
    UNNAMED = "unnamed", _("That there is an order, not whose")
    LATER = "later", _("Nothing before a day that the authority names")


class DemandOutcome(models.TextChoices):
    """What became of it. Stored: the codes are frozen."""

    DONE = "done", _("Done")
    REFUSED = "refused", _("Not followed")
    WITHDRAWN = "withdrawn", _("Taken back by its sender")


class DemandQuerySet(models.QuerySet["Demand"]):
    def open(self) -> Self:
        """Not settled yet; what is due first comes first, then the oldest."""
        return self.filter(outcome="").order_by(models.F("due_at").asc(nulls_last=True), "received_at", "pk")


class Demand(models.Model):
    """One order, letter or call. Which comments it is about stands in its items; an order may be about none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(
        pgettext_lazy("of a letter or an order", "kind"), max_length=8, choices=DemandKind.choices
    )
    sender = models.CharField(
        _("who sent it"), max_length=300, blank=True, help_text=_("Of an order: the authority.")
    )
    contact = models.CharField(_("where it is answered"), max_length=300, blank=True)
    # ISO 3166-1: of an order, the state whose authority sent it.
    member_state = models.CharField(_("country"), max_length=2, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("received"))
    offence = models.CharField(_("field of law"), max_length=32, choices=Offence.choices, blank=True)
    law = models.CharField(_("law"), max_length=500, blank=True)
    scope = models.TextField(_("what it covers, and where"), blank=True)
    words = models.TextField(_("what it asks"), blank=True)
    telling = models.CharField(
        _("what the author may be told"), max_length=8, choices=Telling.choices, default=Telling.ALL
    )
    tell_from = models.DateTimeField(_("may be told from"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    # When the sender was told that it arrived, when it was given effect, when they were told of that.
    confirmed_at = models.DateTimeField(_("receipt confirmed"), null=True, blank=True)
    effect_at = models.DateTimeField(_("given effect"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=DemandOutcome.choices, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    # Since when it says nothing of a person any more.
    forgotten_at = models.DateTimeField(_("sender forgotten"), null=True, blank=True)

    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("order, letter or call")
        verbose_name_plural = _("orders, letters and calls")
        indexes = [
            models.Index(fields=["received_at"], name="demand_received"),
            models.Index(fields=["due_at"], condition=models.Q(outcome=""), name="demand_open"),
            models.Index(fields=["telling", "tell_from"], name="demand_told_later"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_settled_demand_says_when",
                condition=(
                    models.Q(outcome="", settled_at=None)
                    | (~models.Q(outcome="") & ~models.Q(settled_at=None))
                ),
            ),
            models.CheckConstraint(
                name="a_demand_told_later_says_from_when",
                condition=~models.Q(telling="later") | ~models.Q(tell_from=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} {self.kind}"

    @property
    def record_name(self) -> str:
        """What the ledger calls it."""
        return f"demand:{self.pk}"

    @property
    def is_order(self) -> bool:
        """Whether an authority orders, and nobody only asks."""
        return self.kind in {DemandKind.ACT, DemandKind.INFORM}


class DemandItem(models.Model):
    """One comment that a demand is about. `decision` is what was decided about it because of that."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="items")
    subject = models.CharField(_("subject"), max_length=64, db_index=True)
    revision_number = models.PositiveIntegerField(_("revision"), default=0)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="demand_items"
    )

    class Meta:
        verbose_name = _("comment of a demand")
        verbose_name_plural = _("comments of demands")
        constraints = [models.UniqueConstraint(fields=["demand", "subject"], name="one_item_of_a_demand")]

    def __str__(self) -> str:
        return f"{self.demand_id}: {self.subject}"
