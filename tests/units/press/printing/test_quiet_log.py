"""A page that is gone is let go of by the printer without a line in the log; a reader who asks for it leaves one."""

import logging

import pytest
from django.test import RequestFactory

from kawaraban.press.printing.middleware import PRINT_JOB, PrintJob
from kawaraban.press.printing.quiet_log import NoWordOfWhatIsGone


def said(*, status: int, is_printed: bool) -> bool:
    request = RequestFactory().get("/gone/")
    if is_printed:
        request.META[PRINT_JOB] = PrintJob()
    record = logging.makeLogRecord({"status_code": status, "request": request})
    return NoWordOfWhatIsGone().filter(record)


@pytest.mark.parametrize("status", [404, 410])
def test_of_what_is_gone_a_printer_says_nothing(status: int) -> None:
    assert not said(status=status, is_printed=True)
    assert said(status=status, is_printed=False)


def test_a_page_that_cannot_be_rendered_is_told_all_the_same() -> None:
    assert said(status=500, is_printed=True)


def test_a_line_of_another_room_stays() -> None:
    assert NoWordOfWhatIsGone().filter(logging.makeLogRecord({}))
