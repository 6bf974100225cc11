"""What is kept about staff, what stays for good, and what in these tables is about nobody.

Of the rooms of law, people, press and look, of Django, and of allauth: rooms that stand above say their own.
"""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kawaraban.law.models import OutboxMessage, Verdict
from kawaraban.law.personal.ends import End
from kawaraban.law.personal.lines import NAME_OF_STAFF, STAFF_ALONE, Line, Part, Plain
from kawaraban.law.personal.periods import Held, Lasting, Period, PeriodRule
from kawaraban.law.personal.steps import deleted
from kawaraban.people.models import SignInTry


def _staff_sign_ins(before: datetime, now: datetime, held: Held) -> int:
    sessions = deleted(Session.objects.filter(expire_date__lt=before))
    return sessions + deleted(SignInTry.objects.filter(tried_at__lt=before))


def _mails_without_words(before: datetime) -> "QuerySet[OutboxMessage]":
    """Left or stopped long ago, and forgotten since: what was decided stands in the decision.

    Not those that told of what ends some day: only who was told of it is told of its end, months later, too.
    """
    empty = OutboxMessage.objects.filter(recipient="", heading="", body="")
    empty = empty.exclude(decision__verdict__in=[Verdict.WITHHELD, Verdict.SUSPENDED])
    return empty.filter(Q(sent_at__lt=before) | Q(sent_at=None, cancelled_at__lt=before))


_PERIODS: tuple[Period, ...] = (
    Lasting(
        "decided_matters",
        _(
            "What was decided, when and on which ground; that there was a report, a notice, an appeal, an order"
        ),
        _("for good, without the words: so that it can be shown later"),
    ),
    Lasting(
        "staff_acts",
        _("Which member of staff decided or changed something"),
        _("for good: so that it can be shown later who answers for it"),
    ),
    Lasting(
        "staff_accounts",
        _("Name, e-mail address and second factors of a member of staff"),
        _("as long as the account; of one that was closed the name stays beside what was decided"),
    ),
    PeriodRule(
        "staff_sign_ins",
        _("Sessions of the staff, and their wrong passwords"),
        _("after they ended"),
        forget=_staff_sign_ins,
    ),
    PeriodRule(
        "access_log",
        _("The access log, in which a network address is cut to its network"),
        _("after the day on which it was written"),
        knob="log_days",
        zero_keeps=True,
    ),
)

_OF_STAFF = "a member of staff asks the publisher, and reads the account in the settings"
_KEY = "a key, or what a key is checked against"
_LINES = (
    Line(
        (
            *(
                "law.decision.moderator",
                "law.notice.decided_by",
                "law.demand.entered_by",
                "law.hold.placed_by",
            ),
            *("law.publishedreport.person", "law.reportversion.person"),
        ),
        "staff_acts",
        STAFF_ALONE,
        not_exported=NAME_OF_STAFF,
    ),
    Line(
        ("law.ledgerpayload.body",),
        "decided_matters",
        "deleted: of a comment, a notice or a suspension that is erased, with its salt",
        not_exported="the file tells which entries there are; their words are in the rows",
    ),
    Line(
        ("law.ledgerpayload.salt",),
        "decided_matters",
        "deleted with the words",
        not_exported="chance, that hides the words in a hash",
    ),
    Line(
        (
            *("people.user.username", "people.user.first_name", "people.user.last_name", "people.user.email"),
            *("account.emailaddress", "people.user.role", "people.user.language", "people.user.sections"),
        ),
        "staff_accounts",
        STAFF_ALONE,
        not_exported=_OF_STAFF,
    ),
    Line(
        ("people.user.password", "mfa.authenticator", "account.emailconfirmation.key"),
        "staff_accounts",
        STAFF_ALONE,
        not_exported=_KEY,
    ),
    Line(
        ("people.user_groups", "people.user_user_permissions"),
        "staff_accounts",
        STAFF_ALONE,
        not_exported=_OF_STAFF,
    ),
    Line(("people.signintry",), "staff_sign_ins", STAFF_ALONE, not_exported="keyed hashes that name nobody"),
    Line(("sessions.session",), "staff_sign_ins", STAFF_ALONE, not_exported=_KEY),
)
_CODES = "codes and numbers: what was decided, about what, on which ground"
_PLAIN = (
    Plain(
        (
            *(
                "law.decision.subject",
                "law.decision.verdict",
                "law.decision.ground",
                "law.decision.status_before",
            ),
            *("law.decision.visibility", "law.decision.provision", "law.decision.own_ground"),
            *("law.decision.offence", "law.decision.content_language", "law.decision.source"),
            *("law.decision.source_reference", "law.decision.automation", "law.statement.language"),
            *("law.notice.subject", "law.notice.offence", "law.notice.language", "law.notice.outcome"),
            *("law.appeal.subject", "law.appeal.party", "law.report.subject", "law.report.ground"),
            *("law.demand.kind", "law.demand.member_state", "law.demand.offence", "law.demand.telling"),
            *("law.demand.outcome", "law.demanditem.subject", "law.hold.subject", "law.hold.cause"),
        ),
        _CODES,
    ),
    Plain(
        ("law.decision.legal_ground", "law.demand.law"),
        "the name of a law, which the form asks for; it says so",
    ),
    Plain(
        (
            *("law.decision.facts", "law.statement.measure", "law.statement.ground_words"),
            *("law.statement.automation", "law.statement.redress"),
        ),
        "standard sentences, without any name",
    ),
    Plain(("law.hold.told_whom",), "an authority"),
    Plain(
        ("law.ledgerentry",), "kinds, names of rows and hashes: it leads to nobody from what the paper holds"
    ),
    Plain(
        ("law.contactpoint", "law.duties"), "what the publisher says of the paper, to be read by everybody"
    ),
    Plain(("law.reportversion",), "a report that was published, and why another version was"),
    Plain(("law.policytext", "law.policyground"), "the policy, which is published"),
    Plain(("press.reprintorder",), "names and addresses of pages"),
    Plain(("press.lease",), "names of machines and of their work"),
    Plain(("press.keyfingerprint",), "by what a key is known again; nobody has one of these"),
    Plain(("press.backuptarget",), "where the paper is copied to, and how that went"),
    Plain(("auth.group", "auth.permission", "contenttypes.contenttype"), "names of rights and of tables"),
)

_ENDS = (End("mails", _mails_without_words),)

PART = Part(periods=_PERIODS, lines=_LINES, plain=_PLAIN, ends=_ENDS)
