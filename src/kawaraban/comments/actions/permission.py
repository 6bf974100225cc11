"""Whether somebody may act on the comments of a thread: the one place where the verbs ask.

The doors ask before (a page with 403 is kinder than an error); here it is asked once more, inside the
transaction, so that no way in goes around it.
"""

from kawaraban.comments.models import Thread
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require


def may_moderate(person: User, thread: Thread, verb: Verb) -> None:
    """Raises PermissionDenied. The thread is given because a moderator may have some sections only."""
    require(person, verb, section=thread.section)
