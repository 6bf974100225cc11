"""What the knobs about seeing may say. Asked before the paper is served: a sentence is better than a silent port."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Final

from kawaraban.config.env import BadConfiguration

_LEAST_TOKEN: Final = 20


def refuse_unfit_seeing(knobs: Mapping[str, Any]) -> None:
    """Raises BadConfiguration with a sentence."""
    token = knobs["metrics_token"]
    if token and (
        len(token) < _LEAST_TOKEN or not token.isascii() or not token.isprintable() or " " in token
    ):
        raise BadConfiguration(
            f"metrics_token must have at least {_LEAST_TOKEN} characters of ASCII, and no blank among them."
        )
    if not 0 <= knobs["metrics_port"] <= 65_535:
        raise BadConfiguration(f"metrics_port = {knobs['metrics_port']} is not a port.")
    if knobs["log_format"] not in {"text", "json"}:
        raise BadConfiguration(f"log_format = {knobs['log_format']!r} is neither text nor json.")
    endpoint = knobs["otel_endpoint"]
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise BadConfiguration("otel_endpoint must begin with http:// or https://")
    if endpoint and not _has_opentelemetry():
        raise BadConfiguration(
            "otel_endpoint is set, and OpenTelemetry is not installed: pip install 'kawaraban[otel]'"
        )


def _has_opentelemetry() -> bool:
    try:
        return bool(find_spec("opentelemetry.sdk") and find_spec("opentelemetry.exporter.otlp.proto.http"))
    except ModuleNotFoundError:
        return False
