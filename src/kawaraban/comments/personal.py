"""What is kept about commenters, about those who report them, and about whoever writes to the paper.

The tables of this room, and those of the law room in which people's own words, names and hashes stand.
"""

from django.utils.translation import gettext_lazy as _

from kawaraban.comments.forgetting.addresses import commenter_emails, mails, notice_senders
from kawaraban.comments.forgetting.hashes import reporter_hashes, restriction_hashes, sender_hashes
from kawaraban.comments.forgetting.refused import refused_comments
from kawaraban.comments.forgetting.words import demand_words, matter_words, notice_words, suspension_words
from kawaraban.law.personal.lines import NAME_OF_STAFF, STAFF_ALONE, Line, Part, Plain
from kawaraban.law.personal.periods import Lasting, Period, PeriodRule

_KEY = "a key: whoever has it can act as its owner"
_OTHERS = "somebody else's words, or names somebody else"
_OUTSIDE = "it came from outside the paper: who wrote it asks by letter, and is answered by hand"
_MAIL = "it is about the mail, and tells nothing that the mail does not"

_PERIODS: tuple[Period, ...] = (
    Lasting(
        "shown_comments",
        _("Name and words of a comment that is waiting or on the page, with all that was decided about it"),
        _("until its author takes it back or has it erased"),
    ),
    PeriodRule(
        "refused_comments",
        _(
            "Name and words of a comment that is refused, taken off, withheld, taken back or never sent again, when "
            "nothing is open about it"
        ),
        _("after the last decision about the comment"),
        knob="keep_refused_days",
        zero_keeps=True,
        forget=refused_comments,
    ),
    PeriodRule(
        "commenter_emails",
        _("The e-mail address that a commenter left"),
        _("after the last decision about the comment"),
        knob="keep_address_days",
        forget=commenter_emails,
    ),
    Lasting(
        "email_keys",
        _("A keyed hash of a commenter’s e-mail address, by which the comment is found again"),
        _("as long as the comment"),
    ),
    PeriodRule(
        "mails",
        _("Address and words of each mail to a reader"),
        _("after it left or was stopped"),
        knob="keep_address_days",
        forget=mails,
    ),
    Lasting(
        "erasures",
        _("The e-mail address under which somebody is to be erased"),
        _("until everything under it is erased"),
    ),
    PeriodRule(
        "sender_hashes",
        _("Keyed hashes of the sender’s network and of the words of a comment"),
        _("after it was sent"),
        knob="keep_hash_days",
        forget=sender_hashes,
    ),
    PeriodRule(
        "restriction_hashes",
        _("Keyed hashes of network and e-mail address of a commenter who was suspended"),
        _("after the suspension ended or was lifted"),
        knob="keep_hash_days",
        forget=restriction_hashes,
    ),
    PeriodRule(
        "suspension_words",
        _("The notes about a suspension, and the words of an appeal against it"),
        _("after the suspension ended or was lifted"),
        knob="keep_words_days",
        zero_keeps=True,
        forget=suspension_words,
    ),
    PeriodRule(
        "reporter_hashes",
        _("Keyed hashes of the networks of those who report"),
        _("after the report or the notice"),
        knob="keep_hash_days",
        forget=reporter_hashes,
    ),
    PeriodRule(
        "matter_words",
        _("The words of reports and appeals, and the reason of a legal hold"),
        _("after all of them about a comment were answered and over"),
        knob="keep_words_days",
        zero_keeps=True,
        forget=matter_words,
    ),
    PeriodRule(
        "notice_senders",
        _("Name and e-mail address of the sender of a notice"),
        _("after the notice was answered"),
        knob="keep_notice_days",
        forget=notice_senders,
    ),
    PeriodRule(
        "notice_words",
        _("The words of a notice, and of the answer to it"),
        _("after the notice was answered"),
        knob="keep_words_days",
        zero_keeps=True,
        forget=notice_words,
    ),
    PeriodRule(
        "demand_words",
        _(
            "Who wrote or called, what they asked and what they were told; the authority behind an order stays"
        ),
        _("after it was settled"),
        knob="keep_words_days",
        zero_keeps=True,
        forget=demand_words,
    ),
)

_GONE = "emptied"
_COMMENTS = (
    Line(("comments.comment.name", "comments.comment.text"), "shown_comments", _GONE),
    Line(("comments.revision.text",), "shown_comments", "the rows go"),
    Line(("comments.storedfinding.quote",), "shown_comments", _GONE),
    Line(
        ("comments.commentscore.weighed",),
        "shown_comments",
        _GONE,
        not_exported="pieces of the words, which are exported whole",
    ),
    Line(("comments.comment.email",), "commenter_emails", _GONE),
    Line(("comments.comment.email_key",), "email_keys", _GONE),
    Line(
        (
            *("comments.comment.sender_key", "comments.comment.wide_key", "comments.comment.widest_key"),
            *("comments.comment.fingerprint", "comments.comment.proof", "comments.comment.text_key"),
        ),
        "sender_hashes",
        _GONE,
    ),
    Line(
        ("comments.comment.tracking_token",),
        "shown_comments",
        "it stays: by it the author reads that the comment was erased",
        not_exported=_KEY,
    ),
    Line(
        ("comments.restriction.sender_key", "comments.restriction.email_key"),
        "restriction_hashes",
        "emptied when the suspension is over: until then they are what it is made of",
    ),
)
_ERASURES = (
    Line(
        ("comments.erasure.address", "comments.erasure.address_key", "comments.erasure.reason"),
        "erasures",
        "the row goes with the last step",
        not_exported="it is there for a moment, and says what is being erased",
    ),
    Line(("comments.erasure.person",), "staff_acts", STAFF_ALONE, not_exported=NAME_OF_STAFF),
)
_LAW = (
    Line(("law.decision.note", "law.decision.passage"), "shown_comments", _GONE),
    Line(("law.statement.facts",), "shown_comments", "the standard sentences stay, without the note"),
    Line(("law.report.words",), "matter_words", _GONE, not_exported=_OTHERS),
    Line(("law.report.reporter_key",), "reporter_hashes", _GONE, not_exported=_OTHERS),
    Line(("law.appeal.words",), "matter_words", _GONE),
    Line(("law.hold.reason",), "matter_words", _GONE, not_exported="it may concern an investigation"),
    Line(("law.notice.name", "law.notice.email", "law.notice.email_key"), "notice_senders", _GONE),
    Line(
        ("law.notice.sender_salt",),
        "notice_senders",
        _GONE,
        not_exported="chance, that hides the name in a hash",
    ),
    Line(("law.notice.sender_key",), "reporter_hashes", _GONE),
    Line(("law.notice.explanation", "law.notice.law", "law.notice.answer"), "notice_words", _GONE),
    Line(("law.notice.address",), "notice_words", "emptied, where it leads to no page of ours"),
    Line(
        ("law.notice.token",),
        "decided_matters",
        "it stays: by it the sender reads what became of the notice",
        not_exported=_KEY,
    ),
    Line(
        (
            *("law.demand.sender", "law.demand.contact", "law.demand.reference", "law.demand.scope"),
            *("law.demand.words", "law.demand.answer"),
        ),
        "demand_words",
        "by time alone: it is a file of the paper with somebody else",
        not_exported=_OUTSIDE,
    ),
    Line(
        (
            *("law.outboxmessage.recipient", "law.outboxmessage.recipient_key"),
            *("law.outboxmessage.heading", "law.outboxmessage.body"),
        ),
        "mails",
        _GONE,
    ),
    Line(
        ("law.forgottenmail.address", "law.forgottenmail.about"),
        "erasures",
        "the row goes with the file of the mail, within a minute",
        not_exported="it is there for a moment, and says what is being erased",
    ),
)
_PLAIN = (
    Plain(
        (
            *("comments.comment.public_id", "comments.comment.status", "comments.comment.language"),
            *(
                "comments.restriction.public_id",
                "comments.storedfinding.phase",
                "comments.storedfinding.ground",
            ),
        ),
        "codes: they stay when the person is gone",
    ),
    Plain(
        tuple(
            f"comments.commentscore.{column}"
            for column in ("state", "model_version", "language", "ground", "heads")
        ),
        "codes and numbers: what the model of triage said",
    ),
    Plain(
        ("comments.comment.place", "comments.threadpage"),
        "where comments stand: when they were sent, and their numbers",
    ),
    Plain(("comments.thread",), "the page to which comments belong: its address and title were published"),
    Plain(("comments.houserules", "comments.noticetext"), "settings of the paper"),
    Plain(("law.outboxmessage.language", "law.outboxmessage.last_error"), _MAIL),
    Plain(
        ("law.outboxmessage.subject",), "what the record calls what the mail is about: it leads to no person"
    ),
)

PART = Part(periods=_PERIODS, lines=(*_COMMENTS, *_ERASURES, *_LAW), plain=_PLAIN)
