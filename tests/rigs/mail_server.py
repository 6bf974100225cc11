"""A mail server on this machine that answers each verb with the line it is told, to whoever comes.

with mail_server() as server:
    server.says["MAIL"] = "550 not from there"
    server.url                                      # for the knob mail_url
    server.told                                     # every line that it heard
"""

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

_TAKES = {"DATA": "354 go on", ".": "250 queued as 7"}


@dataclass
class MailServer:
    """`says` is what it answers instead of yes."""

    url: str = ""
    says: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def answer(self, verb: str) -> str:
        return self.says.get(verb) or _TAKES.get(verb, "250 ok")


@contextlib.contextmanager
def mail_server() -> Iterator[MailServer]:
    """On a free port."""
    kept = MailServer()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 mail.example\r\n")
            is_mail = False
            for raw in self.rfile:
                text = raw.decode().rstrip("\r\n")
                kept.told.append(text)
                if is_mail and text != ".":
                    continue
                verb = text.partition(" ")[0].upper()
                answer = kept.answer(verb)
                is_mail = verb == "DATA" and answer.startswith("354")
                self.wfile.write(answer.encode() + b"\r\n")
                if verb == "QUIT":
                    return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Conversation) as server:
        kept.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield kept
        server.shutdown()
