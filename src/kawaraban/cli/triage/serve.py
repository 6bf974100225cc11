"""`kawaraban triage serve` and `key`: the endpoint alone, for other comment systems. Needs no paper and no Django."""

import logging
from pathlib import Path

import click

PORT = 8100


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="The port.")
@click.option(
    "--keys",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Who may ask; `kawaraban triage key` writes it. Without it everybody on this machine may, and nobody else.",
)
@click.option(
    "--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer."
)
@click.option(
    "--address", metavar="URL", default="", help="Where others reach it, if a web server stands before it."
)
@click.option(
    "--language", metavar="L", default="", help="The language of the site, for texts too short to tell: en."
)
@click.option(
    "--flag-from",
    default=0.6,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Coral's phase: flag from.",
)
@click.option(
    "--withhold-from",
    default=0.8,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Coral's phase: let wait for a moderator from.",
)
def serve(
    *,
    host: str,
    port: int,
    keys: Path | None,
    processes: int,
    address: str,
    language: str,
    flag_from: float,
    withhold_from: float,
) -> None:
    """Answer other comment systems in Perspective's format, and Coral's moderation phase. Needs no paper.

    Nothing that is sent is kept or written into a log.
    """
    from kawaraban.triage.endpoint.callers import BadKeyFile
    from kawaraban.triage.endpoint.serving import Options
    from kawaraban.triage.endpoint.serving import serve as serve_endpoint
    from kawaraban.triage.formats.coral import CoralRules
    from kawaraban.triage.model.scorer import base_model

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    rules = CoralRules(flags_from=flag_from, withholds_from=withhold_from, language=language)
    options = Options(host, port, keys, processes, address, rules)
    try:
        serve_endpoint(base_model(), options, say=click.echo)
    except BadKeyFile as wrong:
        raise click.ClickException(str(wrong)) from wrong
    except OSError as refused:
        raise click.ClickException(
            f"Cannot listen on {host}, port {port}: {refused.strerror or refused}."
        ) from refused


@click.command()
@click.argument("name")
@click.option(
    "--keys",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that `serve --keys` reads; made when it is not there.",
)
@click.option(
    "--per-second",
    default=0,
    show_default=True,
    type=click.IntRange(0, 1_000_000),
    help="Questions a second at most; 0 sets no limit.",
)
@click.option(
    "--coral", is_flag=True, help="Ask for the signing secret that Coral shows for a moderation phase."
)
def key(name: str, keys: Path, per_second: int, coral: bool) -> None:  # noqa: FBT001
    """Make a key for NAME, who may then ask. It is shown once; the file keeps its hash."""
    from kawaraban.triage.endpoint.callers import BadKeyFile, add_line, hash_of, new_key

    made = "" if coral else new_key()
    secret = click.prompt("Signing secret", hide_input=True).strip() if coral else hash_of(made)
    if not secret or any(sign.isspace() for sign in secret):
        raise click.ClickException("A signing secret is one word.")
    try:
        add_line(keys, "coral" if coral else "key", secret, per_second=per_second, name=name)
    except BadKeyFile as wrong:
        raise click.ClickException(str(wrong)) from wrong
    click.echo(f"{name} may ask now." if coral else f"The key of {name}, shown this once:\n{made}")
