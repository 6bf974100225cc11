"""A database file of its own, and a process that migrates it.

run_over(database, 'call_command("migrate", verbosity=0)')
"""

import os
import subprocess
import sys
from pathlib import Path

_BEGIN = """
import sys
from pathlib import Path
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = Path(sys.argv[1])
django.setup()
from django.core.management import call_command
"""


def run_over(database: Path, lines: str) -> None:
    """These lines of Python, with Django over this database and `call_command` at hand. Raises CalledProcessError."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "kawaraban.config.settings.test"}
    subprocess.run([sys.executable, "-c", _BEGIN + lines, str(database)], check=True, env=environment)
