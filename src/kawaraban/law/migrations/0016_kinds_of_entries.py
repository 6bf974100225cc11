"""What was recorded of one kind is found without reading the rest of the record; the notices of a time likewise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("law", "0015_found_by_an_index")]

    operations = [
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["kind", "number"], name="ledger_kind"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["received_at"], name="notice_received"),
        ),
    ]
