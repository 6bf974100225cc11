"""What the record says of staff, in words: who was taken on, changed, closed out, by whom and when.

page = staff_changes_page(before=None)     # .rows, newest first, and .earlier_url
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.lists import format_list
from django.urls import reverse
from django.utils.translation import gettext as _

from kawaraban.law.record.following import Entry
from kawaraban.law.record.staff_record import StaffVerb, staff_changes
from kawaraban.look.templatetags.kawaraban import babel_locale
from kawaraban.people.models import Role, User

SHOWN_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class StaffChangeRow:
    """One entry: what was done and by whom."""

    number: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StaffChangesPage:
    """Newest first. `earlier_url` is empty on the last page."""

    rows: tuple[StaffChangeRow, ...]
    earlier_url: str


def staff_changes_page(*, before: int | None) -> StaffChangesPage:
    """A page of what was recorded before this entry; the newest without one."""
    entries = staff_changes(before=before, limit=SHOWN_AT_MOST + 1)
    shown, has_more = entries[:SHOWN_AT_MOST], len(entries) > SHOWN_AT_MOST
    names = _names(shown)
    return StaffChangesPage(
        rows=tuple(
            StaffChangeRow(entry.number, _words(entry, names), _by(entry, names), entry.recorded_at)
            for entry in shown
        ),
        earlier_url=f"{reverse('desk:records')}?staff_before={shown[-1].number}#staff" if has_more else "",
    )


def _words(entry: Entry, names: Mapping[int, str]) -> str:
    said = entry.payload
    if not said:
        # The subject still tells whose account it was.
        return _("Something was changed about the account %(subject)s.") % {"subject": entry.subject}
    facts = {
        "name": _name(said["user"], names),
        "role": _role(said["role"]),
        "where": _where(said["sections"]),
        "count": said.get("count", 0),
    }
    return _WORDS[StaffVerb(entry.kind)](said, facts)


def _changed(said: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """Only what is not as it was."""
    sentences = []
    if said["was_role"] != said["role"]:
        sentences.append(
            _("%(name)s is %(role)s now and was %(before)s.") % {**facts, "before": _role(said["was_role"])}
        )
    if said["was_sections"] != said["sections"]:
        sentences.append(
            _("%(name)s now has %(where)s and had %(before)s.")
            % {**facts, "before": _where(said["was_sections"])}
        )
    others = [_OTHERS[other]() for other in said["others"] if other in _OTHERS]
    if others:
        sentences.append(_("Changed about %(name)s: %(others)s.") % {**facts, "others": _listed(others)})
    return " ".join(sentences)


_OTHERS: dict[str, Callable[[], str]] = {
    "name": lambda: _("the name"),
    "email": lambda: _("the e-mail address"),
    "language": lambda: _("the language"),
}
_WORDS: dict[StaffVerb, Callable[[Mapping[str, Any], Mapping[str, Any]], str]] = {
    StaffVerb.ADDED: lambda _said, facts: _("%(name)s was taken on as: %(role)s, for %(where)s.") % facts,
    StaffVerb.CHANGED: _changed,
    StaffVerb.CLOSED: lambda _said, facts: _("The account of %(name)s was closed.") % facts,
    StaffVerb.OPENED: lambda _said, facts: _("The account of %(name)s was opened again.") % facts,
    StaffVerb.FACTORS_RESET: lambda _said, facts: _("The second factor of %(name)s was taken away.") % facts,
    StaffVerb.LINK_SENT: lambda _said, facts: (
        _("A link to set a password was sent to %(name)s, whose account has the role: %(role)s.") % facts
    ),
    StaffVerb.PASSWORD_SET: lambda _said, facts: (
        _("%(name)s set a password with the link that was sent.") % facts
    ),
}


def _by(entry: Entry, names: Mapping[int, str]) -> str:
    if not entry.payload:
        return ""
    by = entry.payload["by"]
    return _("on the server") if by is None else _name(by, names)


def _name(pk: int, names: Mapping[int, str]) -> str:
    """What the person is called today."""
    return names.get(pk) or _("account %(number)d") % {"number": pk}


def _role(code: str) -> str:
    return str(Role(code).label) if code in Role.values else (code or _("nothing"))


def _where(sections: Sequence[str]) -> str:
    return _listed(sections) or _("the whole paper")


def _listed(parts: Sequence[str]) -> str:
    return str(format_list(list(parts), locale=babel_locale())) if parts else ""


def _names(entries: Sequence[Entry]) -> dict[int, str]:
    """Everybody who is named in these entries, in one query."""
    pks = {entry.payload[key] for entry in entries for key in ("user", "by") if entry.payload.get(key)}
    return {user.pk: user.display_name for user in User.objects.filter(pk__in=pks)}
