"""What the desk says after an act: one sentence, and the way back while there is one."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.comments.models import Comment, Status
from kawaraban.doors.desk.card.history import UndoView, ground_words, undo_of
from kawaraban.doors.desk.rules.capacity import Capacity
from kawaraban.law.models import Decision, Verdict, Visibility
from kawaraban.look.templatetags.kawaraban import number
from kawaraban.people.models import User


@dataclass(frozen=True, slots=True)
class MessageView:
    """`name` is the commenter's, shown in its own direction beside the words. `public_id` leads back to it."""

    words: str
    name: str = ""
    public_id: str = ""
    undo: UndoView | None = None
    is_bad: bool = False


def sentence(message: MessageView) -> str:
    """The words as a sentence of their language: each ends one in its own way."""
    return _("%(words)s.") % {"words": message.words}


def decided_message(decision: Decision, comment: Comment, *, now: datetime) -> MessageView:
    """What has just been done."""
    return MessageView(
        words=_decided_words(decision, comment),
        name=comment.name,
        public_id=comment.public_id,
        undo=undo_of(decision, comment, now=now),
    )


def _decided_words(decision: Decision, comment: Comment) -> str:
    facts = {"ground": ground_words(decision), "status": comment.get_status_display()}
    if decision.verdict == Verdict.REJECTED and decision.visibility == Visibility.REMOVED:
        return _("Taken off the page: %(ground)s") % facts
    if decision.verdict == Verdict.REVERSED and comment.status != Status.PENDING:
        return _("Taken back. It is as before: %(status)s") % facts
    return {
        Verdict.APPROVED: _("Approved"),
        Verdict.REJECTED: _("Not published: %(ground)s"),
        Verdict.RETURNED: _("Sent back for changes"),
        Verdict.WITHHELD: _("Withheld"),
        Verdict.REOPENED: _("Shown again"),
        Verdict.REVERSED: _("Taken back, it waits again"),
        Verdict.KEPT: _("Stays on the page"),
        Verdict.UPHELD: _("The decision holds"),
        Verdict.REINSTATED: _("Published on appeal"),
    }[Verdict(decision.verdict)] % facts


def too_late_message(comment: Comment) -> MessageView:
    """The sentence for an undo that came too late."""
    return MessageView(
        words=_("Too late to undo: the time is over or somebody has decided again. Nothing was changed"),
        name=comment.name,
        public_id=comment.public_id,
        is_bad=True,
    )


def conflict_sentence(comment: Comment, decision: Decision | None, *, moderator: User) -> str:
    """Why a decision was not taken: who was faster, or what the author did. Nothing was recorded."""
    # A decision that stands while the comment waits was about words that its author has replaced since.
    if decision is not None and comment.status != Status.PENDING:
        facts = {"name": decision.moderator.display_name, "ground": ground_words(decision)}
        if decision.moderator_id == moderator.pk:
            return _("You have decided about this comment before. Nothing was changed.")
        return {
            Verdict.APPROVED: _("%(name)s was faster and approved this comment. Yours was not recorded."),
            Verdict.REJECTED: _(
                "%(name)s was faster: not published, %(ground)s. Your decision was not recorded."
            ),
            Verdict.RETURNED: _(
                "%(name)s was faster and sent this comment back. Your decision was not recorded."
            ),
            Verdict.WITHHELD: _(
                "%(name)s was faster and withheld this comment. Your decision was not recorded."
            ),
            Verdict.REOPENED: _(
                "%(name)s was faster and showed this comment again. Your decision was not recorded."
            ),
            Verdict.KEPT: _("%(name)s was faster and kept this comment. Your decision was not recorded."),
            Verdict.UPHELD: _(
                "%(name)s was faster and decided that the refusal holds. Your decision was not recorded."
            ),
            Verdict.REINSTATED: _(
                "%(name)s was faster and published this comment on appeal. Your decision was not recorded."
            ),
        }[Verdict(decision.verdict)] % facts
    if comment.status == Status.PENDING:
        return _(
            "The author changed the comment while you read. These are the new words; nothing was decided."
        )
    if comment.status == Status.WITHDRAWN:
        return _("The author took this comment back. There is nothing left to decide.")
    return _("This comment does not wait any more. Nothing was decided.")


def other_person_sentence() -> str:
    """Why somebody who decided before does not decide the appeal."""
    return _(
        "You took the decision that is appealed, so somebody else must decide the appeal. Nothing was changed."
    )


def announcement(message: MessageView | None, *, next_name: str, work: Capacity) -> str:
    """What a screen reader says after an act: "Approved. Next: Leyla. 36 wait." """
    parts = [sentence(message)] if message else []
    if next_name:
        parts.append(_("Next: %(name)s.") % {"name": next_name})
    if work.waiting.number:
        words = ngettext("%(number)s waits.", "%(number)s wait.", work.waiting.number)
        parts.append(words % {"number": work.waiting.words})
    elif work.matters:
        words = ngettext("%(number)s reported or appealed.", "%(number)s reported or appealed.", work.matters)
        parts.append(words % {"number": number(work.matters)})
    else:
        parts.append(_("Nobody waits."))
    return " ".join(parts)
