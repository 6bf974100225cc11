"""4.1: whoever reads the database gets nowhere with it: no session, no tracking page, no notice, no new password."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings as live
from django.contrib.sessions.backends.db import SessionStore as Old
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection, models
from django.test import Client
from django.utils import timezone
from tests.makers.comments import approved, rejected, sent
from tests.makers.desk import signed_in
from tests.makers.public import OUR_PAGE, post
from tests.makers.staff import again, code_of, recovery_codes, shown_secret, sign_in

from kawaraban.alerts.hooks import make_hook
from kawaraban.alerts.links import link_path, make_link
from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.models import Comment, Thread
from kawaraban.law.basis import Offence
from kawaraban.law.models import Notice, OutboxMessage
from kawaraban.law.outbox import send_due
from kawaraban.law.redress.notices import NoticeWords
from kawaraban.people.models import User

LINK = re.compile(
    r"http://[^/\s]+(/(?:track|notice/follow|desk/join|desk/decide|desk/sign-in/forgotten)/\S+)"
)
ADDRESS = "ada@example.org"


def all_cells() -> Iterator[str]:
    """Every text that the database holds."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield from (str(value) for value in row if value is not None)


def file_bytes() -> bytes:
    """The file of the database, and its log, as a thief finds them."""
    name = Path(str(connection.settings_dict["NAME"]))
    return b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*") if path.is_file())


@pytest.fixture
def secrets_of_a_day(
    transactional_db: None, thread: Thread, moderator: User, publisher: User
) -> dict[str, str]:
    """What only its owner may know, by its name, after a day at a paper."""
    for person in (moderator, publisher):
        person.email = f"{person.username}@example.org"
        person.save()
    found: dict[str, str] = {}
    staff = Client()
    sign_in(staff)
    found["session"] = staff.cookies[live.SESSION_COOKIE_NAME].value

    waiting = sent(thread, "It waits.", email=ADDRESS)
    decided = sent(thread, "It is decided.", email=ADDRESS)
    rejected(decided, moderator)
    found["tracking"], found["tracking of a mail"] = waiting.tracking_token, decided.tracking_token
    words = NoticeWords(
        address="https://paper.example/c/abcdefgh23/",
        explanation="It is illegal.",
        offence=Offence.FRAUD,
        law="",
        name="Nobody",
        email=ADDRESS,
        is_in_good_faith=True,
        language="en",
    )
    found["notice"] = give_notice(words, sender_address="192.0.2.8", now=timezone.now()).token

    Client().post("/desk/sign-in/forgotten/", {"email": "mika@example.org"})
    invite = {"name": "aiko", "email": "aiko@example.org", "role": "moderator", "language": "en"}
    signed_in(publisher).post("/desk/staff/", invite)
    for message in OutboxMessage.objects.all():
        for place, path in enumerate(LINK.findall(message.body)):
            found[f"link {place} of {message.heading}"] = path.rstrip("/.").rpartition("/")[2]
    found["decision"] = link_path(make_link(moderator, waiting, now=timezone.now())).split("/")[-2]

    leyla = Client()
    sign_in(leyla, "leyla")
    again(leyla, path="/desk/account/app/")
    found["app while it is set up"] = shown_secret(leyla.get("/desk/account/app/").content.decode())
    half_way = file_bytes()
    assert found["app while it is set up"].encode() not in half_way
    leyla.post("/desk/account/app/", {"code": code_of(found["app while it is set up"], seconds=time.time())})
    page = leyla.get("/desk/account/recovery-codes/").content.decode()
    found["recovery"] = recovery_codes(page)[0]
    _hook, found["hook"] = make_hook(
        address="https://x.example/", events=["notice.changed"], now=timezone.now()
    )

    reset = next(name for name in found if "assword" in name)
    Client().get(f"/desk/sign-in/forgotten/key/{found[reset]}/")  # its key stands in a session now
    return found


def test_4_1_no_secret_stands_in_the_file_of_the_database(secrets_of_a_day: dict[str, str]) -> None:
    assert len(secrets_of_a_day) >= 11, secrets_of_a_day
    cells = "\n".join(all_cells())
    whole = file_bytes()

    shown = [name for name, secret in secrets_of_a_day.items() if secret in cells or secret.encode() in whole]

    assert shown == []


def test_4_1_nothing_that_stands_there_opens_anything(secrets_of_a_day: dict[str, str]) -> None:
    wanted = re.compile(r"[A-Za-z0-9_=:-]{16,120}")
    taken = {found for cell in all_cells() for found in [cell, *wanted.findall(cell)] if len(found) <= 120}
    taken = {value for value in taken if wanted.fullmatch(value)}
    opened = []
    for value in taken:
        thief = Client()
        thief.cookies[live.SESSION_COOKIE_NAME] = value
        if thief.get("/desk/").status_code == 200:
            opened.append(f"session {value}")
        thief.cookies.clear()
        places = [f"/{place}/{value}/" for place in ("track", "notice/follow")]
        opened += [place for place in places if thief.get(place).status_code == 200]

    assert len(taken) > 50
    assert opened == []


def test_4_1_their_owners_get_everywhere(secrets_of_a_day: dict[str, str]) -> None:
    owner = Client()
    owner.cookies[live.SESSION_COOKIE_NAME] = secrets_of_a_day["session"]

    assert owner.get("/desk/").status_code == 200
    assert Client().get(f"/track/{secrets_of_a_day['tracking']}/").status_code == 200
    assert Client().get(f"/notice/follow/{secrets_of_a_day['notice']}/").status_code == 200


def test_4_1_the_mail_says_the_link_that_the_page_has(
    secrets_of_a_day: dict[str, str], moderator: User
) -> None:
    comment = Comment.objects.get(text="It waits.")
    approved(comment, moderator, now=timezone.now())

    send_due(now=timezone.now() + timedelta(minutes=1))

    bodies = "".join(str(message.body) for message in mail.outbox)
    assert f"/track/{secrets_of_a_day['tracking']}/" in bodies
    assert f"/track/{secrets_of_a_day['tracking of a mail']}/" in bodies


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["{}=", "{}A", " {}", "{}%00", "{}/", "-"])
def test_4_1_a_token_has_one_form(thread: Thread, change: str) -> None:
    token = sent(thread).tracking_token

    assert Client().get(f"/track/{change.format(token)}/").status_code == 404


@pytest.mark.django_db
def test_4_1_the_last_letter_of_a_token_counts(thread: Thread) -> None:
    token = sent(thread).tracking_token
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    opened = [last for last in letters if Client().get(f"/track/{token[:-1]}{last}/").status_code == 200]

    assert opened == [token[-1]]


@pytest.mark.django_db
def test_4_1_erasing_finds_the_mails_whose_words_are_enciphered(
    client: Client, thread: Thread, moderator: User
) -> None:
    post(client, thread, email=ADDRESS)
    comment = Comment.objects.get()
    rejected(comment, moderator)
    other = sent(thread, "Another one.", email=ADDRESS)
    rejected(other, moderator)

    client.post(f"/track/{comment.tracking_token}/erase/", headers=OUR_PAGE)

    assert [message.recipient for message in OutboxMessage.objects.order_by("pk")] == ["", ADDRESS]


# What a paper has kept until now.


class Before:
    """The tables as a migration sees them: a token is a text like any other."""

    @staticmethod
    def get_model(room: str, name: str) -> type[models.Model]:
        column = {"Comment": "tracking_token", "Notice": "token", "OutboxMessage": "body"}[name]
        now = apps.get_model(room, name)._meta
        key = (
            models.UUIDField(primary_key=True) if name == "Notice" else models.BigAutoField(primary_key=True)
        )
        meta = type("Meta", (), {"db_table": now.db_table, "app_label": room, "apps": Apps()})
        of_then = {"__module__": __name__, "Meta": meta, "id": key, column: models.TextField()}
        return type(name, (models.Model,), of_then)


def rows_as_before() -> tuple[str, str]:
    """A comment and a notice with their tokens in clear, as earlier versions kept them, and a mail."""
    tracking, notice = "0ydT2djgIOShI16zRmuhug", "Xq3_kd93jf-Ks02ldQ9aZw"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE comments_comment SET tracking_token = %s", [tracking])
        cursor.execute("UPDATE law_notice SET token = %s", [notice])
        cursor.execute("UPDATE law_outboxmessage SET body = %s", [f"Follow it: /track/{tracking}/"])
    return tracking, notice


@pytest.mark.django_db
def test_4_1_links_that_were_mailed_before_go_on_working(thread: Thread, moderator: User) -> None:
    rejected(sent(thread, email=ADDRESS), moderator)
    Notice.objects.create(
        address="x",
        explanation="y",
        offence="fraud",
        name="n",
        email="n@example.org",
        is_in_good_faith=True,
        language="en",
        received_at=timezone.now(),
    )
    tracking, notice = rows_as_before()
    step = import_module("kawaraban.comments.migrations.0007_kept_secrets")

    step.seal(Before, None)

    assert Client().get(f"/track/{tracking}/").status_code == 200
    assert Client().get(f"/notice/follow/{notice}/").status_code == 200
    assert OutboxMessage.objects.get().body == f"Follow it: /track/{tracking}/"
    assert not any(tracking in cell or notice in cell for cell in all_cells())
    step.unseal(Before, None)
    assert any(tracking in cell for cell in all_cells())


@pytest.mark.django_db
def test_4_1_a_session_of_before_is_not_read(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    old = Old()
    old.update(client.session.items())
    old.create()
    client.cookies[live.SESSION_COOKIE_NAME] = str(old.session_key)

    assert client.get("/desk/").status_code == 302
    assert Session.objects.count() == 2


@pytest.mark.django_db
def test_4_1_a_row_of_a_session_under_the_hash_of_a_known_cookie_but_of_another_key_is_empty(
    client: Client, moderator: User
) -> None:
    client.force_login(moderator)
    Session.objects.update(session_data="gAAAAAforged")

    assert client.get("/desk/").status_code == 302


def test_4_1_every_column_that_is_called_a_token_is_kept_sealed() -> None:
    named = [
        f"{model.__name__}.{field.name}: {type(field).__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("kawaraban.")
        for field in model._meta.concrete_fields
        # A keyed hash of one is no token.
        if "token" in field.name and not field.name.endswith("_key")
    ]

    assert named == [
        "Notice.token: SecretTokenField",
        "Comment.tracking_token: SecretTokenField",
    ]
