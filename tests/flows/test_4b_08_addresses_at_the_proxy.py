"""4b.8 Where a law asks for addresses, nginx logs them as docs/web-server.md says: no secret of a link, no query."""

import contextlib
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.rigs.web_server import NGINX, configurations, nginx

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (tools/test_tools.sh does it)")


def with_the_log(folder: Path) -> str:
    """The complete configuration, with the two pieces of the section put where it says."""
    complete, _plain, outside, inside = configurations("nginx")
    inside = inside.replace("/var/log/paper-law/", f"{folder}/")
    text = complete.replace("        access_log off;\n", f"        {inside}")
    assert text != complete
    return outside + text.replace("    server_tokens off;\n", f"    server_tokens off;\n    {inside}")


class _Front(BaseHTTPRequestHandler):
    """Answers whatever is asked."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""


@contextlib.contextmanager
def front() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Front) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_4b_08_the_log_has_addresses_and_neither_secrets_nor_queries(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_text("The paper")
    with front() as port, nginx(with_the_log(tmp_path), tmp_path, data=tmp_path, front_port=port) as web:
        for path in (
            "/",
            "/town/a-story/?page=2&who=ada@example.org",
            "/track/XkSecret9/",
            "/TRACK/XkSecret9/revise/",
            "/%74rack/XkSecret9/",
            "//track//XkSecret9/",
            "/notice/follow/XkSecret9/",
            "/desk/decide/7/XkSecret9/",
            "/desk/join/3-4-XkSecret9/",
        ):
            web.ask(path)

    lines = (tmp_path / "access.log").read_text().splitlines()

    assert len(lines) == 9
    assert all(re.match(r"127\.0\.0\.1 \d+ \d{4}-\d\d-\d\dT", line) for line in lines)
    assert "/town/a-story/" in "".join(lines)
    assert [line for line in lines if "XkSecret9" in line or "ada@" in line] == []
