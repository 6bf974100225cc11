"""Inviting a colleague, and deciding by the link of a mail: each is one transaction."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.alerts.models import DecisionLink
from kawaraban.comments.actions import decide
from kawaraban.doors.staff.link_context import LinkState, comment_of, link_state
from kawaraban.doors.staff.staffing import Details, take_on
from kawaraban.law.basis import LegalGround
from kawaraban.law.models import Decision
from kawaraban.law.outbox import post
from kawaraban.law.record.staff_record import StaffVerb, record_staff_change
from kawaraban.people.invitations import invitation_path
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require

# A comment that was decided or changed meanwhile is for `decide` to refuse: it holds the comment's row.
_CLOSED = {LinkState.ENDED, LinkState.USED, LinkState.NO_RIGHT, LinkState.GONE}


def invite(details: Details, *, name: str, person: User, now: datetime) -> User:
    """Take somebody on and send them the link with which they set a password. Raises ValidationError."""
    with transaction.atomic():
        user = take_on(details, name=name, password=None, person=person, now=now)
        send_invitation(user, now=now)
    return user


def invite_again(*, user: User, person: User, now: datetime) -> None:
    """Another link to somebody who has no password yet, or has lost it. Raises PermissionDenied."""
    with transaction.atomic():
        require(person, Verb.MANAGE_STAFF)
        send_invitation(user, now=now)
        record_staff_change(StaffVerb.LINK_SENT, user, by=person, now=now)


def send_invitation(user: User, *, now: datetime) -> None:
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


class LinkClosed(Exception):
    """The link was used, has ended, or its person may no longer decide this comment."""


def decide_by_link(
    *, link_id: int, verdict: str, ground: str, note: str, now: datetime, law: LegalGround | None = None
) -> Decision:
    """Decide the comment of a link for its person, and use the link up, in one transaction.

    `ground` is a code of the policy under which the comment was sent; "" where the verdict is "approve". Raises
    LinkClosed, and AlreadyDecided when somebody was faster or the author has changed the words.
    """
    with transaction.atomic():
        link = DecisionLink.objects.select_for_update().select_related("user").get(pk=link_id)
        comment = comment_of(link)
        if comment is None or link_state(link, comment, now=now) in _CLOSED:
            raise LinkClosed(link_id)
        revision = link.revision_number
        if verdict == "approve":
            decision = decide.approve(
                comment_id=comment.pk, revision_number=revision, moderator=link.user, now=now
            )
        else:
            decision = decide.reject(
                comment_id=comment.pk,
                revision_number=revision,
                ground=ground,
                note=note,
                law=law,
                moderator=link.user,
                now=now,
            )
        link.used_at = now
        link.save(update_fields=["used_at"])
    return decision
