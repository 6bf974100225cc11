"""Traces of what app and clerk do, for a collector of OpenTelemetry: off unless the knob `otel_endpoint` says where.

The instrumentations that there are for Django and psycopg write whole addresses, and those of tracking pages are keys.
So the spans are our own: method, route (its pattern, not what stood in it), status, number of the request, statements
without what was put into them.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final

from kawaraban.config.seeing.slow_statements import shortened
from kawaraban.kit.seeing.log_lines import Place
from kawaraban.kit.seeing.request_id import current


class Tracing:
    """Of one process. Costs nothing until it is started."""

    def __init__(self) -> None:
        self._tracer: Any = None
        self._provider: Any = None

    @property
    def is_on(self) -> bool:
        return self._tracer is not None

    def start(self, endpoint: str, *, exporter: Any = None) -> None:
        """Send spans from now on. Called after the fork: the sender is a thread."""
        if not endpoint:
            return
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        resource = Resource(
            {
                "service.name": "kawaraban",
                "service.instance.id": Place.node,
                "kawaraban.process": Place.process,
            }
        )
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=True)
        sender = exporter or OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=5)
        self._provider.add_span_processor(BatchSpanProcessor(sender))
        self._tracer = self._provider.get_tracer("kawaraban")

    def flush(self) -> None:
        """Send what waits."""
        if self._provider is not None:
            self._provider.force_flush(5_000)

    def work(self, name: str, facts: Mapping[str, str | int] | None = None) -> AbstractContextManager[Any]:
        """A span around one piece of work; the span itself, or None where tracing is off."""
        return self._span(name, facts or {}) if self.is_on else nullcontext()

    def statement(self, sql: str, *, vendor: str) -> AbstractContextManager[Any]:
        """A span around one statement, within a piece of work alone."""
        if not self.is_on:
            return nullcontext()
        from opentelemetry.trace import get_current_span

        if not get_current_span().get_span_context().is_valid:
            return nullcontext()
        text = shortened(str(sql))
        facts = {"db.system.name": vendor, "db.query.text": text}
        return self._span(text.partition(" ")[0] or "statement", facts)

    @contextmanager
    def _span(self, name: str, facts: Mapping[str, str | int]) -> Iterator[Any]:
        # The words of a failure may quote what somebody wrote: its kind is enough.
        with self._tracer.start_as_current_span(
            name, attributes=dict(facts), record_exception=False, set_status_on_exception=False
        ) as span:
            if current():
                span.set_attribute("kawaraban.request", current())
            try:
                yield span
            except BaseException as failure:
                span.set_attribute("error.type", type(failure).__name__)
                raise


# Of this process.
TRACING: Final = Tracing()
