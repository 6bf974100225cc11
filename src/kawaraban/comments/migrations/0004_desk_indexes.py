"""The moment by which the desk sorts its queue, and the indexes along which it walks."""

import kawaraban.kit.clock
from django.db import migrations, models
from django.db.models import F, Max

from kawaraban.comments.need import need_at


def set_need(apps, schema_editor):
    """Comments that are here already: from their sending; those that wait with findings, by the heaviest."""
    Comment = apps.get_model("comments", "Comment")
    Comment.objects.update(need_at=F("sent_at"))
    waiting = Comment.objects.filter(status="pending", findings__revision_number=F("revision_number"))
    for comment in waiting.annotate(heaviest=Max("findings__weight")).iterator():
        comment.need_at = need_at(sent_at=comment.sent_at, weights=[comment.heaviest])
        comment.save(update_fields=["need_at"])


class Migration(migrations.Migration):
    dependencies = [("comments", "0003_redress")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="need_at",
            field=models.DateTimeField(default=kawaraban.kit.clock.utc_now, editable=False),
        ),
        migrations.RunPython(set_need, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex(model_name="comment", name="comment_queue"),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["status", "sent_at", "id", "thread", "language"], name="comment_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["status", "need_at", "id", "thread", "language"], name="comment_need"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["sent_at", "id", "thread", "language"], name="comment_all"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["email", "sent_at"], name="comment_email"),
        ),
    ]
