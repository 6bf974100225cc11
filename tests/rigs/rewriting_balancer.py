"""A balancer in front of a paper that asks for it under another name, as a wrong line in its configuration does.

with balancer() as front:
    front.leads_to = served.port
    front.site_url                     # for the knob site_url: an address that is not the paper's own
    front.rewrites_host = False        # mended
"""

import contextlib
import http.client
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Of this machine, and yet no name by which the paper calls it its own.
_ADDRESS = "127.0.0.2"


@dataclass
class Balancer:
    site_url: str = ""
    leads_to: int = 0
    rewrites_host: bool = True


@contextlib.contextmanager
def balancer() -> Iterator[Balancer]:
    """On a free port."""
    kept = Balancer()

    class Passing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            behind = http.client.HTTPConnection("127.0.0.1", kept.leads_to, timeout=60)
            try:
                headers = dict(self.headers)
                if kept.rewrites_host:
                    headers["Host"] = f"127.0.0.1:{kept.leads_to}"
                behind.request("GET", self.path, headers=headers)
                answer = behind.getresponse()
                body = answer.read()
            finally:
                behind.close()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer((_ADDRESS, 0), Passing)
    kept.site_url = f"http://{_ADDRESS}:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
