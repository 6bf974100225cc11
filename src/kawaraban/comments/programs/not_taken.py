"""What is not taken from a sender, with the limits as they are set: the guards, and the shape of what is sent.

Each `Reason` of a refusal has its row here or, where a door finds it, in `doors/public/programs.py`.
"""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.actions.author import revise
from kawaraban.comments.actions.receive import receive
from kawaraban.comments.intake import REPEAT_WITHIN
from kawaraban.comments.limits import current_limits
from kawaraban.comments.may_change import MOST_REVISIONS
from kawaraban.comments.phases import guards
from kawaraban.comments.submission import Reason, shape
from kawaraban.kit.networks import limits
from kawaraban.law.programs.program import Datum, Kind, Program, live
from kawaraban.look.words import number
from kawaraban.triage.taught.rules import rules


def _too_long() -> str:
    now = current_limits()
    return gettext(
        "comments of more than %(characters)s characters or %(bytes)s bytes, names of more than %(name)s characters"
    ) % {
        "characters": number(now.text_graphemes),
        "bytes": number(now.text_bytes),
        "name": number(now.name_graphemes),
    }


def _pace() -> str:
    minute, hour = settings.COMMENTS_PER_MINUTE, settings.COMMENTS_PER_HOUR
    if minute and hour:
        return gettext(
            "comments from one connection beyond %(minute)s in a minute or %(hour)s in an hour"
        ) % {
            "minute": number(minute),
            "hour": number(hour),
        }
    if minute:
        return gettext("comments from one connection beyond %(minute)s in a minute") % {
            "minute": number(minute)
        }
    return gettext("comments from one connection beyond %(hour)s in an hour") % {"hour": number(hour)}


def _pace_in_words() -> str:
    first, second = limits(100)[1:]
    return gettext(
        "A connection is an address or, of newer addresses (IPv6), what one household has; the two larger networks "
        "around it may send %(first)s and %(second)s per cent of that. Who sends too fast is told how long to wait."
    ) % {"first": number(first), "second": number(second)}


def _versions() -> str:
    return gettext("more than %(most)s versions of one comment") % {"most": number(MOST_REVISIONS)}


def _repeat_hours() -> str:
    hours = REPEAT_WITHIN // timedelta(hours=1)
    return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}


def _nudging() -> str:
    return (
        gettext("In this paper it asks.") if rules().nudges else gettext("This paper has not turned it on.")
    )


PROGRAMS: Final = (
    Program(
        "nudge",
        Kind.TURNS_AWAY,
        name=_("words that readers may find hurtful, once, before they are sent"),
        words=_(
            "The model asks the writer whether they shall go out so. Whoever sends them again, changed or as they are, "
            "is not asked any more; the moderator sees that it was asked."
        ),
        of=(guards.writer_was_asked, Reason.ASKED),
        state=_nudging,
        is_a_model=True,
    ),
    Program(
        "empty",
        Kind.TURNS_AWAY,
        name=_("comments without words or without a name"),
        words=_("The name may be invented."),
        of=(shape, Reason.EMPTY, Reason.NAME_MISSING),
    ),
    Program(
        "too_long",
        Kind.TURNS_AWAY,
        name=live(_too_long),
        words=_(
            "Characters are counted as people count them; the bytes are a ceiling against heaps of marks."
        ),
        of=(current_limits, Reason.TOO_LONG, Reason.TOO_MANY_BYTES, Reason.NAME_TOO_LONG),
    ),
    Program(
        "unreadable",
        Kind.TURNS_AWAY,
        name=_("texts that are not UTF-8, e-mail addresses that are none"),
        words=_("An e-mail address may be left out. Whether it exists is not looked at."),
        of=(shape, Reason.NOT_UTF8, Reason.EMAIL_INVALID),
    ),
    Program(
        "names",
        Kind.TURNS_AWAY,
        name=_(
            "names that look like that of somebody who works here, of an office of a paper, or of this paper"
        ),
        words=_(
            "The name is compared with those of the staff and the paper and with a list of offices, signs that look "
            "alike included. It may meet somebody who bears such a name: another one can be given."
        ),
        of=(guards.name_is_not_staff, Reason.NAME_OF_STAFF),
        uses=(Datum.NAME,),
    ),
    Program(
        "robot",
        Kind.TURNS_AWAY,
        name=_("forms in which a field that people do not see was filled in"),
        words=_("Programs that send advertisements do this. No puzzle and no picture is asked for."),
        of=(shape, Reason.ROBOT),
    ),
    Program(
        "place",
        Kind.TURNS_AWAY,
        name=_("comments where none are taken"),
        words=_(
            "The page has no comments, those of the story or of the whole paper are closed, or the comment that is "
            "answered is not shown any more."
        ),
        of=(
            guards.house_is_open,
            guards.thread_is_known,
            guards.thread_is_open,
            guards.parent_is_shown,
            Reason.THREAD_UNKNOWN,
            Reason.THREAD_CLOSED,
            Reason.PARENT_UNKNOWN,
        ),
    ),
    Program(
        "suspended",
        Kind.TURNS_AWAY,
        name=_(
            "comments and new words from a connection or an e-mail address that a moderator has suspended"
        ),
        words=_("The program carries out what a person decided. Many people may share a connection."),
        of=(guards.commenter_is_not_restricted, Reason.SUSPENDED),
        back=_("until the suspension is over"),
        uses=(Datum.CONNECTION, Datum.EMAIL),
    ),
    Program(
        "pace",
        Kind.TURNS_AWAY,
        name=live(_pace),
        words=live(_pace_in_words),
        of=(guards.sender_is_not_too_fast, Reason.TOO_FAST),
        back=_("the last minute and the last hour"),
        uses=(Datum.CONNECTION,),
        is_set=lambda: guards.longest_period() is not None,
    ),
    Program(
        "repeat",
        Kind.TURNS_AWAY,
        name=_("the same comment from the same sender, a second time"),
        words=_(
            "The same words under the same name, from the same connection to the same place, are one comment: whoever "
            "sends them again is told that it is there already. An e-mail address that they correct is taken."
        ),
        of=(receive,),
        back=live(_repeat_hours),
        uses=(Datum.CONNECTION, Datum.NAME, Datum.WORDS),
    ),
    Program(
        "versions",
        Kind.TURNS_AWAY,
        name=live(_versions),
        words=_("As long as a comment waits, or was sent back, its author can change its words."),
        of=(revise,),
    ),
    Program(
        "machine",
        Kind.TURNS_AWAY,
        name=_("what the machine cannot store"),
        words=_(
            "When it is too busy, full or broken, the sender is told that the comment was not sent, or that this is "
            "not known yet."
        ),
        of=(receive, Reason.BUSY, Reason.UNKNOWN, Reason.DISK_FULL, Reason.READ_ONLY, Reason.BROKEN),
    ),
)
