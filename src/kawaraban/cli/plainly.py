"""What a command says when the machine cannot do it: one sentence, no traceback. Mistakes of ours keep theirs."""

from typing import Any

import click

from kawaraban.kit.faults import LOG_WORDS, cause_of, said_plainly


class PlainGroup(click.Group):
    """Commands whose failures in the machine are sentences."""

    def invoke(self, ctx: click.Context) -> Any:
        """Raises ClickException for what the disk or the database refused."""
        try:
            return super().invoke(ctx)
        except Exception as failure:
            cause = cause_of(failure)
            if cause is None or isinstance(failure, click.ClickException):
                raise
            raise click.ClickException(f"{said_plainly(failure)} ({LOG_WORDS[cause]}).") from failure
