"""What the knobs about seeing may say. Asked before the paper is served: a sentence is better than a silent port."""

from collections.abc import Mapping
from importlib.util import find_spec
from ipaddress import ip_address
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
    if knobs["metrics_port"] and not token and not _is_of_this_machine(knobs["metrics_host"]):
        raise BadConfiguration(
            f"metrics_host = {knobs['metrics_host']} lets other machines ask for figures: metrics_token must be set, "
            "too."
        )
    if knobs["log_format"] not in {"text", "json"}:
        raise BadConfiguration(f"log_format = {knobs['log_format']!r} is neither text nor json.")
    endpoint = knobs["otel_endpoint"]
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise BadConfiguration("otel_endpoint must begin with http:// or https://")
    if endpoint and not _has_opentelemetry():
        raise BadConfiguration(
            "otel_endpoint is set, and OpenTelemetry is not installed: pip install 'kawaraban[otel]'"
        )


def _is_of_this_machine(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _has_opentelemetry() -> bool:
    try:
        return bool(find_spec("opentelemetry.sdk") and find_spec("opentelemetry.exporter.otlp.proto.http"))
    except ModuleNotFoundError:
        return False
