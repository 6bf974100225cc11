"""A database that is migrated already: a new paper starts from it instead of waiting for 260 migrations.

`template.sqlite3.gz` lies beside this file and is made by `make template`; a test holds it against the
migrations. It has tables, content types, permissions and Wagtail's own first rows, and no paper.
"""

import gzip
import shutil
from pathlib import Path

TEMPLATE = Path(__file__).with_name("template.sqlite3.gz")


def unpack(target: Path) -> None:
    """Write the template to `target`, which must not exist: whole or not at all."""
    partial = target.with_suffix(".partial")
    with gzip.open(TEMPLATE) as packed, partial.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    partial.rename(target)


def pack(migrated: Path) -> None:
    """Replace the template by this migrated database. The same input gives the same bytes."""
    with TEMPLATE.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write(migrated.read_bytes())
