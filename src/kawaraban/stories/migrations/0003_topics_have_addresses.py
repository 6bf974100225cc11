import kawaraban.stories.models.topics
from django.db import migrations
from django.conf import settings


def name_topics(apps, schema_editor):
    """A topic without letters had no address, and its stories could not be shown."""
    from kawaraban.stories.models.topics import free_slug

    tags = apps.get_model("taggit", "Tag")
    for tag in tags.objects.filter(slug=""):
        tag.slug = free_slug(tag.name, settings.LANGUAGE_CODE, tags=tags)
        tag.save(update_fields=["slug"])


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0002_paper_languages"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [
        migrations.AlterField(
            model_name="storypage",
            name="topics",
            field=kawaraban.stories.models.topics.TopicsManager(
                blank=True,
                help_text="Words under which readers find related stories, with commas between them.",
                through="stories.StoryTopic",
                to="taggit.Tag",
                verbose_name="topics",
            ),
        ),
        migrations.RunPython(name_topics, migrations.RunPython.noop),
    ]
