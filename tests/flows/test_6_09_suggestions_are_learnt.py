"""6.9: what a trusted client suggests moves the next retraining; what others suggest, or do not want kept, does not."""

from collections.abc import Sequence
from typing import Any

import pytest
from tests.conftest import NOON
from tests.makers.triage.clients import SUGGEST, answering_paper, asked_of_paper, made_client
from tests.makers.triage.lessons import LATER, RUDE, taught, text_of

from kawaraban.comments.models import Thread
from kawaraban.people.models import User
from kawaraban.triage.models import ApiClient, SiteVersion, Suggestion
from kawaraban.triage.taught.clients import ClientTerms, change_client, revoke
from kawaraban.triage.taught.layer import current
from kawaraban.triage.taught.published import retrain
from kawaraban.triage.taught.suggested import WEIGHT_OF_A_SUGGESTION, suggested_lessons

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("run_directory")]
# Another house's word: this desk has never decided about it.
THEIRS = "vrimble"
DECISIONS = 240
SUGGESTIONS = 40


@pytest.fixture
def desk(thread: Thread, moderator: User, publisher: User) -> None:
    """A paper that answers, and whose desk has decided enough to learn from."""
    answering_paper(publisher)
    taught(thread, moderator, range(1, DECISIONS + 1), every=5)


def their_text(number: int, *, is_rude: bool) -> str:
    """As the desk's own, with the other house's word in the place of ours."""
    return text_of(number, is_rude=is_rude).replace(RUDE, THEIRS)


def suggested(key: str, text: str, values: dict[str, float], **fields: Any) -> None:
    scores = {name: {"summaryScore": {"value": value}} for name, value in values.items()}
    body = {"comment": {"text": text}, "attributeScores": scores, "languages": ["en"], **fields}
    assert asked_of_paper(SUGGEST, body, key=key).status_code == 200


def suggest_all(key: str, **fields: Any) -> None:
    """Each fourth text has the other house's word and is called toxic, the rest is called fine."""
    for number in range(SUGGESTIONS):
        is_rude = number % 4 == 0
        text = their_text(8_000 + number, is_rude=is_rude)
        suggested(key, text, {"TOXICITY": float(is_rude)}, clientToken=f"c:{number}", **fields)


def retrained() -> SiteVersion:
    version = retrain(now=LATER)
    assert version is not None
    assert version.was_published, str(version.figures)
    return version


def said(texts: Sequence[str]) -> list[float]:
    found = [each.probability for each in current().assess(texts, ["en"] * len(texts))]
    return [each for each in found if each is not None]


def their_gap() -> float:
    """By how much the other house's word is suspected more than the same sentence without it."""
    rude, fine = said([their_text(9_001, is_rude=True), their_text(9_001, is_rude=False)])
    return rude - fine


@pytest.mark.usefixtures("desk")
def test_6_09_a_trusted_clients_suggestions_move_the_next_retraining(publisher: User) -> None:
    before = retrained()
    gap_before = their_gap()
    _client, key = made_client(publisher, is_trusted=True)

    suggest_all(key)
    unmoved = their_gap()
    after = retrained()

    assert (before.lessons_count, after.lessons_count) == (DECISIONS, DECISIONS + SUGGESTIONS)
    assert unmoved == gap_before, "until the next retraining nothing is learnt from them"
    assert their_gap() > gap_before + 0.1


@pytest.mark.usefixtures("desk")
def test_6_09_what_others_suggest_or_do_not_want_kept_moves_nothing(publisher: User) -> None:
    before = retrained()
    _stranger, strangers_key = made_client(publisher, name="Stranger")
    _trusted, key = made_client(publisher, is_trusted=True)

    suggest_all(strangers_key)
    suggest_all(key, doNotStore=True)

    assert not Suggestion.objects.exists()
    assert retrained() == before


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("is_revoked", [True, False])
def test_6_09_whom_the_publisher_trusts_no_longer_is_forgotten_by_the_next_retraining(
    publisher: User,
    is_revoked: bool,
) -> None:
    before = retrained()
    client, key = made_client(publisher, is_trusted=True)
    suggest_all(key)
    moved = retrained()

    if is_revoked:
        revoke(client_id=client.pk, person=publisher, now=NOON)
    else:
        change_client(client_id=client.pk, terms=ClientTerms(name="Talk"), person=publisher, now=NOON)

    assert suggested_lessons() == []
    assert retrained() == before != moved


@pytest.fixture
def trusted(publisher: User) -> tuple[ApiClient, str]:
    answering_paper(publisher)
    return made_client(publisher, is_trusted=True)


def labels() -> list[bool]:
    return [lesson.breaks for lesson in suggested_lessons()]


def test_6_09_what_is_said_of_several_heads_of_one_text_is_one_lesson(trusted: tuple[ApiClient, str]) -> None:
    suggested(
        trusted[1], "The first letter.", {"TOXICITY": 0.2, "INSULT": 0.9, "THREAT": 0.0}, clientToken="1"
    )
    suggested(trusted[1], "The second letter.", {"TOXICITY": 0.2, "INSULT": 0.1})

    assert Suggestion.objects.count() == 5
    assert labels() == [True, False]
    assert {lesson.weight for lesson in suggested_lessons()} == {WEIGHT_OF_A_SUGGESTION}


def test_6_09_who_changes_its_mind_is_believed_the_second_time(trusted: tuple[ApiClient, str]) -> None:
    for token in ({"clientToken": "1"}, {}):
        Suggestion.objects.all().delete()
        suggested(trusted[1], "The first letter.", {"TOXICITY": 0.9}, **token)
        suggested(trusted[1], "The first letter.", {"TOXICITY": 0.1}, **token)

        assert labels() == [False]


@pytest.mark.usefixtures("desk")
def test_6_09_no_client_keeps_a_desk_from_being_learnt_from(publisher: User) -> None:
    before = retrained()
    _client, key = made_client(publisher, is_trusted=True)
    for number in range(SUGGESTIONS):
        suggested(key, f"{THEIRS.title()} number {number}, you {THEIRS}.", {"TOXICITY": 1.0})

    assert len(suggested_lessons()) == SUGGESTIONS
    after = retrained()
    assert after == before or after.was_published, (
        "what the desk teaches is put to use whatever a client suggests"
    )


def test_6_09_two_who_disagree_are_two_lessons(trusted: tuple[ApiClient, str], publisher: User) -> None:
    _other, others_key = made_client(publisher, name="Other", is_trusted=True)
    suggested(trusted[1], "The first letter.", {"TOXICITY": 0.9})
    suggested(others_key, "The first letter.", {"TOXICITY": 0.1})

    assert labels() == [True, False]


def test_6_09_what_was_kept_under_another_key_of_the_paper_says_nothing(
    trusted: tuple[ApiClient, str], settings: Any
) -> None:
    suggested(trusted[1], "The first letter.", {"TOXICITY": 0.9})
    settings.SECRET_KEY = "another key of the paper"

    assert suggested_lessons() == []


def test_6_09_the_newest_texts_count_however_many_heads_each_names(
    trusted: tuple[ApiClient, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kawaraban.triage.taught.suggested.MOST_SUGGESTIONS", 3)
    for number in range(5):
        values = {"TOXICITY": number / 5, "INSULT": number / 5, "THREAT": 0.0}
        suggested(trusted[1], f"Letter number {number}.", values)

    assert labels() == [False, True, True]
