"""What the file of a person says, read from the file itself."""

import json
from typing import Any

from kawaraban.comments.people.file import PersonFile


def said_of(file: PersonFile) -> dict[str, Any]:
    """The whole file, read as whoever gets it reads it."""
    said: dict[str, Any] = json.loads("".join(file.pieces()))
    return said
