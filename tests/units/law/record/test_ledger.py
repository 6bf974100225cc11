"""The record: chained, salted, append-only; and a check that names what is wrong."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django.db import IntegrityError, connection, transaction

from kawaraban.config.processes.worker_role import worker_tasks
from kawaraban.law.models.ledger import LedgerEntry, LedgerPayload
from kawaraban.law.record import append_only
from kawaraban.law.record.check.report import CheckReport
from kawaraban.law.record.ledger import ChainLink, erase_payloads, heal_heads, record, record_many
from kawaraban.law.record.ledger import Record as Item
from kawaraban.law.record.verification import verify

Capture = Callable[..., Any]


@pytest.fixture
def five(db: None, noon: datetime, django_capture_on_commit_callbacks: Capture) -> list[ChainLink]:
    """Five entries, each committed by itself, as the paper writes them."""
    entries = []
    for number in range(1, 6):
        with django_capture_on_commit_callbacks(execute=True):
            entries.append(
                record(kind="thing", subject=f"thing:{number}", payload={"said": f"word {number}"}, now=noon)
            )
    return entries


def tamper(sql: str, *parameters: str | int) -> None:
    """What somebody with the database in hand may do."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_a_record_that_nobody_touched_is_sound(five: list[ChainLink]) -> None:
    append_only.install(connection)

    report = verify()

    assert (report.problems, report.remarks) == ([], [])
    assert (report.entries_count, report.payloads_count, report.heads_count) == (5, 5, 5)


def test_numbers_have_no_gaps_and_each_entry_names_the_one_before(five: list[ChainLink]) -> None:
    assert [entry.number for entry in five] == [1, 2, 3, 4, 5]
    assert [entry.previous for entry in five] == ["0" * 64, *(entry.mac for entry in five[:4])]


def test_many_at_once_are_one_head(
    db: None, noon: datetime, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record_many([Item("thing", f"thing:{number}", {}) for number in range(100)], now=noon)

    report = verify()

    assert (report.entries_count, report.heads_count, report.problems) == (100, 1, [])


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(noon: datetime) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(kind="thing", subject="thing:1", payload={}, now=noon)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_entry_and_no_head(noon: datetime, heads_file: Path) -> None:
    with transaction.atomic():
        record(kind="thing", subject="thing:1", payload={}, now=noon)
        transaction.set_rollback(True)

    assert not LedgerEntry.objects.exists()
    assert not heads_file.exists()


@pytest.mark.django_db(transaction=True)
def test_a_head_that_cannot_be_written_does_not_undo_the_change(noon: datetime, heads_file: Path) -> None:
    heads_file.mkdir()
    with transaction.atomic():
        record(kind="thing", subject="thing:1", payload={}, now=noon)
    heads_file.rmdir()

    before = verify()
    healed = heal_heads(), heal_heads()
    after = verify()

    assert (before.problems, before.unsealed_count) == ([], 1)
    assert healed == (True, False)
    assert (after.problems, after.unsealed_count) == ([], 0)


def test_the_next_entry_seals_one_whose_head_was_lost(
    db: None, noon: datetime, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=False):
        record(kind="thing", subject="thing:1", payload={}, now=noon)
    assert verify().unsealed_count == 1

    with django_capture_on_commit_callbacks(execute=True):
        record(kind="thing", subject="thing:2", payload={}, now=noon)

    assert verify().unsealed_count == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE law_ledgerentry SET kind = 'comment_approved' WHERE number = 3",
        "UPDATE law_ledgerentry SET subject = 'thing:9' WHERE number = 3",
        "UPDATE law_ledgerentry SET recorded_at = '2020-01-01 00:00:00' WHERE number = 3",
        "UPDATE law_ledgerentry SET digest = mac WHERE number = 3",
        "UPDATE law_ledgerentry SET mac = digest WHERE number = 3",
        "UPDATE law_ledgerentry SET previous = digest WHERE number = 3",
    ],
)
def test_a_changed_entry_is_named(five: list[ChainLink], change: str) -> None:
    tamper(change)

    assert "Entry 3 was changed after it was written." in verify().problems


def test_a_changed_payload_is_named(five: list[ChainLink]) -> None:
    tamper("UPDATE law_ledgerpayload SET body = %s WHERE entry_id = 2", '{"said":"other"}')

    assert verify().problems == ["The payload of entry 2 was changed after it was written."]


def test_a_deleted_entry_is_named(five: list[ChainLink]) -> None:
    delete(3)

    assert verify().problems == ["Entry 3 is missing: it was deleted."]


def test_several_deleted_entries_are_named_also_the_first(five: list[ChainLink]) -> None:
    delete(1, 2)

    assert verify().problems == ["Entries 1 to 2 are missing: they were deleted."]


def delete(*numbers: int) -> None:
    for number in numbers:
        tamper("DELETE FROM law_ledgerpayload WHERE entry_id = %s", number)
        tamper("DELETE FROM law_ledgerentry WHERE number = %s", number)


def test_swapped_entries_are_named(five: list[ChainLink]) -> None:
    columns = ("kind", "subject", "recorded_at", "digest", "previous", "mac")
    second, fourth = LedgerEntry.objects.filter(number__in=[2, 4]).values_list(*columns)
    assignments = ", ".join(f"{column} = %s" for column in columns)
    tamper("UPDATE law_ledgerentry SET mac = 'elsewhere' WHERE number = 4")
    tamper(f"UPDATE law_ledgerentry SET {assignments} WHERE number = 2", *fourth)
    tamper(f"UPDATE law_ledgerentry SET {assignments} WHERE number = 4", *second)

    problems = verify().problems

    assert "Entry 2 was swapped: what stands there was written as entry 4." in problems
    assert "Entry 4 was swapped: what stands there was written as entry 2." in problems


def test_a_record_that_was_cut_off_is_named(five: list[ChainLink]) -> None:
    delete(4, 5)

    assert verify().problems == ["The record was cut off: entries 4 to 5 were signed and are missing."]


def test_a_record_that_was_emptied_is_named(five: list[ChainLink]) -> None:
    delete(1, 2, 3, 4, 5)

    assert verify().problems == ["The record was cut off: entries 1 to 5 were signed and are missing."]


def test_a_record_that_was_written_anew_with_the_key_does_not_fit_its_heads(
    five: list[ChainLink], noon: datetime
) -> None:
    delete(4, 5)
    for number in (4, 5):
        record(kind="thing", subject=f"other:{number}", payload={}, now=noon)

    problems = verify().problems

    assert problems == [
        f"Entry {number} is not the one whose head was signed on 2026-11-23." for number in (4, 5)
    ]


def test_an_entry_that_was_forged_without_the_key_is_named(five: list[ChainLink], noon: datetime) -> None:
    LedgerEntry.objects.create(
        number=6,
        kind="thing",
        subject="x",
        recorded_at=noon,
        digest="0" * 64,
        previous=five[4].mac,
        mac="f" * 64,
    )

    assert verify().problems[0] == "Entry 6 was changed after it was written."


def test_an_erasure_is_recorded_and_the_chain_stays_whole(five: list[ChainLink], noon: datetime) -> None:
    erased = erase_payloads(subject="thing:2", reason="asked by its author", now=noon)

    report = verify()

    assert erased == 1
    assert (report.problems, report.erased_count) == ([], 1)
    assert not LedgerPayload.objects.filter(entry_id=2).exists()
    assert erase_payloads(subject="thing:2", reason="again", now=noon) == 0


def test_a_payload_that_vanished_without_an_erasure_is_named(five: list[ChainLink]) -> None:
    tamper("DELETE FROM law_ledgerpayload WHERE entry_id = 2")

    assert verify().problems == ["The payload of entry 2 is missing, and no erasure of it is recorded."]


def test_equal_payloads_have_different_digests(db: None, noon: datetime) -> None:
    one, two = record_many([Item("thing", "a", {"x": 1}), Item("thing", "a", {"x": 1})], now=noon)

    assert one.digest != two.digest


def test_another_key_finds_every_entry_wrong(five: list[ChainLink], settings: Any) -> None:
    settings.LEDGER_KEY = "another key of a paper, long enough"

    problems = verify().problems

    assert (
        len([problem for problem in problems if problem.endswith("was changed after it was written.")]) == 5
    )


def heads_with(heads_file: Path, change: Callable[[list[str]], list[str]]) -> CheckReport:
    lines = heads_file.read_text().splitlines()
    heads_file.write_text("\n".join(change(lines)))
    return verify()


def test_a_forged_line_of_heads_is_named(five: list[ChainLink], heads_file: Path) -> None:
    report = heads_with(heads_file, lambda lines: [*lines[:4], "6" + lines[4][1:]])

    assert report.problems == ["Line 5 of the file of heads was not signed with this paper's key."]


def test_a_torn_line_is_a_remark_and_the_next_head_stands_on_a_line_of_its_own(
    five: list[ChainLink], heads_file: Path, noon: datetime, django_capture_on_commit_callbacks: Capture
) -> None:
    torn = heads_with(heads_file, lambda lines: [*lines[:4], lines[4][:70]])
    with django_capture_on_commit_callbacks(execute=True):
        record(kind="thing", subject="thing:6", payload={}, now=noon)
    healed = verify()

    assert torn.problems == []
    assert any("begun and not finished" in remark for remark in torn.remarks)
    assert (healed.problems, healed.heads_count, healed.unsealed_count) == ([], 5, 0)


def test_what_a_loss_of_power_left_empty_is_a_remark(five: list[ChainLink], heads_file: Path) -> None:
    report = heads_with(heads_file, lambda lines: [*lines[:4], lines[4][:9] + "\0" * (len(lines[4]) - 9)])

    assert report.problems == []
    assert any("begun and not finished" in remark for remark in report.remarks)


def test_no_sender_waits_until_the_disk_has_a_head_and_the_worker_does(
    five: list[ChainLink],
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    waited: list[int] = []
    monkeypatch.setattr("kawaraban.law.record.heads._wait_for_disk", waited.append)
    with django_capture_on_commit_callbacks(execute=True):
        record(kind="thing", subject="thing:6", payload={}, now=noon)
    of_sender = len(waited)

    {task.name: task.run for task in worker_tasks(live.DATA)}["heads of the record"]()

    assert (of_sender, len(waited)) == (0, 1)


def test_a_missing_file_of_heads_is_remarked(five: list[ChainLink], heads_file: Path) -> None:
    heads_file.unlink()

    report = verify()

    assert report.problems == []
    assert report.remarks[0].startswith("There is no file of heads")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE law_ledgerentry SET kind = 'x' WHERE number = 3",
        "DELETE FROM law_ledgerentry WHERE number = 5",
        "UPDATE law_ledgerpayload SET body = '{}' WHERE entry_id = 3",
    ],
)
def test_the_database_refuses_to_change_the_record(five: list[ChainLink], sql: str) -> None:
    append_only.install(connection)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        tamper(sql)

    assert verify().problems == []


def test_a_payload_is_written_in_one_way(db: None, noon: datetime) -> None:
    record(kind="thing", subject="thing:1", payload={"b": "ü", "a": [1, None]}, now=noon)

    body = LedgerPayload.objects.get().body

    assert body == '{"a":[1,null],"b":"ü"}'
    assert json.loads(body) == {"a": [1, None], "b": "ü"}
