"""Senders who never rest: comments by HTTP, each from another address with other words.

with Load(port).running() as load:
    ...
load.acknowledged, load.refused
"""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

SENDERS = 4


@dataclass
class Load:
    """Senders who never rest. `acknowledged` holds the ids they were given."""

    port: int
    numbers: "count[int]" = field(default_factory=count)
    acknowledged: list[str] = field(default_factory=list)
    refused: list[tuple[int, bytes]] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self) -> Iterator["Load"]:
        senders = [threading.Thread(target=self._send_on) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        try:
            yield self
        finally:
            self._over.set()
            for sender in senders:
                sender.join()

    def _send_on(self) -> None:
        connection = self._connection()
        while not self._over.is_set():
            try:
                self._send(connection)
            except (OSError, http.client.HTTPException):
                # The front was killed: what became of this one nobody was told.
                connection.close()
                connection = self._connection()
        connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def _send(self, connection: http.client.HTTPConnection) -> None:
        number = next(self.numbers)
        form = urlencode({"thread": "story-1", "name": f"Ada {number}", "text": f"Number {number}."})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
        }
        connection.request("POST", "/comments/", form, headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status in {200, 201}:
            self.acknowledged.append(json.loads(body)["public_id"])
        else:
            self.refused.append((answer.status, body))
