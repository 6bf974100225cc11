"""`kawaraban press`: what is printed, and printing again."""

import signal
import threading
import time
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kawaraban.cli.printing_crew import print_by_many, processors_count, told
from kawaraban.cli.setup import data_option, start_django
from kawaraban.cli.sound_store import sound_store

if TYPE_CHECKING:
    from kawaraban.press.store.failures import Failure
    from kawaraban.press.store.published_files import PublishedFiles


_FOLLOW_SECONDS = 0.5
# Addresses in one order of the log: its row is read by every process that renders.
_ORDERED_AT_ONCE = 500


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

    from kawaraban.kit.clock import utc_now
    from kawaraban.press.orders import order_reprint
    from kawaraban.press.printing.middleware import EVERY_PAGE
    from kawaraban.press.turn import one_turn

    wanted = (EVERY_PAGE,) if everything else keys
    with one_turn():
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
    """Print what is public and not printed yet; what is printed already the worker keeps as new as the paper is."""
    from django.apps import apps

    from kawaraban.press.orders import latest_order_number

    if not apps.is_installed("kawaraban.stories"):
        raise click.ClickException("--whole knows the pages of a newspaper; this paper has comments only.")
    from kawaraban.stories.machines.most_read_first import addresses_most_read_first
    from kawaraban.stories.machines.site_maps import public_count

    _refuse_without_worker()
    with sound_store() as store:
        count = public_count()
        missing = (place for place in addresses_most_read_first() if store.order_of(place) is None)
        left = print_by_many(missing, helpers_count=processors_count(), pages_count=count)
    order = latest_order_number()
    for first in range(0, len(left), _ORDERED_AT_ONCE):
        order = _ordered(left[first : first + _ORDERED_AT_ONCE])
    _watch(order, left, pages_count=count)


def _ordered(addresses: list[str]) -> int:
    """The worker prints these, or says why it cannot."""
    from kawaraban.kit.clock import utc_now
    from kawaraban.press.orders import order_reprint
    from kawaraban.press.turn import one_turn

    with one_turn():
        return int(order_reprint(keys=(), reason="export", now=utc_now(), addresses=addresses).pk)


def _complete(files: "PublishedFiles") -> None:
    from django.conf import settings

    from kawaraban.config.object_store.media_here import bring_media_here
    from kawaraban.press.printing.rendering import SiteVisitor
    from kawaraban.press.printing.whole_export import WholeExport
    from kawaraban.stories.machines.site_maps import public_addresses

    bring_media_here(settings.DATA)
    folders = {settings.STATIC_URL: Path(settings.STATIC_ROOT), settings.MEDIA_URL: Path(settings.MEDIA_ROOT)}
    whole = WholeExport(files, site_url=settings.SITE_URL, visit=SiteVisitor(), copied=folders)
    asked = chain(public_addresses(), ("/news-sitemap.xml", "/robots.txt", "/favicon.ico"))
    for address in whole.complete(asked):
        click.echo(f"  {address}: a page links to it, and there is nothing", err=True)


def _follow(files: "PublishedFiles") -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    while not stop.wait(_FOLLOW_SECONDS):
        changes = files.sync_if_changed()
        if changes and (changes.written_count or changes.removed_count):
            click.echo(f"{changes.written_count} pages written, {changes.removed_count} files removed.")


def _wait_for(order: int, keys: Iterable[str]) -> None:
    """Until what the order names is printed: all pages by many processes, of which the worker is one."""
    from kawaraban.press.printing.middleware import EVERY_PAGE
    from kawaraban.press.printing.reprinting import unprinted

    _refuse_without_worker()
    keys = tuple(keys)
    with sound_store() as store:
        pages_count, wanted = store.pages_count(), unprinted(store, order, keys)
        helpers_count = processors_count() - 1
        if EVERY_PAGE in keys and helpers_count:
            left = print_by_many(wanted, helpers_count=helpers_count, pages_count=pages_count)
        else:
            left = list(wanted)
            pages_count = len(left)
        _watch(order, left, pages_count=pages_count)


def _watch(order: int, left: Collection[str], *, pages_count: int) -> None:
    """Until the worker has printed what is left. Ends with 1 when a page could not be printed."""
    from kawaraban.press.printing.reprinting import NobodyPrints, watch

    with sound_store() as store:
        looks = watch(store, order=order, wanted=left, is_worker_alive=_is_worker_alive)
        try:
            with told(len(left)) as tell:
                for last in looks:
                    if left:
                        tell.say(last.printed_count)
        except NobodyPrints:
            raise _nobody_prints() from None
    click.echo(f"{pages_count - len(last.failures)} of {pages_count} pages are printed or gone.")
    for failure in last.failures:
        click.echo(f"  {_told(failure)}", err=True)
    if last.failures:
        raise SystemExit(1)


def _is_worker_alive() -> bool:
    from django.conf import settings

    from kawaraban.config.processes.duty import heartbeat_file
    from kawaraban.press.heartbeat import is_alive

    return is_alive(heartbeat_file(settings.DATA))


def _refuse_without_worker() -> None:
    if not _is_worker_alive():
        raise _nobody_prints()


def _nobody_prints() -> click.ClickException:
    return click.ClickException(
        "No worker is running on this paper. The order is printed when kawaraban serve runs."
    )


def _told(failure: "Failure") -> str:
    due = datetime.fromtimestamp(failure.due_at, UTC)
    when = "now" if failure.due_at <= time.time() else f"at {due:%Y-%m-%d %H:%M:%S} UTC"
    tries = "once" if failure.tries == 1 else f"{failure.tries} times"
    return f"{failure.address}: {failure.reason} (tried {tries}, next {when})"
