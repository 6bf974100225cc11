"""`kawaraban triage ...`: the model that sorts the queue. A file of its own for each verb."""

import click

from kawaraban.cli.triage_evaluate import evaluate
from kawaraban.cli.triage_serve import key, serve


@click.group()
def triage() -> None:
    """Judge, train and serve the model that sorts comments for the moderators."""


for command in (evaluate, serve, key):
    triage.add_command(command)
