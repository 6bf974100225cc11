"""What agencies sent: published stories, by number and hash."""

from datetime import datetime

from django.db.models import QuerySet

from kawaraban.law.personal.ends import End
from kawaraban.law.personal.lines import Part, Plain
from kawaraban.wire.models import WireItem


def _unseen_items(before: datetime) -> QuerySet[WireItem]:
    """What the agency has not sent for more than a year: it will not come again, and needs not be known again."""
    return WireItem.objects.filter(seen_at__lt=before)


PART = Part(
    plain=(Plain(("wire.wireitem",), "names, versions and hashes of items, and what was odd about them"),),
    ends=(End("wire items", _unseen_items, fixed_days=400),),
)
