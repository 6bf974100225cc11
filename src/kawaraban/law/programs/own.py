"""What the law's own programs do not take: more reports and notices at once than one person sends."""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kawaraban.law.programs.program import Datum, Kind, Program, live
from kawaraban.law.reporters import check_pace
from kawaraban.look.words import number


def _reports() -> str:
    return gettext("reports from one connection beyond %(most)s in an hour") % {
        "most": number(settings.REPORTS_PER_HOUR)
    }


def _notices() -> str:
    return gettext("notices of illegal content from one connection beyond %(most)s in an hour") % {
        "most": number(settings.NOTICES_PER_HOUR)
    }


PROGRAMS: Final = (
    Program(
        "reports",
        Kind.TURNS_AWAY,
        name=live(_reports),
        words=_(
            "One reader’s reports of the same comment count once. Nothing is done about a comment by their number."
        ),
        of=(check_pace,),
        back=_("the last hour"),
        uses=(Datum.CONNECTION,),
        is_set=lambda: settings.REPORTS_PER_HOUR > 0,
    ),
    Program(
        "notices",
        Kind.TURNS_AWAY,
        name=live(_notices),
        words=_("The sender is told how long to wait, and keeps the words."),
        of=(check_pace,),
        back=_("the last hour"),
        uses=(Datum.CONNECTION,),
        is_set=lambda: settings.NOTICES_PER_HOUR > 0,
    ),
)
