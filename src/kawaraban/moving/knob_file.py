"""Where the tables lie, written into the paper's knobs: the one step by which a moved paper is the paper."""

import os
import re
from typing import Final

from kawaraban.config.copies.disk import keep_name
from kawaraban.config.env import DataDir

_LINE: Final = re.compile(r"^[ \t]*(?:#[ \t]*)?database_url[ \t]*=.*$", re.MULTILINE)


def write_database_url(data: DataDir, url: str) -> None:
    """Whole or not at all; "" means the file of the paper's folder. Raises OSError."""
    text = data.knobs_file.read_text(encoding="utf-8") if data.knobs_file.exists() else ""
    quoted = '"' + url.replace("\\", "\\\\").replace('"', '\\"') + '"'
    line = f"database_url = {quoted}" if url else '# database_url = ""'
    changed, count = _LINE.subn(lambda _match: line, text, count=1)
    if not count:
        # Before the first table, if somebody has one: a knob stands in none.
        changed = f"{line}\n{text}"
    partial = data.knobs_file.with_name(data.knobs_file.name + ".partial")
    with os.fdopen(
        os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(changed)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(data.knobs_file)
    keep_name(data.knobs_file)
