"""What one process of the endpoint gives to those who ask: connections, sizes, seconds, memory."""

from dataclasses import dataclass
from typing import Final

# The longest text that is judged has 20,480 bytes. JSON may write each of them as six, and context comes with it.
LARGEST_BODY: Final = 256 * 1024
# Bytes of a body that is sent in chunks, with what is said beside them.
LARGEST_FRAMED_BODY: Final = 3 * LARGEST_BODY
# Requests that wait, on one connection, for the answer to the one before.
DEEPEST_PIPELINE: Final = 32
# Signs that are judged in one go: what comes in meanwhile waits so long.
SIGNS_AT_ONCE: Final = 12_000
TEXTS_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class EndpointLimits:
    """Those that a test, or somebody with another machine, may want to set."""

    connections: int = 1_000
    # Other systems keep their connections open between two comments.
    idle_seconds: int = 75
    head_seconds: int = 10  # from the first byte of a request to the end of its head
    body_seconds: int = 20
    unread_seconds: int = 20  # an answer that nobody takes
    # Of all bodies that are being read or wait to be judged.
    bytes_in_all: int = 16 * 1024 * 1024
    # After it was asked to stop: for those who have asked already.
    stop_seconds: int = 5
