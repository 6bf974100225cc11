"""`kawaraban triage ...`: the model that sorts the queue. A file of its own for each verb."""

import click

from kawaraban.cli.triage.evaluate import evaluate
from kawaraban.cli.triage.serve import key, serve
from kawaraban.cli.triage.site import back, retrain, status
from kawaraban.cli.triage.train import train


@click.group()
def triage() -> None:
    """Judge, train and serve the model that sorts comments for the moderators."""


for command in (status, retrain, back, evaluate, train, serve, key):
    triage.add_command(command)
