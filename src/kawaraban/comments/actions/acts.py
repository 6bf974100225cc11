"""The acts of a moderator on one comment: one table.

    act_named("send_back").before       # Status.PENDING: it starts nowhere else
    refusal_from(Status.WITHHELD)       # KEEP_OFF: what "do not publish" means where the comment stands

An act starts from exactly one status. So a moderator who decides on an older status is told, and not obeyed. Doors,
jobs on many, keys, history, mails and hooks go by these rows (decision 0053). The codes are frozen: jobs are stored
with them, and they stand in addresses.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.actions.status import STATUS_AFTER
from kawaraban.comments.models import Status
from kawaraban.law.models import Decision, Verdict, Visibility
from kawaraban.law.policy.reasons import NO_NEEDS, REFUSAL_NEEDS, Need, Needs
from kawaraban.people.permissions import Verb


class About(StrEnum):
    """What must be open about a comment before an act can answer it."""

    ANYTHING = "anything"
    MATTER = "matter"  # a report, a notice, a letter, an order or an appeal
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One row. `kind` is what the record calls it: `STATUS_AFTER` says where that leads.

    `visibility` is how it restricts what readers see, None where it restricts nothing. `answers`: what waits about the
    comment is answered by it. `done` is what a job on many comments says of them, "" for what is only done to one.
    """

    code: str
    before: Status
    verdict: Verdict
    right: Verb
    kind: str
    label: Promise
    needs: Needs = NO_NEEDS
    visibility: Visibility | None = None
    about: About = About.ANYTHING
    answers: bool = True
    done: Promise | str = ""

    @property
    def after(self) -> Status:
        """The status to which the act leads."""
        return STATUS_AFTER[self.kind]

    @property
    def moves(self) -> bool:
        """Whether the status changes. Where it does not, the author has been told already."""
        return self.before != self.after

    @property
    def is_refusal(self) -> bool:
        """Whether readers do not see the comment afterwards. Each status has its own act for that."""
        return self.verdict is Verdict.REJECTED

    @property
    def is_for_many(self) -> bool:
        """Whether a job can do it to many comments."""
        return bool(self.done)

    @property
    def is_of_reports(self) -> bool:
        """Whether a job does it to reported comments alone. Other matters are answered one by one."""
        return self.about is About.MATTER


APPROVE = Act(
    code="approve",
    before=Status.PENDING,
    verdict=Verdict.APPROVED,
    right=Verb.APPROVE,
    kind="comment_approved",
    label=_("Approve"),
    done=_("approved"),
)
REJECT = Act(
    code="reject",
    before=Status.PENDING,
    verdict=Verdict.REJECTED,
    right=Verb.REJECT,
    kind="comment_rejected",
    needs=REFUSAL_NEEDS,
    visibility=Visibility.REFUSED,
    label=_("Do not publish"),
    done=_("not published"),
)
SEND_BACK = Act(
    code="send_back",
    before=Status.PENDING,
    verdict=Verdict.RETURNED,
    right=Verb.SEND_BACK,
    kind="comment_returned",
    needs=Needs(note=Need.MUST),
    answers=False,
    label=_("Send back for changes"),
    done=_("sent back"),
)
# What is withheld is still being looked at: those who reported it are answered by what comes after.
WITHHOLD = Act(
    code="withhold",
    before=Status.APPROVED,
    verdict=Verdict.WITHHELD,
    right=Verb.WITHHOLD,
    kind="comment_withheld",
    needs=Needs(ground=Need.MAY, note=Need.MAY),
    visibility=Visibility.WITHHELD,
    answers=False,
    label=_("Withhold"),
    done=_("withheld"),
)
REMOVE = Act(
    code="remove",
    before=Status.APPROVED,
    verdict=Verdict.REJECTED,
    right=Verb.REJECT,
    kind="comment_removed",
    needs=REFUSAL_NEEDS,
    visibility=Visibility.REMOVED,
    label=_("Take off the page"),
    done=_("taken off the page"),
)
REOPEN = Act(
    code="reopen",
    before=Status.WITHHELD,
    verdict=Verdict.REOPENED,
    right=Verb.REOPEN,
    kind="comment_reopened",
    needs=Needs(note=Need.MAY),
    label=_("Show again"),
    done=_("shown again"),
)
KEEP_OFF = Act(
    code="keep_off",
    before=Status.WITHHELD,
    verdict=Verdict.REJECTED,
    right=Verb.REJECT,
    kind="comment_removed",
    needs=REFUSAL_NEEDS,
    visibility=Visibility.REMOVED,
    label=_("Keep it off the page"),
)
KEEP = Act(
    code="keep",
    before=Status.APPROVED,
    verdict=Verdict.KEPT,
    right=Verb.DECIDE_REPORT,
    kind="comment_kept",
    needs=Needs(note=Need.WHERE_ASKED),
    about=About.MATTER,
    label=_("Keep"),
    done=_("kept"),
)
UPHOLD = Act(
    code="uphold",
    before=Status.REJECTED,
    verdict=Verdict.UPHELD,
    right=Verb.DECIDE_APPEAL,
    kind="decision_upheld",
    needs=Needs(note=Need.MUST),
    about=About.APPEAL,
    label=_("The decision holds"),
)
REINSTATE = Act(
    code="reinstate",
    before=Status.REJECTED,
    verdict=Verdict.REINSTATED,
    right=Verb.DECIDE_APPEAL,
    kind="comment_reinstated",
    needs=Needs(note=Need.MAY),
    about=About.APPEAL,
    label=_("Publish it"),
)
# In this order they are offered for many comments.
ACTS: tuple[Act, ...] = (
    *(APPROVE, REJECT, SEND_BACK),
    *(WITHHOLD, REMOVE),
    *(REOPEN, KEEP_OFF),
    KEEP,
    *(UPHOLD, REINSTATE),
)

# What taking a decision back is called, by the status that it leads back to.
REVERSED_TO: dict[Status, str] = {
    Status.PENDING: "decision_reversed",
    Status.APPROVED: "decision_reversed_to_approved",
    Status.WITHHELD: "decision_reversed_to_withheld",
    Status.REJECTED: "decision_reversed_to_rejected",
}
# The entries of the record that say that somebody decided about a comment, or took it back.
DECISION_KINDS: frozenset[str] = frozenset({*(act.kind for act in ACTS), *REVERSED_TO.values()})
# Decisions that leave everything as it was: what holds is the one before.
STAYING: frozenset[Verdict] = frozenset(act.verdict for act in ACTS if not act.moves)
# Decisions after which readers see the comment.
SHOWING: frozenset[Verdict] = frozenset(act.verdict for act in ACTS if act.after == Status.APPROVED)
# Decisions that answer what waits about a comment.
ANSWERING: frozenset[Verdict] = frozenset(act.verdict for act in ACTS if act.answers)


def act_named(code: str) -> Act | None:
    """The act with this code."""
    return next((act for act in ACTS if act.code == code), None)


def act_of(decision: Decision) -> Act | None:
    """The act of this decision. None where it took another back, or is about a suspension."""
    same = [act for act in ACTS if act.verdict == decision.verdict]
    alike = [act for act in same if (act.visibility or "") == decision.visibility] or same
    return next((act for act in alike if act.before == decision.status_before), next(iter(alike), None))


def refusal_from(status: str) -> Act:
    """The act that refuses a comment of this status; REJECT where the status has none."""
    return next((act for act in ACTS if act.is_refusal and act.before == status), REJECT)
