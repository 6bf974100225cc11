"""What every command that touches a paper starts with: which data directory, and Django over it.

    @main.command()
    @data_option
    def check() -> None:
        start_django()
        from kawaraban.law.record.ledger import verify   # models can be imported only from here on
        ...

`data_option` adds no argument: it sets KAWARABAN_DATA, which `data_dir()`, the settings and child processes
read.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kawaraban.config.env import DATA_VARIABLE, DEFAULT_DATA, BadConfiguration, data_dir, paper_in, read_knobs

PROFILES = ("newspaper", "comments_only")

Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(command: Command) -> Command:
    """`--data DIR`: where the paper lives. Without it KAWARABAN_DATA, without that ./var."""
    return click.option(
        "--data",
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        expose_value=False,
        is_eager=True,
        callback=_use_data,
        help=f"The paper's data directory. Without it {DATA_VARIABLE}, without that ./{DEFAULT_DATA}.",
    )(command)


def _use_data(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        os.environ[DATA_VARIABLE] = str(paper_in(value).root)


def start_django(*, may_be_empty: bool = False) -> None:
    """Load the settings of the paper's profile and the apps, over a database that can be opened.

    `may_be_empty`: a server's database may have no tables yet. Raises ClickException with a sentence.
    """
    # Here and not above: `serve` starts the front before it loads Django.
    import django
    from django.apps import apps
    from django.conf import settings

    from kawaraban.config.processes.starting import refuse_unfit_paper

    try:
        _choose_settings()
        if not apps.ready:
            refuse_unfit_paper(data_dir(), may_be_empty=may_be_empty)
        django.setup()
    except BadConfiguration as bad:
        raise click.ClickException(str(bad)) from bad
    if settings.DATA.root != data_dir().root:
        raise click.ClickException(f"This process already works on the paper in {settings.DATA.root}.")


def _choose_settings() -> None:
    from django.conf import settings

    if settings.configured or "DJANGO_SETTINGS_MODULE" in os.environ:
        return
    profile = read_knobs(data_dir(), os.environ)["profile"]
    if profile not in PROFILES:
        raise BadConfiguration(f"profile = {profile!r} is not a profile. There are: {', '.join(PROFILES)}.")
    os.environ["DJANGO_SETTINGS_MODULE"] = f"kawaraban.config.settings.{profile}"
