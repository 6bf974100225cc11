"""A real receiver of hooks on this machine: keeps what came, answers what it is told to."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """`statuses` are answered one after the other, the last one for ever. `came` are (headers, body)."""

    address: str = ""
    statuses: list[int] = field(default_factory=lambda: [200])
    location: str = ""
    came: list[tuple[dict[str, str], str]] = field(default_factory=list)


@contextlib.contextmanager
def receiving(*statuses: int, location: str = "") -> Iterator[Receiver]:
    receiver = Receiver(statuses=list(statuses) or [200], location=location)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            receiver.came.append((dict(self.headers), body))
            kept = receiver.statuses
            self.send_response(kept.pop(0) if len(kept) > 1 else kept[0])
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.address = f"http://127.0.0.1:{server.server_port}/in?from=paper"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
