"""What was raised, as far as one person of the desk decides it or may see it.

    notices_for(mika).open()        # in the sections of Mika, not answered yet, the oldest first
    demands_for(mika).open()        # what is due first comes first

A moderator of some sections has what is about comments in them; everybody else has the whole paper.
"""

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat, Substr

from kawaraban.comments.models import Comment, subject_of
from kawaraban.law.demands.entering import real_demands
from kawaraban.law.models import Appeal, DemandItem, DemandKind, Notice
from kawaraban.law.models.demands import DemandQuerySet
from kawaraban.law.models.notices import NoticeQuerySet
from kawaraban.law.redress.appeals import open_suspension_appeals
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, in_sections, may, sections_of


def notices_for(person: User) -> NoticeQuerySet:
    """Those that this person decides: of a moderator with some sections, those about comments in them."""
    if sections_of(person) is None:
        return Notice.objects.all()
    about = Comment.objects.filter(public_id=OuterRef("named"))
    named = Notice.objects.alias(named=Substr("subject", len(subject_of("")) + 1))
    return named.filter(Exists(in_sections(about, person, "thread__section")))


def demands_for(person: User) -> DemandQuerySet:
    """Those that this person may see: of a moderator with some sections, those about comments in them.

    Whom the paper tells what about an author is for those who answer authorities.
    """
    rows = real_demands()
    if not may(person, Verb.ENTER_DEMAND):
        rows = rows.exclude(kind=DemandKind.INFORM)
    if sections_of(person) is None:
        return rows
    theirs = in_sections(Comment.objects.all(), person, "thread__section")
    subjects = theirs.annotate(called=Concat(Value(subject_of("")), "public_id")).values("called")
    about = DemandItem.objects.filter(demand=OuterRef("pk"), subject__in=subjects)
    return rows.filter(Exists(about))


def reported_for(person: User) -> QuerySet[Comment]:
    """Comments about which a report, a notice, an order or a letter is open."""
    return in_sections(Comment.objects.reported(), person, "thread__section")


def appealed_for(person: User) -> QuerySet[Comment]:
    """Comments about which an appeal is open."""
    return in_sections(Comment.objects.appealed(), person, "thread__section")


def suspension_appeals_for(person: User) -> QuerySet[Appeal]:
    """Open appeals against suspensions, which hold for the whole paper: so does the right to decide on them."""
    return open_suspension_appeals() if may(person, Verb.RESTRICT_AUTHOR) else Appeal.objects.none()
