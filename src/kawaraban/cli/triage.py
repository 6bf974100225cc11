"""`kawaraban triage ...`: the model that sorts the queue. A file of its own for each verb."""

import click

from kawaraban.cli.triage_evaluate import evaluate
from kawaraban.cli.triage_serve import key, serve
from kawaraban.cli.triage_site import back, retrain, status
from kawaraban.cli.triage_train import train


@click.group()
def triage() -> None:
    """Judge, train and serve the model that sorts comments for the moderators."""


for command in (status, retrain, back, evaluate, train, serve, key):
    triage.add_command(command)
