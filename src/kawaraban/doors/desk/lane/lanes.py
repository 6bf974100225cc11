"""The lanes of the desk: one table, read from left to right as the tabs. How a lane is walked is in `walk.py`.

A lane of comments about which something waits names the moment since when: `matter`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import APPEALED_WHERE, REPORTED_WHERE, Comment, CommentQuerySet, Status
from kawaraban.comments.need import since_when
from kawaraban.doors.desk.lane.order import APPEALED, MIXED_ORDERS, REPORTED, WAITING_ORDERS, Order


@dataclass(frozen=True, slots=True)
class Lane:
    """One tab. `code` is its address name; `orders` those in which it can be walked, the one it opens in first.

    `status` is the one status of all its comments; None where they are mixed.
    """

    code: str
    label: Promise
    status: Status | None = None
    orders: tuple[Order, ...] = MIXED_ORDERS
    # The field that says since when a report or an appeal waits; "" in a lane that goes by the status.
    matter: str = ""
    # Its tab is left out while nothing is in it.
    is_rare: bool = False

    @property
    def order(self) -> Order:
        """The one it opens in."""
        return self.orders[0]

    @property
    def since(self) -> str:
        """The field by which a comment came into the lane."""
        return self.matter or "sent_at"

    def comments(self) -> CommentQuerySet:
        """All of the lane, in no order yet."""
        if self.matter:
            return Comment.objects.reported() if self is REPORTS else Comment.objects.appealed()
        return Comment.objects.filter(status=self.status) if self.status else Comment.objects.all()

    def holds(self, comment: Comment) -> bool:
        """Whether the comment lies in it."""
        if self.matter:
            where = REPORTED_WHERE if self is REPORTS else APPEALED_WHERE
            return getattr(comment, self.matter) is not None and comment.status in where
        return self.status is None or comment.status == self.status


WAITING = Lane("queue", _("Waiting"), Status.PENDING, orders=WAITING_ORDERS)
REPORTS = Lane("reported", _("Reported"), orders=(REPORTED,), matter="reported_at")
APPEALS = Lane("appeals", _("Appeals"), orders=(APPEALED,), matter="appealed_at")
ALL = Lane("all", _("All"))
LANES: tuple[Lane, ...] = (
    WAITING,
    REPORTS,
    APPEALS,
    Lane("approved", _("Approved"), Status.APPROVED),
    Lane("not_published", _("Not published"), Status.REJECTED),
    Lane("returned", _("Sent back"), Status.RETURNED, is_rare=True),
    Lane("withheld", _("Withheld"), Status.WITHHELD, is_rare=True),
    ALL,
)
# In these somebody waits for the desk.
WORK: tuple[Lane, ...] = (WAITING, REPORTS, APPEALS)


def lane_named(code: str) -> Lane:
    """The lane with this code. Raises KeyError."""
    return {lane.code: lane for lane in LANES}[code]


def lane_of(comment: Comment) -> Lane:
    """The lane in which this comment lies by its status; all of them for one that has no lane, as a withdrawn one."""
    return next((lane for lane in LANES if lane.status == comment.status), ALL)


def waits_since(comment: Comment, lane: Lane) -> datetime | None:
    """Since when somebody waits for a decision about it: by this lane, else by any; None where nobody does."""
    lanes = (lane,) if lane in WORK and lane.holds(comment) else WORK
    moments: list[datetime] = [
        since_when(getattr(comment, each.since)) for each in lanes if each.holds(comment)
    ]
    return min(moments, default=None)
