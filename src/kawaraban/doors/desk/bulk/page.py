"""The pages of many comments at once: what would happen, and how far a job is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.comments.models import Comment, Status
from kawaraban.doors.desk.asked_together import answers, count_of
from kawaraban.doors.desk.bulk.acts import BULK_ACTS, BulkAct, bulk_act
from kawaraban.doors.desk.bulk.jobs import undo_ends_at
from kawaraban.doors.desk.bulk.said import BulkSaid, Wrong, grounds_now
from kawaraban.doors.desk.bulk.selection import LOOKED_AT_MOST, SKIPPED, Plan, Selection, reported
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.doors.desk.rules.capacity import Tally
from kawaraban.kit.graphemes import count, cut
from kawaraban.law.basis import Offence
from kawaraban.law.policy.grounds import GroundWords
from kawaraban.law.policy.reasons import Need
from kawaraban.look.words import number

_SAMPLES = 5
_EXCERPT = 160
_JOBS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class SampleView:
    """One comment of those that it would happen to."""

    public_id: str
    name: str
    excerpt: str
    language: str
    place: str


@dataclass(frozen=True, slots=True)
class ActChoice:
    """One act, and how many of the chosen comments it fits."""

    code: str
    label: str
    fits: Tally
    is_current: bool


@dataclass(frozen=True, slots=True)
class ActFields:
    """The act that was chosen, and what its form asks. `needs` is what must be said: "ground", "note" or nothing."""

    code: str
    label: str
    needs: str
    takes_ground: bool
    takes_note: bool


@dataclass(frozen=True, slots=True)
class BulkPage:
    """`act` is None until one is chosen; `skipped` are sentences; `hidden` names the selection again."""

    chosen: Tally
    acts: tuple[ActChoice, ...]
    act: ActFields | None
    to_do: Tally
    skipped: tuple[str, ...]
    samples: tuple[SampleView, ...]
    grounds: tuple[GroundWords, ...]
    hidden: tuple[tuple[str, str], ...]
    offences: tuple[tuple[str, str], ...]
    said: BulkSaid
    errors: tuple[Wrong, ...]

    @property
    def errors_at(self) -> dict[str, list[str]]:
        """The sentences about each field."""
        found: dict[str, list[str]] = {}
        for error in self.errors:
            found.setdefault(error.field, []).append(error.sentence)
        return found

    @property
    def asks_for_law(self) -> bool:
        """Whether the ground that was said asks for one: then its fields stand open."""
        return any(ground.needs_law for ground in self.grounds if ground.code == self.said.ground)


@dataclass(frozen=True, slots=True)
class JobView:
    """How far a job is. `seconds_left` to take it back once it has ended; `may_stop` while it runs."""

    public_id: str
    url: str
    title: str
    name: str
    asked_at: datetime
    total: int
    looked_at: int
    words: str
    skipped: tuple[str, ...]
    is_running: bool
    may_stop: bool
    seconds_left: int


def bulk_page(
    selection: Selection,
    plan: Plan | None,
    *,
    now: datetime,
    said: BulkSaid,
    errors: tuple[Wrong, ...] = (),
) -> BulkPage:
    """What a moderator sees before anything happens."""
    chosen, fits = _fits(selection)
    return BulkPage(
        chosen=chosen,
        acts=tuple(
            ActChoice(act.code, str(act.label), fits[act], is_current=plan is not None and plan.act is act)
            for act in BULK_ACTS
            if fits[act].number or (plan is not None and plan.act is act)
        ),
        act=_fields(plan.act) if plan else None,
        to_do=Tally(plan.to_do, is_capped=plan.is_capped) if plan else Tally(0),
        skipped=_skipped(plan.skipped, is_capped=plan.is_capped) if plan else (),
        samples=_samples(plan) if plan else (),
        grounds=grounds_now(now),
        hidden=selection.hidden,
        offences=tuple((code, str(label)) for code, label in Offence.choices),
        said=said,
        errors=errors,
    )


def _fields(act: BulkAct) -> ActFields:
    ground, note = act.needs.ground, act.needs.note
    needed = (("ground", ground is Need.MUST), ("note", note is Need.MUST))
    return ActFields(
        code=act.code,
        label=str(act.label),
        needs=next((name for name, is_needed in needed if is_needed), ""),
        takes_ground=ground is not Need.NEVER,
        # A job keeps comments that were reported, and nothing else. Who reported gets no letter.
        takes_note=note in {Need.MAY, Need.MUST},
    )


def job_view(job: BulkJob, *, now: datetime) -> JobView:
    """One query."""
    items = BulkItem.objects.filter(job=job).order_by()
    counted = list(items.values_list("state", "reason").annotate(times=Count("pk")))
    by_state: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for state, reason, times in counted:
        by_state[state] += times
        if reason:
            reasons[reason] += times
    act = bulk_act(job.act)
    is_running = job.ended_at is None or job.is_taken_back
    ends_at = undo_ends_at(job)
    left = int((ends_at - now).total_seconds()) if ends_at and job.undo_asked_at is None else 0
    return JobView(
        public_id=job.public_id,
        url=reverse("desk:bulk_job", args=[job.public_id]),
        title=str(act.label) if act else job.act,
        name=job.person.display_name,
        asked_at=job.asked_at,
        total=max(by_state.total(), job.expected_count) if job.is_collecting else by_state.total(),
        looked_at=_looked_at(job, by_state),
        words=_words(job, act, by_state),
        skipped=_skipped(reasons),
        is_running=is_running,
        may_stop=is_running and job.undo_asked_at is None,
        seconds_left=max(0, left),
    )


def latest_jobs(*, now: datetime) -> tuple[JobView, ...]:
    """The last jobs of the desk, the newest first."""
    return tuple(job_view(job, now=now) for job in BulkJob.objects.select_related("person")[:_JOBS_SHOWN])


def _looked_at(job: BulkJob, by_state: Mapping[str, int]) -> int:
    state = BulkItem.State
    if job.undo_asked_at:
        return by_state[state.UNDONE] + by_state[state.KEPT] + by_state[state.SKIPPED]
    return by_state[state.DONE] + by_state[state.SKIPPED]


def _words(job: BulkJob, act: BulkAct | None, by_state: Mapping[str, int]) -> str:
    """What it has done so far, or in the end."""
    state = BulkItem.State
    if job.undo_asked_at:
        undone = by_state[state.UNDONE]
        return ngettext("%(number)s taken back", "%(number)s taken back", undone) % {"number": number(undone)}
    done = by_state[state.DONE]
    return _("%(number)s %(done)s") % {"number": number(done), "done": act.done if act else job.act}


def _skipped(reasons: Mapping[str, int], *, is_capped: bool = False) -> tuple[str, ...]:
    return tuple(
        _("%(number)s %(reason)s")
        % {"number": Tally(times, is_capped=is_capped).words, "reason": SKIPPED.get(reason, reason)}
        for reason, times in sorted(reasons.items(), key=lambda pair: -pair[1])
    )


def _fits(selection: Selection) -> tuple[Tally, dict[BulkAct, Tally]]:
    """How many are chosen, and how many of them stand where each act starts. One query, and none without end."""
    at_most = LOOKED_AT_MOST + 1
    by_status = [count_of(selection.rows.filter(status=status), at_most=at_most) for status in Status]
    # Adding nothing keeps a database from walking along the status instead.
    known = reported(selection.rows).alias(stands=Concat("status", Value("")))
    by_report = [
        count_of(known.filter(stands=act.before.value), at_most=at_most)
        for act in BULK_ACTS
        if act.is_of_reports
    ]
    counted = [_tally(number) for number in answers(*by_status, *by_report)]
    of_status = dict(zip(Status, counted, strict=False))
    of_reports = iter(counted[len(by_status) :])
    fits = {act: next(of_reports) if act.is_of_reports else of_status[act.before] for act in BULK_ACTS}
    chosen = sum(each.number for each in of_status.values())
    return Tally(chosen, is_capped=any(each.is_capped for each in of_status.values())), fits


def _tally(counted: int) -> Tally:
    return Tally(min(counted, LOOKED_AT_MOST), is_capped=counted > LOOKED_AT_MOST)


def _samples(plan: Plan) -> tuple[SampleView, ...]:
    return tuple(_sample(comment) for comment in plan.rows.select_related("thread")[:_SAMPLES])


def _sample(comment: Comment) -> SampleView:
    line = " ".join(comment.text.split())
    return SampleView(
        public_id=comment.public_id,
        name=comment.name,
        excerpt=cut(line, _EXCERPT).rstrip() + "…" if count(line) > _EXCERPT else line,
        language=comment.language,
        place=comment.thread.title,
    )
