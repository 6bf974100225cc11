"""The orders in which a lane can be walked, each along an index of its own."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import Comment, CommentQuerySet


@dataclass(frozen=True, slots=True)
class Order:
    """By one moment, rising or falling; those of one instant by their number, so that the order is whole."""

    code: str
    field: str
    label: Promise
    is_rising: bool = True

    def sorted(self, rows: CommentQuerySet) -> CommentQuerySet:
        """First things first."""
        return rows.order_by(self.field, "pk") if self.is_rising else rows.order_by(f"-{self.field}", "-pk")

    def after(self, rows: CommentQuerySet, comment: Comment) -> CommentQuerySet:
        """What follows this comment, nearest first; it need not be among the rows itself."""
        return self._beyond(rows, comment, rising=self.is_rising)

    def before(self, rows: CommentQuerySet, comment: Comment) -> CommentQuerySet:
        """What stands before this comment, nearest first."""
        return self._beyond(rows, comment, rising=not self.is_rising)

    # The first condition is a range of the index; the second only drops what is of the same instant.
    def _beyond(self, rows: CommentQuerySet, comment: Comment, *, rising: bool) -> CommentQuerySet:
        moment = getattr(comment, self.field)
        if moment is None:  # It has no place among them (any more): all of them follow it.
            return self.sorted(rows) if rising is self.is_rising else rows.none()
        side, same = ("gte", "pk__lte") if rising else ("lte", "pk__gte")
        beyond = rows.filter(**{f"{self.field}__{side}": moment})
        beyond = beyond.exclude(**{self.field: moment, same: comment.pk})
        sign = "" if rising else "-"
        return beyond.order_by(f"{sign}{self.field}", f"{sign}pk")


OLDEST = Order("oldest", "sent_at", _("longest waiting first"))
NEED = Order("need", "need_at", _("most in need first"))
NEWEST = Order("newest", "sent_at", _("newest first"), is_rising=False)
REPORTED = Order("reported", "reported_at", _("longest waiting first"))
APPEALED = Order("appealed", "appealed_at", _("longest waiting first"))
ORDERS: tuple[Order, ...] = (OLDEST, NEED, NEWEST, REPORTED, APPEALED)
# Need is a matter of comments that wait.
WAITING_ORDERS: tuple[Order, ...] = (OLDEST, NEED)
MIXED_ORDERS: tuple[Order, ...] = (NEWEST, OLDEST)


def order_named(code: str) -> Order | None:
    """The order with this code."""
    return {order.code: order for order in ORDERS}.get(code)
