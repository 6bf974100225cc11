"""`kawaraban press`: what is printed, and printing again."""

import signal
import sys
import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kawaraban.cli.setup import data_option, start_django
from kawaraban.cli.sound_store import sound_store

if TYPE_CHECKING:
    from kawaraban.press.printing.reprinting import Progress
    from kawaraban.press.store.failures import Failure
    from kawaraban.press.store.published_files import PublishedFiles


_FOLLOW_SECONDS = 0.5


@click.group()
def press() -> None:
    """The printed pages."""


@press.command()
@data_option
def status() -> None:
    """Show how far the printer has come, how much is stored, and which pages could not be printed."""
    start_django()
    from kawaraban.press.orders import latest_order_number
    from kawaraban.press.store.anew_progress import AnewProgress

    with sound_store() as store:
        failed = store.failed()
        click.echo(f"newest order:     {latest_order_number()}")
        click.echo(f"printed up to:    {store.cursor}")
        click.echo(
            f"pages stored:     {store.pages_count()} ({store.rough_count()} not yet at their smallest)"
        )
        click.echo(f"bytes in use:     {store.used_bytes()}")
        anew = AnewProgress.of(store)
        if anew is not None:
            click.echo(
                f"printing anew:    {anew.looked_count} of {anew.pages_count or 'all'} public pages so far"
            )
        click.echo(f"failed pages:     {len(failed)}")
    for failure in failed:
        click.echo(f"  {_told(failure)}")


@press.command()
@click.option("--all", "everything", is_flag=True, help="Every printed page.")
@click.option("--no-wait", is_flag=True, help="Only write the order; do not wait until it is printed.")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@data_option
def reprint(everything: bool, no_wait: bool, keys: tuple[str, ...]) -> None:  # noqa: FBT001
    """Print the pages again that carry one of the KEYs, for example: story-42 thread-17.

    Waits until that is done. Ends with 1 when a page could not be printed, or when no worker runs.
    """
    if everything == bool(keys):
        raise click.UsageError("Name the keys, or say --all.")
    start_django()
    from django.db import transaction

    from kawaraban.kit.clock import utc_now
    from kawaraban.press.orders import order_reprint
    from kawaraban.press.printing.middleware import EVERY_PAGE

    wanted = (EVERY_PAGE,) if everything else keys
    with transaction.atomic():
        order = order_reprint(keys=wanted, reason="by hand", now=utc_now())
    click.echo(f"Order {order.pk} is in the log.")
    if not no_wait:
        _wait_for(int(order.pk), wanted)


@press.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--whole",
    is_flag=True,
    help="Every public page, also those that nobody has read yet, with all that they link to on the paper: "
    "pictures, styles, forms as they are shown, and 404.html.",
)
@click.option("--follow", is_flag=True, help="Keep the folder current until stopped with Ctrl-C.")
@data_option
def export(folder: Path, whole: bool, follow: bool) -> None:  # noqa: FBT001
    """Write the printed pages into DIR as plain files, for a web server; remove there what is no longer printed.

    DIR must be empty or an earlier export: everything else in it would be removed.
    """
    start_django()
    from kawaraban.press.store.published_files import NotOurFolder, PublishedFiles

    with sound_store() as store:
        files = PublishedFiles(folder.resolve(), store)
        try:
            files.open()
        except NotOurFolder as taken:
            raise click.ClickException(f"There are other files in {taken}. Name an empty folder.") from taken
        if whole:
            _print_whole_paper()
        changes = files.sync()
        if whole:
            _complete(files)
        click.echo(
            f"{changes.pages_count} pages in {folder}: {changes.written_count} written, "
            f"{changes.removed_count} files removed."
        )
        if follow:
            _follow(files)


def _print_whole_paper() -> None:
    from django.apps import apps
    from django.db import transaction

    from kawaraban.kit.clock import utc_now
    from kawaraban.press.orders import order_reprint

    if not apps.is_installed("kawaraban.stories"):
        raise click.ClickException("--whole knows the pages of a newspaper; this paper has comments only.")
    from kawaraban.stories.machines.site_maps import public_addresses

    addresses = list(public_addresses())
    with transaction.atomic():
        order = order_reprint(keys=(), reason="export", now=utc_now(), addresses=addresses)
    _wait_for(int(order.pk), (), addresses)


def _complete(files: "PublishedFiles") -> None:
    from django.conf import settings

    from kawaraban.press.printing.rendering import SiteVisitor
    from kawaraban.press.printing.whole_export import WholeExport
    from kawaraban.stories.machines.site_maps import public_addresses

    folders = {settings.STATIC_URL: Path(settings.STATIC_ROOT), settings.MEDIA_URL: Path(settings.MEDIA_ROOT)}
    whole = WholeExport(files, site_url=settings.SITE_URL, visit=SiteVisitor(), copied=folders)
    for address in whole.complete([*public_addresses(), "/news-sitemap.xml", "/robots.txt", "/favicon.ico"]):
        click.echo(f"  {address}: a page links to it, and there is nothing", err=True)


def _follow(files: "PublishedFiles") -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    while not stop.wait(_FOLLOW_SECONDS):
        changes = files.sync_if_changed()
        if changes and (changes.written_count or changes.removed_count):
            click.echo(f"{changes.written_count} pages written, {changes.removed_count} files removed.")


def _wait_for(order: int, keys: Iterable[str], addresses: Iterable[str] = ()) -> None:
    from django.conf import settings

    from kawaraban.config.processes.duty import heartbeat_file
    from kawaraban.press.heartbeat import is_alive
    from kawaraban.press.printing.reprinting import NobodyPrints, watch

    heartbeat = heartbeat_file(settings.DATA)
    try:
        if not is_alive(heartbeat):
            raise NobodyPrints
        with sound_store() as store:
            looks = watch(
                store,
                order=order,
                keys=keys,
                is_worker_alive=lambda: is_alive(heartbeat),
                addresses=addresses,
            )
            last = _with_bar(looks) if sys.stdout.isatty() else _with_lines(looks)
    except NobodyPrints:
        raise click.ClickException(
            "No worker is running on this paper. The order is printed when kawaraban serve runs."
        ) from None
    click.echo(f"{last.pages_count - len(last.failures)} of {last.pages_count} pages are printed or gone.")
    for failure in last.failures:
        click.echo(f"  {_told(failure)}", err=True)
    if last.failures:
        raise SystemExit(1)


def _with_bar(looks: "Iterable[Progress]") -> "Progress":
    looks = iter(looks)
    progress = next(looks)
    with click.progressbar(length=max(progress.pages_count, 1), label="Printing") as bar:
        shown = 0
        for progress in looks:
            bar.update(progress.printed_count - shown)
            shown = progress.printed_count
        bar.update(max(progress.pages_count, 1) - shown)
    return progress


def _with_lines(looks: "Iterable[Progress]") -> "Progress":
    """For a file or a pipe: a line for each tenth, and nothing that moves."""
    told = -1
    for progress in looks:
        tenth = 10 * progress.printed_count // max(progress.pages_count, 1)
        if tenth != told:
            click.echo(f"printed {progress.printed_count} of {progress.pages_count}")
            told = tenth
    return progress


def _told(failure: "Failure") -> str:
    due = datetime.fromtimestamp(failure.due_at, UTC)
    when = "now" if failure.due_at <= time.time() else f"at {due:%Y-%m-%d %H:%M:%S} UTC"
    tries = "once" if failure.tries == 1 else f"{failure.tries} times"
    return f"{failure.address}: {failure.reason} (tried {tries}, next {when})"
