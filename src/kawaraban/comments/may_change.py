"""What the author of a comment may still do with it: where it stands then, and how often."""

from kawaraban.comments.models import Status

MAY_BE_REVISED = frozenset({Status.PENDING, Status.RETURNED})
MAY_BE_WITHDRAWN = frozenset({Status.PENDING, Status.APPROVED, Status.RETURNED, Status.WITHHELD})
# Enough for anybody who improves a text, and an end for a program that plays with the queue.
MOST_REVISIONS = 20
