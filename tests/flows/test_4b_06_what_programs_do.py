"""4b.6 What programs do is told from the code, everywhere, with the limits as they are set (DSA Arts 14, 15, 17)."""

import re
import runpy
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.makers.comments import rejected, sent
from tests.makers.desk import signed_in
from tests.page import Page

from kawaraban.comments.intake import ADVISERS, GUARDS
from kawaraban.comments.models import StoredFinding, Thread
from kawaraban.comments.phases.look import Finding, Look
from kawaraban.comments.phases.wording import finding_words
from kawaraban.comments.submission import Reason
from kawaraban.doors.desk.models import DeskRules
from kawaraban.law.dsa.duties import current_duties
from kawaraban.law.dsa.report_words import report_words
from kawaraban.law.models import Decision, Duties, PolicyVersion
from kawaraban.law.programs.listed import programs
from kawaraban.law.programs.program import Kind, Program
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def untold(code: Iterator[object]) -> list[object]:
    """What of the code no row speaks of."""
    told = {each for row in programs() for each in row.of}
    return [each for each in code if each not in told]


def test_4b_06_every_adviser_guard_and_refusal_has_a_row() -> None:
    assert untold(iter((*ADVISERS, *GUARDS, *Reason))) == []


def test_4b_06_an_adviser_without_words_is_found() -> None:
    def swearing(look: Look) -> Finding | None:
        return None

    assert untold(iter((*ADVISERS, swearing))) == [swearing]


def test_4b_06_no_row_is_without_code() -> None:
    for row in programs():
        assert row.of, row.code
        for each in row.of:
            assert isinstance(each, Reason) or callable(each), row.code
            assert isinstance(each, Reason) or each.__module__.startswith("kawaraban."), row.code
    marks = [each for row in programs(Kind.MARKS) for each in row.of]
    guards = [
        each for row in programs(Kind.TURNS_AWAY) for each in row.of if each.__module__.endswith("guards")
    ]

    assert sorted(map(id, marks)) == sorted(map(id, ADVISERS))
    assert sorted(map(id, guards)) == sorted(map(id, GUARDS))


def test_4b_06_codes_are_told_once_and_marks_by_the_codes_that_are_stored(thread: Thread) -> None:
    codes = [row.code for row in programs()]
    comment = sent(
        thread,
        "YOU IDIOTS, SEE WWW.EXAMPLE.ORG AND CALL +44 20 7946 0018 OR WRITE TO ME@EXAMPLE.ORG !!!!",
        sender_address="203.0.113.7",
    )
    found = set(StoredFinding.objects.filter(comment=comment).values_list("phase", flat=True))

    assert len(codes) == len(set(codes))
    assert found == {"links", "shouting", "contact_data", "triage"}
    assert found < {row.code for row in programs(Kind.MARKS)}
    # A finding whose code no sentence knows is told by its code alone.
    assert all(not finding_words(row.code, "2").startswith(row.code) for row in programs(Kind.MARKS))


@pytest.mark.parametrize("row", programs(), ids=lambda row: row.code)
def test_4b_06_every_row_speaks(row: Program) -> None:
    assert not str(row.name).endswith(".")
    assert str(row.words).endswith(".")
    assert str(row.back) or not row.uses or row.code == "names"


@pytest.mark.parametrize(
    ("knob", "value", "sentence"),
    [
        ("COMMENTS_PER_MINUTE", 7, "beyond 7 in a minute or 30 in an hour"),
        ("COMMENTS_PER_HOUR", 55, "beyond 4 in a minute or 55 in an hour"),
        ("COMMENTS_PER_HOUR", 0, "comments from one connection beyond 4 in a minute<"),
        ("COMMENT_CHARACTERS", 1234, "more than 1,234 characters"),
        ("REPORTS_PER_HOUR", 3, "reports from one connection beyond 3 in an hour"),
        ("NOTICES_PER_HOUR", 2, "notices of illegal content from one connection beyond 2 in an hour"),
    ],
)
@pytest.mark.parametrize("page", ["/moderation/", "/policy/1/"])
def test_4b_06_the_pages_name_the_limits_as_they_are_set(
    client: Client, policy: PolicyVersion, settings: Any, knob: str, value: int, sentence: str, page: str
) -> None:
    assert sentence not in Page(read(client, page)).markup

    setattr(settings, knob, value)

    assert sentence in Page(read(client, page)).markup


def test_4b_06_a_program_that_is_turned_off_is_not_told(
    client: Client, policy: PolicyVersion, settings: Any
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = 0
    settings.REPORTS_PER_HOUR = settings.NOTICES_PER_HOUR = 0

    for page in ("/moderation/", "/policy/1/"):
        assert "in an hour" not in read(client, page)


def test_4b_06_nobody_looks_further_back_than_hashes_are_kept(
    client: Client, policy: PolicyVersion, settings: Any
) -> None:
    settings.KEEP_HASH_DAYS = 20

    assert read(client, "/moderation/").count("Looks back: 20 days") == 2


@pytest.mark.parametrize("page", ["/moderation/", "/policy/1/"])
def test_4b_06_the_pages_tell_of_every_program_and_of_the_profile_of_a_sender(
    client: Client, policy: PolicyVersion, page: str
) -> None:
    shown = read(client, page)

    for row in programs():
        assert str(row.name) in shown, row.code
    assert "refuse nothing" not in shown
    assert "words of a list" not in shown
    assert "comments from the same connection that were refused before" in shown
    if page == "/moderation/":
        assert "Looks back: 90 days" in shown
        assert "a small profile" in shown
        assert all(str(row.words) in shown for row in programs())


def test_4b_06_the_publishers_words_stand_beside_the_list_and_not_in_its_place(
    client: Client, policy: PolicyVersion, publisher: User
) -> None:
    duties = current_duties()
    duties.words = {"automated_means": "One program marks links."}
    duties.save()

    shown = read(client, "/moderation/")

    assert "One program marks links." in shown
    assert "e-mail addresses and telephone numbers" in shown


def test_4b_06_the_report_says_the_same_by_default(settings: Any) -> None:
    settings.COMMENTS_PER_MINUTE = 9

    words = " ".join(report_words(current_duties(), "en"))

    assert "beyond 9 in a minute" in words
    assert "comments from the same connection that were refused before" in words
    assert "words of a list" not in words
    assert "refuse nothing" not in words
    assert "No measure is taken" not in words


def test_4b_06_the_page_on_machines_is_made_from_the_code() -> None:
    page = (ROOT / "docs" / "machines.md").read_text(encoding="utf-8")
    tool = runpy.run_path(str(ROOT / "tools" / "make_docs.py"))

    assert tool["machines"]() == page, "run make docs"
    assert "(machines.md)" in (ROOT / "docs" / "duties.md").read_text(encoding="utf-8")
    assert "beyond 4 in a minute or 30 in an hour" in page


def test_4b_06_the_rule_that_closes_the_house_is_told_as_it_is_set(
    client: Client, policy: PolicyVersion, publisher: User
) -> None:
    assert "This paper has not set such a rule." in read(client, "/moderation/")
    form = {"target_minutes": 60, "closes_when_full": "on", "close_at_minutes": 321, "reopen_at_minutes": 45}

    answer = signed_in(publisher).post("/desk/rules/", form | {"full_reason": ""})

    assert answer.status_code == 303
    assert DeskRules.objects.get().closes_when_full
    assert "it closes above 321 minutes of reading and opens again below 45" in read(client, "/moderation/")
    assert "programs" in client.get("/moderation/")["Surrogate-Key"].split()
    assert any("programs" in order.keys for order in ReprintOrder.objects.filter(reason="desk_rules"))


@pytest.mark.parametrize(
    ("text", "before", "said"),
    [
        ("A quiet sentence.", 0, "No program had marked it."),
        ("See www.example.org.", 0, "A program had marked something in it for the moderator."),
        (
            "A quiet sentence.",
            1,
            "not at its words, but at comments from the same connection that were refused before",
        ),
        ("See www.example.org.", 1, "A program had marked something in it for the moderator."),
    ],
)
def test_4b_06_a_statement_says_whether_words_or_their_sender_were_pointed_at(
    thread: Thread, moderator: User, text: str, before: int, said: str
) -> None:
    for number in range(before):
        rejected(sent(thread, f"Refused, number {number}.", sender_address="203.0.113.7"), moderator)

    decision = rejected(sent(thread, text, sender_address="203.0.113.7"), moderator)

    assert said in decision.statement.automation
    assert Decision.objects.get(pk=decision.pk).was_machine_detected is not said.startswith("No program")


ENGLISH_TERMS = (
    "A comment is not published",
    "A comment is withheld",
    "A comment is taken off",
    "Its sender is suspended",
    "lasts 1, 7, 30 or 90 days",
    "without an end",
    "network connection and the e-mail address",
    "within six months (184 days)",
    "free of charge",
    "Another person than the one who decided",
    "on the page that followed the sending of the comment",
    "on the page of your notice",
    "You may also go to court.",
    "sent back",
)


@pytest.mark.parametrize("version", [1, 2])
def test_4b_06_the_policy_names_every_restriction_and_the_way_to_complain(
    client: Client, policy: PolicyVersion, version: int, noon: Any
) -> None:
    PolicyVersion.objects.create(number=2, effective_at=noon)

    shown = Page(read(client, f"/policy/{version}/"))

    for words in ENGLISH_TERMS:
        assert words in shown.text
    assert "writes to" not in shown.under("decisions").text
    assert f"So far the words of version {version}." in shown.text
    border = shown.markup.index("What follows belongs to no version")
    assert shown.markup.index('id="grounds"') < border < shown.markup.index('id="restrictions"')


def test_4b_06_appeals_are_promised_where_they_are_taken(client: Client, policy: PolicyVersion) -> None:
    for page in ("/moderation/", "/policy/1/"):
        shown = re.sub(r"\s+", " ", read(client, page))
        assert "the sender of a notice that was not followed, can appeal" not in shown
        assert "a moderator decided that the comment stays" in shown
        assert "nor against another answer to a notice" in shown


@pytest.mark.parametrize("language", ["tr", "ja", "ar"])
def test_4b_06_every_row_is_told_in_each_language(language: str) -> None:
    english = {row.code: (str(row.name), str(row.words)) for row in programs()}

    with translation.override(language):
        alike = [row.code for row in programs() if {str(row.name), str(row.words)} & set(english[row.code])]

    assert alike == []


def test_4b_06_the_pages_cost_few_queries(
    client: Client, policy: PolicyVersion, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for page in ("/moderation/", "/policy/1/"):
        client.get(page)
        with django_assert_max_num_queries(16):
            client.get(page)


@pytest.mark.django_db
def test_4b_06_the_report_claims_of_marks_and_mistakes_only_what_is_so() -> None:
    """A mark may be about a sender; decided with many, nobody need have seen one; a suspended connection stays so."""
    said = " ".join(report_words(Duties(), "en"))

    assert "sees what a mark has found" not in said
    assert "mark passages" not in said
    assert "whoever shares a connection that is suspended writes to the paper" in said
    assert "decided for good" in said
    assert "too much at once" in said
