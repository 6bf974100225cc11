"""7.11 A line of an export is read only as an export writes it; what else stands there is refused, whoever wrote it."""

import json

import pytest

from kawaraban.moving.exported.lines import UNFIT, reader, writer
from kawaraban.moving.shapes import CarriedColumn, ValueKind

pytestmark = pytest.mark.once("nothing here depends on the profile")
COLUMNS = tuple(CarriedColumn(kind.value, kind) for kind in ValueKind)
WHOLE = {
    "text": "Ein Wort, 二 words",
    "integer": 7,
    "boolean": True,
    "float": 0.5,
    "decimal": "1.50",
    "datetime": "2026-11-30T06:19:37.154000Z",
    "date": "2026-11-30",
    "time": "06:19:37",
    "duration": 90_000_000,
    "json": {"type": "text", "value": ["a", None]},
    "binary": "AAEC",
    "uuid": "3f2c0a52-0d5c-4f0e-9a37-1c1f4a7d1f10",
}


def as_line(**changes: object) -> bytes:
    return json.dumps(WHOLE | changes).encode()


def test_7_11_a_line_that_an_export_wrote_is_the_same_when_it_was_read() -> None:
    row = reader(COLUMNS)(as_line())

    assert json.loads(writer(COLUMNS)(row)) == WHOLE


def test_7_11_nothing_is_nothing_in_every_column_but_json() -> None:
    empty = as_line(**dict.fromkeys(WHOLE))

    assert reader(COLUMNS)(empty) == tuple("null" if name == "json" else None for name in WHOLE)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[1, 2]",
        b"7",
        b'{"text": "alone"}',
        b"[" * 100_000,
        b"\xff\xfe{}",
        as_line(text=7),
        as_line(text={"a": 1}),
        as_line(text="half a letter: \ud83d"),
        as_line(json={"value": "half a letter: \ud83d"}),
        as_line(integer="7"),
        as_line(integer=True),
        as_line(integer=2**63),
        as_line(integer=1.5),
        as_line(boolean=1),
        as_line(boolean="false"),
        as_line(float=float("nan")),
        as_line(float=float("inf")),
        as_line(decimal="NaN"),
        as_line(decimal="one and a half"),
        as_line(datetime="2026-11-30T06:19:37"),
        as_line(datetime="yesterday"),
        as_line(datetime=1_764_483_577),
        as_line(date="2026-02-30"),
        as_line(duration=10**18),
        as_line(duration="90"),
        as_line(binary="not base 64"),
        as_line(binary=[0, 1]),
        as_line(uuid="no uuid"),
    ],
    ids=lambda line: line[:12].decode(errors="replace") + str(len(line)),
)
def test_7_11_a_line_that_no_export_writes_is_refused(line: bytes) -> None:
    with pytest.raises(UNFIT):
        reader(COLUMNS)(line)
