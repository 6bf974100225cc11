"""What is done to the accounts of staff, by the publisher or on the server: the change and its entry in the record.

    take_on  invite  invite_again                          who comes
    change_role  change_colleague  set_password_by_link    what they may do, and how they are reached
    close_account  open_account  take_factors              who goes, and a lost phone

    change_role(user_id=7, role="editor", sections=(), person=leyla, now=now)

Each is one transaction. `person` is who does it, None for the command line. The rules about staff are in
`people/actions.py`, which lies below the record and cannot write to it: nothing else calls it. Each raises
PermissionDenied where the person may not manage staff.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.law.outbox import post
from kawaraban.law.record.staff_record import StaffVerb, record_staff_change
from kawaraban.people import actions
from kawaraban.people.invitations import invitation_path
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.turn import one_turn

# What somebody's own details are called in the record: that they changed, and not what they say.
_DETAILS = {"first_name": "name", "email": "email", "language": "language"}


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of a member of staff: what they may do, and how they are called, reached and spoken to."""

    role: str
    sections: Sequence[str] = ()
    display_name: str = ""
    email: str = ""
    language: str = ""


def take_on(details: Details, *, name: str, password: str | None, person: User | None, now: datetime) -> User:
    """A new member of staff (see `people.actions.add_staff`). Raises ValidationError."""
    with one_turn():
        _require(person)
        user = actions.add_staff(name=name, password=password, **asdict(details))
        record_staff_change(StaffVerb.ADDED, user, by=person, now=now)
    return user


def invite(details: Details, *, name: str, person: User, now: datetime) -> User:
    """Take somebody on and send them the link with which they set a password. Raises ValidationError."""
    with one_turn():
        user = take_on(details, name=name, password=None, person=person, now=now)
        _send_invitation(user, now=now)
    return user


def invite_again(*, user: User, person: User, now: datetime) -> None:
    """Another link to somebody who has no password yet, or has lost it. Raises PermissionDenied."""
    with one_turn():
        require(person, Verb.MANAGE_STAFF)
        _send_invitation(user, now=now)
        record_staff_change(StaffVerb.LINK_SENT, user, by=person, now=now)


def change_role(
    *, user_id: int, role: str, sections: Sequence[str], person: User | None, now: datetime
) -> User:
    """Another role, other sections. Raises ValidationError, for the last publisher too."""
    return _changed(
        user_id,
        lambda user: actions.change_role(user=user, role=role, sections=sections),
        person=person,
        now=now,
    )


def change_colleague(details: Details, *, user_id: int, person: User, now: datetime) -> User:
    """All of it at once. Raises ValidationError."""
    return _changed(
        user_id,
        lambda user: actions.change_details(user=user, **asdict(details)),
        person=person,
        now=now,
    )


def close_account(*, user_id: int, person: User | None, now: datetime) -> User:
    """The person can no longer sign in. Raises ValidationError for the last publisher."""
    with one_turn():
        user = _taken(user_id, person)
        if user.is_active:
            actions.disable_staff(user=user)
            record_staff_change(StaffVerb.CLOSED, user, by=person, now=now)
    return user


def open_account(*, user_id: int, person: User | None, now: datetime) -> User:
    """The person can sign in again, in the role that they had."""
    with one_turn():
        user = _taken(user_id, person)
        if not user.is_active:
            actions.enable_staff(user=user)
            record_staff_change(StaffVerb.OPENED, user, by=person, now=now)
    return user


def take_factors(*, user_id: int, person: User | None, now: datetime) -> int:
    """For a lost phone: the second factor goes, sessions end. Returns how many factors there were."""
    with one_turn():
        user = _taken(user_id, person)
        count = actions.reset_factors(user=user)
        record_staff_change(StaffVerb.FACTORS_RESET, user, by=person, now=now, facts={"count": count})
    return count


def set_password_by_link(*, user: User, password: str, now: datetime) -> User:
    """The password that somebody sets behind a link which the publisher sent. Raises ValidationError when too easy."""
    with one_turn():
        actions.change_password(user=user, password=password)
        record_staff_change(StaffVerb.PASSWORD_SET, user, by=user, now=now)
    return user


def _send_invitation(user: User, *, now: datetime) -> None:
    """The link, by mail, in the person's language. An earlier link of theirs goes on working until it is used."""
    language = user.language or settings.LANGUAGE_CODE
    address = f"{settings.SITE_URL}/desk/join/{invitation_path(user, now=now)}"
    with override(language):
        heading = _("You are invited to the desk")
        body = _(
            "%(name)s,\n\n"
            "you work at the desk of %(paper)s now, as: %(role)s. Set a password with this link; it works for "
            "seven days and once.\n\n%(address)s\n\nYour name at the sign-in is %(username)s."
        ) % {
            "name": user.display_name,
            "paper": settings.SITE_URL,
            "role": user.get_role_display(),
            "address": address,
            "username": user.get_username(),
        }
    post(recipient=user.email, heading=heading, body=body, language=language, decision=None, now=now)


def _changed(user_id: int, change: Callable[[User], User], *, person: User | None, now: datetime) -> User:
    """Do it, and record what is not as it was; nothing where all is."""
    with one_turn():
        user = _taken(user_id, person)
        role, sections = user.role, list(user.sections)
        said = {field: getattr(user, field) for field in _DETAILS}
        change(user)
        others = [name for field, name in _DETAILS.items() if getattr(user, field) != said[field]]
        if (role, sections) != (user.role, list(user.sections)) or others:
            facts = {"was_role": role, "was_sections": sections, "others": others}
            record_staff_change(StaffVerb.CHANGED, user, by=person, now=now, facts=facts)
    return user


def _taken(user_id: int, person: User | None) -> User:
    _require(person)
    return User.objects.select_for_update().get(pk=user_id)


def _require(person: User | None) -> None:
    if person is not None:
        require(person, Verb.MANAGE_STAFF)
