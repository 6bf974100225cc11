"""What the front says when the app cannot answer."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class SorryWords:
    """The heading and the sentence under it."""

    title: Promise
    sentence: Promise


# By the last part of the address: SORRY_ADDRESSES and SENT_ADDRESSES of `press/front/sorry.py` say when each is shown.
SORRY_WORDS: dict[str, SorryWords] = {
    "soon": SorryWords(
        _("One moment, please"),
        _("This page cannot be made just now. Please try again in a minute."),
    ),
    "slow": SorryWords(
        _("This took too long"),
        _(
            "The paper did not answer in time. If you have sent something, it may have arrived all the same: "
            "please look before you send it again."
        ),
    ),
    "large": SorryWords(
        _("That was too much at once"),
        _("What you sent is larger than 12 MB. Nothing of it was kept."),
    ),
    "stopped": SorryWords(
        _("It stopped on the way"),
        _("What you were sending stopped arriving. Nothing of it was kept. Please try once more."),
    ),
    "unknown": SorryWords(
        _("We do not know whether it arrived"),
        _(
            "The paper broke off in the middle of its work. What you sent may have arrived all the same: "
            "please look before you send it again."
        ),
    ),
    "untaken": SorryWords(
        _("It was not taken"),
        _(
            "The paper is too busy just now. Nothing of what you sent was kept. "
            "Please send it again in a minute."
        ),
    ),
}
