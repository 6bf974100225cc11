"""2.1: the front is ready before what it does not need for a printed page is loaded."""

import subprocess
import sys

import pytest
from tests.rigs.serve_factory import ROOT

pytestmark = pytest.mark.once("processes of its own")

# What a printed page is served without: loaded, each costs more than all the rest.
LATER = ("django", "wagtail", "aiohttp", "crawleruseragents", "brotli", "zstandard", "psycopg")


def test_2_01_a_printed_page_is_served_before_the_large_libraries_are_loaded() -> None:
    program = (
        "import sys\n"
        "import kawaraban.config.processes.front_role, kawaraban.config.processes.roles\n"
        "from kawaraban.press.front.front import Front\n"
        "from kawaraban.press.front.settings import FrontSettings\n"
        "from kawaraban.press.front.protocol import PageProtocol\n"
        "from kawaraban.press.front.self_test import try_fast_path\n"
        "try_fast_path()\n"
        f"print([name for name in {LATER!r} if name in sys.modules])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT
    )

    assert done.stdout.strip() == "[]"


def test_2_01_the_command_starts_the_front_before_it_loads_django() -> None:
    program = (
        "import sys\n"
        "import kawaraban.cli.main\n"
        "import kawaraban.config.processes.supervisor\n"
        "print([name for name in ('django', 'asyncio', 'psycopg') if name in sys.modules])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT
    )

    assert done.stdout.strip() == "[]"
