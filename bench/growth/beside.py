"""What is kept beside the comments and follows from them: the desk's search words, matters, orders of the press.

What a newer version of the product keeps as well is filled here, by its own functions, when all comments are there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from bench.growth.sizes import Size
from kawaraban.comments.actions.report import report_comment
from kawaraban.comments.models import Comment, Revision, Status
from kawaraban.doors.desk.models import SearchCursor
from kawaraban.doors.desk.search import volume
from kawaraban.doors.desk.search.words import indexed
from kawaraban.law.grounds import Ground
from kawaraban.law.record.following import newest_number
from kawaraban.press.orders import order_reprint

_WORDS_TOGETHER = 20_000
_ORDERS = 200


def write_search_words() -> None:
    """All words into the volumes of the desk's index, each as few large pieces: what a patient worker leaves behind."""
    if not volume.can_be_made():
        return
    last, number = 0, -1
    columns = ("pk", "name", "text")
    while rows := list(
        Comment.objects.filter(pk__gt=last).order_by("pk").values_list(*columns)[:_WORDS_TOGETHER]
    ):
        last = rows[-1][0]
        for group, found in groupby(rows, key=lambda row: volume.volume_of(row[0])):
            if group != number:
                number = group
                volume.make(number)
            words = [(pk, indexed(name), indexed(text)) for pk, name, text in found]
            with transaction.atomic():
                volume.keep(number, words)
            volume.tidy(number)
    newest = Revision.objects.order_by("-pk").values_list("pk", flat=True).first()
    SearchCursor.objects.update_or_create(
        defaults={"revision_id": newest or 0, "entry_number": newest_number()}
    )


def write_places() -> None:
    """Where each comment stands in its thread, and the pages of the long ones: as a paper that stood got them."""
    placing = import_module("kawaraban.comments.migrations.0011_thread_places")
    for fill in (placing.give_places, placing.cut_pages):
        with transaction.atomic():
            fill(apps, _Editor(connection))


@dataclass(frozen=True, slots=True)
class _Editor:
    """What a migration asks its editor for."""

    connection: Any


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
