"""Who may do what: one table, and the three questions that everything else asks.

    may(user, Verb.APPROVE, section="city")       # a yes or a no
    require(user, Verb.APPROVE, section="city")   # the member of staff, or PermissionDenied
    in_sections(Comment.objects.all(), user, "thread__section")

A view wears its verb, and so the tests can hold every address against the table:

    @staff_only(Verb.MANAGE_STAFF)
    def staff(request): ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kawaraban.people.models import Role, User

P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
AnyUser = User | AnonymousUser | Any


class Verb(StrEnum):
    """What can be done at the desk and with the paper. A new screen or action takes one of these or adds a row."""

    OPEN_DESK = "open_desk"
    SEE_COMMENT = "see_comment"
    APPROVE = "approve"
    REJECT = "reject"
    SEND_BACK = "send_back"
    WITHHOLD = "withhold"
    REOPEN = "reopen"
    UNDO = "undo"
    PICK = "pick"
    PIN = "pin"
    BULK = "bulk"
    CLOSE_THREAD = "close_thread"
    DECIDE_REPORT = "decide_report"
    DECIDE_NOTICE = "decide_notice"
    DECIDE_APPEAL = "decide_appeal"
    NOTE_LETTER = "note_letter"
    ENTER_DEMAND = "enter_demand"
    RESTRICT_AUTHOR = "restrict_author"
    RESTRICT_WITHOUT_END = "restrict_without_end"
    SEE_FIGURES = "see_figures"
    SEE_READS = "see_reads"
    EDIT_STORIES = "edit_stories"
    EDIT_POLICY = "edit_policy"
    EDIT_PAPER = "edit_paper"
    MANAGE_STAFF = "manage_staff"
    MANAGE_HOOKS = "manage_hooks"
    ERASE_PERSON = "erase_person"
    LEGAL_HOLD = "legal_hold"
    EXPORT_RECORD = "export_record"


class Reach(StrEnum):
    """What a moderator of some sections has of a verb. Every other member of staff has the whole paper."""

    EVERYBODY = "everybody"  # the verb concerns no section
    SECTION = "section"  # in their own sections, and only there
    PAPER = "paper"  # not at all: it concerns the whole paper


@dataclass(frozen=True, slots=True)
class Rule:
    """The least of the roles that may, and how far it reaches."""

    role: Role
    reach: Reach


_M, _E, _P = Role.MODERATOR, Role.EDITOR, Role.PUBLISHER
RULES: dict[Verb, Rule] = {
    Verb.OPEN_DESK: Rule(_M, Reach.EVERYBODY),
    Verb.SEE_COMMENT: Rule(_M, Reach.SECTION),
    Verb.APPROVE: Rule(_M, Reach.SECTION),
    Verb.REJECT: Rule(_M, Reach.SECTION),
    Verb.SEND_BACK: Rule(_M, Reach.SECTION),
    Verb.WITHHOLD: Rule(_M, Reach.SECTION),
    Verb.REOPEN: Rule(_M, Reach.SECTION),
    Verb.UNDO: Rule(_M, Reach.SECTION),
    Verb.PICK: Rule(_M, Reach.SECTION),
    Verb.PIN: Rule(_M, Reach.SECTION),
    Verb.BULK: Rule(_M, Reach.SECTION),
    Verb.CLOSE_THREAD: Rule(_M, Reach.SECTION),
    Verb.DECIDE_REPORT: Rule(_M, Reach.SECTION),
    Verb.DECIDE_NOTICE: Rule(_M, Reach.SECTION),
    Verb.DECIDE_APPEAL: Rule(_M, Reach.SECTION),
    # A letter or a call about a comment, on its card; an order binds the whole paper.
    Verb.NOTE_LETTER: Rule(_M, Reach.SECTION),
    Verb.ENTER_DEMAND: Rule(_E, Reach.PAPER),
    # Whoever is suspended is so in all sections.
    Verb.RESTRICT_AUTHOR: Rule(_M, Reach.PAPER),
    Verb.RESTRICT_WITHOUT_END: Rule(_E, Reach.PAPER),
    Verb.SEE_FIGURES: Rule(_M, Reach.PAPER),
    Verb.SEE_READS: Rule(_E, Reach.PAPER),
    Verb.EDIT_STORIES: Rule(_E, Reach.PAPER),
    Verb.EDIT_POLICY: Rule(_P, Reach.PAPER),
    Verb.EDIT_PAPER: Rule(_P, Reach.PAPER),
    Verb.MANAGE_STAFF: Rule(_P, Reach.PAPER),
    Verb.MANAGE_HOOKS: Rule(_P, Reach.PAPER),
    Verb.ERASE_PERSON: Rule(_P, Reach.PAPER),
    Verb.LEGAL_HOLD: Rule(_P, Reach.PAPER),
    Verb.EXPORT_RECORD: Rule(_P, Reach.PAPER),
}
_RANK = {role: rank for rank, role in enumerate(Role.values)}


def may(user: AnyUser, verb: Verb, *, section: str | None = None) -> bool:
    """Whether this person may do this, in this section where the verb concerns one.

    Without a section: whether they may do it anywhere, which is enough for a button and not for the act.
    """
    if not isinstance(user, User) or not user.is_active or user.role not in _RANK:
        return False
    rule = RULES[verb]
    if _RANK[user.role] < _RANK[rule.role]:
        return False
    sections = sections_of(user)
    if sections is None or rule.reach is Reach.EVERYBODY:
        return True
    return rule.reach is Reach.SECTION and (section is None or section in sections)


def require(user: AnyUser, verb: Verb, *, section: str | None = None) -> User:
    """The member of staff, when they may. Raises PermissionDenied: the page with 403 says so in words."""
    if not may(user, verb, section=section):
        raise PermissionDenied
    assert isinstance(user, User)
    return user


def sections_of(user: User) -> frozenset[str] | None:
    """The slugs of the sections to which somebody is bound; None for the whole paper."""
    if user.role != Role.MODERATOR or not user.sections:
        return None
    return frozenset(user.sections)


def in_sections(rows: QuerySet[Row], user: User, path: str) -> QuerySet[Row]:
    """Of these rows, those in the sections of this person. `path` leads to the section's slug."""
    sections = sections_of(user)
    return rows if sections is None else rows.filter(**{f"{path}__in": sorted(sections)})


def staff_only(verb: Verb) -> Callable[[View[P]], View[P]]:
    """Let in who may; send to the sign-in who is not signed in; answer 403 to the rest."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require(request.user, verb)
            return view(request, *args, **kwargs)

        guarded.verb = verb  # type: ignore[attr-defined]  # read by the test of the whole table
        return guarded

    return decorate
