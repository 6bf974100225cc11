"""4b.7 A statement that leaves the house says only what was decided, and nothing leaves under a local address."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.makers.comments import NOON, approved, rejected, sent, withheld
from tests.makers.desk import signed_in

from kawaraban.cli.main import main
from kawaraban.comments.models import Thread
from kawaraban.law.basis import Offence, Source
from kawaraban.law.dsa.statements_export import payload_of, statement_payloads
from kawaraban.law.dsa.terms import OFFENCE, category_of
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Demand, DemandKind, Telling
from kawaraban.law.site_address import is_public_site
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_URL = "https://harbour.press"


def exported() -> list[dict[str, Any]]:
    return [payload for _decision, payload in statement_payloads(START, END, zone=UTC, now=LATER)]


def written(*arguments: str) -> Any:
    return CliRunner().invoke(
        main, ["records", "statements", "--from", "2026-11-01", "--to", "2026-11-30", *arguments]
    )


@pytest.mark.parametrize("ground", [*(ground for ground in Ground if ground is not Ground.ILLEGAL), None])
def test_4b_07_nobody_is_said_to_have_found_it_lawful(
    thread: Thread, moderator: User, ground: Ground | None
) -> None:
    comment = sent(thread)
    approved(comment, moderator)
    comment.refresh_from_db()
    withheld(comment, moderator, ground=ground, note="Why.")

    [payload] = exported()

    assert "incompatible_content_illegal" not in payload
    assert payload["decision_ground_reference_url"] == "https://harbour.press/policy/1/"


def test_4b_07_a_law_is_explained_by_the_facts_and_not_by_the_policy(thread: Thread, moderator: User) -> None:
    rejected(sent(thread), moderator, ground=Ground.ILLEGAL, note="Why.")

    [payload] = exported()

    assert "by the facts given here" in payload["illegal_content_explanation"]
    assert payload["illegal_content_legal_ground"] == "Public Offers Act, section 4"
    assert "decision_ground_reference_url" not in payload


@pytest.mark.parametrize("language", ["tr", "ja", "ar"])
def test_4b_07_the_language_is_named_whatever_it_is(thread: Thread, moderator: User, language: str) -> None:
    rejected(sent(thread, language=language), moderator)

    assert exported()[0]["content_language"] == language.upper()


def test_4b_07_a_language_without_such_a_code_is_left_out(thread: Thread, moderator: User) -> None:
    decision = rejected(sent(thread), moderator)
    decision.content_language = "fil"

    assert "content_language" not in payload_of(decision, zone=UTC)


def test_4b_07_nothing_narrower_is_claimed_than_what_is_known() -> None:
    wide = {
        *(Offence.TERRORISM, Offence.STALKING, Offence.INTELLECTUAL_PROPERTY, Offence.MINORS),
        *(Offence.FRAUD, Offence.SELF_HARM, Offence.OTHER),
    }

    assert {offence for offence, category in OFFENCE.items() if not category.is_closer_known} == wide
    assert category_of("threat").keyword == "KEYWORD_CYBER_BULLYING_INTIMIDATION"


@pytest.mark.parametrize(
    ("offence", "is_named"), [("minors", False), ("self_harm", False), ("defamation", True)]
)
def test_4b_07_a_keyword_stands_only_where_it_is_known(
    thread: Thread, moderator: User, offence: str, is_named: bool
) -> None:
    rejected(sent(thread), moderator, ground=Ground.ILLEGAL, note="Why.")
    Decision.objects.filter(ground="illegal").update(offence=offence)

    [payload] = exported()

    assert ("category_specification" in payload) is is_named
    assert "category_specification_other" not in payload


def demanded(kind: DemandKind, state: str, moderator: User) -> Demand:
    return Demand.objects.create(
        kind=kind,
        member_state=state,
        received_at=NOON,
        entered_at=NOON,
        entered_by=moderator,
        sender="A court",
    )


@pytest.mark.parametrize(
    ("source", "kind", "state", "source_type"),
    [
        (Source.ORDER, DemandKind.ACT, "DE", None),
        (Source.ORDER, DemandKind.ACT, "TR", "SOURCE_TYPE_OTHER_NOTIFICATION"),
        (Source.ORDER, DemandKind.INFORM, "DE", "SOURCE_TYPE_OTHER_NOTIFICATION"),
        (Source.LETTER, DemandKind.LETTER, "DE", "SOURCE_TYPE_OTHER_NOTIFICATION"),
        (Source.LETTER, DemandKind.CALL, "", "SOURCE_TYPE_OTHER_NOTIFICATION"),
    ],
)
def test_4b_07_what_an_order_under_article_9_led_to_is_left_out(
    thread: Thread,
    moderator: User,
    source: Source,
    kind: DemandKind,
    state: str,
    source_type: str | None,
    tmp_path: Path,
) -> None:
    demand = demanded(kind, state, moderator)
    rejected(sent(thread, "Ordered."), moderator)
    Decision.objects.filter(verdict="rejected").update(source=source, source_reference=str(demand.pk))
    rejected(sent(thread, "Of its own accord."), moderator)

    sources = [payload["source_type"] for payload in exported()]
    result = written("--out", str(tmp_path / "made"))

    assert sources == [*([source_type] if source_type else []), "SOURCE_VOLUNTARY"]
    assert result.exit_code == 0, result.output
    left_out = "order under Article 9 led to them, or one that keeps the reasons back: 1" in result.stderr
    assert left_out is (source_type is None)


def test_4b_07_what_an_author_may_not_be_told_yet_is_not_published_in_the_database(
    thread: Thread, moderator: User
) -> None:
    demand = demanded(DemandKind.ACT, "TR", moderator)
    rejected(sent(thread, "Ordered."), moderator)
    Decision.objects.update(source=Source.ORDER, source_reference=str(demand.pk))
    Demand.objects.update(telling=Telling.LATER, tell_from=datetime(2100, 1, 1, tzinfo=UTC))
    assert exported() == []

    Demand.objects.update(tell_from=NOON)

    assert len(exported()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://127.0.0.1:8000",
        "http://localhost:8000",
        "http://paper.localhost",
        "https://[::1]/",
        "http://192.168.0.7",
        "http://10.1.2.3:8000",
        "https://paper",
        "https://paper.local",
        "https://paper.example",
        "https://www.example.com",
        "https://paper.test",
        "ftp://harbour.press",
        "harbour.press",
        "https://[",
    ],
)
def test_4b_07_nothing_is_exported_under_an_address_that_nobody_can_follow(
    thread: Thread, moderator: User, publisher: User, settings: Any, address: str, tmp_path: Path
) -> None:
    rejected(sent(thread), moderator)
    settings.SITE_URL = address
    out = tmp_path / "statements.jsonl"

    for arguments in (("--out", str(out)), ()):
        result = written(*arguments)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert "nobody outside can follow it. Set site_url" in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    assert not out.exists()
    answered = signed_in(publisher).post(
        "/desk/records/statements/", {"first": "2026-11-01", "last": "2026-11-30"}
    )
    assert answered.status_code == 422
    assert "is one that nobody outside can follow" in answered.content.decode()


@pytest.mark.parametrize(
    "address",
    ["https://harbour.press", "http://news.harbour.co.uk:8443", "https://8.8.8.8", "https://新聞.jp"],
)
def test_4b_07_a_public_address_is_one(address: str) -> None:
    assert is_public_site(address)


def test_4b_07_the_command_says_whose_rules_they_are(thread: Thread, moderator: User) -> None:
    rejected(sent(thread), moderator)

    result = written()

    assert "by our own rewriting of the database’s rules" in result.stderr
    assert json.loads(result.stdout)["category"]
