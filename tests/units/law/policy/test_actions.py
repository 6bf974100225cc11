"""The publisher's policy: versions ahead may change, versions in force may not, and codes stay what they are."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kawaraban.comments.record_check import verify_paper
from kawaraban.law.grounds import Ground
from kawaraban.law.models import PolicyVersion
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.policy.actions import (
    AlreadyInForce,
    GroundDraft,
    PolicyDraft,
    draft_of,
    drop_policy,
    publish_policy,
    revise_policy,
)
from kawaraban.law.policy.grounds import ground_named, grounds_of
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db

WORDS = PolicyDraft({"en": ("Be kind.", "You answer."), "tr": ("Kibar olun.", "Siz sorumlusunuz.")})
OFF_TOPIC = GroundDraft("off_topic", Ground.OTHER, {"en": ("Off topic", "Not about the story.")})


def with_grounds(*grounds: GroundDraft) -> PolicyDraft:
    return PolicyDraft(WORDS.texts, grounds)


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
        PolicyDraft({"en": ("Be kinder.", "You answer.")}),
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


def test_a_version_that_lies_ahead_can_be_dropped_and_one_in_force_cannot(
    noon: datetime, publisher: User
) -> None:
    stands = publish_policy(WORDS, effective_at=noon, person=publisher, now=noon)
    ahead = publish_policy(
        with_grounds(OFF_TOPIC), effective_at=noon + timedelta(days=7), person=publisher, now=noon
    )

    drop_policy(ahead, person=publisher, now=noon)

    assert PolicyVersion.objects.get() == stands
    assert LedgerEntry.objects.latest("number").kind == "policy_dropped"
    with pytest.raises(AlreadyInForce):
        drop_policy(stands, person=publisher, now=noon)


def test_a_version_words_our_grounds_and_adds_its_own_under_one_of_them(
    noon: datetime, publisher: User
) -> None:
    own = GroundDraft("insult", Ground.INSULT, {"en": ("Rude", ""), "tr": ("Kaba", "Hakaret etmek.")})
    version = publish_policy(with_grounds(own, OFF_TOPIC), effective_at=noon, person=publisher, now=noon)

    english, turkish, japanese = (grounds_of(version.number, code) for code in ("en", "tr", "ja"))

    assert [words.code for words in english] == [*(ground.value for ground in Ground), "off_topic"]
    assert (english[3].label, english[3].explanation) == (
        "Rude",
        "Insults and swearing at a person or a group.",
    )
    assert (turkish[3].label, turkish[3].explanation) == ("Kaba", "Hakaret etmek.")
    assert japanese[3].label not in {"Rude", "Kaba"}
    assert (japanese[-1].label, japanese[-1].parent, japanese[-1].needs_words) == (
        "Off topic",
        Ground.OTHER,
        True,
    )
    assert draft_of(version) == with_grounds(own, OFF_TOPIC)


def test_without_a_version_the_grounds_are_ours(db: None) -> None:
    assert [words.code for words in grounds_of(0, "en")] == [ground.value for ground in Ground]
    with pytest.raises(ValueError, match="no ground off_topic"):
        ground_named(0, "off_topic", "en")


def test_a_code_that_has_been_in_force_stays_under_its_ground(noon: datetime, publisher: User) -> None:
    publish_policy(with_grounds(OFF_TOPIC), effective_at=noon, person=publisher, now=noon)
    publish_policy(WORDS, effective_at=noon, person=publisher, now=noon)
    moved = GroundDraft("off_topic", Ground.SPAM, OFF_TOPIC.words)

    with pytest.raises(ValueError, match="has been in force under other"):
        publish_policy(with_grounds(moved), effective_at=noon, person=publisher, now=noon)


def test_a_code_that_only_lies_ahead_may_still_move(noon: datetime, publisher: User) -> None:
    ahead = noon + timedelta(days=7)
    version = publish_policy(with_grounds(OFF_TOPIC), effective_at=ahead, person=publisher, now=noon)
    moved = GroundDraft("off_topic", Ground.SPAM, OFF_TOPIC.words)

    revise_policy(version, with_grounds(moved), effective_at=ahead, person=publisher, now=noon)

    assert ground_named(version.number, "off_topic", "en").parent is Ground.SPAM


@pytest.mark.parametrize(
    "draft",
    [
        PolicyDraft({}),
        PolicyDraft({"en": ("Be kind.", "")}),
        with_grounds(OFF_TOPIC, OFF_TOPIC),
        with_grounds(GroundDraft("threat", Ground.OTHER, OFF_TOPIC.words)),
        with_grounds(GroundDraft("Off topic", Ground.OTHER, OFF_TOPIC.words)),
        with_grounds(GroundDraft("off_topic", Ground.OTHER, {"en": ("", "Only this.")})),
        with_grounds(GroundDraft("spam", Ground.SPAM, {}, {"en": "w" * 501})),
    ],
)
def test_a_draft_that_cannot_stand_is_refused(draft: PolicyDraft, noon: datetime, publisher: User) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (each says something else)
        publish_policy(draft, effective_at=noon, person=publisher, now=noon)

    assert not PolicyVersion.objects.exists()


def test_only_the_publisher_writes_the_policy(noon: datetime, editor: User) -> None:
    with pytest.raises(PermissionDenied):
        publish_policy(WORDS, effective_at=noon, person=editor, now=noon)

    assert not PolicyVersion.objects.exists()


def test_4b_02_a_reason_is_kept_in_one_line_recorded_and_taken_over_by_the_next_version(
    noon: datetime, publisher: User
) -> None:
    own = GroundDraft("insult", Ground.INSULT, {}, {"en": "It calls\n\npeople names."})
    version = publish_policy(with_grounds(own, OFF_TOPIC), effective_at=noon, person=publisher, now=noon)

    kept = GroundDraft("insult", Ground.INSULT, {"en": ("", "")}, {"en": "It calls people names."})
    assert draft_of(version) == with_grounds(kept, OFF_TOPIC)
    assert version.grounds.get(code="off_topic").words == {
        "en": {"label": "Off topic", "explanation": "Not about the story."}
    }
    [said] = [entry.payload.body for entry in LedgerEntry.objects.filter(kind="policy_published")]
    assert '"reason":"It calls people names."' in said
    assert verify_paper().problems == []
