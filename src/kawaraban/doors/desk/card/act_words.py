"""The sentences about each act, for moderators: one row for each, by its code.

    WORDS["approve"].history % {"name": "Ines"}      # "Ines approved it."

`%(name)s` is who decided, `%(ground)s` the ground's name.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.actions.acts import (
    APPROVE,
    KEEP,
    KEEP_OFF,
    REINSTATE,
    REJECT,
    REMOVE,
    REOPEN,
    SEND_BACK,
    UPHOLD,
    WITHHOLD,
    act_of,
)
from kawaraban.law.models import Decision


@dataclass(frozen=True, slots=True)
class ActWords:
    """What has just been done, a line of the history, and what a moderator reads who wanted to decide as well.

    `history_on_ground` is the line where a ground was named although the act needs none.
    """

    message: Promise
    history: Promise
    faster: Promise
    history_on_ground: Promise | str = ""


_REFUSED_FASTER = _("%(name)s was faster: not published, %(ground)s. Your decision was not recorded.")
_TAKEN_OFF = ActWords(
    message=_("Taken off the page: %(ground)s"),
    history=_("%(name)s took it off the page: %(ground)s."),
    faster=_REFUSED_FASTER,
)
WORDS: dict[str, ActWords] = {
    APPROVE.code: ActWords(
        message=_("Approved"),
        history=_("%(name)s approved it."),
        faster=_("%(name)s was faster and approved this comment. Yours was not recorded."),
    ),
    REJECT.code: ActWords(
        message=_("Not published: %(ground)s"),
        history=_("%(name)s did not publish it: %(ground)s."),
        faster=_REFUSED_FASTER,
    ),
    SEND_BACK.code: ActWords(
        message=_("Sent back for changes"),
        history=_("%(name)s sent it back for changes."),
        faster=_("%(name)s was faster and sent this comment back. Your decision was not recorded."),
    ),
    WITHHOLD.code: ActWords(
        message=_("Withheld"),
        history=_("%(name)s withheld it."),
        faster=_("%(name)s was faster and withheld this comment. Your decision was not recorded."),
        history_on_ground=_("%(name)s withheld it: %(ground)s."),
    ),
    REMOVE.code: _TAKEN_OFF,
    KEEP_OFF.code: _TAKEN_OFF,
    REOPEN.code: ActWords(
        message=_("Shown again"),
        history=_("%(name)s showed it again."),
        faster=_("%(name)s was faster and showed this comment again. Your decision was not recorded."),
    ),
    KEEP.code: ActWords(
        message=_("Stays on the page"),
        history=_("%(name)s let it stay."),
        faster=_("%(name)s was faster and kept this comment. Your decision was not recorded."),
    ),
    UPHOLD.code: ActWords(
        message=_("The decision holds"),
        history=_("%(name)s decided on appeal that the decision holds."),
        faster=_("%(name)s was faster and decided that the refusal holds. Your decision was not recorded."),
    ),
    REINSTATE.code: ActWords(
        message=_("Published on appeal"),
        history=_("%(name)s published it on appeal."),
        faster=_("%(name)s was faster and published this comment on appeal. Your decision was not recorded."),
    ),
}


def act_words_of(decision: Decision) -> ActWords | None:
    """The words of the act that a decision was; None for one that took another back."""
    act = act_of(decision)
    return WORDS[act.code] if act else None
