"""The application as the app runs it: each request under its number, and with a span where traces are sent."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from kawaraban.config.seeing.tracing import TRACING
from kawaraban.kit.seeing.request_id import REQUEST_HEADER, working_on

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_VARIABLE: Final = f"HTTP_{REQUEST_HEADER.upper().replace('-', '_')}"


def numbered(application: Application) -> Application:
    """The same application. Only the front reaches it: the number in its header is one that the front gave."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with working_on(environ.get(_VARIABLE, "")):
            if not TRACING.is_on:
                return application(environ, start_response)
            return _traced(application, environ, start_response)

    return answer


def _traced(application: Application, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    method, route = str(environ["REQUEST_METHOD"]), _route(str(environ.get("PATH_INFO", "/")))
    with TRACING.work(f"{method} {route}", {"http.request.method": method, "http.route": route}) as span:

        def started(status: str, *rest: Any) -> Any:
            span.set_attribute("http.response.status_code", int(status[:3]))
            return start_response(status, *rest)

        return application(environ, started)


def _route(path: str) -> str:
    """The pattern of the address: what stood in its places may be a secret."""
    from django.urls import Resolver404, resolve

    try:
        return f"/{resolve(path).route}"
    except Resolver404:
        return "/…"
