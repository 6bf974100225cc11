"""Writes the pages that are made from the code: docs/configuration.md and docs/commands.md."""

from collections.abc import Iterator
from pathlib import Path

import click

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


def main() -> None:
    (DOCS / "configuration.md").write_text(configuration(), encoding="utf-8")
    (DOCS / "commands.md").write_text(reference(), encoding="utf-8")
    print("Wrote docs/configuration.md and docs/commands.md")


if __name__ == "__main__":
    main()
