"""When an agency last sent an item: what it has not sent for long is let go."""

from django.db import migrations, models
from django.db.models import F

import kawaraban.kit.clock


def fill(apps, schema_editor):
    apps.get_model("wire", "WireItem").objects.update(seen_at=F("changed_at"))


class Migration(migrations.Migration):
    dependencies = [("wire", "0002_known_again")]

    operations = [
        migrations.AddField(
            model_name="wireitem",
            name="seen_at",
            field=models.DateTimeField(db_index=True, default=kawaraban.kit.clock.utc_now, editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
