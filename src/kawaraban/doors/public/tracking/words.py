"""What the tracking page says in each state of a comment: one row for each."""

from dataclasses import dataclass
from datetime import timedelta

from babel.dates import format_timedelta
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kawaraban.comments.models import Status
from kawaraban.look.templatetags.kawaraban import babel_locale

LazyText = str | Promise


@dataclass(frozen=True, slots=True)
class StateWords:
    """The heading, the sentence under it, the word in the pill and its colour ("good", "bad" or none)."""

    title: LazyText
    sentence: LazyText
    tag: LazyText
    tone: str = ""


STATES: dict[str, StateWords] = {
    Status.PENDING: StateWords(
        _("Your comment is waiting"),
        _("A person decides about every comment. This page tells you what was decided; keep its address."),
        _("Waiting"),
    ),
    Status.APPROVED: StateWords(
        _("Your comment is published"),
        _("Everybody can read it under the story."),
        _("Published"),
        "good",
    ),
    Status.REJECTED: StateWords(
        _("Your comment is not published"),
        _("A moderator decided against it. Here is why, and what you can do."),
        _("Not published"),
        "bad",
    ),
    Status.RETURNED: StateWords(
        _("Your comment came back to you"),
        _(
            "A moderator asks you to change something before it can be published. Nothing has been decided against it."
        ),
        _("Sent back for changes"),
    ),
    Status.WITHHELD: StateWords(
        _("Your comment is being looked at again"),
        _("Until that is done it is not shown under the story. Here is why, and what you can do."),
        _("Withheld"),
    ),
    Status.WITHDRAWN: StateWords(
        _("You took your comment back"),
        _("It is not shown under the story. You can write another one at any time."),
        _("Withdrawn"),
    ),
    Status.ERASED: StateWords(
        _("Your comment is erased"),
        _("Its words and your name are gone from here."),
        _("Erased"),
    ),
}
# An order says that nothing of it may be told yet (DSA Art. 9(5)).
REASONS_FOLLOW = StateWords(
    _("Your comment is not shown"),
    _("The reasons are told to you later, as soon as the paper may."),
    _("Not published"),
    "bad",
)

# Its erasure was asked for, and something about it is open. It says the same whatever that is: a notice, an order, a
# suspected crime. Who must not learn of one must not be able to tell it from another.
TO_BE_ERASED = StateWords(
    _("Your comment is off the page and will be erased"),
    _("Nobody can read it under the story. Its words are still kept for a while; here is why."),
    pgettext_lazy("of a comment", "To be erased"),
)


def state_of(status: str, *, is_to_be_erased: bool, reasons_follow: bool) -> StateWords:
    """The words for where a comment stands."""
    if is_to_be_erased:
        return TO_BE_ERASED
    return REASONS_FOLLOW if reasons_follow else STATES[status]


def wait_words(wait: timedelta | None) -> str:
    """ "2 hours", in the active language and to the minute at best; "" when nothing is known."""
    if wait is None:
        return ""
    return str(format_timedelta(wait, granularity="minute", threshold=1.2, locale=babel_locale()))
