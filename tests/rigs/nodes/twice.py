"""The same form to two nodes at the same moment; and one sender who sends more than the limit allows, over both.

python -m tests.rigs.nodes.twice 1000          {"sent": 1000, "stored": 1000, "receipts": 2000, ...}
"""

import json
import sys

import django

django.setup()

from tests.rigs.nodes.together import at_once  # noqa: E402

from kawaraban.comments.actions.receive import Receipt, receive  # noqa: E402
from kawaraban.comments.models import Comment  # noqa: E402
from kawaraban.comments.submission import Refused, Submission  # noqa: E402
from kawaraban.kit.clock import utc_now  # noqa: E402

SENDERS, FORMS_OF_EACH = 20, 6


def main(times: int) -> None:
    now = utc_now()
    answers: list[Receipt | Refused] = []

    def send(text: str, address: str) -> None:
        form = Submission("hammered", "", "Ada", text, "", "en", address, now)
        answers.extend(receive([form], now=now))

    failures = at_once(lambda _thread, number: send(f"Said once, {number}.", ""), times=times)
    stored = Comment.objects.filter(text__startswith="Said once").count()
    receipts = {answer.public_id for answer in answers if isinstance(answer, Receipt)}
    answers.clear()
    failures += at_once(
        lambda thread, number: send(f"Hurried {thread} {number}.", f"203.0.113.{number // FORMS_OF_EACH}"),
        times=SENDERS * FORMS_OF_EACH,
    )
    told = {
        "stored": stored,
        "receipts": len(receipts),
        "accepted": Comment.objects.filter(text__startswith="Hurried").count(),
        "too_fast": sum(isinstance(answer, Refused) for answer in answers),
        "failures": [repr(failure)[:120] for failure in failures],
    }
    print(json.dumps(told))


main(int(sys.argv[1]))
