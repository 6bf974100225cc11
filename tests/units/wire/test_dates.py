"""Times in many forms and languages: what they mean, and whether their zone is sure."""

import pytest

from kawaraban.wire.dates import moment_of

SURE = [
    ("Sat, 28 Nov 2026 19:00:00 JST", "2026-11-28T10:00:00"),
    ("Sat, 28 Nov 2026 19:00:00 +0900", "2026-11-28T10:00:00"),
    ("Sat, 28 Nov 2026 11:00:00 CET", "2026-11-28T10:00:00"),
    ("Fri, 28 Aug 2026 12:00:00 CEST", "2026-08-28T10:00:00"),
    ("Sat, 28 Nov 2026 05:00:00 EST", "2026-11-28T10:00:00"),
    ("Fri, 28 Aug 2026 06:00:00 EDT", "2026-08-28T10:00:00"),
    ("Sat, 28 Nov 2026 13:00:00 MSK", "2026-11-28T10:00:00"),
    ("28 Nov 26 10:00 GMT", "2026-11-28T10:00:00"),
    ("Sat, 28 Nov 2026 13:00:00 +0300 (TRT)", "2026-11-28T10:00:00"),
    ("Sat, 28 Nov 2026 13:00:00 GMT+03:00", "2026-11-28T10:00:00"),
    ("Cmt, 28 Kas 2026 13:00:00 +0300", "2026-11-28T10:00:00"),
    ("Pzt, 2 Şub 2026 13:00:00 +0300", "2026-02-02T10:00:00"),
    ("Çar, 4 Ağustos 2026 13:00:00 +0300", "2026-08-04T10:00:00"),
    ("Sa., 28. November 2026, 11:00 MEZ", "2026-11-28T10:00:00"),
    ("Do, 3 Mär 2026 11:00:00 +0100", "2026-03-03T10:00:00"),
    ("sábado, 28 de noviembre de 2026 11:00:00 CET", "2026-11-28T10:00:00"),
    ("3 août 2026 12:00 +0200", "2026-08-03T10:00:00"),
    ("Сб, 28 ноября 2026 13:00:00 MSK", "2026-11-28T10:00:00"),
    ("2026年11月28日 19:00 JST", "2026-11-28T10:00:00"),
    ("2026-11-28T10:00:00Z", "2026-11-28T10:00:00"),
    ("2026-11-28T13:00:00.1234567+03:00", "2026-11-28T10:00:00"),
    ("2026-11-28 13:00:00 +0300", "2026-11-28T10:00:00"),
    ("Sat Nov 28 05:00:00 EST 2026", "2026-11-28T10:00:00"),
    ("Nov 28, 2026 5:00 AM EST", "2026-11-28T10:00:00"),
    ("28 Nov 2026 24:00:00 GMT", "2026-11-29T00:00:00"),
    ("31 Dec 2026 23:59:60 GMT", "2027-01-01T00:00:00"),
    ("Sat, 28 Nov 2026 19:00:00 Asia/Tokyo", "2026-11-28T10:00:00"),
    ("Tue, 28 Jul 2026 12:00:00 Europe/Berlin", "2026-07-28T10:00:00"),
    ("28 Nov 2026 07:00 America/Argentina/Buenos_Aires", "2026-11-28T10:00:00"),
    ("July 28, 2026, 6:00 am ET", "2026-07-28T10:00:00"),
    ("2026-11-28T11:00:00+01:00[Europe/Berlin]", "2026-11-28T10:00:00"),
    ("28.11.2026 11:00 Uhr MEZ", "2026-11-28T10:00:00"),
    ("28. Mrz 2026 11:00 +0100", "2026-03-28T10:00:00"),
    ("28 ноября 2026 г., 13:00 MSK", "2026-11-28T10:00:00"),
    ("11/28/2026 5:00 AM EST", "2026-11-28T10:00:00"),
    ("9999-12-31T23:59:59Z", "9999-12-30T00:00:00"),  # "never", which zones east of Greenwich cannot show
]
UNSURE = [
    ("28.11.2026 12:00", "2026-11-28T12:00:00"),
    ("28.11.2026 - 12:00", "2026-11-28T12:00:00"),
    ("28/11/2026 12:00", "2026-11-28T12:00:00"),
    ("5/11/2026 12:00 GMT", "2026-11-05T12:00:00"),  # or the eleventh of May
    ("28.11.26 12:00", "2026-11-28T12:00:00"),
    ("Sat, 28 Nov 2026 12:00:00 Nowhere/Land", "2026-11-28T12:00:00"),
    ("2026-11-28", "2026-11-28T00:00:00"),
    ("Sat, 28 Nov 2026 12:00:00 IST", "2026-11-28T12:00:00"),
    ("Sat, 28 Nov 2026 12:00:00 QQQ", "2026-11-28T12:00:00"),
    ("Sat, 28 Nov 2026 12:00:00 -0000", "2026-11-28T12:00:00"),
    ("Sat, 28 Nov 2026 12:00:00", "2026-11-28T12:00:00"),
    ("٢٨ نوفمبر ٢٠٢٦ ١٢:٠٠", "2026-11-28T12:00:00"),
]


@pytest.mark.parametrize(("stated", "wanted"), SURE)
def test_a_time_with_a_known_zone_is_sure(stated: str, wanted: str) -> None:
    moment = moment_of(stated)

    assert moment is not None
    assert (moment.at.replace(microsecond=0).isoformat(), moment.is_sure) == (f"{wanted}+00:00", True)


@pytest.mark.parametrize(("stated", "wanted"), UNSURE)
def test_a_time_without_a_known_zone_is_read_and_not_sure(stated: str, wanted: str) -> None:
    moment = moment_of(stated)

    assert moment is not None
    assert (moment.at.isoformat(), moment.is_sure) == (f"{wanted}+00:00", False)


@pytest.mark.parametrize(
    "stated",
    ["", "soon", "Mon, 99 Foo 99999 99:99:99", "31 Feb 2026 10:00 GMT", "28.13.2026", "9999-12-31T23:59:59-14:00",
     "0001-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000", "Mon, 01 Jan 0001 00:00:00 GMT", "13/13/2026 10:00",
     "28 Nov 2026 10:00 ../../etc/passwd", "28 Nov 2026 25:00 GMT", "28 Nov 2026 10:61 GMT",
     "1" * 5000, "0000-00-00T00:00:00Z"],
)  # fmt: skip
def test_what_is_no_time_is_none(stated: str) -> None:
    assert moment_of(stated) is None
