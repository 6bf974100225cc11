"""What was recorded of one kind is found without reading the rest of the record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("law", "0015_found_by_an_index")]

    operations = [
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["kind", "number"], name="ledger_kind"),
        ),
    ]
