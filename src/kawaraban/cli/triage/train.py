"""`kawaraban triage train`: the model made anew from its corpora."""

import os
from pathlib import Path

import click

from kawaraban.cli.progress import progress


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the files are written.",
)
@click.option(
    "--archive",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What a newsroom decided itself: a CSV file with the columns text and label (1 for what it took down).",
)
@click.option("--archive-language", default="en", show_default=True, help="The language of the archive.")
def train(folder: Path, out: Path, archive: Path | None, archive_language: str) -> None:
    """Make the model of triage from the corpora in FOLDER. Needs `pip install kawaraban[train]`; some minutes.

    The same files give the same bytes. The whole corpora of others are taken where they lie there: Jigsaw 2018 as
    jigsaw_train.csv, Civil Comments as civil_comments_all.csv.
    """
    # Sums in one order, whatever the machine.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        from kawaraban.triage.training.corpora import archive as archive_of
        from kawaraban.triage.training.tables import UnreadableCorpus
        from kawaraban.triage.training.train import NothingToLearnFrom
        from kawaraban.triage.training.train import train as make
    except ModuleNotFoundError as fault:
        raise click.ClickException(f"{fault.name} is missing: pip install 'kawaraban[train]'") from fault
    try:
        archives = [archive_of(archive, archive_language)] if archive is not None else []
        with progress("Training") as look:
            model = make(folder, out, archives=archives, look=look)
    except (UnreadableCorpus, NothingToLearnFrom) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{out}: version {model.version}, languages {', '.join(sorted(model.languages))}")
