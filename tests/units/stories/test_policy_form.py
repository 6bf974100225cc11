"""The publisher's policy: versions ahead may change, versions in force may not."""

from datetime import datetime, timedelta

import pytest

from kawaraban.law.models import PolicyVersion
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder
from kawaraban.stories.paper_actions import AlreadyInForce, publish_policy, revise_policy

pytestmark = pytest.mark.django_db

WORDS = {"en": ("Be kind.", "You answer."), "tr": ("Kibar olun.", "Siz sorumlusunuz.")}


def test_versions_are_numbered_one_after_the_other_and_print_every_page(
    noon: datetime, publisher: User
) -> None:
    first = publish_policy(WORDS, effective_at=noon, person=publisher, now=noon)
    second = publish_policy(WORDS, effective_at=noon - timedelta(days=3), person=publisher, now=noon)

    assert (first.number, second.number) == (1, 2)
    assert second.effective_at == noon
    assert ReprintOrder.objects.latest("pk").keys == ["paper"]


def test_a_version_that_lies_ahead_can_be_changed_until_its_day(noon: datetime, publisher: User) -> None:
    version = publish_policy(WORDS, effective_at=noon + timedelta(days=7), person=publisher, now=noon)

    revise_policy(
        version,
        {"en": ("Be kinder.", "You answer.")},
        effective_at=noon + timedelta(days=8),
        person=publisher,
        now=noon,
    )

    version.refresh_from_db()
    assert version.effective_at == noon + timedelta(days=8)
    assert [(text.language, text.introduction) for text in version.texts.all()] == [("en", "Be kinder.")]
    with pytest.raises(AlreadyInForce):
        revise_policy(
            version, WORDS, effective_at=noon, person=publisher, now=noon + timedelta(days=8, seconds=1)
        )
    assert PolicyVersion.objects.count() == 1
