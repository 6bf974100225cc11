"""7.14: traces hold patterns of addresses and statements without values, and the number of the request."""

from collections.abc import Iterable
from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from kawaraban.config.seeing import app_requests
from kawaraban.config.seeing.app_requests import numbered
from kawaraban.config.seeing.tracing import Tracing
from kawaraban.kit.seeing.request_id import current

TOKEN = "0ydT2djgIOShI16zRmuhuw"


def test_7_14_a_span_of_a_request_and_its_statements_hold_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    tracing, spans = Tracing(), InMemorySpanExporter()
    tracing.start("http://127.0.0.1:1", exporter=spans)
    monkeypatch.setattr(app_requests, "TRACING", tracing)

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with tracing.statement("SELECT 1 WHERE x = 'kept'", vendor="sqlite"):
            start_response("200 OK", [])
        return [current().encode()]

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"/track/{TOKEN}/",
        "HTTP_X_KAWARABAN_REQUEST": "5f0c3a9d1e77b204",
    }
    body = numbered(application)(environ, lambda *_: None)
    tracing.flush()
    finished = spans.get_finished_spans()
    told = [span.to_json() for span in finished]

    assert list(body) == [b"5f0c3a9d1e77b204"]
    assert [span.name for span in finished] == ["SELECT", "GET /track/<str:token>/"]
    assert all("5f0c3a9d1e77b204" in each for each in told)
    assert not any(TOKEN in each or "kept" in each for each in told)
    assert (finished[1].attributes or {})["http.response.status_code"] == 200


def test_7_14_without_an_endpoint_nothing_is_traced() -> None:
    tracing = Tracing()
    tracing.start("")

    with tracing.work("x") as span, tracing.statement("SELECT 1", vendor="sqlite"):
        assert span is None
