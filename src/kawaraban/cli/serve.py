"""`kawaraban serve`: the paper, served."""

import os

import click

from kawaraban.cli.setup import data_option
from kawaraban.config.env import BadConfiguration, data_dir, is_set, read_knobs
from kawaraban.config.knobs import SITE_URL


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port.")
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes that render. Without it, the knob app_workers."
)
def serve(host: str, port: int, workers: int | None) -> None:
    """Serve the paper until it is stopped with Ctrl-C or SIGTERM."""
    from kawaraban.config.processes.fit_to_serve import make_fit
    from kawaraban.config.processes.supervisor import ServeOptions
    from kawaraban.config.processes.supervisor import serve as serve_paper
    from kawaraban.config.seeing.fit_knobs import refuse_unfit_seeing

    data = data_dir()
    try:
        if not is_set(SITE_URL, data, os.environ):
            # Nobody has named the paper's address: it is where it is served, and links say so.
            reached_by = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
            os.environ[SITE_URL.variable] = f"http://{reached_by}:{port}"
        knobs = read_knobs(data, os.environ)
        refuse_unfit_seeing(knobs)
        options = ServeOptions(
            host=host,
            port=port,
            apps_count=workers or knobs["app_workers"],
            hang_seconds=knobs["hang_seconds"],
        )
        make_fit(data, say=click.echo)
        serve_paper(data, options, say=click.echo)
    except BadConfiguration as refused:
        raise click.ClickException(str(refused)) from refused
    except OSError as refused:
        from kawaraban.config.processes.starting import cannot_serve

        raise click.ClickException(str(cannot_serve(data, refused))) from refused
