"""1.10 Characters are counted as people count them; the server's side. (The box itself: the browser tests.)"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kawaraban.comments.limits import current_limits
from kawaraban.comments.submission import Limits, RawSubmission, Reason, Refused, shape

CASES = json.loads((Path(__file__).parents[1] / "grapheme_cases.json").read_text(encoding="utf-8"))


def send(text: str, *, limits: Limits) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    shape(RawSubmission("story-1", "", "Ada", text, "", "en", "", "", now), limits=limits)


def test_1_10_two_thousand_are_possible_by_default_and_not_one_more() -> None:
    send("字" * 2000, limits=Limits())

    with pytest.raises(Refused) as refused:
        send("x" * 2001, limits=Limits())

    assert (refused.value.reason, refused.value.facts["over"]) == (Reason.TOO_LONG, 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_1_10_the_server_refuses_at_the_number_that_the_box_shows(case: dict[str, Any]) -> None:
    # A line end before it: nothing joins over that, and the text is never empty.
    text, longer = "a\n" + case["text"], case["count"] + 2

    send(text, limits=Limits(text_graphemes=longer))
    with pytest.raises(Refused) as refused:
        send(text, limits=Limits(text_graphemes=longer - 1))

    assert refused.value.reason is Reason.TOO_LONG


def test_1_10_a_line_end_of_a_form_is_one_character() -> None:
    send("a\r\nb", limits=Limits(text_graphemes=3))


def test_1_10_stacked_marks_meet_the_ceiling_of_bytes() -> None:
    with pytest.raises(Refused) as refused:
        send("a" + "\u0301" * 8001, limits=Limits())

    assert (refused.value.reason, refused.value.facts) == (Reason.TOO_MANY_BYTES, {"limit": 16000})


def test_1_10_the_paper_sets_both_limits(settings: Any) -> None:
    settings.COMMENT_CHARACTERS, settings.COMMENT_BYTES = 140, 999

    assert (current_limits().text_graphemes, current_limits().text_bytes) == (140, 999)
