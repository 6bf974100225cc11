"""3.11 Beside every comment stands the way to report it; what is sent reaches the desk and nobody else."""

import pytest
from django.test import Client
from tests.makers.comments import approved, sent
from tests.makers.public import OUR_PAGE, words

from kawaraban.comments.models import Comment, Thread
from kawaraban.law.models import Report
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(thread: Thread, moderator: User) -> Comment:
    """A comment that readers see."""
    comment = sent(thread, "The harbour is a dump.")
    approved(comment, moderator)
    comment.refresh_from_db()
    return comment


def address(comment: Comment) -> str:
    return f"/c/{comment.public_id}/report/"


def test_3_11_the_form_shows_the_comment_and_every_ground_of_the_policy(shown: Comment) -> None:
    seen = words(Client().get(address(shown)))

    assert "The harbour is a dump." in seen
    assert seen.count('type="radio"') == 12


def test_3_11_a_report_without_a_script_thanks_and_is_at_the_desk(shown: Comment) -> None:
    answer = Client().post(address(shown), {"ground": "insult", "words": "Rude."}, headers=OUR_PAGE)

    assert "Your report is at the desk" in words(answer)
    shown.refresh_from_db()
    assert shown.reported_at is not None
    assert answer.headers["Cache-Control"].startswith("max-age=0")
    assert not answer.cookies


def test_3_11_a_report_without_a_reason_comes_back_with_its_words(shown: Comment) -> None:
    answer = Client().post(address(shown), {"words": "Look at this."}, headers=OUR_PAGE)

    assert answer.status_code == 422
    assert "Look at this." in words(answer)
    assert not Report.objects.exists()


def test_3_11_another_site_cannot_report_in_a_readers_name(shown: Comment) -> None:
    answer = Client().post(address(shown), {"ground": "spam"}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert not Report.objects.exists()


def test_3_11_too_many_reports_are_refused_with_a_sentence_and_the_words_are_kept(
    thread: Thread, moderator: User
) -> None:
    comments = [sent(thread, f"Number {n}.") for n in range(11)]
    for comment in comments:
        approved(comment, moderator)
    answers = [
        Client().post(address(comment), {"ground": "spam", "words": "Again."}, headers=OUR_PAGE)
        for comment in comments
    ]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "Please wait" in words(answers[-1])
    assert "Again." in words(answers[-1])


def test_3_11_what_nobody_sees_has_no_page_to_report_it(thread: Thread) -> None:
    waiting = sent(thread)

    assert Client().get(address(waiting)).status_code == 404
