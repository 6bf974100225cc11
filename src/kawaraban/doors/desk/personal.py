"""What the desk keeps about people: notes about authors, and what was said of many comments at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.forgetting.holding import held_ids
from kawaraban.doors.desk.card.notes import older_email_key
from kawaraban.doors.desk.models import UNFINISHED, AuthorNote, BulkItem, BulkJob, Claim
from kawaraban.law.personal.ends import End
from kawaraban.law.personal.lines import NAME_OF_STAFF, STAFF_ALONE, Line, Part, Plain, Who
from kawaraban.law.personal.periods import Held, PeriodRule
from kawaraban.law.personal.steps import cleared, deleted
from kawaraban.law.record.holds import held_subjects

# What a job says besides codes and numbers.
_SAID: dict[str, Any] = {"note": "", "law": "", "selection": {}}


def _notes(before: datetime, now: datetime, held: Held) -> int:
    """With the last hash goes the text: nobody could tell any more whom it is about."""
    return deleted(_not_held(AuthorNote.objects.filter(written_at__lt=before), held))


def _jobs(before: datetime, now: datetime, held: Held) -> int:
    """They are over, and so is the time in which they can be taken back. The decisions have their own notes."""
    return cleared(BulkJob.objects.filter(ended_at__lt=before).exclude(**_SAID), **_SAID)


def _ended_claims(before: datetime) -> QuerySet[Claim]:
    return Claim.objects.filter(expires_at__lt=before)


def _items_of_ended_jobs(before: datetime) -> QuerySet[BulkItem]:
    """Before their jobs: one may have been on the whole paper."""
    return BulkItem.objects.filter(job__in=_ended_jobs(before))


def _ended_jobs(before: datetime) -> QuerySet[BulkJob]:
    """Those about which the worker still has to do something stay."""
    return BulkJob.objects.filter(ended_at__lt=before).exclude(UNFINISHED)


def _erase(who: Who, now: datetime) -> None:
    """Every note that is shown at their comments, also one that was written at another comment of their network."""
    # One after the other: an OR of three columns would walk through all notes.
    held = held_subjects(now)
    for leads in (*_leads(who), Q(sender_key__in=who.sender_keys - {""})):
        _not_held(AuthorNote.objects.filter(leads), held).delete()
    over = BulkJob.objects.filter(ended_at__isnull=False).exclude(**_SAID)
    over.filter(items__comment__public_id__in=who.public_ids).update(**_SAID)


def _about(who: Who) -> Mapping[str, Any]:
    """The notes about them, without who wrote them. Those that only share the network may be about somebody else."""
    own = AuthorNote.objects.filter(_about_them(who))
    others = AuthorNote.objects.filter(sender_key__in=who.sender_keys - {""}).exclude(_about_them(who))
    return {
        "desk_notes": [
            {"text": text, "written_at": written_at.isoformat()}
            for text, written_at in own.order_by("pk").values_list("text", "written_at")
        ],
        "desk_notes_about_others_of_the_same_network": others.count(),
    }


def _about_them(who: Who) -> Q:
    by_comment, by_address = _leads(who)
    return by_comment | by_address


def _leads(who: Who) -> tuple[Q, Q]:
    keys = who.email_keys | {older_email_key(email) for email in who.emails} - {""}
    return Q(comment__public_id__in=who.public_ids), Q(email_key__in=keys)


def _not_held(notes: QuerySet[AuthorNote], held: Held) -> QuerySet[AuthorNote]:
    names = held_ids(held)
    return notes.exclude(comment__public_id__in=names) if names else notes


PART = Part(
    periods=(
        PeriodRule(
            "desk_notes",
            _("Notes of the newsroom about a commenter, with the keyed hashes by which they are found"),
            _("after they were written"),
            knob="keep_hash_days",
            forget=_notes,
        ),
        PeriodRule(
            "desk_jobs",
            _("The note and the law of a job on many comments, and the list that it was for"),
            _("after it ended"),
            forget=_jobs,
        ),
    ),
    lines=(
        Line(
            ("desk.authornote.text", "desk.authornote.sender_key", "desk.authornote.email_key"),
            period="desk_notes",
            erased="the row goes: with its comment, with its author, and with whoever shares the network",
        ),
        Line(
            ("desk.authornote.written_by",), "desk_notes", erased="the row goes", not_exported=NAME_OF_STAFF
        ),
        Line(
            ("desk.bulkjob.note", "desk.bulkjob.law", "desk.bulkjob.selection"),
            period="desk_jobs",
            erased="emptied, as soon as the job is over",
            not_exported="the words stand in the decisions, which are in it",
        ),
        Line(
            ("desk.bulkjob.person", "desk.claim.moderator", "desk.deskrules.set_by", "desk.keychoice.person"),
            period="staff_acts",
            erased=STAFF_ALONE,
            not_exported=NAME_OF_STAFF,
        ),
    ),
    plain=(
        Plain(
            (
                *(
                    "desk.bulkjob.public_id",
                    "desk.bulkjob.act",
                    "desk.bulkjob.ground",
                    "desk.bulkjob.offence",
                ),
                *("desk.bulkjob.collected_up_to", "desk.bulkitem", "desk.searchcursor"),
            ),
            "codes and numbers: which act, on which ground, how far it got",
        ),
        Plain(("desk.closedday",), "how many decisions of which kind on a day, and in whose zone"),
        Plain(
            ("desk.deskrules.full_reason", "desk.keychoice.keys"),
            "settings of the paper, and keys of its staff",
        ),
    ),
    ends=(
        End("claims", _ended_claims, fixed_days=1),
        End("items of jobs", _items_of_ended_jobs),
        End("jobs", _ended_jobs),
    ),
    erase=_erase,
    about=_about,
)
