"""`kawaraban mail`: what becomes of the mails to readers and staff, and trying again."""

import click

from kawaraban.cli.setup import data_option, start_django


@click.group()
def mail() -> None:
    """The mails that the paper sends."""


@mail.command()
@data_option
def status() -> None:
    """Show how many mails wait, fail, or were given up, and why. Ends with 1 when somebody should look."""
    start_django()
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.outbox_standing import failure_words, outbox_standing

    standing = outbox_standing(now=utc_now())
    click.echo(f"waiting:          {standing.waiting_count}")
    click.echo(f"  tried in vain:  {standing.failing_count}")
    click.echo(f"  for over 1 h:   {standing.late_count}")
    click.echo(f"given up:         {standing.given_up_count}")
    if standing.last_error:
        words = failure_words(standing.last_error)
        raw = "" if words == standing.last_error else f" ({standing.last_error})"
        click.echo(f"last error:       {words}{raw}")
    if standing.needs_somebody:
        raise SystemExit(1)


@mail.command()
@data_option
def retry() -> None:
    """Try again now what failed, and what was given up."""
    start_django()
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.outbox_standing import retry as try_again

    click.echo(f"Mails that are tried again: {try_again(now=utc_now())}")


@mail.command()
@data_option
def dismiss() -> None:
    """Do not tell of the given-up mails any more. They are not sent."""
    start_django()
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.outbox_standing import dismiss as leave

    click.echo(f"Mails that are not told of any more: {leave(now=utc_now())}")


@mail.command()
@click.argument("address")
@data_option
def test(*, address: str) -> None:
    """Send one mail to ADDRESS now, and say what the mail server answers. Ends with 1 when it is not taken."""
    start_django()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from kawaraban.law.trying_mail import send_test_mail

    try:
        validate_email(address)
    except ValidationError as wrong:
        raise click.ClickException(f"{address} is not an e-mail address.") from wrong
    tried = send_test_mail(address)
    click.echo(tried.words, err=not tried.is_taken)
    if not tried.is_taken:
        raise SystemExit(1)
