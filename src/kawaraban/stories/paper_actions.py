"""Changing what stands on every page: the settings of the paper, its policy, the names in bylines.

Each function is one transaction with its reprint order.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from wagtail.models import Site

from kawaraban.law.contact import set_contact_email
from kawaraban.law.ledger import record
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.people.models import User
from kawaraban.press.orders import order_reprint
from kawaraban.stories.keys import PAPER, author_key, story_key
from kawaraban.stories.models import Author, PaperSettings, StoryPage

# By language: the introduction, and the sentence of responsibility.
PolicyWords = Mapping[str, tuple[str, str]]


class AlreadyInForce(Exception):
    """The words under which comments were sent and decided are not changed: a new version is made."""


def change_settings(changed: PaperSettings, *, now: datetime) -> PaperSettings:
    """Keep the settings; every page is printed again. The editor greets with the paper's name, too."""
    with transaction.atomic():
        changed.save()
        # The law room knows no stories: statements of reasons take the address from its own row.
        set_contact_email(changed.contact_email)
        Site.objects.update(site_name=changed.name)
        order_reprint(keys=[PAPER], reason="settings", now=now)
    return changed


def keep_author(author: Author, *, now: datetime) -> Author:
    """Keep a name; the author's list and every story under the name are printed again."""
    with transaction.atomic():
        author.save()
        stories = StoryPage.objects.filter(bylines__author=author).values_list("pk", flat=True)
        keys = [author_key(author.pk), *(story_key(pk) for pk in stories)]
        order_reprint(keys=keys, reason="author", now=now)
    return author


def publish_policy(
    words: PolicyWords, *, effective_at: datetime, person: User | None, now: datetime
) -> PolicyVersion:
    """A new version with the next number, in force from `effective_at` and never from before `now`."""
    with transaction.atomic():
        last = PolicyVersion.objects.select_for_update().aggregate(last=Max("number"))["last"] or 0
        version = PolicyVersion.objects.create(number=last + 1, effective_at=max(effective_at, now))
        _write(version, words, kind="policy_published", person=person, now=now)
    return version


def revise_policy(
    version: PolicyVersion, words: PolicyWords, *, effective_at: datetime, person: User | None, now: datetime
) -> PolicyVersion:
    """Change a version that lies ahead. Raises AlreadyInForce when its day has come."""
    with transaction.atomic():
        version = PolicyVersion.objects.select_for_update().get(pk=version.pk)
        if version.effective_at <= now:
            raise AlreadyInForce
        version.effective_at = max(effective_at, now)
        version.save(update_fields=["effective_at"])
        _write(version, words, kind="policy_revised", person=person, now=now)
    return version


def _write(
    version: PolicyVersion, words: PolicyWords, *, kind: str, person: User | None, now: datetime
) -> None:
    """The texts as given and no others, the entry of the record, the reprint of every page."""
    version.texts.exclude(language__in=list(words)).delete()
    for language, (introduction, responsibility) in words.items():
        PolicyText.objects.update_or_create(
            version=version,
            language=language,
            defaults={"introduction": introduction, "responsibility": responsibility},
        )
    order_reprint(keys=[PAPER], reason="policy", now=now)
    payload = {
        "effective_at": version.effective_at.isoformat(),
        "texts": {language: list(text) for language, text in sorted(words.items())},
        "person": person.get_username() if person else "",
    }
    record(kind=kind, subject=f"policy:{version.number}", payload=payload, now=now)
