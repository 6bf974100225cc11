"""`kawaraban records`: the record of decisions, what is made of it, and what is forgotten."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kawaraban.cli.progress import progress
from kawaraban.cli.setup import data_option, start_django

if TYPE_CHECKING:
    from kawaraban.comments.kept_for import KeptFor
    from kawaraban.comments.models import Comment
    from kawaraban.law.dsa.yearly_report import YearlyReport
    from kawaraban.law.personal.periods import PeriodRule


@click.group()
def records() -> None:
    """The record of what was decided, by whom and when."""


@records.command()
@click.option(
    "--heads",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with the files ledger.heads of the other nodes, each under a name that ends in .heads.",
)
@data_option
def verify(heads: Path | None) -> None:
    """Check that nobody changed, deleted or cut off the record, or changed what it tells of. Exit 1 when one did."""
    heads_of_others = sorted(heads.glob("*.heads")) if heads else []
    if heads and not heads_of_others:
        raise click.ClickException(f"In {heads} there is no file whose name ends in .heads.")
    start_django()
    from django.conf import settings
    from django.db import DatabaseError

    from kawaraban.comments.record_check import verify_paper
    from kawaraban.config.laying_out import older_database
    from kawaraban.config.schema import NoTables, schema_gap
    from kawaraban.config.sqlite.mapping import read_without_map

    # The whole file is read once: nothing of it need stay in this process.
    read_without_map()
    try:
        place = settings.KNOBS["database_url"] or settings.DATA.database_file
        if schema_gap(place, profile=settings.KNOBS["profile"]).missing:
            raise click.ClickException(older_database(settings.DATA))
        with progress("Checking") as look:
            report = verify_paper(look=look, heads_of_others=heads_of_others)
    except (DatabaseError, NoTables, OSError, ValueError) as unreadable:
        raise click.ClickException(f"The record cannot be read: {unreadable}") from unreadable
    click.echo(f"Entries: {report.entries_count}, each tied to the one before it.")
    click.echo(f"Payloads: {report.payloads_count} fit their entries, {report.erased_count} were erased.")
    click.echo(f"Rows of the tables: {report.rows_count} are as they were recorded.")
    files = [settings.LEDGER_HEADS_FILE, *heads_of_others]
    click.echo(f"Signed heads: {report.heads_count} in {', '.join(map(str, files))}.")
    for remark in report.remarks:
        click.echo(f"Note: {remark}")
    for problem in report.problems:
        click.echo(f"Problem: {problem}", err=True)
    if report.problems:
        raise click.ClickException(f"The record is not whole. Problems found: {len(report.problems)}.")
    click.echo("The record is whole.")


@records.command()
@click.option("--copied-at", default="", help="When the copy was made, as far as you know it: 2026-11-28.")
@data_option
def restored(copied_at: str) -> None:
    """Record that this paper was put back by hand from a copy. `kawaraban restore` does it by itself."""
    start_django()
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.record.restoring import record_restore

    restore = record_restore(copied_at=copied_at, now=utc_now())
    if restore.last:
        click.echo(f"Recorded: entries {restore.first} to {restore.last} were lost.")
    else:
        click.echo(f"Recorded. No head tells of an entry that was lost; there are {restore.newest_entry}.")


@records.command()
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day, included.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="A file. Without it: the output."
)
@click.option("--batch", is_flag=True, help="A hundred statements in each line, as the interface takes them.")
@data_option
def statements(first: datetime, last: datetime, out: Path | None, batch: bool) -> None:  # noqa: FBT001
    """Write the statements of reasons for the DSA Transparency Database, one JSON object a line."""
    start_django()
    from kawaraban.config.processes.worker_role import paper_zone
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.dsa.statements_export import (
        BATCH,
        BrokenRule,
        left_out_count,
        reversed_later,
        statement_payloads,
    )
    from kawaraban.law.site_address import LocalAddress

    if last < first:
        raise click.ClickException("The last day lies before the first.")
    zone = paper_zone()
    start, end = first.replace(tzinfo=zone), (last + timedelta(days=1)).replace(tzinfo=zone)
    payloads, reversed_ones, now = [], [], utc_now()
    try:
        for decision, payload in statement_payloads(start, end, zone=zone, now=now):
            payloads.append(payload)
            if reversed_later(decision):
                reversed_ones.append(payload["puid"])
    except (BrokenRule, LocalAddress) as broken:
        raise click.ClickException(str(broken)) from broken
    _write_lines(payloads, out, batch_size=BATCH if batch else None)
    click.echo(f"Statements: {len(payloads)}, each by our own rewriting of the database’s rules.", err=True)
    if left_out := left_out_count(start, end, now=now):
        click.echo(
            "Note: left out, because an order under Article 9 led to them, or one that keeps the reasons back: "
            f"{left_out}.",
            err=True,
        )
    for puid in reversed_ones:
        click.echo(f"Note: the comment of {puid} was shown again by a later decision.", err=True)


def _write_lines(payloads: Sequence[Mapping[str, Any]], out: Path | None, *, batch_size: int | None) -> None:
    """One statement in each line of the file, of the output without one; or so many together."""
    size = batch_size or 1
    with click.open_file(str(out) if out else "-", "w", encoding="utf-8") as file:
        for place in range(0, len(payloads), size):
            line = payloads[place : place + size]
            said = {"statements": line} if batch_size else line[0]
            file.write(json.dumps(said, ensure_ascii=False) + "\n")


@records.command()
@click.option("--year", type=click.IntRange(2020, 2100), required=True, help="The year of the report.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder for its files."
)
@data_option
def report(year: int, out: Path) -> None:
    """Write the yearly report as it is now: the eleven CSV files of the official template."""
    start_django()
    from kawaraban.config.processes.worker_role import paper_zone
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.dsa.yearly_report import yearly_files

    made = yearly_files(year, zone=paper_zone(), now=utc_now())
    out.mkdir(parents=True, exist_ok=True)
    for name, text in made.files.items():
        (out / name).write_bytes(text.encode())
    click.echo(f"Files: {len(made.files)} in {out}.")
    if not made.figures.is_over:
        click.echo(f"Note: {year} is not over; these are the figures so far.")
    click.echo(_beside_the_published(made))


def _beside_the_published(made: "YearlyReport") -> str:
    """Whether these files are what everybody downloads."""
    from kawaraban.law.dsa.packing import Damaged
    from kawaraban.law.dsa.publishing import changes_since

    if not made.versions:
        return "Note: this report is not published yet, so its day is blank. The publisher does that at the desk."
    newest = made.versions[0]
    if not newest.is_kept:
        return f"Note: it was published on {newest.published_on}; the worker has not kept its files yet."
    try:
        count = len(changes_since(newest, made.files))
    except Damaged:
        return (
            f"Note: version {newest.number} of {newest.published_on} is damaged; `records verify` says more."
        )
    if count:
        return (
            f"Note: these are not the published files. {count} cells differ from version {newest.number} of "
            f"{newest.published_on}, which does not change by itself."
        )
    return f"They say what version {newest.number} says, published on {newest.published_on}."


@records.command()
@data_option
def retain() -> None:
    """Forget personal data whose time is over, and let go of what is finished. The worker does so every hour.

    What was to be erased after an answer is erased too, where that was given: the worker looks every minute.
    """
    start_django()
    from kawaraban.comments.actions.erasing.comment import erase_due
    from kawaraban.comments.forgetting.retention import retain as forget
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.personal.letting_go import let_go
    from kawaraban.law.record.holds import held_subjects

    now = utc_now()
    click.echo(f"Erasures that were put off and are free now: {erase_due(now=now)} carried out.")
    forget(now=now, tell=_tell_forgotten)
    for code, count in let_go(now=now).items():
        if count:
            click.echo(f"Finished and let go: {count} {code}.")
    held = held_subjects(now)
    if held:
        click.echo(f"On legal hold and left alone: {', '.join(sorted(held))}.")


def _tell_forgotten(rule: "PeriodRule", count: int) -> None:
    click.echo(f"{rule.what}, {rule.words}: {count} forgotten.")


_EMAIL = click.option("--email", help="Everything under this address, also where it was forgotten.")
_COMMENT = click.option(
    "--comment",
    help="One comment: its id, its address (/c/ID/), its place on a page (#comment-ID), or its tracking page.",
)


@records.command()
@_EMAIL
@_COMMENT
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@data_option
def person(email: str | None, comment: str | None, out: Path) -> None:
    """Write all that the paper holds about a person, as JSON. Nothing found: no file, the reasons, and exit 1."""
    start_django()
    from kawaraban.comments.people.file import about_comment, about_email
    from kawaraban.comments.people.finding import blind_spots
    from kawaraban.kit.clock import utc_now

    _one_of(email, comment)
    if email:
        file = about_email(email.strip(), now=utc_now())
        if file.is_empty:
            raise _nothing_found()
    else:
        file = about_comment(_comment_named(comment), now=utc_now())
    out.touch(mode=0o600)
    with out.open("w", encoding="utf-8") as written:
        written.writelines(file.pieces())
    counts = ", ".join(f"{name} {count}" for name, count in file.counts.items())
    click.echo(f"Written: {out}: {counts}.")
    for spot in blind_spots() if email else ():
        click.echo(f"Note: {spot}", err=True)


@records.command()
@_EMAIL
@_COMMENT
@click.option("--reason", required=True, help="Why; it stays in the record, so name nobody.")
@data_option
def erase(email: str | None, comment: str | None, reason: str) -> None:
    """Erase a person or a comment. What was decided and when stays in the record.

    A comment about which a notice, an order, a letter or a call is open is off the page at once, and erased after the
    answer.
    """
    start_django()
    from kawaraban.comments.actions.erasing.comment import erase_comment
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.record.holds import OnHold

    _one_of(email, comment)
    try:
        if email:
            _erase_person(email, reason)
            return
        found = _comment_named(comment)
        kept = erase_comment(comment_id=found.pk, reason=reason, person=None, now=utc_now())
        click.echo(_put_off(kept) if kept else f"Erased: {found.public_id}.")
    except OnHold as held:
        raise click.ClickException(
            f"{held.hold.subject} is on legal hold and stays: {held.hold.reason}"
        ) from held
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _erase_person(email: str, reason: str) -> None:
    from kawaraban.cli.erasing import told_progress
    from kawaraban.comments.actions.erasing.person import NothingFound, Pace, erase_person
    from kawaraban.comments.people.finding import blind_spots
    from kawaraban.kit.clock import utc_now

    try:
        with told_progress() as tell:
            pace = Pace(utc_now, tell=tell)
            erased = erase_person(email=email, reason=reason, person=None, now=utc_now(), pace=pace)
    except NothingFound:
        raise _nothing_found() from None
    click.echo(
        f"Erased: comments {erased.comments}, notices {erased.notices}, mails {erased.mails}, "
        f"suspensions {erased.suspensions}."
    )
    for kept in erased.put_off:
        click.echo(_put_off(kept))
    for subject in erased.held:
        click.echo(f"Note: {subject} is on legal hold and stays.", err=True)
    for spot in blind_spots():
        click.echo(f"Note: {spot}", err=True)


def _put_off(kept: "KeptFor") -> str:
    return (
        f"Put off: {kept.subject} is off the page. Open about it: notices {kept.notices}, orders, letters and calls "
        f"{kept.demands}. It is erased by itself within minutes after the last of them is answered; answer them first "
        "where it must be sooner."
    )


def _nothing_found() -> click.ClickException:
    from kawaraban.comments.people.finding import blind_spots

    spots = "\n".join(f"- {spot}" for spot in blind_spots())
    return click.ClickException(
        "Nothing was found under this address, and nothing was written. That does not mean that nothing is held:"
        f"\n{spots}"
    )


def _comment_named(text: str | None) -> "Comment":
    """Raises ClickException, without the secret where a tracking page was named."""
    from kawaraban.comments.named import comment_named
    from kawaraban.kit.secret_paths import masked_text

    found = comment_named(text or "")
    if found is None:
        raise click.ClickException(f"There is no comment {masked_text(text or '')}.")
    return found


def _one_of(email: str | None, comment: str | None) -> None:
    if bool(email) == bool(comment):
        raise click.ClickException("Give --email or --comment, and not both.")
