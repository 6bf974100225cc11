"""`kawaraban staff add`: who may sign in."""

import sys

import click

from kawaraban.cli.setup import data_option, start_django


@click.group()
def staff() -> None:
    """The people who work on the paper."""


@staff.command()
@click.argument("name")
@click.option(
    "--role", required=True, type=click.Choice(["moderator", "editor", "publisher"]), help="What they may do."
)
@click.option("--email", default="", help="For mails of the desk.")
@data_option
def add(name: str, role: str, email: str) -> None:
    """Add NAME to the staff. The password is read from standard input, one line."""
    start_django()
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from kawaraban.people.actions import add_staff

    password = (
        click.prompt("Password", hide_input=True)
        if sys.stdin.isatty()
        else sys.stdin.readline().rstrip("\r\n")
    )
    if not password:
        raise click.ClickException(
            "No password on standard input. For example: kawaraban staff add mika --role moderator < password.txt"
        )
    try:
        with transaction.atomic():
            user = add_staff(name=name, role=role, password=password, email=email)
            if "kawaraban.stories" in settings.INSTALLED_APPS:
                from kawaraban.stories.editors import grant

                grant(user)
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from refused
    click.echo(
        f"{user.get_username()} is {user.get_role_display()} now and signs in at {settings.SITE_URL}/desk/"
    )
