"""6.9, 6.10: the whole product answers other systems: through the front, by two processes, silent in its logs."""

import hashlib
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.makers.triage.clients import CORAL, corals_body, corals_signature
from tests.rigs.serve_factory import Got, Served, make_paper, wait_until

from kawaraban.kit.enciphering import encipher
from kawaraban.kit.signing import derived_key

pytestmark = [pytest.mark.newspaper("the whole product is started"), pytest.mark.serve]
FAST, SLOW = "kwb_" + "f" * 32, "kwb_" + "s" * 32
PER_SECOND = 3
SECRET = "corals-signing-secret"
TEXT = "You are a stupid idiot, says zebrafish."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served.started(make_paper(tmp_path_factory.mktemp("asked") / "paper"), "--workers", "2") as paper:
        switches = "is_on, learns, shows_hints, blind_percent, nudges, answers_clients, forgets_up_to"
        paper.query(f"INSERT INTO triage_triagerules ({switches}) VALUES (1, 1, 1, 0, 0, 1, 0)")
        secret_key = (paper.data / "keys" / "secret.key").read_text().strip()
        enciphered = encipher(SECRET, derived_key(secret_key, "triage-client-secret"))
        for key, per_second in ((FAST, 1_000), (SLOW, PER_SECOND)):
            paper.query(
                "INSERT INTO triage_apiclient (name, key_hash, key_start, per_second, is_trusted, signing_secret,"
                " made_at, made_by_id) VALUES ('Talk', ?, ?, ?, 0, ?, '2026-11-30 12:00:00', 1)",
                hashlib.sha256(key.encode()).hexdigest(),
                key[:8],
                per_second,
                enciphered,
            )
        # Each of the two processes has read the rules before they were changed, and reads them again after a second.
        wait_until(lambda: {ask(paper, FAST).status for _ in range(8)} == {200}, "both processes that answer")
        yield paper


def ask(paper: Served, key: str, *, text: str = TEXT) -> Got:
    body = {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, "languages": ["en"]}
    sent = json.dumps(body).encode()
    place = f"/v1alpha1/comments:analyze?key={key}"
    return paper.ask(place, method="POST", body=sent, content_type="application/json")


def test_6_09_a_question_passes_the_front_and_comes_back_whole(served: Served) -> None:
    answer = ask(served, FAST)

    assert answer.headers["content-type"] == "application/json; charset=UTF-8"
    assert "no-store" in answer.headers["cache-control"]
    assert "set-cookie" not in answer.headers
    score = json.loads(answer.body)["attributeScores"]["TOXICITY"]["summaryScore"]
    assert score["value"] > 0.5


def coral_asks(paper: Served, text: str, *, secret: str = SECRET) -> Got:
    body = corals_body(text)
    return paper.ask(
        f"{CORAL}?key={FAST}",
        method="POST",
        body=body,
        content_type="application/json",
        x_coral_signature=corals_signature(body, secret),
    )


def test_6_10_coral_is_answered_through_the_front_by_its_signature(served: Served) -> None:
    rude, kind = coral_asks(served, TEXT), coral_asks(served, "Thank you for this report.")

    assert (rude.status, json.loads(rude.body)["status"]) == (200, "SYSTEM_WITHHELD")
    assert (kind.status, kind.body) == (204, b"")
    assert coral_asks(served, TEXT, secret="another").status == 401
    assert served.ask(CORAL).status == 405


def test_6_09_two_processes_keep_one_rate(served: Served) -> None:
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda _: ask(served, SLOW), range(60)))
    seconds = time.monotonic() - begun

    statuses = [answer.status for answer in answers]
    assert set(statuses) == {200, 429}
    assert statuses.count(200) <= PER_SECOND * (seconds + 1) + 1


def test_6_09_no_file_of_the_paper_has_the_text_or_the_key(served: Served) -> None:
    ask(served, FAST, text=TEXT)
    ask(served, FAST, text=TEXT * 1_000)
    coral_asks(served, TEXT)
    access = served.data / "log" / "access.log"
    wait_until(lambda: "/v1alpha1/comments:analyze" in access.read_text(), "the line of the question")

    with_words = [
        path.relative_to(served.data)
        for path in served.data.rglob("*")
        if path.is_file()
        and any(word in path.read_bytes() for word in (b"zebrafish", FAST.encode(), SECRET.encode()))
    ]

    assert with_words == []
