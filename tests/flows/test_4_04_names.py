"""4.4: nobody signs a comment as the paper, as one of its offices, or as a look-alike of either."""

from datetime import datetime

import pytest
from django.apps import apps
from pytest_django import Settings
from tests.makers.comments import submission

from kawaraban.comments.actions.receive import receive
from kawaraban.comments.models import Thread
from kawaraban.comments.submission import Reason, Refused
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

OFFICES = [
    "Moderators", "The moderators", "Editors", "Editorial team", "admin2", "Redaktion", "モデレータ", "運営チーム",
    "ᴀᴅᴍɪɴ", "ᴍᴏᴅᴇʀᴀᴛᴏʀ", "🅐🅓🅜🅘🅝", "🅰🅳🅼🅸🅽", "🇦🇩🇲🇮🇳", "ǝdmin", "ɱika", "Adm¡n", "المشرفون", "Модератор",
    "moderatörler", "Editörleri", "Site yöneticisi", "yazı işleri müdürü", "Genel Yayın Yönetmeni", "Haber Merkezi",
    "もでれーたー", "モデレ一タ", "スタッフ", "إدارة الموقع", "المحررات", "Moderatoren", "Chefredakteur", "редакторы",
]  # fmt: skip


def reason_for(name: str, thread: Thread, now: datetime) -> Reason | None:
    [answer] = receive([submission(thread, name=name)], now=now)
    return answer.reason if isinstance(answer, Refused) else None


@pytest.mark.parametrize("name", OFFICES)
def test_4_4_nobody_signs_as_an_office_of_the_paper(
    name: str, thread: Thread, moderator: User, noon: datetime
) -> None:
    assert reason_for(name, thread, noon) is Reason.NAME_OF_STAFF


@pytest.mark.skipif(
    not apps.is_installed("kawaraban.stories"), reason="the comment layer alone knows no name"
)
@pytest.mark.parametrize(
    "name",
    [
        "The Tidewaiter", "tidewaiter", "The Tidewaiter Team", "Тhe Tidеwaiter", "Tidewaiter official",
        "@Tidewaiter", "Tidewaiter™", "The Tidewaiter ✔️", "The Tidewaiter 2", "Tidewaiter's Team", "Tidewaiter News",
    ],
)  # fmt: skip
def test_4_4_nobody_signs_as_the_paper(name: str, thread: Thread, moderator: User, noon: datetime) -> None:
    from kawaraban.stories.models import PaperSettings

    PaperSettings.objects.update_or_create(pk=1, defaults={"name": "The Tidewaiter"})

    assert reason_for(name, thread, noon) is Reason.NAME_OF_STAFF


@pytest.mark.parametrize(
    "name",
    [
        "Tide Waiter's son",
        "Staffan",
        "Редька",
        "みか",
        "Moderne Ed",
        "Ana ✨",
        "Edith Moder",
        "Adminah",
        "運",
        "علي",
        "Σοφία",
        "Борис",
        "Ada 2",
        "Sarah Tanaka",
    ],
)
def test_4_4_a_name_of_its_own_is_taken(name: str, thread: Thread, moderator: User, noon: datetime) -> None:
    assert reason_for(name, thread, noon) is None


def test_4_4_nobody_signs_as_the_site(
    thread: Thread, moderator: User, noon: datetime, settings: Settings
) -> None:
    settings.SITE_URL = "https://www.tidewaiter.example"

    assert reason_for("Tidewaiter.example", thread, noon) is Reason.NAME_OF_STAFF
    assert reason_for("https://www.tidewaiter.example/", thread, noon) is Reason.NAME_OF_STAFF
