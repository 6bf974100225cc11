"""What is done without a person: nothing that judges words, and all that follows from what a person did."""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.mails.reasons_told_later import tell_reasons
from kawaraban.comments.restrictions import RestrictionQuerySet
from kawaraban.law.demands.preserving import preserve
from kawaraban.law.outbox import send_due
from kawaraban.law.programs.program import Kind, Program, live


def _undo() -> str:
    seconds = settings.UNDO_SECONDS
    return ngettext(
        "A message about a decision leaves when its time for undo, %(seconds)d second, is over; of a decision on many "
        "comments, when that of the last one is.",
        "A message about a decision leaves when its time for undo, %(seconds)d seconds, is over; of a decision on many "
        "comments, when that of the last one is.",
        seconds,
    ) % {"seconds": seconds}


PROGRAMS: Final = (
    Program(
        "messages",
        Kind.ALONE,
        name=_("they send the messages about decisions"),
        words=live(_undo),
        of=(send_due,),
    ),
    Program(
        "suspension_ends",
        Kind.ALONE,
        name=_("they end a suspension on its day"),
        words=_("One without an end holds until a person lifts it."),
        of=(RestrictionQuerySet.in_force,),
    ),
    Program(
        "erased",
        Kind.ALONE,
        name=_("they carry out an erasure that an author asks for"),
        words=_(
            "The comment is taken off at once, and open appeals about it lapse. While something else about it is open, "
            "such as a notice that nobody has answered, its words are kept for that, and go after the answer."
        ),
        of=(erase_own,),
    ),
    Program(
        "reasons_told_later",
        Kind.ALONE,
        name=_("they tell the reasons that an order of an authority kept back, when its day has come"),
        words=_("The order names the day. Until then the author reads that the reasons follow."),
        of=(tell_reasons,),
    ),
    Program(
        "kept_by_order",
        Kind.ALONE,
        name=_("they keep for six months what a removal order against terrorist content takes off"),
        words=_("The law asks for that. An erasure waits until then."),
        of=(preserve,),
    ),
    Program(
        "forgetting",
        Kind.ALONE,
        name=_("they delete personal data whose time is over"),
        words=_("The periods stand under “What is kept, and for how long”."),
        of=(retain,),
    ),
)
