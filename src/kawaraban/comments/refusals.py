"""Why something sent was not taken, in a sentence for the person who sent it. In the active language."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kawaraban.comments.submission import Reason, Refused
from kawaraban.kit.faults import FaultCause, cause_of
from kawaraban.law.contact import contact_email
from kawaraban.law.policy.grounds import ground_named
from kawaraban.law.policy.wording import ground_label
from kawaraban.look.words import moment_words

# What the sender is told of a cause. Who may not write to a file reads it, at most; a lock opens again.
_REASONS = {
    FaultCause.FULL: Reason.DISK_FULL,
    FaultCause.READ_ONLY: Reason.READ_ONLY,
    FaultCause.DAMAGED: Reason.BROKEN,
    FaultCause.MISSING: Reason.BROKEN,
}


def refusal_words(refused: Refused) -> str:
    """One or two sentences: what is wrong and what to do. The text that was sent is kept by its form."""
    return _WORDS[refused.reason](refused.facts)


def storage_refusal(error: Error | OSError) -> Refused:
    """What a door answers when nothing could be stored: the cause as far as it is known, else BUSY."""
    cause = cause_of(error, folder=database_folder())
    return Refused(_REASONS.get(cause, Reason.BUSY) if cause else Reason.BUSY)


def database_folder() -> Path | None:
    """Where the database's file lies: the disk that a failure may be about. None for one in memory or elsewhere."""
    name = settings.DATABASES["default"]["NAME"]
    folder = Path(name).parent
    return folder if isinstance(name, Path) and folder.is_dir() else None


def _too_long(facts: dict[str, int | str]) -> str:
    over = int(facts.get("over", 0))
    if not over:
        return _("Your comment is too long. Please shorten it.")
    words = ngettext(
        "Your comment is %(over)d character too long; %(limit)d are possible. Please shorten it.",
        "Your comment is %(over)d characters too long; %(limit)d are possible. Please shorten it.",
        over,
    )
    return words % {"over": over, "limit": int(facts["limit"])}


def _name_too_long(facts: dict[str, int | str]) -> str:
    limit = int(facts.get("limit", 40))
    words = ngettext(
        "This name is too long; it may have %(limit)d character.",
        "This name is too long; it may have %(limit)d characters.",
        limit,
    )
    return words % {"limit": limit}


def _thread_closed(facts: dict[str, int | str]) -> str:
    reason = str(facts.get("closed_reason", ""))
    if reason:
        return _("Comments are closed here: %(reason)s Your text is kept below; you can copy it.") % {
            "reason": reason
        }
    return _("Comments are closed here. Your text is kept below; you can copy it.")


def _too_fast(facts: dict[str, int | str]) -> str:
    seconds = int(facts.get("seconds", 60))
    if seconds < 120:
        words = ngettext(
            "You have sent many comments in a short time. Please wait %(seconds)d second and send this one again.",
            "You have sent many comments in a short time. Please wait %(seconds)d seconds and send this one again.",
            seconds,
        )
        return words % {"seconds": seconds}
    minutes = -(-seconds // 60)
    words = ngettext(
        "You have sent many comments in a short time. Please wait %(minutes)d minute and send this one again.",
        "You have sent many comments in a short time. Please wait %(minutes)d minutes and send this one again.",
        minutes,
    )
    return words % {"minutes": minutes}


def _suspended(facts: dict[str, int | str]) -> str:
    """Who reads it may not be who was meant: a connection is shared by a household, an office, a library.

    So whoever is known by the connection alone learns neither the ground nor that a comment led to it.
    """
    if "until" not in facts:
        return _(
            "No comments are taken from this connection or e-mail address for now. Your text is kept below; you can "
            "copy it."
        )
    until, code = str(facts["until"]), str(facts.get("ground", ""))
    taken = _suspended_address(facts, until, code) if code else _suspended_connection(until)
    rest = (
        _(
            "Your text is kept below; you can copy it. Many people may share a connection: if it was not you, write to "
            "%(contact)s."
        )
        if code
        else _(
            "Your text is kept below; you can copy it. Many people may share a connection. Write to %(contact)s if you "
            "have a question or think that this is wrong."
        )
    )
    return f"{taken} {rest % {'contact': contact_email() or settings.SITE_URL}}"


def _suspended_address(facts: dict[str, int | str], until: str, code: str) -> str:
    ground = _ground_label(int(facts.get("policy", 0)), code)
    if not until:
        return _(
            "No comments are taken from this connection or e-mail address any more, because of a comment that was "
            "sent from it. The ground: %(ground)s."
        ) % {"ground": ground}
    return _(
        "No comments are taken from this connection or e-mail address until %(moment)s, because of a comment "
        "that was sent from it. The ground: %(ground)s."
    ) % {"moment": moment_words(datetime.fromisoformat(until)), "ground": ground}


def _suspended_connection(until: str) -> str:
    if not until:
        return _("No comments are taken from this connection any more.")
    return _("No comments are taken from this connection until %(moment)s.") % {
        "moment": moment_words(datetime.fromisoformat(until))
    }


def _ground_label(policy_number: int, code: str) -> str:
    try:
        return ground_named(policy_number, code, get_language() or "en").label
    except ValueError:  # of a policy that is not here any more
        return ground_label(code)


def _body_too_large(facts: dict[str, int | str]) -> str:
    kilobytes = int(facts.get("kilobytes", 0))
    if not kilobytes:
        return _("What you sent is too large. Please send only text, and less of it.")
    return _(
        "What you sent is too large: it may have %(kilobytes)d kB. Please send only text, and less of it."
    ) % {"kilobytes": kilobytes}


_WORDS: dict[Reason, Callable[[dict[str, Any]], str]] = {
    Reason.EMPTY: lambda _facts: _("There is no text yet. Please write your comment."),
    Reason.TOO_LONG: _too_long,
    Reason.TOO_MANY_BYTES: lambda _facts: _(
        "Your comment holds more marks and signs than we can store. Please shorten it or leave some out."
    ),
    Reason.NAME_MISSING: lambda _facts: _("Please give a name; it is shown beside your comment."),
    Reason.NAME_TOO_LONG: _name_too_long,
    Reason.NAME_OF_STAFF: lambda _facts: _(
        "This name looks like that of somebody who works here. Please choose another one."
    ),
    Reason.EMAIL_INVALID: lambda _facts: _(
        "This is not an e-mail address. Please correct it, or leave the field empty: it is not needed."
    ),
    Reason.NOT_UTF8: lambda _facts: _(
        "Your text arrived in an encoding that we cannot read (not UTF-8). Please look through it and send it again."
    ),
    Reason.BODY_TOO_LARGE: _body_too_large,
    Reason.THREAD_UNKNOWN: lambda _facts: _(
        "There is no page here that takes comments. It may have been moved; please open the story again."
    ),
    Reason.THREAD_CLOSED: _thread_closed,
    Reason.PARENT_UNKNOWN: lambda _facts: _(
        "The comment that you answer is not there any more. You can send yours as a comment of its own."
    ),
    Reason.SUSPENDED: _suspended,
    Reason.TOO_FAST: _too_fast,
    Reason.ROBOT: lambda _facts: _(
        "A field that people do not see was filled in, as programs do. Please leave it empty and send again."
    ),
    Reason.BUSY: lambda _facts: _(
        "Your comment could not be stored just now. It was not sent; please try again in a moment."
    ),
    Reason.UNKNOWN: lambda _facts: _(
        "We do not know yet whether your comment was stored. Please send it again in a moment: the same words "
        "will not appear twice."
    ),
    Reason.DISK_FULL: lambda _facts: _(
        "Your comment could not be stored: there is no room left here. It was not sent; please try again later."
    ),
    Reason.READ_ONLY: lambda _facts: _(
        "Your comment could not be stored: nothing can be written here just now. It was not sent; please try again "
        "later."
    ),
    Reason.BROKEN: lambda _facts: _(
        "Your comment could not be stored: something is broken here. It was not sent; please try again later."
    ),
    Reason.ASKED: lambda _facts: _(
        "Readers may find this insulting or hurtful. You can change it, or send it as it is."
    ),
    Reason.FOREIGN_SITE: lambda _facts: _(
        "This comment was sent from another site. Please open the story here and send it again."
    ),
}
