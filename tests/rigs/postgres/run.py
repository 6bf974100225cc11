"""Runs pytest over a PostgreSQL of its own: python -m tests.rigs.postgres.run PYTEST-ARGUMENTS

Without a file or folder among the arguments it runs what another database can change (`marks.CAN_DIFFER`).
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.rigs.postgres.marks import CAN_DIFFER
from tests.rigs.postgres.new_papers import template_of
from tests.rigs.postgres.server import SERVER_VARIABLE, WHY_NOT, private_server, programs


def main() -> int:
    """The exit code of pytest."""
    words = sys.argv[1:]
    if not any(word.startswith("tests") for word in words):
        words += [str(path) for pattern in CAN_DIFFER for path in sorted(Path("tests").glob(pattern))]
    if programs() is None:
        sys.stderr.write(f"Nothing is tested: {WHY_NOT}\n")
        return 2
    with private_server() as server:
        (server.folder / "port").write_text(str(server.port))
        os.environ[SERVER_VARIABLE] = str(server.folder)
        told = {
            "KAWARABAN_DATABASE_URL": server.address("tests"),
            "KAWARABAN_TEST_TEMPLATE": template_of("newspaper"),
        }
        command = [sys.executable, "-m", "pytest", "-m", "not browser", *words]
        return subprocess.run(command, env=os.environ | told, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
