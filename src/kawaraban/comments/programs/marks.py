"""The advisers of the intake in words, and the order in which they let comments wait."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.need import HEAD_START, need_at
from kawaraban.comments.phases import contact_data, earlier_refusals, links, repeats, shouting, triage
from kawaraban.law.grounds import Ground
from kawaraban.law.personal.periods import days_set
from kawaraban.law.programs.program import Datum, Kind, Program, live
from kawaraban.triage.taught.rules import rules


def days_in_words(period: timedelta) -> str:
    """ "90 days", at most as long as the keyed hashes are kept that are looked for."""
    days = min(period.days, days_set("keep_hash_days"))
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def _shortest_repeat() -> str:
    return ngettext(
        "Counts how often the same words were sent to this paper before, by anybody. Fewer than %(fewest)d "
        "character are not looked for.",
        "Counts how often the same words were sent to this paper before, by anybody. Fewer than %(fewest)d "
        "characters are not looked for.",
        repeats.SHORTEST,
    ) % {"fewest": repeats.SHORTEST}


def _head_start() -> str:
    hours = HEAD_START // timedelta(hours=1)
    return ngettext(
        "Where moderators sort by need, a marked comment stands as if it had waited up to %(hours)d hour longer. Every "
        "comment stays in the queue until a person decides.",
        "Where moderators sort by need, a marked comment stands as if it had waited up to %(hours)d hours longer. "
        "Every comment stays in the queue until a person decides.",
        hours,
    ) % {"hours": hours}


def _hints() -> str:
    now = rules()
    if not now.is_on:
        return gettext("This paper has turned it off.")
    if not now.shows_hints:
        return gettext("In this paper it helps to sort what waits; moderators do not see what it says.")
    return gettext("In this paper moderators see what it says, unless they choose not to.")


PROGRAMS: Final = (
    Program(
        links.PHASE,
        Kind.MARKS,
        name=_("links to other sites"),
        words=_("Looks for web addresses in the words. One weighs little, three and more weigh much."),
        of=(links.links,),
        ground=Ground.SPAM,
    ),
    Program(
        repeats.PHASE,
        Kind.MARKS,
        name=_("the same words again"),
        words=live(_shortest_repeat),
        of=(repeats.repeated_text,),
        back=live(lambda: days_in_words(repeats.SINCE)),
        uses=(Datum.WORDS,),
        ground=Ground.SPAM,
    ),
    Program(
        shouting.PHASE,
        Kind.MARKS,
        name=_("capitals and rows of marks"),
        words=_("Looks for words that are mostly capitals, and for rows of exclamation and question marks."),
        of=(shouting.shouting,),
    ),
    Program(
        contact_data.PHASE,
        Kind.MARKS,
        name=_("e-mail addresses and telephone numbers"),
        words=_("Looks for them in the words, be they the sender’s own or somebody else’s."),
        of=(contact_data.contact_data,),
        ground=Ground.PERSONALITY_RIGHTS,
    ),
    Program(
        earlier_refusals.PHASE,
        Kind.MARKS,
        name=_("comments from the same connection that were refused before"),
        words=_(
            "Counts those that were not published or were taken off. It says nothing about the words of this comment "
            "and weighs little, because many people may share a connection."
        ),
        of=(earlier_refusals.earlier_refusals,),
        back=live(lambda: days_in_words(earlier_refusals.SINCE)),
        uses=(Datum.CONNECTION, Datum.EARLIER),
    ),
    Program(
        triage.PHASE,
        Kind.MARKS,
        name=_("words that a model thinks break the policy"),
        words=_(
            "A model on this paper’s own computer estimates how probably the words are insulting, threatening, "
            "obscene, sexual, against a group of people, or advertising. It learnt that from published collections, "
            "and learns from what this paper’s moderators decide. It errs, knows only some languages, and sends no "
            "words anywhere."
        ),
        of=(triage.triage,),
        state=_hints,
        is_a_model=True,
    ),
    Program(
        "order",
        Kind.SHOWS,
        name=_("the order in which comments wait"),
        words=live(_head_start),
        of=(need_at,),
    ),
)
