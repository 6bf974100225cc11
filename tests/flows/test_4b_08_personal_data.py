"""4b.8 Readers are told what is known about them, why, and what they can ask; staff, which cookies they get."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override
from tests.conftest import IS_NEWSPAPER
from tests.makers.desk import signed_in
from tests.makers.law.dsa_words import dsa_names
from tests.page import Page

from kawaraban.law.dsa.duties import save_duties
from kawaraban.law.models import Duties, PolicyVersion
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
LANGUAGES = ("", "tr/", "ja/", "ar/")


def data_of(client: Client, language: str = "") -> str:
    """The part of the page about moderation that speaks of data."""
    main = Page(client.get(f"/moderation/{language}").content).one("main")
    return main.without(":has(~ #data)").markup


@pytest.mark.parametrize(
    "words",
    [
        "Who answers for it",
        "gets no cookie",
        "treated as personal data",
        "legitimate interest",
        "have it corrected or erased",
        "object to its use",
        "complain to the authority for data protection",
        "a mail server",
        "Programs that the publisher has connected",
        'href="#keeping"',
    ],
)
def test_4b_08_readers_are_told(client: Client, policy: PolicyVersion, words: str) -> None:
    assert words in data_of(client)


@pytest.mark.parametrize("language", LANGUAGES)
def test_4b_08_the_legal_bases_are_named_where_they_hold(
    client: Client, policy: PolicyVersion, publisher: User, language: str
) -> None:
    on = data_of(client, language)
    save_duties(Duties(is_under_dsa=False), contact=None, person=publisher, now=policy.effective_at)

    off = data_of(client, language)

    assert "2016/679" in on
    assert dsa_names(off) == []


def test_4b_08_until_somebody_answers_for_it_that_is_said(client: Client, policy: PolicyVersion) -> None:
    assert "The publisher has not said it here yet." in data_of(client)


def test_4b_08_where_the_host_keeps_addresses_the_page_says_so(
    client: Client, policy: PolicyVersion, publisher: User
) -> None:
    log = "Our host keeps the addresses of visitors for a year."
    before = data_of(client)
    save_duties(Duties(server_log=log), contact=None, person=publisher, now=policy.effective_at)

    page = client.get("/moderation/").content.decode()

    assert "Outside of it is kept" not in before
    assert log in Page(page).texts("p")
    assert "never stored" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_4b_08_the_words_are_in_the_language_of_the_page(
    client: Client, policy: PolicyVersion, language: str
) -> None:
    english = ("treated as personal data", "have it corrected")

    assert all((words in data_of(client, language)) == (language == "") for words in english)


def test_4b_08_whoever_signs_in_reads_of_every_cookie_before(client: Client, moderator: User) -> None:
    page = client.get("/desk/sign-in/")
    told = Page(page.content).one("p.hint#cookies")

    answer = client.post("/desk/sign-in/", {"login": "mika", "password": "a long password"})
    client.get("/desk/")
    client.get("/desk/account/")

    assert answer.status_code == 302
    names = {name.removeprefix("__Host-") for name in client.cookies}
    assert {"csrftoken", "kawaraban_session", "kawaraban_staff"} <= names
    assert {name for name in names if name not in told.text} == set()
    staff = (ROOT / "docs" / "staff.md").read_text(encoding="utf-8")
    assert {name for name in names if f"`{name}`" not in staff} == set()
    assert "localStorage" in staff


def test_4b_08_what_readers_open_sets_no_cookie(client: Client, policy: PolicyVersion) -> None:
    for address in ("/moderation/", "/contact-points/", "/policy/1/", "/notice/", "/transparency/"):
        assert client.get(address).cookies == {}, address


@pytest.mark.skipif(not IS_NEWSPAPER, reason="the pages of a paper's own are of newspapers")
@pytest.mark.parametrize("language", ["en", "tr", "ja", "ar"])
def test_4b_08_the_founding_words_on_privacy_claim_no_more_than_is_so(language: str) -> None:
    from kawaraban.stories.founding.words import page_words

    with override(language):
        privacy = page_words("The Harbour")[-1]
    words = " ".join(privacy.paragraphs)

    assert "/moderation/#data" in words
    if language == "en":
        assert "Its pages set no cookie for readers" in words
        assert "so that it can be shown later" in words
        assert "treated as personal data" in words
    assert "the law asks" not in words


TOO_MUCH = (
    "because the law asks",
    "is kept for good",
    "Our pages set no cookie,",
    "leads to nobody once",
    "never stored: what remains",
)


def _told() -> list[Path]:
    """What people read: docs, templates, words in the code."""
    source = ROOT / "src" / "kawaraban"
    files = [
        *(ROOT / "docs").glob("*.md"),
        ROOT / "README.md",
        *source.rglob("*.html"),
        *source.rglob("*.md"),
    ]
    return [*files, *(file for file in source.rglob("*.py") if "migrations" not in file.parts)]


@pytest.mark.parametrize("words", TOO_MUCH)
def test_4b_08_nothing_claims_more(words: str) -> None:
    claims = re.compile(r"\s+".join(map(re.escape, words.split())))
    files = [
        str(file.relative_to(ROOT)) for file in _told() if claims.search(file.read_text(encoding="utf-8"))
    ]

    assert files == []


def test_4b_08_the_desk_says_it_of_the_record_too(publisher: User) -> None:
    page = signed_in(publisher).get("/desk/records/").content.decode()

    assert "so that it can be shown later" in page
    assert "kept for good" not in page


@pytest.mark.skipif(not IS_NEWSPAPER, reason="the demo paper is a newspaper")
def test_4b_08_the_demo_paper_fills_its_duties(publisher: User) -> None:
    from kawaraban.cli.demo_paper.loading_paper import fill_duties
    from kawaraban.cli.demo_paper.written import table
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.dsa.duties import current_duties
    from kawaraban.law.dsa.duties_gaps import gaps

    written: dict[str, Any] = table("paper.toml")
    fill_duties(written, publisher=publisher, now=utc_now())
    filled = current_duties()
    fill_duties({"duties": {"provider_name": "Another"}}, publisher=publisher, now=utc_now())

    assert gaps(filled, contact=written["contact_email"]) == ()
    assert set(filled.translations) == {code for code, _name in settings.LANGUAGES} - {"en"}
    assert current_duties().provider_name == "The Tidewaiter Press Co-operative"


def test_4b_08_what_remains_of_a_network_address_is_told_whole(client: Client, policy: PolicyVersion) -> None:
    """The access log keeps the network of an address: a keyed hash is not all that remains."""
    page = client.get("/moderation/").content.decode()

    assert "in its access log the network that the address belongs to" in page
    assert "not store IP addresses" not in page
    assert "no IP address is stored" not in page


def test_4b_08_the_terms_tell_that_an_order_may_keep_reasons_back(
    client: Client, policy: PolicyVersion
) -> None:
    assert "as far and as soon as the order lets it be told" in client.get("/policy/1/").content.decode()


def test_4b_08_what_an_erasure_does_not_reach_is_told(client: Client, policy: PolicyVersion) -> None:
    page = client.get("/moderation/").content.decode()
    kept = Page(page).under("keeping").text

    assert "An erasure takes all of this" not in page, (
        "it takes neither the access log nor what the staff did"
    )
    for exception in (
        "until it is over",
        "waits for the answer",
        "access log",
        "kept for safety",
        "have left",
    ):
        assert exception in kept
    assert "as far and as soon as the order lets it be told" in page
