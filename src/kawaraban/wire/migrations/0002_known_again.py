"""Items are known again over http and https, and by every version of their words; what was withdrawn is marked."""

from urllib.parse import urlsplit

from django.db import migrations, models

_DEFAULT_PORTS = {"http": 80, "https": 443}


def _key(name):
    """As the program makes it at this step: http and https of one name, and capitals in hosts, are the same."""
    try:
        parts = urlsplit(name)
        if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
            return name
        port = parts.port
    except ValueError:
        return name
    place = "" if port in {None, _DEFAULT_PORTS[parts.scheme.lower()]} else f":{port}"
    rest = parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
    return f"//{parts.hostname.rstrip('.')}{place}{rest}"


def fill_keys(apps, schema_editor):
    items = apps.get_model("wire", "WireItem").objects.order_by("pk")
    batch = []
    for item in items.only("guid", "digest").iterator(chunk_size=500):
        item.key, item.taken_digests = _key(item.guid)[:600], [item.digest]
        batch.append(item)
        if len(batch) == 500:
            items.model.objects.bulk_update(batch, ["key", "taken_digests"])
            batch = []
    items.model.objects.bulk_update(batch, ["key", "taken_digests"])


class Migration(migrations.Migration):
    dependencies = [("wire", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="wireitem",
            name="key",
            field=models.CharField(db_index=True, default="", editable=False, max_length=600),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="wireitem",
            name="taken_digests",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="wireitem",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
