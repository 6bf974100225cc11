"""What other programs are told, and that they decide nothing."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from kawaraban.alerts.hooks import follow_record
from kawaraban.law.programs.program import Kind, Program

PROGRAMS: Final = (
    Program(
        "hooks",
        Kind.ALONE,
        name=_("they tell other programs, which the publisher has connected, what happened"),
        words=_(
            "Such a program hears what happened, without words, names and notes. It can decide nothing here."
        ),
        of=(follow_record,),
    ),
)
