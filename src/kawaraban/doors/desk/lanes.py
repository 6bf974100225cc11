"""The lanes of the desk: one table, read from left to right as the tabs. How a lane is walked is in `walk.py`.

A lane that is not simply a status brings its own rows: `Lane("reported", _("Reported"), rows=reported_comments)`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import Comment, CommentQuerySet, Status
from kawaraban.doors.desk.order import NEWEST, OLDEST, Order


@dataclass(frozen=True, slots=True)
class Lane:
    """One tab. `code` is its address name, `order` the one it opens in.

    `status` is the one status of all its comments; None where they are mixed: then `rows` says which, or all are.
    """

    code: str
    label: Promise
    status: Status | None = None
    order: Order = NEWEST
    rows: Callable[[], CommentQuerySet] | None = None
    # Its tab is left out while nothing is in it.
    is_rare: bool = False

    def comments(self) -> CommentQuerySet:
        """All of the lane, in no order yet."""
        if self.rows:
            return self.rows()
        return Comment.objects.filter(status=self.status) if self.status else Comment.objects.all()


WAITING = Lane("queue", _("Waiting"), Status.PENDING, order=OLDEST)
ALL = Lane("all", _("All"))
LANES: tuple[Lane, ...] = (
    WAITING,
    Lane("approved", _("Approved"), Status.APPROVED),
    Lane("not_published", _("Not published"), Status.REJECTED),
    Lane("returned", _("Sent back"), Status.RETURNED, is_rare=True),
    Lane("withheld", _("Withheld"), Status.WITHHELD, is_rare=True),
    ALL,
)


def lane_named(code: str) -> Lane:
    """The lane with this code. Raises KeyError."""
    return {lane.code: lane for lane in LANES}[code]


def lane_of(comment: Comment) -> Lane:
    """The lane in which this comment lies by its status; all of them for one that has no lane, as a withdrawn one."""
    return next((lane for lane in LANES if lane.status == comment.status), ALL)
