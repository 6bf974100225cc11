"""What the desk says about suspensions: what was done, and why something was not."""

from django.utils.translation import gettext as _

from kawaraban.comments.actions.restrictions import AlreadyRestricted, NothingKnown
from kawaraban.comments.models import Restriction
from kawaraban.doors.desk.screen.sentences import other_person_sentence
from kawaraban.law.redress.appeals import SamePerson
from kawaraban.look.words import moment_words


def suspended_words(restriction: Restriction) -> str:
    """The sentence that the sender of the comment is suspended, and until when."""
    if restriction.ends_at is None:
        return _("Suspended without an end")
    return _("Suspended until %(moment)s") % {"moment": moment_words(restriction.ends_at)}


def refused_words(refusal: Exception) -> str:
    """Why nothing was done."""
    if isinstance(refusal, SamePerson):
        return other_person_sentence()
    if isinstance(refusal, NothingKnown):
        return _("Neither connection nor e-mail address of its sender is known any more")
    if isinstance(refusal, AlreadyRestricted):
        return _("A colleague was faster: its sender is suspended because of this comment")
    return _("Somebody was faster: this suspension does not hold any more.")
