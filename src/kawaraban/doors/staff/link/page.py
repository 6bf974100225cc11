"""What stands behind the link of a mail: the comment, or why nothing can be decided there any more."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kawaraban.alerts.link_states import LinkState, comment_behind, link_state
from kawaraban.alerts.models import DecisionLink
from kawaraban.comments.models import Comment, Status
from kawaraban.comments.standing import standing_decision
from kawaraban.kit.html import paragraphs
from kawaraban.law.policy.grounds import GroundWords, grounds_of


@dataclass(frozen=True, slots=True)
class LinkView:
    """`words` say why nothing can be decided; "" where it can. Without the right the comment is not shown."""

    state: LinkState
    words: str
    public_id: str
    name: str
    html: str
    language: str
    title: str
    url: str
    sent_at: datetime | None


def grounds_for(link: DecisionLink) -> tuple[GroundWords, ...]:
    """The grounds of the policy under which the comment was sent, in the language of the page."""
    comment = comment_behind(link)
    if comment is None:
        return ()
    return grounds_of(comment.policy_number, get_language() or comment.language)


def link_view(link: DecisionLink, *, now: datetime) -> LinkView:
    """The page of a link."""
    comment = comment_behind(link)
    state = link_state(link, comment, now=now)
    shown = comment if state is not LinkState.NO_RIGHT else None
    return LinkView(
        state=state,
        words=_words(state, comment),
        public_id=shown.public_id if shown else "",
        name=shown.name if shown else "",
        html=paragraphs(shown.text) if shown else "",
        language=shown.language if shown else "",
        title=shown.thread.title if shown else "",
        url=shown.thread.url if shown else "",
        sent_at=shown.sent_at if shown else None,
    )


def _words(state: LinkState, comment: Comment | None) -> str:
    became = _became(comment) if comment else ""
    return {
        LinkState.OPEN: "",
        LinkState.ENDED: _("This link is too old. Decide at the desk."),
        LinkState.USED: " ".join(filter(None, (_("You have decided with this link already."), became))),
        LinkState.NO_RIGHT: _("Your role no longer includes this comment."),
        LinkState.CHANGED: _("The author has changed the comment since the mail. Read it at the desk."),
        LinkState.DECIDED: became,
        LinkState.GONE: _("The comment is no longer there."),
    }[state]


def _became(comment: Comment) -> str:
    """What became of it: who did what, or that its author took it back."""
    status = comment.get_status_display()
    decision = standing_decision(comment)
    if decision is None or comment.status in {Status.PENDING, Status.WITHDRAWN, Status.ERASED}:
        return _("It stands at: %(status)s.") % {"status": status}
    return _("%(name)s decided it: %(status)s.") % {
        "name": decision.moderator.display_name,
        "status": status,
    }
