"""4b.2 A refused author reads why: the reason of the ground, the words in question, the clause of a withholding."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import override
from tests.makers.comments import NOON, approved, kept_off, rejected, removed, sent, withheld
from tests.makers.desk import found, shown_comment, waiting_comment
from tests.makers.law.restrictions import HOME, restricted
from tests.page import Page
from tests.rigs.database import everything

from kawaraban.comments.actions.author import revise
from kawaraban.comments.actions.decide import AlreadyDecided, undo
from kawaraban.comments.actions.erase import erase_comment
from kawaraban.comments.actions.erase_person import erase_person
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.passages import PassageTooLong, PassageUnknown
from kawaraban.comments.record_check import verify_paper
from kawaraban.comments.tracking import track
from kawaraban.law.dsa.statements_export import statement_payloads
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Statement, Verdict
from kawaraban.law.models.ledger import LedgerPayload
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.actions import GroundDraft, PolicyDraft, publish_policy
from kawaraban.law.policy.withholding import withholding_clause, withholding_pair
from kawaraban.law.policy.wording import GROUND_REASONS, REASON_OF_ANY_GROUND
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)
LANGUAGES = ("en", "tr", "ja", "ar")
TEXT = "You are a <fool> & a liar, Mr Vell,\r\nand I know where you live: 12 Mill Lane."
PASSAGE = "a <fool> & a liar, Mr Vell, and I know"


@pytest.fixture(autouse=True)
def public_address(settings: Any) -> None:
    """Nothing is exported under an address of this machine."""
    settings.SITE_URL = "https://harbour.press"


def by_mail(thread: Thread, text: str = TEXT, *, language: str = "en") -> Comment:
    """A comment whose author left an address."""
    Thread.objects.filter(pk=thread.pk).update(language=language)
    return sent(thread, text, email="cem@example.org", language=language)


def mailed(now: datetime = LATER) -> str:
    """The newest mail, once it has left."""
    send_due(now=now)
    return str(mail.outbox[-1].body)


def judged(comment: Comment, **fields: str) -> dict[str, str]:
    """What the sheet of the grounds sends."""
    return {
        "revision_number": str(comment.revision_number),
        "lane": "waiting",
        "from": comment.status,
        **fields,
    }


def refuse(desk: Client, comment: Comment, **fields: str) -> Any:
    return desk.post(f"/desk/card/{comment.public_id}/reject", judged(comment, **fields))


def payloads() -> list[dict[str, Any]]:
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    return [payload for _one, payload in statement_payloads(start, end, zone=UTC, now=end)]


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


def test_4b_02_no_word_of_a_comment_leaves_the_house(thread: Thread, moderator: User) -> None:
    rejected(by_mail(thread), moderator, ground=Ground.PERSONALITY_RIGHTS, passage="12 Mill Lane")

    [payload] = payloads()

    assert "Mill Lane" not in str(payload)
    assert str(GROUND_REASONS[Ground.PERSONALITY_RIGHTS]) in payload["decision_facts"]


def test_4b_02_the_record_tells_the_passage_and_a_changed_one_is_found(
    thread: Thread, moderator: User
) -> None:
    decision = rejected(by_mail(thread), moderator, passage="12 Mill Lane")
    told = [payload.body for payload in LedgerPayload.objects.all() if '"passage"' in payload.body]

    assert len(told) == 1
    assert "12 Mill Lane" in told[0]
    assert verify_paper().problems == []
    Decision.objects.filter(pk=decision.pk).update(passage="liar")
    assert len(verify_paper().problems) == 1


@pytest.fixture
def mail_folder(settings: Any, tmp_path: Any) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


@pytest.mark.parametrize("has_left", [True, False])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_4b_02_an_erasure_leaves_no_passage_anywhere(
    language: str,
    has_left: bool,
    thread: Thread,
    moderator: User,
    publisher: User,
    mail_folder: Any,
) -> None:
    comment = by_mail(thread, "Zanzibar marmalade, you fool.", language=language)
    restricted(comment, moderator, passage="Zanzibar")
    rejected(comment, moderator, passage="Zanzibar marmalade")
    if has_left:
        send_due(now=LATER)
        assert any("Zanzibar" in path.read_text() for path in mail_folder.iterdir())
    assert "Zanzibar" in everything()

    erase_comment(comment_id=comment.pk, reason="Asked", person=publisher, now=LATER)

    assert "Zanzibar" not in everything()
    assert not any("Zanzibar" in path.read_text() for path in mail_folder.iterdir())
    for statement in Statement.objects.select_related("decision"):
        assert statement.facts == statement.decision.facts
        assert statement.decision.passage == ""
    assert verify_paper().problems == []


def test_4b_02_a_person_is_erased_with_the_passages_about_them(
    thread: Thread, moderator: User, publisher: User
) -> None:
    restricted(by_mail(thread, "Zanzibar marmalade."), moderator, passage="Zanzibar")

    erase_person(email="cem@example.org", reason="Asked", person=publisher, now=LATER)

    assert "Zanzibar" not in everything()


def test_4b_02_what_is_taken_back_is_told_to_nobody(thread: Thread, moderator: User) -> None:
    comment = by_mail(thread)
    decision = rejected(comment, moderator, passage="liar")

    reversal = undo(decision_id=str(decision.pk), moderator=moderator, now=NOON + timedelta(seconds=3))

    send_due(now=LATER)
    assert mail.outbox == []
    assert reversal.passage == ""
    assert track(comment.tracking_token, LATER).statement is None
    assert "a liar" in Client().get(f"/track/{comment.tracking_token}/").content.decode()


def test_4b_02_only_the_words_that_are_judged_can_be_quoted(thread: Thread, moderator: User) -> None:
    comment = by_mail(thread)
    with pytest.raises(PassageUnknown):
        rejected(comment, moderator, passage="you are an idiot")
    with pytest.raises(PassageTooLong):
        rejected(comment, moderator, passage="fool " * 101)
    assert Comment.objects.get().status == Status.PENDING

    revise(tracking_token=comment.tracking_token, text="Better now.", now=NOON + timedelta(seconds=1))

    with pytest.raises(AlreadyDecided):
        rejected(comment, moderator, passage="liar")
    assert not Decision.objects.exists()


def test_4b_02_at_the_desk_a_passage_is_pasted_without_a_script(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text=TEXT)
    page = desk.get(f"/desk/card/{comment.public_id}/").content.decode()
    assert 'name="passage"' in page

    refuse(desk, comment, ground="insult", passage=" a liar,\n Mr  Vell ")

    assert Decision.objects.get().passage == "a liar, Mr Vell"
    history = desk.get(f"/desk/card/{comment.public_id}/").content.decode()
    assert "The words in question: “<bdi>a liar, Mr Vell</bdi>”" in Page(history).markup


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ("you idiot", "The comment does not say this: quote it in its own words."),
        ("ab " * 250, "The passage is too long: at most 500 characters."),
    ],
)
def test_4b_02_what_cannot_be_quoted_is_said_at_its_field_and_kept(
    passage: str, sentence: str, desk: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread, text=TEXT)

    answer = refuse(desk, comment, ground="insult", passage=passage, note="Calm.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert Page(page).form("/reject").field("passage").value == passage
    assert Page(page).form("/reject").field("note").value == "Calm."
    assert not Decision.objects.exists()


def test_4b_02_a_passage_of_older_words_is_said_to_be_no_more(desk: Client, thread: Thread) -> None:
    comment = sent(thread, TEXT)
    revise(tracking_token=comment.tracking_token, text="Better now.", now=NOON + timedelta(seconds=1))

    answer = refuse(desk, comment, ground="insult", passage="a liar")

    assert answer.status_code == 409
    assert "The comment does not say this" in answer.content.decode()
    assert not Decision.objects.exists()


def test_4b_02_the_second_of_two_presses_decides_nothing(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text=TEXT)
    refuse(desk, comment, ground="insult", passage="liar")

    answer = refuse(desk, comment, ground="insult", passage="fool")

    assert answer.status_code == 409
    assert Decision.objects.get().passage == "liar"


def test_4b_02_what_a_finding_marked_is_offered_with_its_ground_and_can_be_left_out(
    desk: Client, thread: Thread
) -> None:
    left, taken, typed, other = (
        waiting_comment(thread, text=f"Call 0532 111 22 33, fool {n}.") for n in range(4)
    )
    for comment in (left, taken, typed, other):
        found(comment, phase="repeated_text", ground="spam", quote="2")
    page = Page(desk.get(f"/desk/card/{left.public_id}/").content)
    assert page.form("/reject").sent["offer_personality_rights"] == ["0532 111 22 33"]
    assert not page.has('[name="offer_spam"]')
    offer = {"offer_personality_rights": "0532 111 22 33"}

    refuse(desk, left, ground="personality_rights", **offer)
    refuse(desk, taken, ground="personality_rights")
    refuse(desk, typed, ground="personality_rights", passage="fool", **offer)
    refuse(desk, other, ground="insult", **offer)

    quoted = {decision.subject: decision.passage for decision in Decision.objects.all()}
    assert [quoted[comment.subject] for comment in (left, taken, typed, other)] == [
        "0532 111 22 33",
        "",
        "fool",
        "",
    ]


def test_4b_02_an_offer_that_was_taken_away_stays_away_while_something_is_missing(
    desk: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread, text="Call 0532 111 22 33, fool.")

    sheet = Page(refuse(desk, comment, ground="other").content).form("/reject")

    assert sheet.has('[value="0532 111 22 33"]')
    assert not sheet.has("[checked]")


def test_4b_02_withholding_and_suspending_at_the_desk_take_a_passage(
    desk: Client, thread: Thread, moderator: User
) -> None:
    comment = shown_comment(thread, moderator, text=TEXT, sender=HOME)
    said = judged(comment, passage="liar", lane="approved")

    desk.post(f"/desk/card/{comment.public_id}/restrict", said | {"ground": "insult", "days": "7"})
    desk.post(f"/desk/card/{comment.public_id}/withhold", said | {"ground": ""})

    decided = Decision.objects.exclude(verdict=Verdict.APPROVED)
    assert sorted(decided.values_list("verdict", "passage")) == [
        ("suspended", "liar"),
        ("withheld", "liar"),
    ]


def test_4b_02_the_sheet_says_that_a_ground_alone_is_thin_and_blocks_nothing(
    desk: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread, text=TEXT)

    page = desk.get(f"/desk/card/{comment.public_id}/").content.decode()

    assert "A ground that accuses somebody says little without a quote or a note." in page
    assert refuse(desk, comment, ground="defamation").status_code == 303
