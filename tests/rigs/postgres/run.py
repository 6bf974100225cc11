"""Runs pytest over a PostgreSQL of its own: python -m tests.rigs.postgres.run newspaper PYTEST-ARGUMENTS"""

import os
import subprocess
import sys

from tests.rigs.postgres.new_papers import template_of
from tests.rigs.postgres.server import SERVER_VARIABLE, private_server


def main() -> int:
    """The exit code of pytest."""
    profile, *words = sys.argv[1:]
    with private_server() as server:
        (server.folder / "port").write_text(str(server.port))
        os.environ[SERVER_VARIABLE] = str(server.folder)
        template = template_of(profile)
        settings = "test" if profile == "newspaper" else "test_comments_only"
        told = {
            "KAWARABAN_DATABASE_URL": server.address("tests"),
            "KAWARABAN_TEST_TEMPLATE": template,
        }
        command = [sys.executable, "-m", "pytest", f"--ds=kawaraban.config.settings.{settings}", *words]
        return subprocess.run(command, env=os.environ | told, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
