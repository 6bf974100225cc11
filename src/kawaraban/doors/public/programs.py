"""What the readers' door does not take, before anybody looks at the words."""

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.submission import Reason
from kawaraban.doors.public.form.sending import submission_of
from kawaraban.doors.public.form.sent_form import BODY_LIMIT, read_form
from kawaraban.law.programs.program import Kind, Program, live
from kawaraban.look.templatetags.kawaraban import number


def _too_large() -> str:
    return gettext("forms of more than %(kilobytes)s kB") % {"kilobytes": number(BODY_LIMIT // 1024)}


PROGRAMS: Final = (
    Program(
        "form",
        Kind.TURNS_AWAY,
        name=live(_too_large),
        words=_("That is more than the longest comment can be."),
        of=(read_form, Reason.BODY_TOO_LARGE),
    ),
    Program(
        "foreign",
        Kind.TURNS_AWAY,
        name=_("forms that were sent from a page of another site"),
        words=_("Where a browser does not say from where, its user is asked to press one button more."),
        of=(submission_of, Reason.FOREIGN_SITE),
    ),
)
