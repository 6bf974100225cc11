"""Migrates an empty database and packs it as the template that new papers start from."""

import os
import sqlite3
import tempfile
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "kawaraban.config.settings.test"

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from kawaraban.config.template_database import TEMPLATE, pack


def main() -> None:
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        settings.DATABASES["default"]["NAME"] = Path(folder) / "full.sqlite3"
        call_command("migrate", verbosity=0)
        compact = Path(folder) / "compact.sqlite3"
        connection.close()
        with sqlite3.connect(Path(folder) / "full.sqlite3") as full:
            full.execute("VACUUM INTO ?", (str(compact),))
        pack(compact)
    print(f"{TEMPLATE.name}: {TEMPLATE.stat().st_size // 1024} kB")


main()
