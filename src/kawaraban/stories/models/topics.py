"""Topics: words that stories share. However an editor writes one, it is one topic, and it always has an address."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from modelcluster.contrib.taggit import ClusterTaggableManager, _ClusterTaggableManager
from taggit.models import Tag

from kawaraban.kit.fit import fit_line
from kawaraban.kit.slugs import folded, numbered, slug_of

LONGEST_NAME = 100
# Leaves room for a number.
_LONGEST_SLUG = 90


def topics_called(names: Iterable[str | Tag], *, language: str) -> list[Tag]:
    """The topics of these names, each once, in their order; made where there are none. `language` is the story's."""
    known: dict[str, Tag] | None = None
    found: dict[int, Tag] = {}
    for name in names:
        words = fit_line(name)[:LONGEST_NAME].strip() if isinstance(name, str) else ""
        topic = name if isinstance(name, Tag) else words and Tag.objects.filter(name=words).first()
        if words and not topic:
            known = _by_folded_name(language) if known is None else known
            key = folded(words, language=language)
            topic = known[key] = known.get(key) or _made(words, language)
        if topic:
            found.setdefault(topic.pk, with_slug(topic, language=language))
    return list(found.values())


def with_slug(topic: Tag, *, language: str) -> Tag:
    """The topic, with an address. Of a picture's word without letters there may be none yet."""
    if not topic.slug:
        topic.slug = free_slug(topic.name, language)
        topic.save(update_fields=["slug"])
    return topic


def _by_folded_name(language: str) -> dict[str, Tag]:
    """Of several that are one by now, the oldest."""
    newest_first = Tag.objects.order_by("-pk")
    return {folded(topic.name, language=language): topic for topic in newest_first.iterator()}


def _made(name: str, language: str) -> Tag:
    topic, _is_new = Tag.objects.get_or_create(name=name, defaults={"slug": free_slug(name, language)})
    return topic


def free_slug(name: str, language: str, *, tags: Any = Tag) -> str:
    """An address for a topic that no other has. `tags` is the table: a migration has its own."""
    stem = slug_of(name, language=language, instead="topic", longest=_LONGEST_SLUG)
    return numbered(stem, set(tags.objects.filter(slug__startswith=stem).values_list("slug", flat=True)))


class TopicsManager(ClusterTaggableManager):
    """The field `topics` of a story."""

    def __get__(self, instance: Any, model: Any) -> "_StoryTopics":
        return _StoryTopics(
            through=self.through, model=model, instance=instance, prefetch_cache_name=self.name
        )


class _StoryTopics(_ClusterTaggableManager):
    def _to_tag_model_instances(self, tags: Iterable[str | Tag], tag_kwargs: Any) -> list[Tag]:
        """Instead of the library's way, which knows small and capital letters of ASCII alone."""
        return topics_called(tags, language=self.instance.language or settings.LANGUAGE_CODE)
