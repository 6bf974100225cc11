import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from kawaraban.stories.lists.filling_lists import fill_lists


def list_all(apps, schema_editor):
    fill_lists(schema_editor.connection, now=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0004_no_default_workflow"),
    ]

    operations = [
        migrations.CreateModel(
            name="MapPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("number", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "number"), name="map_part_once")],
            },
        ),
        migrations.CreateModel(
            name="ListedStory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("number", models.PositiveIntegerField()),
                ("published_at", models.DateTimeField()),
                (
                    "story",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listed",
                        to="stories.storypage",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "number", "published_at", "story"], name="listed_newest")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("story", "kind", "number"), name="story_once_on_a_list")
                ],
            },
        ),
        migrations.RunPython(list_all, migrations.RunPython.noop),
    ]
