"""Writes what is made from the code: configuration, commands, personal-data, machines; the periods in records."""

import os
from collections.abc import Iterator
from pathlib import Path

import click
import django
from django.test import override_settings
from django.utils import translation

from kawaraban.cli.main import main as program
from kawaraban.config.knobs import KNOBS, Knob

DOCS = Path(__file__).resolve().parents[1] / "docs"


def configuration() -> str:
    """The knobs table as a page."""
    head = """# Configuration

Made from `src/kawaraban/config/knobs.py` by `make docs`; a test compares.

A knob is set in `kawaraban.toml` of the data directory, or, stronger, by an environment variable. Restart
`kawaraban serve` after a change. What readers see (name, motto, contact, the texts of notices and of the policy,
the switch that closes all comments) is not a knob: the publisher changes it in the editor under *Paper*.

| knob | environment | default | what it does |
|---|---|---|---|
"""
    return head + "".join(row(knob) for knob in KNOBS)


def row(knob: Knob) -> str:
    default = ", ".join(knob.default) if isinstance(knob.default, tuple) else str(knob.default)
    return (
        f"| `{knob.name}` | `{knob.variable}` | {f'`{default}`' if default else '(empty)'} | {knob.help} |\n"
    )


def commands(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, in alphabetical order."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def reference() -> str:
    """Every command as a page."""
    head = """# Commands

Made from the program by `make docs`; a test compares. A command that fails says why in one sentence and exits
with a code that is not 0.
"""
    return head + "".join(section(name, command) for name, command in commands(program, "kawaraban"))


def section(name: str, command: click.Command) -> str:
    arguments = " ".join(
        p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)
    )
    lines = [f"\n## `{f'{name} {arguments}'.strip()}`\n\n{command.help}\n"]
    options = [p for p in command.params if isinstance(p, click.Option)]
    if options:
        lines.append("\n| option | what it does |\n|---|---|\n")
        lines += [f"| `{', '.join(option.opts)}` | {option.help} |\n" for option in options]
    return "".join(lines)


def machines() -> str:
    """Every program as a page, with the limits of the knobs. Django must be set up."""
    from kawaraban.law.programs.listed import joined, programs
    from kawaraban.law.programs.program import Kind

    text = MACHINES
    limits = {
        knob.name.upper(): knob.default for knob in KNOBS if hasattr(django.conf.settings, knob.name.upper())
    }
    with override_settings(**limits), translation.override("en"):
        for kind in Kind:
            text += f"\n**{HEADINGS[kind]}**\n"
            for each in programs(kind):
                name = str(each.name)
                notes = [f"Looks back: {each.back}." if str(each.back) else ""]
                notes += [f"Uses: {joined(str(datum.label) for datum in each.uses)}." if each.uses else ""]
                text += f"- {' '.join(filter(None, (f'**{name[:1].upper()}{name[1:]}.**', str(each.words), *notes)))}\n"
    return text


MACHINES = """# What programs do about comments

Made from the code by `make docs`; a test compares. Readers find the same, with your limits and in their language, on
`/moderation/` and in short on the policy page, and the yearly report says it where you write nothing else. No program
judges a comment. Where one had pointed at a comment, the statement of reasons says so, and whether at its words or at
its sender.

This part of the terms, like restrictions and appeals on the policy page, is the product's and in no version of your
policy. An upgrade may change it; the changelog says so, and readers are to be told of an important change (Article
14(2)). The limits below are those of a new paper ([configuration.md](configuration.md)). One that you set narrower
restricts your readers: have a reason for it.
"""
HEADINGS = {
    "marks": "Programs mark, for a moderator to look twice",
    "shows": "They show moderators",
    "turns_away": "They do not take, and tell the sender why",
    "alone": "They do without a person",
}
_BEGIN = "<!-- periods: made from the code by `make docs` -->\n"
_END = "<!-- end of periods -->\n"


def with_periods(page: str) -> str:
    """The page of records with its table as the code has it. Django must be set up."""
    from kawaraban.law.personal.table import periods

    head, _begin, rest = page.partition(_BEGIN)
    _table, _end, tail = rest.partition(_END)
    rows = [
        "| what | how long | knob |\n|---|---|---|\n",
        "| network address of a reader | never stored | |\n",
    ]
    rows += [
        f"| {period.what} | {period.words} | {f'`{period.knob}`' if period.knob else ''} |\n"
        for period in periods()
    ]
    return f"{head}{_BEGIN}{''.join(rows)}{_END}{tail}"


def personal_data() -> str:
    """Every column about people as a page. Django must be set up."""
    from kawaraban.law.personal.table import lines, periods

    head = """# Personal data, column by column

Made from the `personal.py` of each room by `make docs`; a test compares, and another walks every table and fails on a
column of which nothing is said. How long each is kept is in [records.md](records.md#how-long-people-are-known). *In the
file*: whether `kawaraban records person` writes it, and why not.

| columns | kept as | an erasure | in the file |
|---|---|---|---|
"""
    names = {period.code: str(period.what) for period in periods()}
    return head + "".join(
        f"| {', '.join(f'`{name}`' for name in line.columns)} | {names[line.period]} | {line.erased} |"
        f" {(line.not_exported and f'no: {line.not_exported}') or 'yes'} |\n"
        for line in lines()
    )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kawaraban.config.settings.test")
    django.setup()
    (DOCS / "configuration.md").write_text(configuration(), encoding="utf-8")
    (DOCS / "commands.md").write_text(reference(), encoding="utf-8")
    (DOCS / "personal-data.md").write_text(personal_data(), encoding="utf-8")
    (DOCS / "machines.md").write_text(machines(), encoding="utf-8")
    records = DOCS / "records.md"
    records.write_text(with_periods(records.read_text(encoding="utf-8")), encoding="utf-8")
    print("Wrote configuration, commands, personal-data and machines, and the table of periods in records")


if __name__ == "__main__":
    main()
