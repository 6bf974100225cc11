"""What the desk's programs show moderators beside a comment, and the two things that they do with many at once."""

from typing import Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kawaraban.doors.desk.bulk.jobs import work
from kawaraban.doors.desk.card.author_record import COUNTED_AT_MOST, RECORD_DAYS, SHOWN_AT_MOST, author_record
from kawaraban.doors.desk.card.notes import notes_about
from kawaraban.doors.desk.card.similar import LOOKED_AT_OF_EACH, similar_decisions
from kawaraban.doors.desk.card.suspensions import drawer_view
from kawaraban.doors.desk.rules.closing import apply
from kawaraban.doors.desk.rules.rules import desk_rules
from kawaraban.law.programs.program import Datum, Kind, Program, live
from kawaraban.look.templatetags.kawaraban import number


def _record() -> str:
    return gettext(
        "A moderator reads how many other comments from the same connection or with the same e-mail address were "
        "published or refused, on which grounds, and the last %(shown)s of them. At most %(counted)s are counted. "
        "Neither connection nor address proves who wrote."
    ) % {"shown": number(SHOWN_AT_MOST), "counted": number(COUNTED_AT_MOST)}


def _record_days() -> str:
    return ngettext("%(days)d day", "%(days)d days", RECORD_DAYS) % {"days": RECORD_DAYS}


def _latest() -> str:
    return gettext(
        "the last %(count)s published and the last %(count)s refused ones; the same words, as long as their data are "
        "kept"
    ) % {"count": number(LOOKED_AT_OF_EACH)}


def _closing() -> str:
    rules = desk_rules()
    if not rules.closes_when_full:
        return gettext("This paper has not set such a rule.")
    return gettext(
        "This paper has set it: it closes above %(close)s minutes of reading and opens again below %(open)s."
    ) % {"close": number(rules.close_at_minutes), "open": number(rules.reopen_at_minutes)}


PROGRAMS: Final = (
    Program(
        "author_record",
        Kind.SHOWS,
        name=_("what became of other comments of the same sender"),
        words=live(_record),
        of=(author_record,),
        back=live(_record_days),
        uses=(Datum.CONNECTION, Datum.EMAIL, Datum.EARLIER),
    ),
    Program(
        "suspensions",
        Kind.SHOWS,
        name=_("suspensions of the same sender"),
        words=_("Those that hold, and earlier ones."),
        of=(drawer_view,),
        back=_("as long as their data are kept"),
        uses=(Datum.CONNECTION, Datum.EMAIL, Datum.EARLIER),
    ),
    Program(
        "notes",
        Kind.SHOWS,
        name=_("notes of the staff about the same sender"),
        words=_("People write them; a program finds them again. Readers do not see them."),
        of=(notes_about,),
        back=_("as long as their data are kept"),
        uses=(Datum.CONNECTION, Datum.EMAIL),
    ),
    Program(
        "similar",
        Kind.SHOWS,
        name=_("how comments with the same or similar words were decided"),
        words=_("Whoever sent them. It says how many words two comments share, and proposes nothing."),
        of=(similar_decisions,),
        back=live(_latest),
        uses=(Datum.WORDS, Datum.EARLIER),
    ),
    Program(
        "bulk",
        Kind.ALONE,
        name=_("they carry out, comment by comment, what a moderator decided for many at once"),
        words=_(
            "The moderator chooses the comments, or a whole list as it stands then, and the ground where one is "
            "needed. Each has its own decision in the record, its own statement of reasons and its own appeal."
        ),
        of=(work,),
    ),
    Program(
        "closing_rule",
        Kind.ALONE,
        name=_(
            "they close the comments of the paper when more wait than its moderators can read, and open them again"
        ),
        words=_(
            "Only where the publisher has set it. Nothing that was sent is decided by it, readers are told why, and a "
            "person can open them at any time."
        ),
        of=(apply,),
        state=_closing,
    ),
)
