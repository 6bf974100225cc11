"""What is not documented does not exist: knobs, commands, decisions."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kawaraban.cli.main import main
from kawaraban.config.knobs import KNOBS, Knob

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# No note of these numbers was ever written. Numbers are cited, so none is given a second time.
NUMBERS_NOT_USED = {6, 9}


def commands(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


COMMANDS = dict(commands(main, "kawaraban"))


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
def test_every_knob_is_in_the_configuration_page(knob: Knob) -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")

    assert f"`{knob.name}`" in page
    assert knob.help in page


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_is_in_the_docs(name: str) -> None:
    command = COMMANDS[name]
    page = (DOCS / "commands.md").read_text(encoding="utf-8")

    assert command.help
    assert f"## `{name}" in page
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name != "help":
            assert parameter.help, f"{name} {parameter.opts}"
            assert parameter.opts[0] in page


@pytest.mark.parametrize(
    "name",
    [
        "init",
        "demo",
        "serve",
        "staff add",
        "wire ingest",
        "records verify",
        "press status",
        "press reprint",
        "check",
    ],
)
def test_1_03_the_program_has_the_command(name: str) -> None:
    assert f"kawaraban {name}" in COMMANDS


def test_5_01_the_numbers_of_the_decisions_have_no_holes() -> None:
    numbers = [int(note.name[:4]) for note in (DOCS / "decisions").glob("[0-9]*.md")]

    assert sorted([*numbers, *NUMBERS_NOT_USED]) == list(range(1, max(numbers) + 1))


def test_decisions_are_short_and_numbered() -> None:
    notes = sorted((DOCS / "decisions").glob("[0-9]*.md"))

    assert notes
    for note in notes:
        assert re.match(r"\d{4}-[a-z0-9-]+\.md$", note.name), note.name
        assert len(note.read_text(encoding="utf-8").splitlines()) <= 40, note.name
