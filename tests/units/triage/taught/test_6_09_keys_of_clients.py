"""Keys of other comment systems: shown once, kept as a hash, revoked at once, with a rate of their own."""

from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from tests.conftest import NOON

from kawaraban.law.models import LedgerPayload
from kawaraban.people.models import User
from kawaraban.triage.models import ApiClient
from kawaraban.triage.taught import clients
from kawaraban.triage.taught.clients import (
    ClientTerms,
    change_client,
    client_of,
    may_ask,
    new_client,
    revoke,
    signing_secret_of,
)
from kawaraban.triage.taught.pace import may_go

SECRET = "ssec_" + "5f" * 32

pytestmark = pytest.mark.usefixtures("run_directory")


@pytest.mark.django_db
def test_6_09_a_key_is_known_by_its_hash_alone(publisher: User) -> None:
    client, key = new_client(
        ClientTerms(name="  Talk \n of the town ", signing_secret=SECRET), person=publisher, now=NOON
    )

    known = client_of(key)

    assert known == client
    assert client.name == "Talk of the town"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM triage_apiclient")
        kept = repr(cursor.fetchall())
    recorded = repr(list(LedgerPayload.objects.values_list("body", flat=True)))
    assert key not in kept + recorded
    assert SECRET not in kept + recorded
    assert client.key_start == key[:8]
    assert signing_secret_of(client) == SECRET


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "kwb_", "x" * 5000, "\ud800", "kwb_\x00", "' OR 1=1 --"])
def test_6_09_what_is_no_key_is_nobody(publisher: User, key: str) -> None:
    new_client(ClientTerms(name="Talk"), person=publisher, now=NOON)

    assert client_of(key) is None


@pytest.mark.django_db
def test_6_09_a_revoked_key_opens_nothing_and_its_secret_is_gone(publisher: User) -> None:
    client, key = new_client(
        ClientTerms(name="Talk", is_trusted=True, signing_secret=SECRET), person=publisher, now=NOON
    )

    for _time in range(2):
        revoke(client_id=client.pk, person=publisher, now=NOON)

    client.refresh_from_db()
    assert client_of(key) is None
    assert (client.is_trusted, client.signing_secret) == (False, "")
    assert LedgerPayload.objects.filter(entry__kind="triage_client_revoked").count() == 1
    with pytest.raises(ApiClient.DoesNotExist):
        change_client(client_id=client.pk, terms=ClientTerms(name="Again"), person=publisher, now=NOON)


@pytest.mark.django_db
def test_6_09_a_change_keeps_key_and_secret(publisher: User) -> None:
    client, key = new_client(ClientTerms(name="Talk", signing_secret=SECRET), person=publisher, now=NOON)

    for _time in range(2):
        terms = ClientTerms(name="Talk", per_second=25, is_trusted=True)
        change_client(client_id=client.pk, terms=terms, person=publisher, now=NOON)

    after = client_of(key)
    assert after is not None
    assert (after.per_second, after.is_trusted, signing_secret_of(after)) == (25, True, SECRET)
    assert LedgerPayload.objects.filter(entry__kind="triage_client_changed").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "terms",
    [
        ClientTerms(name=" "),
        ClientTerms(name="x" * 101),
        ClientTerms(name="Talk", per_second=0),
        ClientTerms(name="Talk", per_second=100_000),
        ClientTerms(name="Talk", signing_secret="é" * 40),
    ],
)
def test_6_09_terms_out_of_bounds_make_no_client(publisher: User, terms: ClientTerms) -> None:
    with pytest.raises(ValidationError):
        new_client(terms, person=publisher, now=NOON)

    assert not ApiClient.objects.exists()


@pytest.mark.django_db
def test_6_09_there_are_never_more_keys_than_one_can_oversee(
    publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "MOST_CLIENTS", 2)
    first, _key = new_client(ClientTerms(name="One"), person=publisher, now=NOON)
    new_client(ClientTerms(name="Two"), person=publisher, now=NOON)

    with pytest.raises(ValidationError):
        new_client(ClientTerms(name="Three"), person=publisher, now=NOON)
    revoke(client_id=first.pk, person=publisher, now=NOON)
    new_client(ClientTerms(name="Three"), person=publisher, now=NOON)

    assert ApiClient.objects.filter(revoked_at=None).count() == 2


@pytest.mark.django_db
def test_6_09_keys_are_the_publishers_alone(publisher: User, moderator: User) -> None:
    client, key = new_client(ClientTerms(name="Talk"), person=publisher, now=NOON)

    with pytest.raises(PermissionDenied):
        new_client(ClientTerms(name="Mine"), person=moderator, now=NOON)
    with pytest.raises(PermissionDenied):
        revoke(client_id=client.pk, person=moderator, now=NOON)

    assert client_of(key) == client


@pytest.mark.django_db
def test_6_09_the_longest_secret_fits_its_column(publisher: User) -> None:
    terms = ClientTerms(name="Talk", signing_secret="s" * clients.MOST_SECRET_BYTES)

    client, _key = new_client(terms, person=publisher, now=NOON)

    assert len(client.signing_secret) <= 200
    assert signing_secret_of(client) == terms.signing_secret


@pytest.mark.django_db
def test_6_09_a_client_asks_at_its_rate_and_the_day_is_noted(publisher: User) -> None:
    client, _key = new_client(ClientTerms(name="Talk", per_second=3), person=publisher, now=NOON)

    at_once = [may_ask(client, now=NOON) for _time in range(5)]
    later = [may_ask(client, now=NOON + timedelta(seconds=0.4)) for _time in range(3)]

    assert at_once == [True, True, True, False, False]
    assert later == [True, False, False]
    client.refresh_from_db()
    assert client.last_asked_on == NOON.date()


def test_6_09_a_rate_holds_over_several_processes_and_for_each_client_alone(tmp_path: Path) -> None:
    path = tmp_path / "pace"

    with ProcessPoolExecutor(4) as processes:
        passed = sum(processes.map(_ask, [path] * 40))

    assert passed == 7
    assert may_go(path, whose=6, per_second=7, now=NOON)


def test_6_09_a_clock_set_back_shuts_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "pace"
    while may_go(path, whose=1, per_second=2, now=NOON):
        pass

    assert may_go(path, whose=1, per_second=2, now=NOON - timedelta(hours=1))


def test_6_09_a_rate_is_no_reason_to_fail_where_nothing_can_be_written(tmp_path: Path) -> None:
    assert may_go(tmp_path / "no" / "folder", whose=1, per_second=1, now=NOON)


def _ask(path: Path) -> bool:
    return may_go(path, whose=5, per_second=7, now=NOON)
