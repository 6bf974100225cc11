"""6.10: the paper answers Coral's external moderation phase: by key and signature, and only if it answers anybody."""

import json
import logging
from typing import Any

import pytest
from django.test import Client
from tests.conftest import NOON
from tests.makers.triage.clients import (
    ANALYZE,
    CORAL,
    answering_paper,
    corals_body,
    corals_signature,
    made_client,
)
from tests.makers.triage.lessons import LATER, taught, text_of

from kawaraban.comments.models import Thread
from kawaraban.doors.analyses import views
from kawaraban.people.models import User
from kawaraban.triage.formats.fields import LONGEST_BODY
from kawaraban.triage.models import ApiClient, Suggestion
from kawaraban.triage.taught.clients import ClientTerms, change_client, revoke
from kawaraban.triage.taught.layer import current
from kawaraban.triage.taught.published import retrain

SECRET = "corals-signing-secret"
INSULT = "You are a stupid idiot."
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("run_directory")]


@pytest.fixture
def key(publisher: User) -> str:
    """Of a Coral that signs, at a paper that answers."""
    answering_paper(publisher)
    return made_client(publisher, name="Coral", signing_secret=SECRET)[1]


def posted(body: bytes, *, key: str = "", signature: str | None = None) -> Any:
    """As Coral posts it; signed with its secret where nothing else is said."""
    mark = corals_signature(body, SECRET) if signature is None else signature
    return Client(enforce_csrf_checks=True).post(
        f"{CORAL}?key={key}" if key else CORAL,
        body,
        content_type="application/json",
        headers={"X-Coral-Signature": mark} if mark else {},
    )


def told_of(text: str, key: str) -> Any:
    return posted(corals_body(text), key=key)


def test_6_10_coral_is_told_what_the_paper_suspects(key: str) -> None:
    rude, kind = told_of(INSULT, key), told_of("Thank you for this report.", key)

    said = rude.json()
    assert (rude.status_code, said["status"], said["tags"]) == (200, "SYSTEM_WITHHELD", [])
    assert said["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]
    assert said["kawaraban"]["model"] == current().version
    assert rude.headers["Cache-Control"] == "private, no-store"
    assert not rude.cookies
    assert "Access-Control-Allow-Origin" not in rude.headers
    assert (kind.status_code, kind.content) == (204, b"")
    assert "Content-Type" not in kind.headers


def test_6_10_coral_is_told_what_this_desk_would_do(key: str, thread: Thread, moderator: User) -> None:
    text = text_of(7_001, is_rude=True)
    before = told_of(text, key)

    taught(thread, moderator, range(1, 301), every=2)
    version = retrain(now=LATER)

    assert version is not None
    assert version.was_published, version.figures
    [judgement] = current().assess([text], ["en"])
    assert judgement.probability is not None
    said = told_of(text, key).json()["kawaraban"]
    assert before.status_code == 204
    assert said["probability"] == pytest.approx(judgement.probability, abs=1e-4)
    assert said["model"].endswith(f"+{version.digest[:12]}")


def test_6_10_a_language_that_neither_knows_is_coral_s_own_matter(key: str) -> None:
    answer = told_of("この記者は市場の橋について書いた", key)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["x-kawaraban-words"] == "this language is not supported"


def test_6_10_coral_is_not_answered_until_the_publisher_says_so(key: str, publisher: User) -> None:
    answering_paper(publisher, is_on=False)

    answer = told_of(INSULT, key)

    assert (answer.status_code, answer.json()["error"]["status"]) == (403, "PERMISSION_DENIED")


def test_6_10_it_takes_a_key_that_stands_and_the_secret_of_that_key(key: str, publisher: User) -> None:
    other, others_key = made_client(publisher, name="Other", signing_secret="another-secret")
    _unsigning, plain_key = made_client(publisher, name="Talk")
    body = corals_body(INSULT)

    statuses = {
        "no key": posted(body),
        "no such key": posted(body, key="kwb_" + "x" * 32),
        "the key of another": posted(body, key=others_key),
        "a key without a secret": posted(body, key=plain_key),
        "a key without a secret, signed with nothing": posted(
            body, key=plain_key, signature=corals_signature(body, "")
        ),
        "no signature": posted(body, key=key, signature=""),
        "nobody's signature": posted(body, key=key, signature="sha256=" + "0" * 64),
        "the signature of another body": posted(
            body + b" ", key=key, signature=corals_signature(body, SECRET)
        ),
    }
    revoke(client_id=other.pk, person=publisher, now=NOON)
    revoked = posted(body, key=others_key, signature=corals_signature(body, "another-secret"))

    assert {what: answer.status_code for what, answer in statuses.items()} == {
        "no key": 403,
        "no such key": 400,
        "the key of another": 401,
        "a key without a secret": 401,
        "a key without a secret, signed with nothing": 401,
        "no signature": 401,
        "nobody's signature": 401,
        "the signature of another body": 401,
    }
    assert statuses["no signature"].json()["error"]["status"] == "UNAUTHENTICATED"
    assert revoked.status_code == 400


def test_6_10_a_secret_is_changed_without_a_gap(key: str, publisher: User) -> None:
    body = corals_body(INSULT)
    both = f"{corals_signature(body, 'new')},{corals_signature(body, SECRET)}"
    before = posted(body, key=key, signature=both)
    client = ApiClient.objects.get()
    terms = ClientTerms(name="Coral", per_second=1_000, signing_secret="new")
    change_client(client_id=client.pk, terms=terms, person=publisher, now=NOON)
    after = posted(body, key=key, signature=both)

    assert (before.status_code, after.status_code, told_of(INSULT, key).status_code) == (200, 200, 401)


def test_6_10_a_secret_of_a_paper_with_another_key_opens_nothing(key: str, settings: Any) -> None:
    settings.SECRET_KEY = "another key of the paper"

    assert told_of(INSULT, key).status_code == 401


def test_6_10_coral_asks_no_faster_than_its_rate(publisher: User) -> None:
    answering_paper(publisher)
    _client, slow = made_client(publisher, signing_secret=SECRET, per_second=2)

    answers = [told_of("Good morning.", slow) for _ in range(30)]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert answers[0].status_code == 204
    assert refused
    assert refused[0].headers["Retry-After"] == "1"


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_6_10_corals_phase_is_sent_and_not_fetched(key: str, client: Any, method: str) -> None:
    answer = getattr(client, method)(f"{CORAL}?key={key}")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[]", b'{"comment": {}}', b'{"a":' * 9_000, corals_body(7), b"x" * 200_000]
)
def test_6_10_a_signed_body_that_no_coral_sends_is_refused(key: str, body: bytes) -> None:
    answer = posted(body, key=key)

    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_6_10_what_is_too_large_is_refused_and_read_only_where_it_may_be_signed(key: str) -> None:
    huge = posted(b" " * (LONGEST_BODY + 1), key=key)
    unsigned = posted(b" " * (LONGEST_BODY + 1), key=key, signature="")
    long = told_of("a" * 20_481, key)

    assert (huge.status_code, "exceeds the limit" in huge.json()["error"]["message"]) == (400, True)
    assert unsigned.status_code == 401
    assert (long.status_code, long.json()["error"]["message"]) == (400, "Comment text too long.")


@pytest.mark.parametrize("text", ["", " ", "<div><br></div>", "\ud800", "\x00", "a!\n" * 6_826, "$@" * 9_000])
def test_6_10_any_text_is_answered(key: str, text: str) -> None:
    assert told_of(text, key).status_code in {200, 204}


def test_6_10_nothing_of_it_is_kept_or_logged(key: str, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        told_of(INSULT, key)
        posted(corals_body(INSULT), key=key, signature="sha256=0")

    told = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "idiot" not in told
    assert key not in told
    assert SECRET not in told
    assert not Suggestion.objects.exists()


def test_6_10_a_failure_of_ours_lets_coral_go_on_and_quotes_nothing(
    key: str, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ValueError(INSULT)

    monkeypatch.setattr(views, "current", broken)

    answer = told_of(INSULT, key)

    assert (answer.status_code, answer.json()["error"]["status"]) == (500, "INTERNAL")
    assert "ValueError in broken" in caplog.text
    assert "idiot" not in caplog.text


def test_6_10_the_key_of_coral_opens_the_other_seam_too(key: str) -> None:
    question = {"comment": {"text": INSULT}, "requestedAttributes": {"TOXICITY": {}}}

    answer = Client().post(f"{ANALYZE}?key={key}", json.dumps(question), content_type="application/json")

    assert answer.status_code == 200
