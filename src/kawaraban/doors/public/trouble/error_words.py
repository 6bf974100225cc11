"""What an error page says: a heading and one sentence for each status of HTTP."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LazyText = str | Promise


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """The heading of an error page and the sentence under it."""

    title: LazyText
    sentence: LazyText


ERROR_WORDS: dict[int, ErrorWords] = {
    400: ErrorWords(
        _("This request cannot be read"),
        _("Something in it is not as we can understand it. Nothing was changed."),
    ),
    403: ErrorWords(
        _("This page is not for you"),
        _("It needs somebody with another task. If that should be you, ask the publisher of the paper."),
    ),
    404: ErrorWords(
        _("This page is not in the paper"),
        _("It may have moved, or the address has a slip of the pen in it."),
    ),
    500: ErrorWords(
        _("Something of ours is broken"),
        _("It is our fault, not yours, and it has been written down. Please try again in a minute."),
    ),
}
FORM_TOO_OLD = ErrorWords(
    _("This form is too old"),
    _("It was open for long, or cookies are off. Go back, load the page again and send it once more."),
)
