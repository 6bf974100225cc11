"""All that the paper holds about one person, for that person: the right of access, as a file that people can read.

    file = about_email("ada@example.org", now=now)      # every comment, suspension, notice and mail under an address
    file = about_comment(comment, now=now)
    file.is_empty                                       # such a file is not handed to anybody
    for piece in file.pieces(): ...                     # JSON, a few hundred rows at a time

Ten thousand comments are read and written some at a time. That a crime is suspected is not in it, nor any hold by its
kind and time: it would warn whom the police looks for.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from kawaraban.comments.models import Comment
from kawaraban.comments.people.finding import blind_spots, traces_of, who_is
from kawaraban.comments.people.rows import comment_rows, mail_rows, notice_rows, suspension_rows
from kawaraban.law.models import OutboxMessage
from kawaraban.law.personal.table import held_besides

_ABOUT_NETWORKS = (
    "The paper stores no whole network address. Its access log has the network of each request (/24, of IPv6 /48) for"
    " log_days and names nobody; it is not in this file. What stands under sender_key, wide_key and widest_key are"
    " keyed hashes of the network from which a comment came. Whoever has the paper's key can trace them back, so they"
    " are treated as personal data."
)
# Under this the file of an address says what is not in it.
NOT_FOUND_BY_IT = "not_found_by_this_address"


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What is said, in this order: `head` about the file, `lists` row by row, `besides` what other rooms hold.

    The lists can be read once. `counts`: how many rows of each there were, when all is read.
    """

    head: Mapping[str, Any]
    lists: Mapping[str, Iterable[Mapping[str, Any]]]
    besides: Mapping[str, Any]
    has_traces: bool
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found: an empty file would say that nothing is held."""
        return not self.has_traces and not any(
            isinstance(each, list) and each for each in self.besides.values()
        )

    def pieces(self) -> Iterator[str]:
        """The file, a row at a time."""
        lead = "{"
        for name, value in self.head.items():
            yield f"{lead}\n  {json.dumps(name)}: {_json(value, 2)}"
            lead = ","
        for name, rows in self.lists.items():
            self.counts[name] = 0
            yield f",\n  {json.dumps(name)}: ["
            for row in rows:
                yield f"{',' if self.counts[name] else ''}\n    {_json(row, 4)}"
                self.counts[name] += 1
            yield "\n  ]" if self.counts[name] else "]"
        for name, value in self.besides.items():
            if isinstance(value, list):
                self.counts[name] = len(value)
            yield f",\n  {json.dumps(name)}: {_json(value, 2)}"
        yield "\n}\n"


def about_email(email: str, *, now: datetime) -> PersonFile:
    """Everything under this address, however it is written, also where it was forgotten (`finding.py`)."""
    found = traces_of(email)
    # By what leads to them alone: the words of all comments together are no matter of who somebody is.
    who = who_is(Comment.objects.leading_to(found.comments), email)
    return PersonFile(
        head=_head(now) | {"email": email, NOT_FOUND_BY_IT: blind_spots()},
        lists={
            "comments": comment_rows(found.comments, now=now),
            # Also those whose occasion does not hold the address any more.
            "suspensions": suspension_rows(found.suspensions),
            "notices": notice_rows(found.notices),
            "mails": mail_rows(found.mails),
        },
        besides=held_besides(who),
        has_traces=not found.is_empty,
    )


def about_comment(comment: Comment, *, now: datetime) -> PersonFile:
    """Everything about one comment, with the mails about it."""
    mails = OutboxMessage.objects.to_address(comment.email).filter(decision__subject=comment.subject)
    numbers = mails.order_by("pk").values_list("pk", flat=True) if comment.email else ()
    return PersonFile(
        head=_head(now),
        lists={"comments": comment_rows([comment.pk], now=now), "mails": mail_rows(list(numbers))},
        besides=held_besides(who_is([comment], comment.email)),
        has_traces=True,
    )


def _head(now: datetime) -> dict[str, Any]:
    return {
        "paper": settings.SITE_URL,
        "made_at": now.isoformat(),
        "network_addresses": _ABOUT_NETWORKS,
    }


def _json(value: Any, depth: int) -> str:
    """As it stands in the file, so far from its edge. No text holds a bare new line: JSON writes it as two signs."""
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n" + " " * depth)
