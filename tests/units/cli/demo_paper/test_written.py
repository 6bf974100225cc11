"""Spans of time, and the head of a file."""

from datetime import timedelta
from pathlib import Path

import pytest

from kawaraban.cli.demo_paper.written import BadlyWritten, head_and_text, span


def test_a_span_adds_its_parts() -> None:
    assert span("1d 3h 20m") == timedelta(days=1, hours=3, minutes=20)


@pytest.mark.parametrize("words", ["", "3", "3 hours", "yesterday"])
def test_what_is_no_span_is_refused(words: str) -> None:
    with pytest.raises(BadlyWritten, match="span of time"):
        span(words)


def test_a_head_stands_between_two_fences(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text('+++\nheadline = "A"\n+++\nText.\n')

    assert head_and_text(path) == ({"headline": "A"}, "Text.")


@pytest.mark.parametrize("written", ["Text.", "+++\nText.", "+++\nheadline = \n+++\nText."])
def test_a_broken_head_is_refused_with_the_file_s_name(tmp_path: Path, written: str) -> None:
    path = tmp_path / "broken.md"
    path.write_text(written)

    with pytest.raises(BadlyWritten, match=r"broken\.md"):
        head_and_text(path)
