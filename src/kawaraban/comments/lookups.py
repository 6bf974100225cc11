"""What the intake asks the database, each question once for a whole batch.

    sendings = first_sendings([look.fingerprint for look in looks], since=...)
    ask(connection, sendings)                                          -> {fingerprint: Sending}

Each is a question, of which several travel together (`kit/work/one_trip.py`). Written by hand, because they are asked
for every batch and a queryset costs more to build than to run: ten of them would take as long as the writing. Each is
one look-up in an index of `comments/models.py`; all is plain SQL that SQLite and PostgreSQL read alike. Writing stays
with the models.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any, NamedTuple, TypeVar

from django.db import connection

from kawaraban.comments.models import Status
from kawaraban.kit.work.one_trip import DatabaseQuestion, ask
from kawaraban.law.secret_fields import opened_token

Found = TypeVar("Found")
# Lists are filled up to one of these lengths, so that the database sees few different statements and keeps them.
_LENGTHS = tuple(2**power for power in range(15))


class ThreadFacts(NamedTuple):
    """What phases ask about a thread."""

    pk: int
    locator: str
    section: str
    language: str
    is_open: bool
    closed_reason: str


class ParentFacts(NamedTuple):
    """What phases ask about a comment that is answered to."""

    pk: int
    public_id: str
    thread_pk: int
    status: str


class Sending(NamedTuple):
    """A comment that was sent before, as its receipt names it, and what shows whether the same person sends again."""

    public_id: str
    tracking_token: str
    status: str
    language: str
    email: str
    proof: str


class Suspension(NamedTuple):
    """From where no comments are taken, as its refusal names it. `ends_at`: None is without an end.

    `ground` is "" for whoever is known by the network alone: see `suspension_of`.
    """

    ends_at: datetime | None
    ground: str
    policy_number: int


def house_rules() -> DatabaseQuestion[tuple[bool, str]]:
    """Whether the paper takes comments, and why not. Without a row of rules it does."""

    def read(rows: list[Any]) -> tuple[bool, str]:
        is_open, closed_reason = rows[0] if rows else (True, "")
        return bool(is_open), closed_reason

    return DatabaseQuestion(
        "SELECT is_open, closed_reason FROM comments_houserules ORDER BY id LIMIT 1", (), read
    )


def threads(locators: Iterable[str]) -> DatabaseQuestion[dict[str, ThreadFacts]]:
    """Those that there are, by locator."""

    def read(rows: list[Any]) -> dict[str, ThreadFacts]:
        return {
            locator: ThreadFacts(pk, locator, section, language, bool(is_open), closed_reason)
            for pk, locator, section, language, is_open, closed_reason in rows
        }

    return _of_each(
        "SELECT id, locator, section, language, closed_at IS NULL, closed_reason FROM comments_thread"
        " WHERE locator IN ({})",
        locators,
        read=read,
    )


def parents(public_ids: Iterable[str]) -> DatabaseQuestion[dict[str, ParentFacts]]:
    """Those that there are, by public id, in whatever status."""
    return _of_each(
        "SELECT id, public_id, thread_id, status FROM comments_comment WHERE public_id IN ({})",
        public_ids,
        read=lambda rows: {row[1]: ParentFacts(*row) for row in rows},
    )


def first_sendings(fingerprints: Iterable[str], *, since: datetime) -> DatabaseQuestion[dict[str, Sending]]:
    """The first comment with each of these fingerprints after `since`. What was taken back may be sent again."""

    def read(rows: list[Any]) -> dict[str, Sending]:
        return {
            fingerprint: Sending(public_id, opened_token(seal), *others)
            for fingerprint, public_id, seal, *others in rows
        }

    return _of_each(
        "SELECT fingerprint, public_id, tracking_token, status, language, email, proof FROM comments_comment"
        " WHERE fingerprint IN ({}) AND sent_at > %s AND status NOT IN (%s, %s) ORDER BY id DESC",
        fingerprints,
        [_moment(since), Status.WITHDRAWN.value, Status.ERASED.value],
        read=read,
    )


# The columns of a sender's networks, the household first, in the order of `kit.networks`.
SENDER_COLUMNS = ("sender_key", "wide_key", "widest_key")


def sent_lately(
    senders: Iterable[Sequence[str]], *, since: datetime
) -> DatabaseQuestion[dict[str, list[datetime]]]:
    """When each sender sent something after `since`, newest first; by the keys of their networks. One query."""
    parts: list[str] = []
    parameters: list[Any] = []
    keys_of_columns = zip_longest(*senders, fillvalue="")
    for column, keys in zip(SENDER_COLUMNS, keys_of_columns, strict=False):
        if wanted := _padded(keys):
            # In the words of the partial indexes, so that every database sees that they hold these rows.
            parts.append(
                f"SELECT {column}, sent_at FROM comments_comment"  # noqa: S608  names of our own columns
                f" WHERE {column} IN ({_marks(wanted)}) AND NOT ({column} = '') AND sent_at > %s"
            )
            parameters += [*wanted, _moment(since)]
    sql = f"{' UNION ALL '.join(parts)} ORDER BY 2 DESC" if parts else ""
    return DatabaseQuestion(sql, parameters, _times_by_key)


def _times_by_key(rows: list[Any]) -> dict[str, list[datetime]]:
    times: dict[str, list[datetime]] = {}
    for key, sent_at in rows:
        times.setdefault(key, []).append(_aware(sent_at))
    return times


def times_sent(text_keys: Iterable[str], *, since: datetime, but: int) -> DatabaseQuestion[dict[str, int]]:
    """How often each text was sent after `since`, the comment `but` left out."""
    return _of_each(
        "SELECT text_key, count(*) FROM comments_comment"
        " WHERE text_key IN ({}) AND sent_at > %s AND id <> %s GROUP BY text_key",
        text_keys,
        [_moment(since), but],
        read=dict,
    )


def times_refused(
    sender_keys: Iterable[str], *, since: datetime, but: int
) -> DatabaseQuestion[dict[str, int]]:
    """How many comments of each sender, sent after `since`, were refused; the comment `but` left out."""
    # One column for the planner, not two: the sender's few comments are to be found first, not all refused ones.
    return _of_each(
        "SELECT sender_key, sum(CASE WHEN status = %s THEN 1 ELSE 0 END) FROM comments_comment"
        " WHERE sender_key IN ({}) AND sent_at > %s AND id <> %s GROUP BY sender_key",
        sender_keys,
        [_moment(since), but],
        before=[Status.REJECTED.value],
        read=lambda rows: {sender_key: int(times) for sender_key, times in rows if times},
    )


# One part for each column: an OR of two is walked through by SQLite, however few rows it finds.
_SUSPENSIONS = (
    "SELECT restriction.sender_key, restriction.email_key, restriction.ends_at,"
    " decision.ground, decision.own_ground, decision.policy_number"
    " FROM comments_restriction restriction JOIN law_decision decision ON decision.id = restriction.decision_id"
    " WHERE restriction.{column} IN ({marks}) AND restriction.lifted_at IS NULL"
    " AND (restriction.ends_at IS NULL OR restriction.ends_at > %s)"
)


def suspensions(
    sender_keys: Iterable[str], email_keys: Iterable[str], *, now: datetime
) -> DatabaseQuestion[dict[str, Suspension]]:
    """The suspension that holds for each of these hashes; of several the one that lasts longest. One query."""
    parts: list[str] = []
    parameters: list[Any] = []
    for column, keys in (("sender_key", _padded(sender_keys)), ("email_key", _padded(email_keys))):
        if keys:
            parts.append(_SUSPENSIONS.format(column=column, marks=_marks(keys)))
            parameters += [*keys, _moment(now)]
    return DatabaseQuestion(" UNION ALL ".join(parts), parameters, _longest_by_key)


def _longest_by_key(rows: list[Any]) -> dict[str, Suspension]:
    found: dict[str, Suspension] = {}
    for sender_key, email_key, ends_at, ground, own_ground, policy_number in rows:
        suspension = Suspension(_aware(ends_at) if ends_at else None, own_ground or ground, policy_number)
        for key in filter(None, (sender_key, email_key)):
            found[key] = _longer(suspension, found.get(key)) or suspension
    return found


def suspension_now(sender_key: str, email_key: str, *, now: datetime) -> Suspension | None:
    """The suspension that holds for one sender; of several the one that lasts longest."""
    found = ask(connection, suspensions([sender_key], [email_key], now=now))
    return suspension_of(found, sender_key, email_key)


def suspension_of(found: Mapping[str, Suspension], sender_key: str, email_key: str) -> Suspension | None:
    """Of those found for one sender's hashes, the one that lasts longest.

    A network is shared by a household, an office, a library: what one of them did is not told to the others. So the
    ground stays with the suspension that the e-mail address is known by.
    """
    by_network, by_address = found.get(sender_key), found.get(email_key)
    longest = _longer(by_address, by_network)
    if longest is None or longest == by_address:
        return longest
    return longest._replace(ground="")


def _longer(one: Suspension | None, other: Suspension | None) -> Suspension | None:
    """Of two suspensions the one that lasts longer."""
    if one is None or other is None:
        return one or other
    if one.ends_at is None or (other.ends_at is not None and one.ends_at >= other.ends_at):
        return one
    return other


def pks(public_ids: Iterable[str]) -> DatabaseQuestion[dict[str, int]]:
    """The keys of rows that were just written: no way to ask for them while writing is the same everywhere."""
    return _of_each(
        "SELECT public_id, id FROM comments_comment WHERE public_id IN ({})", public_ids, read=dict
    )


def _of_each(
    sql: str,
    values: Iterable[str],
    after: Sequence[Any] = (),
    *,
    before: Sequence[Any] = (),
    read: Callable[[list[Any]], Found],
) -> DatabaseQuestion[Found]:
    """The rows for these values; nothing is asked for none. An empty value is none."""
    wanted = _padded(values)
    return DatabaseQuestion(sql.format(_marks(wanted)) if wanted else "", [*before, *wanted, *after], read)


def _padded(values: Iterable[str]) -> list[str]:
    """Each once, without the empty ones, filled up to one of _LENGTHS; [] of none."""
    wanted = sorted({value for value in values if value})
    length = next((length for length in _LENGTHS if length >= len(wanted)), len(wanted))
    return wanted + wanted[-1:] * (length - len(wanted))


def _marks(wanted: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(wanted))


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _aware(value: datetime) -> datetime:
    """SQLite keeps no zone: what is written there is UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)
