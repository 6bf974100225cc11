"""An order that has hours and not days: whoever can do something about it is told at once, whatever they wished.

    tell_of_urgent(now=now)     # the worker, every two seconds

One mail to each member of staff who may decide about one of its comments, and to those who answer authorities. A row
of `Digest` stands for each person and order, written together with the mail, so that a crash before it sends it later
and one after it never sends it twice.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.alerts.digest_words import language_of, span
from kawaraban.alerts.models import Digest
from kawaraban.comments.raised.named import comments_of
from kawaraban.law.demands.entering import real_demands
from kawaraban.law.models import Demand, DemandKind
from kawaraban.law.outbox import post
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, may
from kawaraban.press.turn import one_turn

# What has longer is for the digest.
_URGENT = timedelta(days=1)


def tell_of_urgent(*, now: datetime) -> int:
    """Write each mail that nobody has got yet. Returns how many went into the outbox. One query where none is due."""
    count = 0
    for demand in real_demands().open().filter(due_at__isnull=False, effect_at=None):
        if demand.due_at and demand.due_at - demand.received_at <= _URGENT:
            count += sum(_tell(user, demand, now) for user in _who_can_act(demand))
    return count


def _who_can_act(demand: Demand) -> list[User]:
    """Staff with an address. Whom nobody could reach by mail reads it in the head of the desk."""
    sections = {comment.thread.section for comment in comments_of(demand)}
    staff = User.objects.filter(is_active=True).exclude(email="").order_by("pk")
    return [
        user
        for user in staff
        if may(user, Verb.ENTER_DEMAND)
        or (demand.kind == DemandKind.ACT and any(may(user, Verb.REJECT, section=each) for each in sections))
    ]


def _tell(user: User, demand: Demand, now: datetime) -> bool:
    """Row and mail together. False when this person was told."""
    mark = {"user": user, "due_at": demand.entered_at}
    if Digest.objects.filter(**mark).exists():
        return False
    try:
        with one_turn():
            # Nothing is counted: an alarm about all that waits does not rest because of this.
            Digest.objects.create(**mark, is_alarm=True, waiting_count=0)
            _post(user, demand, now)
    except IntegrityError:
        return False  # another worker wrote it at the same moment
    return True


def _post(user: User, demand: Demand, now: datetime) -> None:
    assert demand.due_at is not None
    language = language_of(user)
    with override(language):
        facts = {**span(now, demand.due_at), "authority": demand.sender}
        heading = _("An order is due in %(hours)d h %(minutes)d min") % facts
        body = "\n\n".join(
            [
                _("An order of %(authority)s has come to the paper.") % facts,
                f"{heading}: {settings.SITE_URL}/desk/demands/{demand.pk}/",
                *(f"{settings.SITE_URL}/desk/card/{each.public_id}/" for each in comments_of(demand)),
            ]
        )
    post(
        recipient=user.email,
        heading=heading,
        body=body + "\n",
        language=language,
        decision=None,
        now=now - timedelta(seconds=settings.UNDO_SECONDS),
    )
