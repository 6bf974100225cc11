"""Times as agencies write them, in many forms and languages.

    moment_of("Sat, 28 Nov 2026 19:00:00 JST") -> Moment(at=2026-11-28 10:00 UTC, is_sure=True)
    moment_of("Cum, 28 Kas 2026 10:00:00 +0300") -> Moment(at=2026-11-28 07:00 UTC, is_sure=True)
    moment_of("28.11.2026 12:00") -> Moment(at=2026-11-28 12:00 UTC, is_sure=False)
    moment_of("0001-01-01T00:00:00Z") -> None

A time is sure when its zone is stated and known. Only sure times say which of two versions is the newer. What programs
write where they know no time is none: the first moment of their clock, which no other zone of ours could even show.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import regex
from babel import Locale

LONGEST = 100
# Where the clocks of .NET, Go and Unix begin; and "never", as far as every zone can show it.
_NO_YEAR_BEFORE = 1000
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 30, tzinfo=UTC)
# RFC 822 and what is usual besides, in minutes from UTC. What means two places (IST, CST of China) is not here,
# but for those that RFC 822 itself gives to America.
_ZONES: Mapping[str, int] = {
    "utc": 0, "ut": 0, "gmt": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "cest": 120,
    "mesz": 120, "met": 60, "mest": 120, "eet": 120, "eest": 180, "sast": 120, "cat": 120, "wat": 60, "eat": 180,
    "msk": 180, "msd": 240, "trt": 180, "irst": 210, "samt": 240, "pkt": 300, "yekt": 300, "npt": 345, "omst": 360,
    "novt": 420, "krat": 420, "wib": 420, "ict": 420, "wita": 480, "hkt": 480, "sgt": 480, "myt": 480, "pht": 480,
    "awst": 480, "irkt": 480, "wit": 540, "jst": 540, "kst": 540, "yakt": 540, "acst": 570, "aest": 600, "vlat": 600,
    "acdt": 630, "aedt": 660, "nzst": 720, "nzdt": 780, "brt": -180, "art": -180, "clt": -240, "nst": -210, "ndt": -150,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
}  # fmt: skip
# Without a word for summer or winter: the day says which it is.
_PLACES: Mapping[str, str] = {"et": "America/New_York", "pt": "America/Los_Angeles"}
_LANGUAGES = "en tr de fr es it pt nl sv da nb fi pl ru uk el hu ro cs id ca ar"
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.h時](?P<minute>\d{2})(?:[:.分](?P<second>\d{2})(?:[.,]\d+)?)?[分秒]?"
    r"\s*(?:uhr\b)?\s*(?P<half>[ap]\.?m\.?(?!\p{L}))?"
)
_PLACE = r"[a-z_]{2,20}(?:/[a-z_+\-\d]{2,20}){1,2}"
_ZONE = (
    rf"(?P<zone>{_PLACE}|[^\d\s+\-()][^\s()]{{0,8}}|(?:utc|gmt)?\s?[+\-−]\s?\d{{1,2}}:?(?:\d{{2}})?)?"
    r"(?:\s*\([^()]*\))?"
)
_TIME = rf"(?:[\s,T\-–]+(?:\p{{L}}{{1,5}}\.?\s+)?{_CLOCK}(?:\s*{_ZONE})?)?"
_WEEKDAY = r"(?:[^\d\s,][^\d,]{0,20}?(?:,\s*|\s+))??"
_DAY_FIRST = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.?[\s\-]+(?:de\s+)?(?P<name>[^\d\s.,\-]+)\.?,?[\s\-]+(?:de\s+)?"
    rf"(?P<year>\d{{4}}|\d{{2}})(?:\s?г\.?)?{_TIME}"
)
_NUMBERS = rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4}}|\d{{2}}){_TIME}"
_SLASHES = rf"{_WEEKDAY}(?P<first_number>\d{{1,2}})/(?P<second_number>\d{{1,2}})/(?P<year>\d{{4}}){_TIME}"
_FORMS = tuple(
    regex.compile(rf"\s*(?:{form})\s*", flags=regex.IGNORECASE)
    for form in (
        # 28 Nov 2026, 28. November 2026, 28 de noviembre de 2026, 28-Nov-26
        _DAY_FIRST,
        # Nov 28, 2026
        rf"{_WEEKDAY}(?P<name>[^\d\s.,]+)\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}){_TIME}",
        # Sat Nov 28 10:00:00 2026, as C writes it
        rf"[^\d\s]+\s+(?P<name>[^\d\s]+)\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+(?:{_ZONE}\s+)?(?P<year>\d{{4}})",
        # 28.11.2026
        _NUMBERS,
        # 28/11/2026, and 11/28/2026 in America
        _SLASHES,
        # 2026-11-28 10:00, 2026/11/28, 2026年11月28日
        rf"(?P<year>\d{{4}})[\-/年.]\s?(?P<month>\d{{1,2}})[\-/月.]\s?(?P<day>\d{{1,2}})日?(?:\s?\([^()]{{1,9}}\))?{_TIME}",
    )
)
_OFFSET = regex.compile(r"(?:utc|gmt)?\s?([+\-−])\s?(\d{1,2}):?(\d{2})?", flags=regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in UTC. Not `is_sure`: its zone is not stated or not known, and UTC was taken."""

    at: datetime
    is_sure: bool


def moment_of(stated: str) -> Moment | None:
    """The time that is meant; None when it is none."""
    if not stated or len(stated) > LONGEST:
        return None
    try:
        found = _from_iso(stated.strip()) or _from_words(stated)
    except (ValueError, OverflowError):
        return None
    if found is None or found.at.year < _NO_YEAR_BEFORE or found.at == _NO_TIME:
        return None
    return found if found.at < _LAST else Moment(_LAST, found.is_sure)


def _from_iso(stated: str) -> Moment | None:
    if not regex.match(r"\d{4}-?\d{2}-?\d{2}[T ]\d{2}", stated):
        return None
    # Java writes the name of the zone behind its offset.
    stated = regex.sub(r"(?<=[\dZ])\[[^\[\]]*\]\Z", "", stated)
    try:
        at = datetime.fromisoformat(stated.replace(" ", "T", 1).replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return Moment((at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC), at.tzinfo is not None)


def _from_words(stated: str) -> Moment | None:
    for form in _FORMS:
        if found := form.fullmatch(stated):
            words = found.groupdict()
            month, day, is_plain = _month_and_day(words)
            if month:
                moment = _moment(words, month, day)
                return Moment(moment.at, moment.is_sure and is_plain)
    return None


def _moment(found: dict[str, str | None], month: int, day: int) -> Moment:
    year = int(found["year"] or 0)
    if len(found["year"] or "") == 2:
        year += 1900 if year > 69 else 2000
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
    # 24:00 and the 60th second are the beginning of what follows.
    spent = timedelta(hours=hour, minutes=minute, seconds=int(found["second"] or 0))
    if hour > 24 or minute > 59 or spent > timedelta(days=1, seconds=1):
        raise ValueError(hour)
    local = datetime(year, month, day, tzinfo=UTC) + spent
    offset = _offset(found["zone"] or "", local) if found["hour"] else None
    return Moment(local - timedelta(minutes=offset or 0), offset is not None)


def _offset(zone: str, local: datetime) -> int | None:
    """Minutes east of UTC at this time of its clocks; None of a zone that nobody knows."""
    if zone == "-0000":
        return None
    if stated := _OFFSET.fullmatch(zone):
        minutes = int(stated[2]) * 60 + int(stated[3] or 0)
        return None if minutes > 15 * 60 else minutes if stated[1] == "+" else -minutes
    place = _PLACES.get(zone.lower()) or (zone if "/" in zone else "")
    return _offset_of_place(place, local) if place else _ZONES.get(zone.lower().strip(".,"))


def _offset_of_place(place: str, local: datetime) -> int | None:
    """By the name that computers give it: Asia/Tokyo."""
    try:
        ahead = local.replace(tzinfo=ZoneInfo(place)).utcoffset()
    except (ValueError, KeyError, OSError):
        return None
    return None if ahead is None else int(ahead.total_seconds()) // 60


def _month_and_day(found: Mapping[str, str | None]) -> tuple[int, int, bool]:
    """1 to 12, 0 when no language calls a month so; the day; and whether they can be nothing else.

    America writes the month first, others the day: where both are possible, the day is taken and nothing hangs on it.
    """
    if second := found.get("second_number"):
        first, last = int(found["first_number"] or 0), int(second)
        day, month = (last, first) if last > 12 else (first, last)
        return (month if month <= 12 else 0), day, day > 12 or day == month
    day = int(found["day"] or 0)
    if name := found.get("name"):
        return _months().get(_folded(name), 0), day, True
    number = int(found.get("month") or 0)
    return (number if number <= 12 else 0), day, True


def _folded(name: str) -> str:
    return name.replace("İ", "i").casefold().rstrip(".")


@cache
def _months() -> Mapping[str, int]:
    """Every name of a month in the languages above; English first, and none that means two months."""
    english: dict[str, int] = {}
    others: dict[str, set[int]] = {}
    for language in _LANGUAGES.split():
        for forms in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in forms[width].items():
                    if language == "en":
                        english[_folded(name)] = number
                    for short in {_folded(name), _folded(name)[:3] if len(name) > 3 else _folded(name)}:
                        others.setdefault(short, set()).add(number)
    single = {
        name: numbers.pop() for name, numbers in others.items() if len(numbers) == 1 and not name.isdigit()
    }
    return {**single, **english, "sept": 9, "mrz": 3}
