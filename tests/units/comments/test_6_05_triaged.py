"""Promise 6.5: the model is asked about all that comes in together; whatever goes wrong, no comment waits for it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import sent, submission

from kawaraban.comments import triaged
from kawaraban.comments.actions.author import revise
from kawaraban.comments.actions.erasing.steps import erase_words
from kawaraban.comments.actions.receive import Receipt, receive
from kawaraban.comments.models import Comment, CommentScore, StoredFinding, Thread
from kawaraban.comments.need import HEAD_START
from kawaraban.comments.phases.triage import PHASE, WEIGHTS
from kawaraban.law.grounds import Ground
from kawaraban.triage.models import TriageRules
from kawaraban.triage.taught.bands import Band, band_of

pytestmark = pytest.mark.django_db
RUDE = "You are a complete idiot and a moron, shut up."
CALM = "The ferry leaves at nine on weekdays."
OF_NO_HEAD = "港は明日の朝まで開いていますか。"


def score_of(comment: Comment) -> CommentScore:
    return CommentScore.objects.get(comment=comment)


def findings_of(comment: Comment) -> list[StoredFinding]:
    return list(comment.findings.filter(phase=PHASE).order_by("revision_number"))


def set_rules(**changes: Any) -> None:
    TriageRules.objects.update_or_create(pk=1, defaults=changes)


@pytest.fixture
def broken_rules() -> None:
    """The table that says whether the model looks at comments cannot be read."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE triage_triagerules RENAME TO triage_lost")


def test_6_05_what_the_model_suspects_is_a_finding_and_stands_with_the_comment(
    thread: Thread, noon: datetime
) -> None:
    comment = sent(thread, RUDE, now=noon)

    score, [finding] = score_of(comment), findings_of(comment)
    assert (score.state, score.ground, score.language) == ("scored", Ground.INSULT, "en")
    assert score.model_version
    assert score.revision_number == 1
    assert finding.ground == Ground.INSULT
    assert Band(int(finding.quote)) is band_of(score.score) is Band.VERY_PROBABLY
    assert comment.need_at == noon - HEAD_START * WEIGHTS[Band.VERY_PROBABLY]


def test_6_05_what_weighed_is_of_the_words_and_of_the_ground_the_heaviest_first(thread: Thread) -> None:
    words, weights = zip(*score_of(sent(thread, RUDE)).weighed, strict=True)

    assert words[0] == "idiot"
    assert all(each in RUDE for each in words)
    assert list(weights) == sorted(weights, reverse=True)
    assert len(set(words)) == len(words)


def test_6_05_of_calm_words_nothing_is_suspected_and_the_score_stands(thread: Thread, noon: datetime) -> None:
    comment = sent(thread, CALM, now=noon)

    score = score_of(comment)
    assert (score.state, score.ground, score.weighed) == ("scored", "", [])
    assert score.score is not None
    assert findings_of(comment) == []
    assert comment.need_at == noon


def test_6_05_a_language_that_the_model_does_not_know_gets_no_number(thread: Thread) -> None:
    score = score_of(sent(thread, OF_NO_HEAD, language="ja"))

    assert (score.state, score.score, score.heads) == ("unsupported", None, {})


def test_6_05_where_the_paper_turned_it_off_nothing_is_asked(thread: Thread, noon: datetime) -> None:
    set_rules(is_on=False)

    comment = sent(thread, RUDE)

    assert not CommentScore.objects.exists()
    assert findings_of(comment) == []


def test_6_05_a_failure_is_not_checked_and_keeps_no_comment_away(
    thread: Thread, broken_rules: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        comment = sent(thread, RUDE)

    score = score_of(comment)
    assert (score.state, score.score, score.model_version) == ("failed", None, "")
    assert findings_of(comment) == []
    said = "OperationalError" if connection.vendor == "sqlite" else "ProgrammingError"
    assert f"could not look at 1 comments: {said}" in caplog.text
    assert "idiot" not in caplog.text


def test_6_05_what_there_is_no_time_for_is_not_checked(
    thread: Thread, noon: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(triaged, "LONGEST_SECONDS", -1.0)

    answers = receive(crowd(thread, 20), now=noon)

    assert all(isinstance(answer, Receipt) for answer in answers)
    assert set(CommentScore.objects.values_list("state", flat=True)) == {"failed"}
    assert "no time to look at 20 comments" in caplog.text


def test_6_05_the_sample_that_nobody_sees_is_drawn_when_the_comment_comes(
    thread: Thread, noon: datetime
) -> None:
    set_rules(blind_percent=50)
    receive(crowd(thread, 120), now=noon)
    drawn = dict(CommentScore.objects.values_list("pk", "is_blind"))

    set_rules(blind_percent=0)

    # By a fair coin it leaves these bounds once in some billions of times.
    assert 25 <= sum(drawn.values()) <= 95
    assert dict(CommentScore.objects.values_list("pk", "is_blind")) == drawn
    assert not score_of(sent(thread, CALM, now=noon)).is_blind


def test_6_05_new_words_are_looked_at_anew(thread: Thread, noon: datetime) -> None:
    comment = sent(thread, RUDE, now=noon)

    revise(tracking_token=comment.tracking_token, text=CALM, now=noon + timedelta(minutes=1))

    comment.refresh_from_db()
    score = score_of(comment)
    assert (score.revision_number, score.ground, score.weighed) == (2, "", [])
    assert [finding.revision_number for finding in findings_of(comment)] == [1]
    assert comment.need_at == noon


def test_6_05_pieces_of_the_words_go_with_the_words(thread: Thread, noon: datetime) -> None:
    comment = sent(thread, RUDE, now=noon)

    erase_words(comment, reason="asked", by="mika", now=noon)

    assert score_of(comment).weighed == []
    assert [finding.quote for finding in findings_of(comment)] == [""]


def test_6_05_many_cost_as_many_statements_as_one(thread: Thread, noon: datetime) -> None:
    one, *others = crowd(thread, 40)
    with CaptureQueriesContext(connection) as for_one:
        receive([one], now=noon)
    with CaptureQueriesContext(connection) as for_many:
        receive(others, now=noon)

    assert CommentScore.objects.count() == 40
    assert len(for_many) <= len(for_one)


def test_6_05_what_is_sent_twice_is_asked_about_once(thread: Thread, noon: datetime) -> None:
    receive([submission(thread, RUDE, now=noon)], now=noon)
    later = noon + timedelta(minutes=1)

    [again] = receive([submission(thread, RUDE, now=later)], now=later)

    assert isinstance(again, Receipt)
    assert again.is_repeat
    assert CommentScore.objects.count() == 1


@pytest.mark.parametrize(
    "text", ["\u202e\u200b", "𝕴𝖉𝖎𝖔𝖙 🤬", "$@" * 2_000, "\ufdfa\u0300" * 50, "ﷺ", "a\x00b"]
)
def test_6_05_odd_signs_are_looked_at_like_all_others(
    text: str, thread: Thread, noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    receive([submission(thread, text, now=noon)], now=noon)

    assert "triage could not" not in caplog.text


def crowd(thread: Thread, number: int) -> list[Any]:
    say: Callable[[int], str] = lambda n: RUDE if n % 4 == 0 else f"{CALM} {n}"  # noqa: E731
    return [
        submission(thread, say(n), name=f"Ada {n}", sender_address=f"10.0.{n // 200}.{n % 200}")
        for n in range(number)
    ]
