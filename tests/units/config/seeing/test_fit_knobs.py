"""7.13, 7.14: a knob that cannot be followed is refused with a sentence before the paper is served."""

import pytest

from kawaraban.config.env import BadConfiguration
from kawaraban.config.knobs import KNOBS
from kawaraban.config.seeing.fit_knobs import refuse_unfit_seeing

DEFAULTS = {knob.name: knob.default for knob in KNOBS}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("metrics_token", "short"),
        ("metrics_token", "twenty letters and a blank"),
        ("metrics_token", "twenty-letters-and-one-ü"),
        ("metrics_port", 70_000),
        ("metrics_port", -1),
        ("log_format", "xml"),
        ("otel_endpoint", "collector:4318"),
    ],
)
def test_7_13_what_cannot_be_followed_is_refused(name: str, value: object) -> None:
    with pytest.raises(BadConfiguration, match=name):
        refuse_unfit_seeing(DEFAULTS | {name: value})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.7", "metrics.internal"])
def test_7_13_a_port_for_other_machines_wants_a_token(host: str) -> None:
    knobs = DEFAULTS | {"metrics_port": 9377, "metrics_host": host}

    with pytest.raises(BadConfiguration, match="metrics_token must be set"):
        refuse_unfit_seeing(knobs)

    refuse_unfit_seeing(knobs | {"metrics_token": "x" * 20})
    refuse_unfit_seeing(knobs | {"metrics_host": "127.0.0.1"})


def test_7_13_the_usual_knobs_are_fit() -> None:
    refuse_unfit_seeing(DEFAULTS)
    refuse_unfit_seeing(DEFAULTS | {"metrics_token": "x" * 20, "metrics_port": 9377, "log_format": "json"})
