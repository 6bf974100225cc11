"""The clerk's desk, under the numbers of the requests whose forms it takes."""

from collections.abc import Sequence

from kawaraban.config.seeing.tracing import TRACING
from kawaraban.kit.seeing.request_id import working_on
from kawaraban.press.intake.clerk_end import Receive
from kawaraban.press.intake.frames import Letter, Reply


def numbered(take: Receive) -> Receive:
    """The same desk. One transaction stores all that came together: in a log the first stands for the others."""

    def take_numbered(letters: Sequence[Letter]) -> Sequence[Reply]:
        with (
            working_on(*(letter.request_id for letter in letters)),
            TRACING.work("comments come in", {"kawaraban.forms": len(letters)}),
        ):
            return take(letters)

    return take_numbered
