"""`kawaraban triage ...`: the model that sorts the queue. A file of its own for each verb."""

import click

from kawaraban.cli.triage_evaluate import evaluate


@click.group()
def triage() -> None:
    """Judge, train and serve the model that sorts comments for the moderators."""


for command in (evaluate,):
    triage.add_command(command)
