"""3.9 The publisher writes versions of the policy; codes never change, and old versions stay readable."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from tests.makers.comments import approved, rejected, removed, sent
from tests.makers.desk import signed_in

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.thread.page import thread_view
from kawaraban.comments.tracking import track
from kawaraban.law.grounds import Ground
from kawaraban.law.models import PolicyVersion
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.policy.actions import GroundDraft, PolicyDraft, publish_policy
from kawaraban.law.policy.grounds import grounds_of
from kawaraban.law.policy.wording import GROUND_LABELS, GROUND_REASONS
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db

TEXTS = {"introduction_en": "Be very kind.", "responsibility_en": "You answer for it."}
OFF_TOPIC = {"own0_parent": "other", "own0_label_en": "Off topic", "own0_explanation_en": "Not the story."}


@pytest.fixture
def desk(publisher: User) -> Client:
    return signed_in(publisher)


def on(day: datetime) -> str:
    return timezone.localtime(day).strftime("%Y-%m-%dT%H:%M")


def soon() -> dict[str, str]:
    return {"effective_at": on(timezone.now() + timedelta(days=7))}


def today() -> dict[str, str]:
    return {"effective_at": on(timezone.now())}


def test_3_09_a_new_version_starts_from_the_words_of_the_newest(desk: Client, policy: PolicyVersion) -> None:
    page = desk.get("/desk/policy/new/").content.decode()

    assert "Be kind." in page
    assert page.count('name="label_en_') == len(Ground)


def test_3_09_a_version_is_previewed_in_every_language_before_it_is_published(
    desk: Client, policy: PolicyVersion
) -> None:
    turkish = {"introduction_tr": "Kibar olun.", "responsibility_tr": "Siz sorumlusunuz."}

    page = desk.post(
        "/desk/policy/publish/", today() | TEXTS | turkish | OFF_TOPIC | {"preview": "1"}
    ).content.decode()

    assert "<dt>Off topic</dt><dd>Not the story.</dd>" in page
    with override("tr"):
        assert f"<dt>{GROUND_LABELS[Ground.INSULT]}</dt>" in page
    assert PolicyVersion.objects.count() == 1


def test_3_09_a_published_version_is_recorded_printed_and_shown(desk: Client, policy: PolicyVersion) -> None:
    words = {"label_en_insult": "Rude", "explanation_en_insult": "Do not call people names."}

    answer = desk.post("/desk/policy/publish/", today() | TEXTS | words | OFF_TOPIC)

    page = Client().get("/policy/2/").content.decode()
    assert answer.status_code == 302
    assert "<dt>Rude</dt><dd>Do not call people names.</dd>" in page
    assert "<dt>Off topic</dt><dd>Not the story.</dd>" in page
    assert LedgerEntry.objects.get(kind="policy_published").subject == "policy:2"
    assert ReprintOrder.objects.latest("pk").keys == ["paper"]
    assert "Be kind." in Client().get("/policy/1/").content.decode()


def test_3_09_the_form_under_a_story_lists_the_grounds_of_the_version_in_force(
    desk: Client, thread: Thread
) -> None:
    desk.post("/desk/policy/publish/", today() | TEXTS | OFF_TOPIC)

    view = thread_view(thread, language="en", now=timezone.now())

    assert view.policy_number == 2
    assert ("Off topic", "Not the story.") in view.grounds
    assert len(view.grounds) == len(Ground) + 1


def test_3_09_a_coming_version_is_changed_and_dropped(desk: Client, policy: PolicyVersion) -> None:
    desk.post("/desk/policy/publish/", soon() | TEXTS)
    changed = desk.post("/desk/policy/2/revise/", soon() | TEXTS | {"introduction_en": "Be kindest."})
    text = PolicyVersion.objects.get(number=2).texts.get().introduction

    dropped = desk.post("/desk/policy/2/drop/")

    assert (changed.status_code, text) == (302, "Be kindest.")
    assert dropped.status_code == 302
    assert list(PolicyVersion.objects.all()) == [policy]
    kinds = list(LedgerEntry.objects.filter(subject="policy:2").values_list("kind", flat=True))
    assert kinds == ["policy_published", "policy_revised", "policy_dropped"]


def test_3_09_a_version_in_force_is_neither_changed_nor_dropped(desk: Client, policy: PolicyVersion) -> None:
    read = desk.get("/desk/policy/1/")
    revised = desk.post("/desk/policy/1/revise/", today() | TEXTS)
    desk.post("/desk/policy/1/drop/")

    assert read.headers["Location"] == "/policy/1/"
    assert revised.status_code == 409
    assert "This version is in force" in revised.content.decode()
    assert policy.texts.get().introduction == "Be kind."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"introduction_en": ""}, "Fill in both texts of a language, or none."),
        ({"introduction_en": "", "responsibility_en": ""}, "A policy has a text in one language at least."),
        ({"own0_explanation_en": "Only this."}, "Give this ground a name."),
        ({"effective_at": "some day"}, "Enter a valid date/time."),
    ],
)
def test_3_09_what_cannot_stand_is_said_in_words_and_what_was_typed_is_kept(
    wrong: dict[str, str], sentence: str, desk: Client, policy: PolicyVersion
) -> None:
    kept = {"label_en_threat": "Menace"}

    answer = desk.post("/desk/policy/publish/", today() | TEXTS | kept | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Menace" in page
    assert PolicyVersion.objects.count() == 1


def test_3_09_only_the_publisher_comes_in(policy: PolicyVersion, moderator: User, editor: User) -> None:
    gets = ("/desk/policy/", "/desk/policy/new/", "/desk/policy/1/")
    posts = ("/desk/policy/publish/", "/desk/policy/1/revise/", "/desk/policy/1/drop/")
    for user in (moderator, editor):
        client = signed_in(user)

        assert {client.get(url).status_code for url in gets} == {403}
        assert {client.post(url, today() | TEXTS).status_code for url in posts} == {403}
    assert {Client().get(url).status_code for url in gets} == {302}
    assert PolicyVersion.objects.count() == 1


def test_3_09_a_code_is_made_once_and_its_place_is_frozen_when_it_has_been_in_force(
    desk: Client, policy: PolicyVersion
) -> None:
    desk.post("/desk/policy/publish/", today() | TEXTS | OFF_TOPIC)
    renamed = {"own0_parent": "spam", "own0_label_en": "Beside the point", "own1_label_en": "Off topic"}

    desk.post("/desk/policy/publish/", today() | TEXTS | renamed | {"own1_parent": "spam"})

    rows = PolicyVersion.objects.get(number=3).grounds.all()
    assert [(row.code, row.parent, row.words["en"]["label"]) for row in rows] == [
        ("off_topic", "other", "Beside the point"),
        ("off_topic_2", "spam", "Off topic"),
    ]


def test_3_09_a_ground_of_the_paper_is_left_out_of_a_new_version(desk: Client, policy: PolicyVersion) -> None:
    desk.post("/desk/policy/publish/", today() | TEXTS | OFF_TOPIC)

    desk.post("/desk/policy/publish/", today() | TEXTS | OFF_TOPIC | {"own0_out": "on"})

    assert PolicyVersion.objects.get(number=2).grounds.count() == 1
    assert not PolicyVersion.objects.get(number=3).grounds.exists()


def worded(label: str, publisher: User, now: datetime) -> PolicyVersion:
    """A version that calls insults so, and has a ground of its own of that name, too."""
    return publish_policy(
        PolicyDraft(
            {"en": ("Be kind.", "You answer.")},
            (
                GroundDraft("insult", Ground.INSULT, {"en": (label, "")}),
                GroundDraft("shouting", Ground.INSULT, {"en": (f"{label} aloud", "In capitals.")}),
            ),
        ),
        effective_at=now,
        person=publisher,
        now=now,
    )


def test_3_09_a_decision_speaks_in_the_words_under_which_the_comment_was_sent(
    thread: Thread, moderator: User, publisher: User, noon: datetime
) -> None:
    worded("Rude", publisher, noon)
    comment = sent(thread, "You fool.", now=noon + timedelta(minutes=1))
    worded("Impolite", publisher, noon + timedelta(minutes=2))

    decision = rejected(comment, moderator, ground="shouting", now=noon + timedelta(minutes=3))

    told = track(comment.tracking_token, noon + timedelta(hours=1))
    assert (decision.ground, decision.own_ground, decision.policy_number) == ("insult", "shouting", 2)
    assert (told.ground, told.ground_label) == ("shouting", "Rude aloud")
    assert told.statement
    assert told.statement.ground_words == "Rude aloud: In capitals. (policy, version 2)"


def test_3_09_a_ground_that_came_later_does_not_judge_an_older_comment(
    thread: Thread, moderator: User, publisher: User, noon: datetime
) -> None:
    comment = sent(thread, now=noon)
    worded("Rude", publisher, noon + timedelta(minutes=1))

    with pytest.raises(ValueError, match="policy 1 has no ground shouting"):
        rejected(comment, moderator, ground="shouting", now=noon + timedelta(minutes=2))

    assert Comment.objects.get().status == "pending"


def test_3_09_a_stub_speaks_in_the_words_of_its_version(
    thread: Thread, moderator: User, publisher: User, noon: datetime
) -> None:
    worded("Rude", publisher, noon)
    comment = sent(thread, now=noon + timedelta(minutes=1))
    approved(comment, moderator)
    worded("Impolite", publisher, noon + timedelta(minutes=2))

    removed(comment, moderator, ground="insult", now=noon + timedelta(minutes=3))

    assert thread_view(thread, language="en").comments[0].stub == "Removed: Rude (policy 2)"


def test_4b_02_a_reason_is_written_per_ground_and_language_and_comes_back_in_the_next_version(
    desk: Client, policy: PolicyVersion
) -> None:
    reasons = {"reason_en_insult": "It calls people names.", "own0_reason_en": "It is about something else."}

    page = desk.post("/desk/policy/publish/", today() | TEXTS | OFF_TOPIC | reasons)
    assert page.status_code == 302, page.content.decode()

    insult, added = (words for words in grounds_of(2, "en") if words.code in {"insult", "off_topic"})
    assert (insult.reason, insult.label) == ("It calls people names.", "Insult or swearing")
    assert (added.reason, added.label) == ("It is about something else.", "Off topic")
    with override("tr"):
        assert grounds_of(2, "tr")[3].reason == str(GROUND_REASONS[Ground.INSULT])
    form = desk.get("/desk/policy/new/").content.decode()
    assert form.count("It calls people names.</textarea>") == 1
    assert form.count("It is about something else.</textarea>") == 1
    too_long = desk.post("/desk/policy/publish/", today() | TEXTS | {"reason_en_insult": "w" * 501})
    assert too_long.status_code == 422
