"""Two approve, one closes and opens a thread, one erases, all of one thread and as fast as they can.

python -m tests.rigs.nodes.hammer 1000         {"acts": 1000, "failures": {}, "statuses": ...}
"""

import json
import sys
from collections import Counter

import django

django.setup()

from tests.rigs.nodes.together import at_once  # noqa: E402

from kawaraban.comments.actions.acts import APPROVE  # noqa: E402
from kawaraban.comments.actions.decide import decide  # noqa: E402
from kawaraban.comments.actions.erasing.comment import erase_comment  # noqa: E402
from kawaraban.comments.actions.judged import Judged  # noqa: E402
from kawaraban.comments.actions.receive import receive  # noqa: E402
from kawaraban.comments.actions.threads import close_thread, reopen_thread  # noqa: E402
from kawaraban.comments.models import Comment, Thread  # noqa: E402
from kawaraban.comments.submission import Submission  # noqa: E402
from kawaraban.kit.clock import utc_now  # noqa: E402
from kawaraban.people.models import User  # noqa: E402


def main(acts: int) -> None:
    rounds = acts // 4
    now = utc_now()
    receive(
        [
            Submission("hammered", "", "Ada", f"The harbour, {n}.", "", "en", "", now)
            for n in range(3 * rounds)
        ],
        now=now,
    )
    thread = Thread.objects.get(locator="hammered")
    waiting = list(
        Comment.objects.filter(thread=thread, status="pending").order_by("pk").values_list("pk", flat=True)
    )
    mika = User.objects.get(username="mika")

    def act(who: int, number: int) -> None:
        moment = utc_now()
        if who < 2:
            decide(APPROVE, Judged(waiting[2 * number + who], 1), moderator=mika, now=moment)
        elif who == 2:
            if number % 2:
                reopen_thread(thread_id=thread.pk, person=mika, now=moment)
            else:
                close_thread(thread_id=thread.pk, reason="Full.", person=mika, now=moment)
        else:
            erase_comment(
                comment_id=waiting[2 * rounds + number], reason="asked for", person=None, now=moment
            )

    failures = at_once(act, times=rounds, threads_count=4)
    statuses = Counter(Comment.objects.filter(pk__in=waiting).values_list("status", flat=True))
    kinds = Counter(f"{type(failure).__name__}: {failure}"[:120] for failure in failures)
    print(json.dumps({"acts": 4 * rounds, "failures": kinds, "statuses": statuses}))


main(int(sys.argv[1]))
