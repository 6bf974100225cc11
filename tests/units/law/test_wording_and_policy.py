"""The words of the law room."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from kawaraban.kit.work.one_trip import ask
from kawaraban.law.grounds import GROUND_KEYS, Ground
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.law.policy.versions import policy_in_force, policy_text, policy_url, words_in_force
from kawaraban.law.policy.wording import GROUND_EXPLANATIONS, GROUND_LABELS, ground_label


def test_every_ground_has_a_key_a_label_and_an_explanation() -> None:
    words = {(str(GROUND_LABELS[ground]), str(GROUND_EXPLANATIONS[ground])) for ground in Ground}

    assert len(words) == len(GROUND_LABELS) == len(GROUND_EXPLANATIONS) == 12
    assert all(label and explanation.endswith(".") for label, explanation in words)
    assert len(set(GROUND_KEYS.values())) == 12
    assert ground_label("of a later version") == "of a later version"


@pytest.mark.django_db
def test_the_newest_policy_that_has_taken_effect_is_in_force(policy: PolicyVersion, noon: datetime) -> None:
    second = PolicyVersion.objects.create(number=2, effective_at=noon)

    assert policy_in_force(noon - timedelta(days=365)) is None
    assert policy_in_force(noon - timedelta(seconds=1)) == policy
    assert policy_in_force(noon) == second
    words = ask(connection, words_in_force("en", now=noon))
    assert words.number == 2
    assert words.introduction == ""


@pytest.mark.django_db
def test_a_policy_is_read_in_the_nearest_language(policy: PolicyVersion) -> None:
    PolicyText.objects.create(
        version=policy, language="tr", introduction="Nazik olun.", responsibility="Siz."
    )

    chosen = {language: policy_text(policy, language) for language in ("tr", "tr-cy", "ja", "en-gb")}

    assert {asked: text.language for asked, text in chosen.items() if text} == {
        "tr": "tr",
        "tr-cy": "tr",
        "ja": "en",
        "en-gb": "en",
    }


def test_the_address_of_a_policy_is_one_that_the_paper_answers() -> None:
    assert policy_url(2) == reverse("public:policy_version", args=[2])
    assert policy_url(0) == reverse("public:policy")
