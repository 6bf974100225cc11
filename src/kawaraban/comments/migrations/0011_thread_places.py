"""Places of comments in their threads, and the pages of the long ones: a paper that stands gets them here.

The words by which a place is written, and where a page is cut, are those of `comments/thread/places.py` on the day of
this migration. They are repeated here, so that what it did stays what it did.
"""

from datetime import UTC, datetime, timedelta

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

_BATCH = 500
_OWN = 28
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def give_places(apps, editor) -> None:
    """To every comment that readers see, or saw: the line that stands for it has a place, too."""
    comments = apps.get_model("comments", "Comment")._default_manager
    shown = _shown(apps).order_by("pk").only("sent_at", "parent")
    newest = 0
    while batch := list(shown.filter(pk__gt=newest)[:_BATCH]):
        newest = batch[-1].pk
        talks = _talks(comments, batch)
        places = [(talks.get(row.parent_id, "") + _own(row.sent_at, row.pk), row.pk) for row in batch]
        with editor.connection.cursor() as cursor:
            # The same in both databases, and ten times as fast as one statement with a case for each.
            cursor.executemany("UPDATE comments_comment SET place = %s WHERE id = %s", places)


def _shown(apps):
    """Approved ones, those that were taken away after they were published, and those that shown ones answer."""
    comments = apps.get_model("comments", "Comment")._default_manager
    decisions = apps.get_model("law", "Decision")._default_manager
    approved = decisions.filter(
        subject=Concat(Value("comment:"), OuterRef("public_id")), verdict__in=["approved", "reinstated"]
    )
    answered = comments.filter(parent=OuterRef("pk"), status="approved")
    gone = Q(status__in=["withdrawn", "withheld", "rejected", "erased"]) & Q(Exists(approved))
    return comments.filter(Q(status="approved") | gone | ~Q(status="approved") & Q(Exists(answered)))


def _talks(comments, batch):
    """The place of the first comment of the conversation of each that is answered here, by the number of the latter."""
    above, wanted = {}, {row.parent_id for row in batch if row.parent_id}
    while wanted:
        found = comments.filter(pk__in=wanted).values_list("pk", "parent_id", "sent_at")
        above |= {pk: (parent, sent_at) for pk, parent, sent_at in found}
        wanted = {parent for parent, _at in above.values() if parent} - set(above)
    talks = {}
    for pk in above:
        root = pk
        while above[root][0]:
            root = above[root][0]
        talks[pk] = _own(above[root][1], root)
    return talks


def _own(sent_at, pk):
    return f"{max(0, (sent_at - _EPOCH) // timedelta(microseconds=1)):016d}{pk:012d}"


def cut_pages(apps, editor) -> None:
    """The oldest comments of each long thread go onto pages of their own, a hundred at a time."""
    threads = apps.get_model("comments", "Thread")._default_manager
    pages = apps.get_model("comments", "ThreadPage")._default_manager
    comments = apps.get_model("comments", "Comment")._default_manager
    counted = comments.exclude(place=None).values("thread").annotate(count=Count("pk")).filter(count__gt=200)
    for thread in list(counted.values_list("thread", flat=True)):
        places = comments.filter(thread=thread).exclude(place=None).order_by("place").values_list("place", flat=True)
        start, most, number = "", 200, 1
        while len(found := list(places.filter(place__gte=start)[: most + 1])) > most:
            number += 1
            pages.create(thread_id=thread, number=number, start=start)
            start, most = found[_cut_at(found)], 150
        if start:
            threads.filter(pk=thread).update(newest_from=start)


def _cut_at(places):
    starts = [at for at in range(1, len(places)) if places[at][:_OWN] != places[at - 1][:_OWN]]
    before = [at for at in starts if 50 <= at <= 100]
    behind = [at for at in starts if 100 < at <= 150]
    return max(before, default=min(behind, default=100))


class Migration(migrations.Migration):

    dependencies = [
        ("comments", "0010_forgotten_once"),
        ("law", "0014_the_law_said_rightly"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="place",
            field=models.CharField(blank=True, editable=False, max_length=64, null=True),
        ),
        migrations.AddField(
            model_name="thread",
            name="newest_from",
            field=models.CharField(blank=True, editable=False, max_length=64, null=True),
        ),
        migrations.CreateModel(
            name="ThreadPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("start", models.CharField(blank=True, max_length=64)),
                (
                    "thread",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages",
                        to="comments.thread",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "number"), name="one_thread_page_of_a_number"),
                    models.UniqueConstraint(fields=("thread", "start"), name="one_thread_page_at_a_place"),
                ],
            },
        ),
        migrations.RunPython(give_places, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("place__isnull", False)),
                fields=["thread", "place", "status"],
                name="comment_place",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("is_picked", True), ("is_pinned", True), _connector="OR"),
                fields=["thread", "place"],
                name="comment_honoured",
            ),
        ),
        migrations.RunPython(cut_pages, migrations.RunPython.noop),
    ]
