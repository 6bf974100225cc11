"""4.5: which ground asks for words or a law is one rule, and every door obeys it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.answer import Answer
from tests.makers.comments import LAW, withheld
from tests.makers.desk import signed_in, waiting_comment
from tests.makers.law.restrictions import HOME
from tests.page import Page

from kawaraban.alerts.links import link_path, make_link
from kawaraban.comments.actions import author
from kawaraban.comments.actions.acts import APPROVE
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Restriction, Status, Thread
from kawaraban.doors.desk.models import BulkJob
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, PolicyGround, PolicyVersion
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

NEEDS: dict[str, set[str]] = {ground.value: set() for ground in Ground}
NEEDS |= {"illegal": {"note", "law"}, "other": {"note"}}
# The paper's own: one under `illegal`, one under `other`, one under a ground that asks for nothing.
OWN = {"weapons": "illegal", "nonsense": "other", "rant": "vulgar"}
NEEDS |= {code: NEEDS[parent] for code, parent in OWN.items()}
GIVEN = {"note": "These may not be traded.", "law": LAW.law, "offence": "fraud"}


@dataclass(frozen=True)
class Door:
    """Where a refusal is taken: what it posts for a comment, and the sentences in which it says what is missing."""

    path: Callable[[Comment, User], str]
    fields: dict[str, str]
    start: Status = Status.PENDING


def card(act: str) -> Callable[[Comment, User], str]:
    return lambda comment, _person: f"/desk/card/{comment.public_id}/{act}"


DOORS = {
    "refuse": Door(card("reject"), {"revision_number": "1", "from": "pending"}),
    "take off": Door(card("reject"), {"revision_number": "1", "from": "approved"}, Status.APPROVED),
    "keep off": Door(card("reject"), {"revision_number": "1", "from": "withheld"}, Status.WITHHELD),
    "withhold": Door(card("withhold"), {"revision_number": "1"}, Status.APPROVED),
    "suspend": Door(card("restrict"), {"revision_number": "1", "days": "7"}, Status.APPROVED),
    "many": Door(lambda _comment, _person: "/desk/bulk/", {"act": "reject"}),
    "mail": Door(
        lambda comment, person: link_path(make_link(person, comment, now=timezone.now())),
        {"verdict": "reject"},
    ),
}


@pytest.fixture
def own_grounds(policy: PolicyVersion) -> None:
    for place, (code, parent) in enumerate(OWN.items()):
        PolicyGround.objects.create(
            version=policy, code=code, parent=parent, position=place, words={"en": {"label": code.title()}}
        )


def standing_at(door: Door, thread: Thread, moderator: User) -> Comment:
    comment = waiting_comment(thread, sender=HOME)
    now = timezone.now()
    if door.start is not Status.PENDING:
        decide(APPROVE, Judged(comment.pk, 1), moderator=moderator, now=now)
    if door.start is Status.WITHHELD:
        withheld(Comment.objects.get(pk=comment.pk), moderator, now=now)
    return Comment.objects.get(pk=comment.pk)


def posted(door: Door, comment: Comment, person: User, said: dict[str, str]) -> Answer:
    fields = {**door.fields, **said}
    if door is DOORS["many"]:
        fields["id"] = comment.public_id
    return signed_in(person).post(door.path(comment, person), fields)


def acts_of(comment: Comment) -> int:
    """How much was decided: about the comment, its sender, or as a job that is asked for."""
    return Decision.objects.count() + Restriction.objects.count() + BulkJob.objects.count()


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("code", NEEDS)
def test_4_5_every_ground_at_every_door_asks_for_what_it_needs(
    name: str, code: str, own_grounds: None, thread: Thread, moderator: User
) -> None:
    door, needed = DOORS[name], NEEDS[code]
    comment = standing_at(door, thread, moderator)
    before = acts_of(comment)

    for missing in sorted(needed):
        said = {field: words for field, words in GIVEN.items() if field != missing}
        answer = posted(door, comment, moderator, {"ground": code, **said})
        sentence = {"note": "This ground says nothing by itself", "law": "Name the law"}[missing]
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert acts_of(comment) == before, "nothing was decided"
    done = posted(door, comment, moderator, {"ground": code, **(GIVEN if needed else {})})

    assert done.status_code in {200, 303}
    assert acts_of(comment) > before


@pytest.mark.parametrize("name", [name for name in DOORS if name != "many"])
def test_4_5_what_was_typed_comes_back_with_the_sentence(name: str, thread: Thread, moderator: User) -> None:
    comment = standing_at(DOORS[name], thread, moderator)

    said = {"ground": "illegal", "note": "Kept “words”", "offence": "hate"}
    page = Page(posted(DOORS[name], comment, moderator, said).content)

    assert "Kept “words”" in page.texts("textarea")
    assert page.has('option[value="hate"][selected]')


def test_4_5_a_mail_link_offers_the_papers_own_grounds_in_its_words_and_decides_on_them(
    own_grounds: None, policy: PolicyVersion, client: Client, thread: Thread, moderator: User
) -> None:
    PolicyGround.objects.create(
        version=policy, code="insult", parent="insult", position=9, words={"en": {"label": "Rudeness"}}
    )
    comment = waiting_comment(thread)
    link = link_path(make_link(moderator, comment, now=timezone.now()))

    page = client.get(link).content.decode()
    done = client.post(link, {"verdict": "reject", "ground": "rant"})

    assert Page(page).one('option[value="rant"]').text == "Rant"
    assert "Rudeness" in page
    assert "Insult or swearing" not in page
    assert done.status_code == 200
    assert (Decision.objects.get().ground, Decision.objects.get().own_ground) == ("vulgar", "rant")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"verdict": "erase"},
        {"verdict": "reject", "ground": "nothing of ours"},
        {"verdict": "reject", "ground": "illegal", "law": "x" * 501, "note": "n"},
        {"verdict": "reject", "ground": "illegal", "law": "§ 1", "note": "n", "offence": "none"},
        {"verdict": "reject", "ground": "other", "note": "   "},
        {"verdict": "reject", "ground": "other", "note": "n" * 2001},
        {"verdict": "reject", "ground": "other", "note": "\0"},
    ],
)
def test_4_5_no_form_at_a_mail_link_is_an_error_of_the_paper(
    said: dict[str, str], client: Client, thread: Thread, moderator: User
) -> None:
    comment = waiting_comment(thread)
    link = link_path(make_link(moderator, comment, now=timezone.now()))

    answer = client.post(link, said)

    assert answer.status_code in {400, 422}
    assert not Decision.objects.exists()
    assert client.post(link, {"verdict": "approve"}).status_code == 200


def test_4_5_a_mail_link_gives_the_note_back_when_the_words_were_changed_meanwhile(
    client: Client, thread: Thread, moderator: User
) -> None:
    comment = waiting_comment(thread)
    link = link_path(make_link(moderator, comment, now=timezone.now()))
    author.revise(tracking_token=comment.tracking_token, text="Other words.", now=timezone.now())

    # Also with a ground that is missing: the first thing to know is that the words are others.
    for said in ({"ground": "insult", "note": "A careful note"}, {"note": "A careful note"}):
        answer = client.post(link, {"verdict": "reject", **said})
        assert answer.status_code == 409
        assert "has changed the comment" in answer.content.decode()
        assert "A careful note" in Page(answer.content).texts("textarea")
    assert not Decision.objects.exists()


@pytest.mark.parametrize("complete", [True, False], ids=["complete", "incomplete"])
@pytest.mark.parametrize("act", ["approve", "reject", "send-back", "restrict"])
def test_4_5_nothing_is_decided_about_words_that_were_not_read(
    act: str, complete: bool, thread: Thread, moderator: User
) -> None:
    comment = waiting_comment(thread, sender=HOME)
    author.revise(
        tracking_token=comment.tracking_token, text="Other words.", now=timezone.now() + timedelta(seconds=1)
    )
    said = {"ground": "insult", "note": "A note", "days": "7"} if complete else {"note": "A note"}

    answer = signed_in(moderator).post(
        f"/desk/card/{comment.public_id}/{act}", {"revision_number": "1", **said}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The author changed the comment while you read. These are the new words" in page
    assert "Other words." in page
    assert act == "approve" or "A note" in Page(page).texts("textarea")
    assert not Decision.objects.exists()
    assert not Restriction.objects.exists()


def test_4_5_a_mark_is_about_the_words_that_were_read(thread: Thread, moderator: User) -> None:
    comment = waiting_comment(thread)
    author.revise(tracking_token=comment.tracking_token, text="Other words.", now=timezone.now())
    decide(APPROVE, Judged(comment.pk, 2), moderator=moderator, now=timezone.now())

    answers = [
        signed_in(moderator).post(f"/desk/card/{comment.public_id}/{act}", {"revision_number": "1"})
        for act in ("pick", "pin")
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    comment.refresh_from_db()
    assert not comment.is_picked
    assert not comment.is_pinned
