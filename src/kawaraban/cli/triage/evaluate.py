"""`kawaraban triage evaluate`: how well the model does on texts that somebody has labelled. It needs no paper."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kawaraban.cli.progress import progress
from kawaraban.triage.model.heads import Head

HEADS = tuple(head.value for head in Head)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--text", metavar="COLUMN", default="text", show_default=True, help="The column of the words.")
@click.option(
    "--label", metavar="COLUMN", default="label", show_default=True, help="The column of the label."
)
@click.option(
    "--positive",
    metavar="VALUE",
    multiple=True,
    help="A label that breaks the policy; may be given again. >=0.8 takes numbers from there on. Without it "
    "1, true and yes, and numbers of at least .5.",
)
@click.option("--head", type=click.Choice(HEADS), default="toxic", show_default=True, help="What is judged.")
@click.option(
    "--language",
    metavar="CODE",
    default="",
    help="The language of the texts; `each` looks at each text. Without it what most of the first 400 are in.",
)
@click.option("--encoding", metavar="NAME", default="", help="What the file is written in, if not UTF-8.")
@click.option(
    "--without-share-alike",
    is_flag=True,
    help="Leave out the part of the model that text under CC BY-SA has fed.",
)
@click.option(
    "--suite",
    metavar="FOLDER",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Judge the whole table on the corpora of FOLDER instead, each by the fifth that is kept back.",
)
@click.option(
    "--into",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="With --suite: write the table between the marks in FILE, as docs/triage.md has them.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
def evaluate(file: Path | None, **options: Any) -> None:
    """Score the texts of FILE, a CSV, plain or packed with gzip, and compare with its labels.

    Prints how many there are, AUC with its interval, precision among the top 5 %, and speed; then what approval by
    score alone would let through. Nothing is kept and nothing is learnt.
    """
    if file is not None and options["suite"] is not None:
        raise click.UsageError("Give a FILE or --suite FOLDER, not both.")
    if options["suite"] is not None:
        judge_suite(options["suite"], options)
    elif file is not None:
        judge_file(file, options)
    else:
        raise click.UsageError("Give a FILE, or --suite FOLDER.")


def judge_file(file: Path, options: dict[str, Any]) -> None:
    """Raises ClickException for what cannot be read and for what cannot be judged."""
    # The arithmetic is loaded by the command that needs it, and by no other.
    from kawaraban.triage.judging.evaluation import NothingScoredError
    from kawaraban.triage.judging.evaluation import evaluate as judge
    from kawaraban.triage.judging.head_scoring import NoHeadError, head_scoring, language_of
    from kawaraban.triage.judging.labelled_csv import CsvColumns, UnreadableFileError, rows_of
    from kawaraban.triage.judging.ranking import OneClassOnlyError
    from kawaraban.triage.judging.report import file_lines, file_object
    from kawaraban.triage.model.scorer import Model

    columns = CsvColumns(
        text=options["text"],
        label=options["label"],
        positive=tuple(options["positive"]),
        encoding=options["encoding"],
    )
    head = Head(options["head"])
    try:
        model = Model.load(with_share_alike=not options["without_share_alike"])
        language = options["language"] or language_of(
            model, (row.text for row in rows_of(file, columns) if row is not None)
        )
        scoring = head_scoring(model, head, language=language)
        with progress("Judging") as look:
            found = judge(rows_of(file, columns), scoring, tell=lambda done: look(done, done))
    except (UnreadableFileError, NoHeadError, NothingScoredError, OneClassOnlyError) as wrong:
        raise click.ClickException(f"{file}: {wrong}") from wrong
    told = file_object(found, head=head, language=language, version=model.version)
    tell(told, lambda: file_lines(told), as_json=options["as_json"])


def tell(told: dict[str, Any], lines: Callable[[], list[str]], *, as_json: bool) -> None:
    """One line of JSON, or words."""
    if as_json:
        import json

        click.echo(json.dumps(told))
    else:
        click.echo("\n".join(lines()))


def judge_suite(folder: Path, options: dict[str, Any]) -> None:
    """Raises ClickException where the folder holds none of the corpora or the file no place for the table."""
    from kawaraban.triage.judging.corpora import present
    from kawaraban.triage.judging.suite.suite import suite
    from kawaraban.triage.judging.suite.told import NoPlaceForTheTableError, as_lines, as_object, write_into
    from kawaraban.triage.model.scorer import Model

    if not present(folder):
        raise click.ClickException(f"{folder} holds none of the corpora of the table.")
    has_share_alike = not options["without_share_alike"]
    model = Model.load(with_share_alike=has_share_alike)
    with progress("Judging") as look:
        found = suite(folder, model, has_share_alike=has_share_alike, look=look)
    if options["into"] is not None:
        try:
            write_into(options["into"], found)
        except NoPlaceForTheTableError as wrong:
            raise click.ClickException(str(wrong)) from wrong
    tell(as_object(found), lambda: as_lines(found), as_json=options["as_json"])
