"""When an agency last sent an item: what it has not sent for long is let go.

Of those that are here nobody knows it: the time runs from the upgrade.
"""

from django.db import migrations, models

import kawaraban.kit.clock


class Migration(migrations.Migration):
    dependencies = [("wire", "0002_known_again")]

    operations = [
        migrations.AddField(
            model_name="wireitem",
            name="seen_at",
            field=models.DateTimeField(db_index=True, default=kawaraban.kit.clock.utc_now, editable=False),
        ),
    ]
