"""7.14: a line of the log is one object, and holds neither a secret of a link nor a row nor what hangs on a record."""

import json
import logging
import sys

import pytest

from kawaraban.kit.seeing.log_lines import JsonLines, QuietLines, quiet
from kawaraban.kit.seeing.request_id import current, is_fit, working_on

TOKEN = "0ydT2djgIOShI16zRmuhuw"


def record(message: str, *args: object, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("kawaraban.x", logging.WARNING, __file__, 1, message, args, None)
    made.__dict__.update(more)
    return made


def test_7_14_a_line_is_one_object_with_the_number_of_the_request() -> None:
    with working_on("5f0c3a9d1e77b204"):
        line = JsonLines().format(record("two\nlines of %s", "it"))

    assert "\n" not in line
    assert (
        json.loads(line).items()
        >= {
            "level": "WARNING",
            "logger": "kawaraban.x",
            "message": "two\nlines of it",
            "request": "5f0c3a9d1e77b204",
        }.items()
    )


def test_7_14_what_a_library_hangs_on_a_record_is_not_written() -> None:
    line = JsonLines().format(record("refused", request="cookie=secret", form={"email": "a@example.org"}))

    assert "secret" not in line
    assert "example.org" not in line


@pytest.mark.parametrize("formatter", [JsonLines(), QuietLines()])
def test_7_14_no_secret_and_no_row_in_words_or_tracebacks(formatter: logging.Formatter) -> None:
    words = f"Key\nDETAIL:  Key (email)=(a@example.org) already exists.\n/track/{TOKEN}/"
    try:
        raise ValueError(words)
    except ValueError:
        failed = record("asked for /track/%s/", TOKEN)
        failed.exc_info = sys.exc_info()

    line = formatter.format(failed)

    assert "ValueError" in line
    assert TOKEN not in line
    assert "example.org" not in line


def test_7_14_what_postgresql_quotes_is_left_out_also_on_one_line() -> None:
    assert "secret" not in quiet('duplicate key "x" DETAIL: Key (email)=(secret) already exists.')
    assert "secret" not in quiet('invalid input syntax for type integer: "secret"')
    assert quiet("the disk is full: 3 MB") == "the disk is full: 3 MB"


@pytest.mark.parametrize(
    "given", ["", "short", "*/ DROP TABLE x; --", "a b c d e f", "x" * 65, "ü" * 10, "12345678\n"]
)
def test_7_14_a_number_that_could_end_a_comment_of_sql_is_none(given: str) -> None:
    with working_on(given):
        assert current() == ""
    assert not is_fit(given)


def test_7_14_of_a_batch_the_first_stands_for_the_others() -> None:
    with working_on("aaaaaaaa", "bbbbbbbb", "", "cccccccc"):
        assert current() == "aaaaaaaa+2"
