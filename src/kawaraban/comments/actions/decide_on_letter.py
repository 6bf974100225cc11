"""Deciding about a comment because somebody has just written or called. Letter and decision are kept, or neither."""

from datetime import datetime

from kawaraban.comments.actions.acts import Act
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.demands import enter_demand
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment
from kawaraban.law.basis import Basis, Source
from kawaraban.law.demands.demand_words import DemandWords
from kawaraban.law.models import Decision
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User
from kawaraban.press.turn import one_turn


def decide_on_letter(
    act: Act, judged: Judged, reasons: Reasons, *, letter: DemandWords, moderator: User, now: datetime
) -> Decision:
    """Enter the letter or the call, and decide on it. Raises as `enter_demand` and `decide` do."""
    with one_turn():
        comment = Comment.objects.locked(judged.comment_id)
        demand = enter_demand(letter, public_ids=[comment.public_id], person=moderator, now=now)
        basis = Basis(Source.LETTER, str(demand.pk))
        return decide(act, judged, reasons, moderator=moderator, now=now, basis=basis)
