"""Who sees what the model suspects: the paper may show it to nobody, and a moderator may hide it from themselves.

    sees_hints(moderator)                            # at most one query
    hide_hints(person=moderator, hides=True)

Of a random sample nobody sees it; which comments these are is drawn when they come, and stands with them.
"""

from kawaraban.people.models import User
from kawaraban.triage.models import HintChoice
from kawaraban.triage.taught.rules import rules


def are_shown() -> bool:
    """Whether the paper shows them to whoever has not hidden them."""
    now = rules()
    return now.is_on and now.shows_hints


def has_hidden(moderator: User) -> bool:
    """Whether this person does not want to see them. One query."""
    return HintChoice.objects.filter(moderator=moderator, hides=True).exists()


def sees_hints(moderator: User) -> bool:
    """Whether this person sees them, of comments outside the sample."""
    return are_shown() and not has_hidden(moderator)


def hide_hints(*, person: User, hides: bool) -> None:
    """Keep what a person wants for themselves, on every computer. Two who choose at once leave one choice."""
    HintChoice.objects.update_or_create(moderator=person, defaults={"hides": hides})
