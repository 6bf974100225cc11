"""The shape of what a reader sends."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawaraban.comments.submission import Limits, RawSubmission, Reason, Refused, shape

LIMITS = Limits(text_graphemes=20, text_bytes=100, name_graphemes=10, name_bytes=40)


def raw(**changes: Any) -> RawSubmission:
    fields: dict[str, Any] = {
        "thread_locator": "story-1",
        "parent_public_id": "",
        "name": "Ada",
        "text": "Good news.",
        "email": "",
        "language": "en",
        "sender_address": "192.0.2.1",
        "honeypot": "",
        "sent_at": datetime(2026, 11, 23, tzinfo=UTC),
    }
    return RawSubmission(**{**fields, **changes})


@pytest.mark.parametrize("text", ["Good news.", " a\r\nb\rc\n\n ", "e\u0301", "<b>&", "👨‍👩‍👧‍👦" * 4])
def test_a_text_stays_as_it_was_sent(text: str) -> None:
    assert shape(raw(text=text), limits=LIMITS).text == text


def test_a_name_is_cleaned_and_an_address_trimmed() -> None:
    submission = shape(raw(name=" A\u202eda\u200b ", email=" ada@example.org "), limits=LIMITS)

    assert (submission.name, submission.email) == ("Ada", "ada@example.org")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": ""}, Reason.EMPTY),
        ({"text": " \r\n\t\u3000\u200b\u2060\ufe0f\u2800"}, Reason.EMPTY),
        ({"text": "x" * 21}, Reason.TOO_LONG),
        ({"text": "👨‍👩‍👧‍👦" * 5}, Reason.TOO_MANY_BYTES),
        ({"text": "a" + "\u0301" * 60}, Reason.TOO_MANY_BYTES),
        ({"text": "x" * 1_000_000}, Reason.TOO_MANY_BYTES),
        ({"name": ""}, Reason.NAME_MISSING),
        ({"name": "\u202e\u200b \u3164"}, Reason.NAME_MISSING),
        ({"name": "x" * 11}, Reason.NAME_TOO_LONG),
        ({"name": "👨‍👩‍👧‍👦" * 2}, Reason.NAME_TOO_LONG),
        ({"name": "x" * 1_000_000}, Reason.NAME_TOO_LONG),
        ({"email": "ada"}, Reason.EMAIL_INVALID),
        ({"email": "ada@example"}, Reason.EMAIL_INVALID),
        ({"email": "a@b.org\nBcc: c@d.org"}, Reason.EMAIL_INVALID),
        ({"email": "a@b.org, c@d.org"}, Reason.EMAIL_INVALID),
        ({"email": "a" * 300 + "@b.org"}, Reason.EMAIL_INVALID),
        ({"text": "a\x00b"}, Reason.NOT_UTF8),
        ({"text": "a\ud83d"}, Reason.NOT_UTF8),
        ({"name": "a\udc80"}, Reason.NOT_UTF8),
        ({"honeypot": "https://buy.example"}, Reason.ROBOT),
    ],
)
def test_a_wrong_shape_is_refused_with_its_reason(changes: dict[str, str], reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        shape(raw(**changes), limits=LIMITS)

    assert refused.value.reason is reason


def test_a_long_text_is_told_by_how_much() -> None:
    with pytest.raises(Refused) as refused:
        shape(raw(text="\r\n" * 10 + "x" * 15), limits=LIMITS)

    assert refused.value.facts == {"count": 25, "limit": 20, "over": 5}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30))
def test_a_text_is_kept_whole_or_refused(text: str) -> None:
    try:
        kept = shape(raw(text=text), limits=LIMITS).text
    except Refused:
        return

    assert kept == text
