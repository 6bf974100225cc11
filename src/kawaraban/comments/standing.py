"""Which decisions about a comment stand."""

from collections.abc import Iterable, Sequence

from kawaraban.comments.actions.acts import STAYING
from kawaraban.comments.models import Comment
from kawaraban.law.models import Decision
from kawaraban.law.models.decisions import DecisionQuerySet


def standing_decision(comment: Comment) -> Decision | None:
    """The decision that holds: the newest that was not taken back."""
    return standing_decisions(comment).first()


def standing_decisions(comment: Comment) -> DecisionQuerySet:
    """All decisions that were not taken back, with their people, the newest first."""
    return Decision.objects.standing().about(comment.subject).newest_first().select_related("moderator")


def standing_decision_of_each(comments: Sequence[Comment]) -> dict[str, Decision]:
    """Of many comments the decision that holds, with its person, by subject. One query, none for no comment."""
    subjects = [comment.subject for comment in comments]
    return Decision.objects.standing().select_related("moderator").newest_of_each(subjects)


def told_until_now(comment: Comment) -> list[Decision]:
    """The decision that brought it to where it stands, with what has confirmed that since."""
    return up_to_its_move(standing_decisions(comment))


def up_to_its_move(standing: Iterable[Decision]) -> list[Decision]:
    """The same of the decisions that stand, the newest first."""
    found = []
    for decision in standing:
        found.append(decision)
        if decision.verdict not in STAYING:
            break
    return found
