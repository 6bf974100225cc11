"""4b.2 A refused author reads why: the reason of the ground, the words in question, the clause of a withholding."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.translation import override
from tests.makers.comments import NOON, approved, kept_off, rejected, removed, sent, withheld
from tests.makers.law.quoted_words import LATER, PASSAGE, TEXT, by_mail, mailed, payloads, refuse
from tests.makers.law.restrictions import restricted
from tests.page import Page

from kawaraban.comments.models import Thread
from kawaraban.comments.tracking import track
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Statement
from kawaraban.law.policy.actions import GroundDraft, PolicyDraft, publish_policy
from kawaraban.law.policy.withholding import withholding_clause, withholding_pair
from kawaraban.law.policy.wording import GROUND_REASONS, REASON_OF_ANY_GROUND
from kawaraban.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
LANGUAGES = ("en", "tr", "ja", "ar")


def test_4b_02_after_one_key_the_mail_says_why(desk: Client, thread: Thread) -> None:
    comment = by_mail(thread, "The mayor took money from the port.")

    refuse(desk, comment, ground="defamation")

    body = mailed(datetime.now(UTC) + timedelta(minutes=1))
    assert "The ground: Defamation: False claims of fact" in body
    assert "The comment states as a fact something that damages the name of a person" in body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ground", list(Ground))
def test_4b_02_each_ground_says_why_in_each_language_with_the_words_in_question_and_without(
    ground: Ground, language: str, thread: Thread, moderator: User
) -> None:
    with override(language):
        reason = str(GROUND_REASONS[ground])
    note = "Please leave people out of it."
    rejected(by_mail(thread, language=language), moderator, ground=ground, note=note)
    without = mailed()
    quoting = by_mail(thread, f"{TEXT} Again.", language=language)
    rejected(quoting, moderator, ground=ground, note=note, passage=PASSAGE)

    with_passage = mailed()

    assert f"\n\n{reason}\n\n" in without
    assert f"\n\n{reason}\n\n" in with_passage
    assert PASSAGE not in without
    assert PASSAGE in with_passage
    assert with_passage.index(reason) < with_passage.index(PASSAGE) < with_passage.index(note)
    assert ("\u2068" + PASSAGE + "\u2069" in with_passage) == (language == "ar")


def test_4b_02_each_reason_is_a_sentence_that_names_nobody() -> None:
    for language in LANGUAGES:
        with override(language):
            reasons = [str(reason) for reason in [*GROUND_REASONS.values(), REASON_OF_ANY_GROUND]]
        assert len(set(reasons)) == len(Ground) + 1
        assert all(reason.strip() and "%" not in reason and len(reason) <= 300 for reason in reasons)


def publish(publisher: User, *grounds: GroundDraft, at: datetime) -> None:
    texts = {"en": ("Be kind.", "You answer."), "tr": ("Kibar olun.", "Siz sorumlusunuz.")}
    publish_policy(PolicyDraft(texts, grounds), effective_at=at, person=publisher, now=at)


def test_4b_02_the_papers_own_reason_holds_for_its_version_and_language(
    thread: Thread, moderator: User, publisher: User, noon: datetime
) -> None:
    before = sent(thread, "You fool.", now=noon)
    own = GroundDraft("insult", Ground.INSULT, {}, {"en": "It calls people names.\n\nWe do not."})
    added = GroundDraft("shouting", Ground.INSULT, {"en": ("Shouting", "")}, {"en": "It is all capitals."})
    bare = GroundDraft("off_topic", Ground.SPAM, {"en": ("Off topic", "")})
    publish(publisher, own, added, bare, at=noon + timedelta(minutes=1))
    after, turkish, loud, beside = (
        sent(thread, f"Fool {language} {n}.", now=noon + timedelta(minutes=2), language=language)
        for n, language in enumerate(("en", "tr", "en", "en"))
    )

    told = [
        rejected(comment, moderator, ground=ground, now=noon + timedelta(minutes=3)).facts.split("\n\n")[1:]
        for comment, ground in (
            (before, "insult"),
            (after, "insult"),
            (turkish, "insult"),
            (loud, "shouting"),
            (beside, "off_topic"),
        )
    ]

    with override("tr"):
        ours_in_turkish = str(GROUND_REASONS[Ground.INSULT])
    assert told == [
        [str(GROUND_REASONS[Ground.INSULT])],
        ["It calls people names. We do not."],
        [ours_in_turkish],
        ["It is all capitals."],
        [str(REASON_OF_ANY_GROUND)],
    ]


def test_4b_02_the_page_of_the_author_has_each_part_by_itself(thread: Thread, moderator: User) -> None:
    comment = by_mail(thread)
    rejected(comment, moderator, ground=Ground.THREAT, note="First.\n\nSecond.", passage=PASSAGE)

    page = Client().get(f"/track/{comment.tracking_token}/").content.decode()

    statement = track(comment.tracking_token, LATER).statement
    assert statement is not None
    assert (statement.reason, statement.passage, statement.note) == (
        str(GROUND_REASONS[Ground.THREAT]),
        PASSAGE,
        "First.\n\nSecond.",
    )
    assert statement.facts.endswith("The desk acted of its own accord.")
    assert "a &lt;fool&gt; &amp; a liar, Mr Vell, and I know</p></blockquote>" in Page(page).markup
    assert "<fool>" not in page


def test_4b_02_a_statement_of_before_is_shown_as_it_was_said(thread: Thread, moderator: User) -> None:
    comment = by_mail(thread)
    decision = rejected(comment, moderator, note="Bad.")
    old = "Comments are read before they are published. Nobody had reported it."
    Decision.objects.filter(pk=decision.pk).update(facts=old)
    Statement.objects.filter(pk=decision.pk).update(facts=f"You sent it. {old}\n\nThe moderator adds: Bad.")

    statement = track(comment.tracking_token, LATER).statement

    assert statement is not None
    assert (statement.reason, statement.passage, statement.note) == ("", "", "Bad.")
    assert statement.facts == f"You sent it. {old}"


def test_4b_02_taking_off_keeping_off_withholding_and_suspending_quote_too(
    thread: Thread, moderator: User
) -> None:
    told = []
    for number, act in enumerate((removed, withheld, kept_off)):
        comment = by_mail(thread, f"{TEXT} {number}")
        approved(comment, moderator)
        if act is kept_off:
            withheld(comment, moderator)
        act(comment, moderator, passage="12  Mill Lane")
        told.append(mailed())
    suspended = by_mail(thread, f"{TEXT} Last.")
    restriction = restricted(suspended, moderator, passage="12 Mill Lane")
    told.append(mailed())

    assert [body.count("The words in question: “12 Mill Lane”") for body in told] == [1, 1, 1, 1]
    assert restriction.decision.passage == "12 Mill Lane"
    [view] = track(suspended.tracking_token, LATER).suspensions
    assert (view.statement.passage, view.statement.reason) == (
        "12 Mill Lane",
        str(GROUND_REASONS[Ground.INSULT]),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_4b_02_a_withholding_names_the_clause_of_the_policy(
    language: str, thread: Thread, moderator: User, publisher: User
) -> None:
    comment = by_mail(thread, language=language)
    approved(comment, moderator)
    withheld(comment, moderator)

    body = mailed()

    title, rule = withholding_pair(language)
    assert f"{withholding_clause(1, language)}\n\n{rule}" in body
    assert title in withholding_clause(1, language)
    [payload] = payloads()
    assert payload["incompatible_content_ground"] == withholding_clause(1, language)
    assert payload["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    publish(publisher, at=NOON)
    for number in (1, 2):
        address = f"/policy/{number}/" if language == "en" else f"/policy/{number}/{language}/"
        page = Page(Client().get(address).content)
        assert f'<h2 id="withholding">{title}</h2><p>{rule}</p>' in page.markup
