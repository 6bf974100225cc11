"""Migrates an empty PostgreSQL database and packs its tables as the template that new papers start from there.

    PYTHONPATH=. python tools/make_template_tables.py

It starts a server of its own, from the programs of the oldest version that is supported or a newer one.
"""

import os
import re
import subprocess
import sys

from tests.rigs.postgres.new_papers import migrate
from tests.rigs.postgres.server import WHY_NOT, private_server, programs

from kawaraban.config.postgresql.template_tables import TEMPLATE, pack

# What a session of pg_dump's is set to is of no use to another one; its programs' own words no server understands.
_NOT_FOR_US = re.compile(r"SET |SELECT pg_catalog\.set_config|--|\\")


def main() -> int:
    """1 where no server can be started: the template stays as it is, and later migrations are run after it."""
    folder = programs()
    if folder is None:
        sys.stderr.write(f"{TEMPLATE.name} stays as it is: {WHY_NOT}\n")
        return 1
    with private_server() as server:
        address = server.new_database("template")
        migrate(address, profile="newspaper")
        dumped = subprocess.run(
            [
                folder / "pg_dump",
                "--no-owner",
                "--no-privileges",
                "--inserts",
                "--rows-per-insert=100",
                address,
            ],
            check=True,
            capture_output=True,
            text=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        ).stdout
    pack(without_the_programs_words(dumped))
    print(f"{TEMPLATE.name}: {TEMPLATE.stat().st_size // 1024} kB")
    return 0


def without_the_programs_words(dumped: str) -> str:
    """The statements alone. A function's body is left as it is."""
    kept: list[str] = []
    is_in_body = False
    for line in dumped.splitlines():
        if is_in_body or (line.strip() and not _NOT_FOR_US.match(line)):
            kept.append(line)
        is_in_body ^= line.count("$$") % 2 == 1
    return "\n".join(kept) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
