"""4.4 `records verify` finds whatever is changed, deleted, put in or moved in the tables that the record tells of.

Every column of every table of the law and of comments is tampered with, row by row; the few that are not held against
the record are named here, with the reason.
"""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as conf
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import Field
from tests.makers.law.recorded_world import forget_senders, live_through
from tests.makers.random_acts import Newsroom
from tests.rigs.file_paper import FilePaper, file_paper

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.models import Hold, Notice
from kawaraban.law.models.holds import Cause
from kawaraban.law.models.ledger import LedgerEntry, LedgerPayload
from kawaraban.law.record.heads import Head, append_head
from kawaraban.law.record.ledger import GENESIS, canonical, digest_of, erase_payloads, mac_of
from kawaraban.people.models import User

__all__ = ["file_paper"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]

SECRET = "a secret of its reader, which says nothing of what was done"
HASH = "a keyed hash of the sender, which time takes away"
FROM_OTHERS = "follows from rows that are held"
WATCHED_ELSEWHERE = "the chain itself is what watches it"
NUMBER = "a number that only joins rows; those that name it are held"
PAPER = "a setting of the paper: its last change stands in the record in words"
ADVICE = "what a program noticed: it advises, and decides nothing"
PLACED = "where comments stand: their times and numbers said once more, and nothing is shown by it alone"
MAIL = "a mail on its way: its words go a few days after it left"
NOT_HELD: dict[str, str] = {
    "comments.erasure": "work that is under way: what it did is in the record when it is done",
    "comments.threadpage": PLACED,
    "comments.thread": "belongs to the page, whose story says what it is called and whether it is open",
    "comments.commentscore": ADVICE,
    "comments.comment.was_nudged": "that a form asked once: it decides nothing, and the record tells of decisions",
    "comments.comment.id": NUMBER,
    "comments.comment.place": PLACED,
    "comments.comment.tracking_token": SECRET,
    "comments.comment.email": "forgotten a few days after the last decision, and never shown",
    "comments.comment.status_changed_at": FROM_OTHERS,
    "comments.comment.need_at": ADVICE,
    "comments.comment.reported_at": FROM_OTHERS,
    "comments.comment.appealed_at": FROM_OTHERS,
    "comments.comment.sender_key": HASH,
    "comments.comment.fingerprint": HASH,
    "comments.comment.wide_key": HASH,
    "comments.comment.widest_key": HASH,
    "comments.comment.proof": HASH,
    "comments.comment.text_key": HASH,
    "comments.comment.email_key": HASH,
    "comments.comment.erasure_asked_at": FROM_OTHERS,
    "comments.revision.id": NUMBER,
    "comments.storedfinding": ADVICE,
    "comments.houserules": PAPER,
    "comments.noticetext": PAPER,
    "comments.restriction.id": NUMBER,
    "comments.restriction.sender_key": HASH,
    "comments.restriction.email_key": HASH,
    "law.contactpoint": PAPER,
    "law.outboxmessage": MAIL,
    "law.forgottenmail": MAIL,
    "law.notice.email_key": HASH,
    "law.ledgerentry": WATCHED_ELSEWHERE,
    "law.ledgerpayload": WATCHED_ELSEWHERE,
    "law.notice.token": SECRET,
    "law.notice.sender_key": HASH,
    "law.report.reporter_key": HASH,
    "law.reportversion.id": NUMBER,
    "law.demanditem.id": NUMBER,
    "law.policyversion.id": NUMBER,
    "law.policyversion.created_at": "the entry has its own time",
    "law.policytext.id": NUMBER,
    "law.policyground.id": NUMBER,
}


# Tables that no version without hashes knew.
CAME_WITH_HASHES = ("demand:", "demand_item:", "report_version:")


@pytest.fixture
def world(moderator: User, editor: User, publisher: User, settings: Any) -> Iterator[None]:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = 0
    live_through(moderator=moderator, editor=editor, publisher=publisher)
    if connection.vendor == "postgresql":
        # The transaction of the test takes it back.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table, name in _checks(cursor):
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        # The connection outlives the test, and no rollback turns it off.
        yield
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _checks(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid > 0"
    )
    return list(cursor.fetchall())


def found_after(*statements: tuple[str, list[Any]]) -> list[str]:
    """What is found after this was done by hand; then it is undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA defer_foreign_keys = ON")
            else:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            try:
                for sql, values in statements:
                    cursor.execute(sql, values)
            except (DataError, IntegrityError) as refused:
                transaction.set_rollback(True)
                return [f"the database refuses: {refused}"]
        problems = verify_paper().problems
        transaction.set_rollback(True)
    return problems


def held_models() -> Iterator[type[models.Model]]:
    for label in ("law", "comments"):
        yield from (
            model for model in apps.get_app_config(label).get_models() if name_of(model) not in NOT_HELD
        )


def name_of(model: type[models.Model], field: "Field[Any, Any] | None" = None) -> str:
    return model._meta.label_lower + (f".{field.attname}" if field else "")


def column_of(field: "Field[Any, Any]") -> str:
    assert field.column is not None, f"{field} stands in a table of its own"
    return field.column


def raw_rows(model: type[models.Model]) -> list[dict[str, Any]]:
    names = [column_of(field) for field in model._meta.concrete_fields]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM {model._meta.db_table}")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def some(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most six, from the first to the last."""
    return rows[:: max(1, len(rows) // 5)][:5] + rows[-1:]


def another(field: "Field[Any, Any]", value: Any) -> Any:
    """Something else that the column could hold."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.JSONField):
        return '{"en": {"label": "Something else"}}'
    if isinstance(field, models.ForeignKey):
        others = [row[column_of(field.target_field)] for row in raw_rows(field.related_model)]
        return next(other for other in others if other != value)
    if isinstance(field, models.DateTimeField):
        moment = field.to_python(value)
        return "2026-01-01 00:00:00" if moment is None else str(moment + timedelta(days=1))[:19]
    if isinstance(field, models.DateField):
        return "2026-01-01"
    if isinstance(field, models.UUIDField):
        return "0" * 32
    if isinstance(field, models.IntegerField):
        return (value or 0) + 100
    text = f"{value}x"
    # PostgreSQL keeps to the length of a column.
    return (
        text
        if len(text) <= (field.max_length or len(text))
        else f"{text[:-2]}{'y' if text[-2] == 'x' else 'x'}"
    )


@pytest.mark.parametrize("model", list(held_models()), ids=lambda model: model._meta.label_lower)
def test_4_4_a_changed_column_of_any_row_is_found(world: None, model: type[models.Model]) -> None:
    pk, table = column_of(model._meta.pk), model._meta.db_table
    rows = raw_rows(model)

    unnoticed = [
        (field.column, row)
        for field in model._meta.concrete_fields
        if name_of(model, field) not in NOT_HELD
        for row in some(rows)
        if not found_after(
            (
                f"UPDATE {table} SET {field.column} = %s WHERE {pk} = %s",
                [another(field, row[column_of(field)]), row[pk]],
            )
        )
    ]

    assert rows, "the world has none of these"
    assert unnoticed == []


@pytest.mark.parametrize("model", list(held_models()), ids=lambda model: model._meta.label_lower)
def test_4_4_a_deleted_row_is_found(world: None, model: type[models.Model]) -> None:
    pk, table = column_of(model._meta.pk), model._meta.db_table

    unnoticed = [
        row for row in raw_rows(model) if not found_after((f"DELETE FROM {table} WHERE {pk} = %s", [row[pk]]))
    ]

    assert unnoticed == []


@pytest.mark.parametrize("model", list(held_models()), ids=lambda model: model._meta.label_lower)
def test_4_4_a_row_that_was_put_in_is_found(world: None, model: type[models.Model]) -> None:
    fields, table = model._meta.concrete_fields, model._meta.db_table
    unique = {
        name
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        for name in constraint.fields[-1:]
    }
    if model is Comment:
        unique = set()

    unnoticed = []
    for row in raw_rows(model):
        copy = {
            column_of(field): another(field, row[column_of(field)])
            if field.primary_key or field.unique or field.name in unique
            else row[column_of(field)]
            for field in fields
        }
        if model is Comment:
            copy["is_pinned"] = False
        marks = ", ".join(["%s"] * len(copy))
        if copy.get("status") == "erased":
            continue  # such a row says nothing, and demo papers of before made one without an entry
        if not found_after(
            (f"INSERT INTO {table} ({', '.join(copy)}) VALUES ({marks})", list(copy.values()))
        ):
            unnoticed.append(copy)

    assert unnoticed == []


def test_4_4_a_paper_that_lived_through_everything_verifies(world: None) -> None:
    report = verify_paper()

    assert report.problems == []
    assert report.uncompared_count == 0
    assert report.rows_count > 60


@pytest.mark.parametrize("seed", range(4))
def test_4_4_whatever_is_done_to_a_paper_by_its_own_verbs_verifies(
    thread: Thread, moderator: User, editor: User, publisher: User, noon: datetime, settings: Any, seed: int
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = settings.REPORTS_PER_HOUR = 0
    settings.NOTICES_PER_HOUR = 0
    newsroom = Newsroom(thread, moderator, editor, publisher, noon, random.Random(seed))

    for _part in range(8):
        newsroom.run(50)
        assert verify_paper().problems == []

    assert len(newsroom.done) > 15
    assert newsroom.done["send"] > 20
    assert newsroom.done["decide"] > 10


def test_4_4_who_is_forgotten_by_time_is_not_taken_for_forged(world: None) -> None:
    forget_senders()

    assert verify_paper().problems == []
    for change in ("forgotten_at = '2026-12-24 00:00:00'", "name = 'Somebody'", "email = 'a@b.example'"):
        assert found_after((f"UPDATE law_notice SET {change} WHERE forgotten_at IS NOT NULL", []))


def test_4_4_an_erasure_by_hand_is_no_erasure(world: None) -> None:
    """Words that are blanked as an erasure would, without the act."""
    blank = "UPDATE comments_comment SET text = '', name = '', status = 'erased' WHERE status = 'approved'"
    assert found_after((blank, []))
    assert found_after(("UPDATE law_appeal SET words = ''", []))
    assert found_after(("UPDATE law_report SET words = ''", []))
    assert found_after(("DELETE FROM comments_revision", []))


def test_4_4_entries_of_before_there_were_hashes_are_counted_and_no_fault(world: None) -> None:
    strip_hashes()

    report = verify_paper()

    assert report.problems == []
    assert report.uncompared_count > 20
    assert any("could not be compared" in remark for remark in report.remarks)


def test_4_4_what_old_entries_say_in_words_is_compared_all_the_same(world: None) -> None:
    strip_hashes()

    for statement in (
        "UPDATE comments_comment SET status = 'approved' WHERE status = 'pending'",
        "UPDATE comments_comment SET text = 'Forged.' WHERE text = 'Shown.'",
        "UPDATE comments_revision SET text = 'Forged.' WHERE text = 'Shown.'",
        "UPDATE law_decision SET decided_at = '2026-01-01 00:00:00' WHERE verdict = 'approved'",
        "UPDATE law_policytext SET introduction = 'Anything goes.'",
        "DELETE FROM law_statement",
        "DELETE FROM law_appeal",
        "DELETE FROM law_notice",
        "DELETE FROM law_report",
        "DELETE FROM law_hold",
        "DELETE FROM comments_restriction",
    ):
        assert found_after((statement, [])), statement


def strip_hashes() -> None:
    """Make the record as a version without hashes wrote it: chain, digests and macs anew with the key.

    Columns that came later hold what they were added with.
    """
    Notice.objects.update(bundle=None)
    Hold.objects.update(cause=Cause.LEGAL, told_whom="", told_at=None)
    previous = GENESIS
    for entry in LedgerEntry.objects.order_by("number"):
        payload = LedgerPayload.objects.filter(pk=entry.pk).first()
        if payload:
            said = json.loads(payload.body)
            kept = {
                key: seal for key, seal in said.get("rows", {}).items() if key.startswith(CAME_WITH_HASHES)
            }
            said = {name: value for name, value in said.items() if name not in {"rows", "sender", "place"}}
            said |= {"rows": kept} if kept else {}
            payload.body = canonical(said)
            payload.save()
            entry.digest = digest_of(payload.salt, payload.body)
        entry.previous = previous
        entry.mac = previous = mac_of(entry)
        entry.save()
    conf.LEDGER_HEADS_FILE.write_text("")
    append_head(Head(entry.number, entry.mac, entry.recorded_at))


def test_4_4_a_payload_that_an_old_version_erased_hides_no_more_than_it_did(world: None, noon: Any) -> None:
    comment = Comment.objects.filter(status="approved").order_by("pk")[0]
    with transaction.atomic():
        erase_payloads(subject=comment.subject, reason="asked by its author", now=noon)

    assert verify_paper().problems == []


def test_4_4_the_command_names_what_was_forged_and_fails(file_paper: FilePaper) -> None:
    file_paper.run(
        """
receive([submission("story-1", "One.")], now=NOON)
mika = User.objects.get(username="mika")
reasons = Reasons(ground=Ground.INSULT, note="No.")
decide(REJECT, Judged(1, 1), reasons, moderator=mika, now=NOON)
"""
    )
    whole = file_paper.command("verify")
    file_paper.alter(
        "UPDATE law_statement SET facts = 'Nothing.'",
        "UPDATE law_decision SET subject = 'comment:elsewhere'",
        "UPDATE comments_comment SET status = 'approved'",
    )

    done = file_paper.command("verify")

    assert (whole.returncode, whole.stderr) == (0, "")
    assert "Rows of the tables: " in whole.stdout
    assert done.returncode == 1
    assert "The decision of entry 2 was changed after it was recorded." in done.stderr
    assert "What entry 2 recorded was changed in the database: statement:" in done.stderr
    assert "(status approved, recorded rejected)" in done.stderr
    assert "Traceback" not in done.stderr
