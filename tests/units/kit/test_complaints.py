import logging

import pytest

from kawaraban.kit.complaints import Complaint


class Hand:
    """A clock that a test sets."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Hand:
    return Hand()


def complaint(hand: Hand) -> Complaint:
    return Complaint(logging.getLogger("test"), "comments are refused", clock=hand)


def test_the_first_is_told_at_once_and_the_others_once_a_minute(
    hand: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    refused = complaint(hand)
    for second in range(120):
        hand.at = float(second)
        refused.hear("the disk is full", cause="full")

    said = [record.getMessage() for record in caplog.records]
    assert [line.partition(" since ")[0] for line in said] == [
        "comments are refused: the disk is full (1",
        "comments are refused: the disk is full (61",
    ]


def test_another_cause_is_told_at_once(hand: Hand, caplog: pytest.LogCaptureFixture) -> None:
    refused = complaint(hand)
    refused.hear("locked", cause="locked")
    refused.hear("damaged", cause="damaged")

    assert len(caplog.records) == 2
    assert refused.cause == "damaged"


def test_its_end_is_told_once(hand: Hand, caplog: pytest.LogCaptureFixture) -> None:
    refused = complaint(hand)
    refused.over()
    refused.hear("locked")
    refused.hear("locked")
    assert refused.stands

    refused.over()
    refused.over()

    assert (refused.stands, len(caplog.records)) == (False, 2)
    assert caplog.records[1].getMessage().startswith("over: comments are refused (2 times from ")
