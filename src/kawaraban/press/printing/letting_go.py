"""Work for a reader who has hung up is not begun: a request that waited for a thread may have nobody left."""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def let_go(application: Application) -> Application:
    """The application, which is not asked for a page that nobody waits for any more.

    What was sent by another method than GET and HEAD is carried out all the same: it was sent whole.
    """

    def look_first(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        is_gone = environ.get("waitress.client_disconnected")
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"} and is_gone is not None and is_gone():
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        return application(environ, start_response)

    return look_first
