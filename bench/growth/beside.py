"""What is kept beside the comments and follows from them: the desk's search words, matters, orders of the press.

What a newer version of the product keeps as well is filled here, by its own functions, when all comments are there.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from bench.growth.sizes import Size
from kawaraban.comments.actions.report import report_comment
from kawaraban.comments.models import Comment, Revision, Status
from kawaraban.doors.desk.models import SearchCursor
from kawaraban.doors.desk.search.index import TABLE, has_index
from kawaraban.doors.desk.search.words import indexed
from kawaraban.law.grounds import Ground
from kawaraban.press.orders import order_reprint

_WORDS_TOGETHER = 20_000
_ORDERS = 200


def write_search_words() -> None:
    """All words into the desk's index, as few large pieces: what a patient worker leaves behind."""
    if not has_index():
        return
    last = 0
    while True:
        rows = list(
            Comment.objects.filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", "name", "text")[:_WORDS_TOGETHER]
        )
        if not rows:
            break
        last = rows[-1][0]
        _add([(pk, indexed(name), indexed(text)) for pk, name, text in rows])
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")
    newest = Revision.objects.order_by("-pk").values_list("pk", flat=True).first()
    SearchCursor.objects.update_or_create(defaults={"revision_id": newest or 0})


def write_matters(size: Size, *, now: datetime) -> None:
    """Reports about the newest comments that readers see."""
    shown = Comment.objects.filter(status=Status.APPROVED).order_by("-pk")
    for number, public_id in enumerate(shown.values_list("public_id", flat=True)[: size.matters]):
        report_comment(
            public_id=public_id,
            ground=Ground.INSULT,
            words="I would not read this aloud.",
            reporter_address=f"192.0.2.{number % 250 + 1}"
            if number < 250
            else f"198.51.100.{number % 250 + 1}",
            now=now,
        )


def write_orders(keys: Sequence[str], *, now: datetime) -> None:
    """The newest orders for reprints, as many as a press keeps that has long been through with them."""
    with transaction.atomic():
        for key in keys[-_ORDERS:]:
            order_reprint(keys=[key], reason="comment_approved", now=now)


def _add(rows: Sequence[tuple[int, str, str]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, name, words) VALUES (%s, %s, %s)",
            rows,
        )
