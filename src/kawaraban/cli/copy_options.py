"""What every command that reads a copy is told about it."""

from pathlib import Path
from typing import Final

import click

OPENED_BY: Final = click.option(
    "--identity",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file with the secret key of age, for an encrypted copy.",
)
KEYS_FROM: Final = click.option(
    "--keys",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the paper's keys, for a copy that holds none.",
)
