"""The paper of a copy under trial: served to this process alone, and counted. The manifest comes by the input."""

import logging
import os
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from kawaraban.config.copies.facts import facts_of
from kawaraban.config.copies.manifest import Manifest, NoCopy, read_manifest
from kawaraban.config.env import BadConfiguration, data_dir, read_knobs

_SIGN_IN: Final = "/desk/sign-in/"
# The act of the restore is an entry, too.
_GROWS: Final = "law_ledgerentry"
_PATIENCE_SECONDS: Final = 60.0


def run(manifest: Manifest) -> Iterator[str]:
    """Look at it. Raises BadConfiguration with the first thing that is not as it was."""
    from django.apps import apps

    addresses = ["/", _SIGN_IN] if apps.is_installed("wagtail") else [_SIGN_IN]
    yield from _served(addresses)
    yield from _counted(manifest)


def _served(addresses: list[str]) -> Iterator[str]:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from waitress.server import create_server

    server: Any = create_server(WSGIHandler(), host="127.0.0.1", port=0, threads=1)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        for address in addresses:
            status = _asked(
                f"http://127.0.0.1:{server.effective_port}{address}", host=settings.ALLOWED_HOSTS[0]
            )
            if status != HTTPStatus.OK:
                raise BadConfiguration(f"{address} is answered with {status}")
            yield f"It was started, and answers at {address}"
    finally:
        server.close()


def _asked(url: str, *, host: str) -> int:
    # Behind TLS, as it stands in life: nobody is sent to another address.
    request = urllib.request.Request(url, headers={"Host": host, "X-Forwarded-Proto": "https"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def _counted(manifest: Manifest) -> Iterator[str]:
    from django.db import connection

    def ask(statement: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone()
        return row[0] if row else None

    found = facts_of(ask, connection.introspection.table_names())
    for table, count in manifest.counts.items():
        there = found.counts.get(table, 0) - (table == _GROWS)
        if there != count:
            raise BadConfiguration(f"{table} has {there} rows instead of {count}")
    yield "Counted: " + ", ".join(f"{table} {count}" for table, count in manifest.counts.items())


def main() -> None:
    """Exit with a sentence where something is not as it was."""
    import django

    logging.disable(logging.WARNING)
    profile = read_knobs(data_dir(), os.environ)["profile"]
    os.environ["DJANGO_SETTINGS_MODULE"] = f"kawaraban.config.settings.{profile}"
    django.setup()
    for line in run(read_manifest(sys.stdin.buffer.read(), "the copy")):
        print(line)  # noqa: T201  whoever started this reads it


if __name__ == "__main__":
    try:
        main()
    except (BadConfiguration, NoCopy) as refused:
        raise SystemExit(str(refused)) from refused
