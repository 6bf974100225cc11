"""`kawaraban staff ...`: who may sign in, and what they may do."""

import sys
from typing import TYPE_CHECKING

import click

from kawaraban.cli.setup import data_option, start_django

if TYPE_CHECKING:
    from kawaraban.people.models import User

ROLES = click.Choice(["moderator", "editor", "publisher"])


@click.group()
def staff() -> None:
    """The people who work on the paper."""


@staff.command()
@click.argument("name")
@click.option("--role", required=True, type=ROLES, help="What they may do.")
@click.option(
    "--section", "sections", multiple=True, help="Slug of a section that binds a moderator; repeatable."
)
@click.option("--email", default="", help="For mails of the desk.")
@data_option
def add(name: str, role: str, sections: tuple[str, ...], email: str) -> None:
    """Add NAME to the staff. The password is read from standard input, one line."""
    start_django()
    from django.conf import settings
    from django.core.exceptions import ValidationError

    from kawaraban.kit.clock import utc_now
    from kawaraban.law.record.staffing import Details, take_on
    from kawaraban.press.turn import one_turn

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
        with one_turn():
            details = Details(role, sections, email=email)
            user = take_on(details, name=name, password=password, person=None, now=utc_now())
            _grant(user)
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from refused
    click.echo(
        f"{user.get_username()} is {user.get_role_display()} now and signs in at {settings.SITE_URL}/desk/"
    )


@staff.command("list")
@data_option
def list_staff() -> None:
    """Who may sign in: name, role, sections, second factor, and whether the account is closed."""
    start_django()
    from kawaraban.people.factors import holders_of_a_factor
    from kawaraban.people.models import User

    people = list(User.objects.order_by("username"))
    with_factor = holders_of_a_factor(people)
    for user in people:
        marks = ["second factor"] if user.pk in with_factor else []
        marks += [] if user.is_active else ["closed"]
        sections = ",".join(user.sections) or "whole paper"
        click.echo("\t".join([user.get_username(), user.role or "-", sections, ", ".join(marks)]).rstrip())


@staff.command()
@click.argument("name")
@click.argument("role", metavar="ROLE", type=ROLES)
@click.option(
    "--section", "sections", multiple=True, help="Slug of a section that binds a moderator; repeatable."
)
@data_option
def role(name: str, role: str, sections: tuple[str, ...]) -> None:
    """Give NAME the ROLE moderator, editor or publisher. The sections are those given here, and no others."""
    start_django()
    from django.core.exceptions import ValidationError

    from kawaraban.kit.clock import utc_now
    from kawaraban.law.record import staffing
    from kawaraban.press.turn import one_turn

    user = _named(name)
    try:
        with one_turn():
            user = staffing.change_role(
                user_id=user.pk, role=role, sections=sections, person=None, now=utc_now()
            )
            _grant(user)
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from refused
    where = f" in {', '.join(user.sections)}" if user.sections else ""
    click.echo(f"{user.get_username()} is {user.get_role_display()} now{where}.")


@staff.command()
@click.argument("name")
@data_option
def disable(name: str) -> None:
    """Close the account of NAME and end its sessions. What NAME decided stays."""
    start_django()
    from django.core.exceptions import ValidationError

    from kawaraban.kit.clock import utc_now
    from kawaraban.law.record.staffing import close_account

    try:
        user = close_account(user_id=_named(name).pk, person=None, now=utc_now())
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from refused
    click.echo(f"{user.get_username()} can no longer sign in.")


@staff.command("reset-factors")
@click.argument("name")
@data_option
def reset_factors(name: str) -> None:
    """For a lost phone: take the second factor of NAME away and end every session."""
    start_django()
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.record.staffing import take_factors

    user = _named(name)
    count = take_factors(user_id=user.pk, person=None, now=utc_now())
    click.echo(f"{user.get_username()} signs in with the password alone now. Factors taken away: {count}.")


def _named(name: str) -> "User":
    from kawaraban.people.models import User

    user = User.objects.filter(username=name).first()
    if user is None:
        raise click.ClickException(f"There is nobody called {name}. See: kawaraban staff list")
    return user


def _grant(user: "User") -> None:
    """The rights of the role in the editor, where there is one."""
    from django.conf import settings

    if "kawaraban.stories" in settings.INSTALLED_APPS:
        from kawaraban.stories.editors import grant

        grant(user)
