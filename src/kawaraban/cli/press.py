"""`kawaraban press`: what is printed, and printing again."""

import click

from kawaraban.cli.setup import data_option, start_django


@click.group()
def press() -> None:
    """The printed pages."""


@press.command()
@data_option
def status() -> None:
    """Show how far the printer has come, how much is stored, and which pages could not be printed."""
    start_django()
    from django.conf import settings

    from kawaraban.press.orders import latest_order_number
    from kawaraban.press.store import Store

    store = Store(settings.STORE_DIRECTORY)
    failed = store.failed()
    click.echo(f"newest order:     {latest_order_number()}")
    click.echo(f"printed up to:    {store.cursor}")
    click.echo(f"pages stored:     {store.pages_count()} ({store.rough_count()} not yet at their smallest)")
    click.echo(f"bytes in use:     {store.used_bytes()}")
    click.echo(f"failed pages:     {len(failed)}")
    for address, error in sorted(failed.items()):
        click.echo(f"  {address}: {error}")


@press.command()
@click.option("--all", "everything", is_flag=True, help="Every printed page.")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@data_option
def reprint(everything: bool, keys: tuple[str, ...]) -> None:  # noqa: FBT001
    """Order the pages that carry one of the KEYs to be printed again, for example: story-42 thread-17."""
    if everything == bool(keys):
        raise click.UsageError("Name the keys, or say --all.")
    start_django()
    from django.db import transaction

    from kawaraban.kit.clock import utc_now
    from kawaraban.press.middleware import EVERY_PAGE
    from kawaraban.press.orders import order_reprint

    with transaction.atomic():
        order = order_reprint(keys=[EVERY_PAGE] if everything else keys, reason="by hand", now=utc_now())
    click.echo(f"Order {order.pk} is in the log. A running worker prints it now.")
