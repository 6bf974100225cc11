"""What a worker must know of the other nodes: that they are there, and that none of them has its name.

nodes = NodesWatch(writes_mail_files=True)
nodes.look()                 # every few seconds: says that this node is there
nodes.may_write_mails()      # False where mails would lie as files on several nodes
"""

import logging
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings

from kawaraban.kit.complaints import Complaint
from kawaraban.press.lease import note_node, other_nodes

logger = logging.getLogger(__name__)

FILES_BACKEND: Final = "django.core.mail.backends.filebased.EmailBackend"
NODE_SECONDS: Final = 10.0
# A process that was ended holds its name for so long.
_STANDS_SECONDS: Final = 45.0


class NodesWatch:
    """Of one worker."""

    def __init__(self, *, writes_mail_files: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._writes_mail_files = writes_mail_files
        self._clock = clock
        self._refused_since: float | None = None
        self._same_name = Complaint(logger, "two nodes have one name")
        self._mails = Complaint(logger, "mails wait")

    def look(self) -> None:
        """Say that this node is there; complain where another one has had its name for longer than a start takes."""
        if note_node(seconds=_STANDS_SECONDS):
            self._refused_since = None
            self._same_name.over()
            return
        now = self._clock()
        self._refused_since = self._refused_since or now
        if now - self._refused_since > _STANDS_SECONDS + NODE_SECONDS:
            self._same_name.hear(f"another node is called {settings.NODE}, too: give each its own in `node`")

    def may_write_mails(self) -> bool:
        """Mails as files would lie where nobody looks for them, and where no erasure finds them."""
        if not self._writes_mail_files:
            return True
        others = other_nodes()
        if others:
            self._mails.hear(
                f"`mail_url` names no mail server, and there are other nodes: {', '.join(others)}"
            )
            return False
        self._mails.over()
        return True
