"""The links of a digest: each opens a page that asks, for one person, one comment in one revision, once.

    /desk/decide/81/Xk3v…/

The mark is an HMAC over number, person, comment and revision of the row, and over the address that it was mailed to.
After a restore the number may stand for another person and another comment, and a corrected address is not where the
mail went. Whoever has the link may decide this comment for that person until it ends, as long as the person's rights
hold. The mark has 22 characters, which no log of ours writes.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings

from kawaraban.alerts.models import DecisionLink
from kawaraban.comments.models import Comment
from kawaraban.kit.signing import derived_key
from kawaraban.people.models import User

LIFETIME = timedelta(hours=48)
_MARK_BYTES = 16


def make_link(user: User, comment: Comment, *, now: datetime) -> DecisionLink:
    """A new link of this person to the comment as it is now."""
    return DecisionLink.objects.create(
        user=user,
        public_id=comment.public_id,
        revision_number=comment.revision_number,
        ends_at=now + LIFETIME,
    )


def link_path(link: DecisionLink) -> str:
    """Its address on the paper."""
    return f"/desk/decide/{link.pk}/{_mark(link)}/"


def signed_link(pk: int, mark: str) -> DecisionLink | None:
    """The link when the mark is right; None for a forged one. Whether it still may act is for the caller to ask."""
    link = DecisionLink.objects.select_related("user").filter(pk=pk).first()
    return link if link and hmac.compare_digest(_mark(link).encode(), mark.encode()) else None


def _mark(link: DecisionLink) -> str:
    row = (link.pk, link.user_id, link.public_id, link.revision_number)
    said = ".".join(str(part) for part in (*row, link.user.email))
    key = derived_key(settings.SECRET_KEY, "decision-link")
    mark = hmac.new(key, said.encode(), hashlib.sha256).digest()[:_MARK_BYTES]
    return base64.urlsafe_b64encode(mark).decode().rstrip("=")
