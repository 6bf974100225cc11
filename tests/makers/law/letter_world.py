"""A comment in one language and the people around it, whose verbs bring about every letter that a reader can get."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.makers import comments as made
from tests.makers.law.redress import notice_words, noticed
from tests.makers.law.restrictions import restricted

from kawaraban.comments.actions.acts import Act as RowOfActs
from kawaraban.comments.actions.appeal import appeal, appeal_notice, appeal_restriction
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.notices import answer_in_words
from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.models import Comment, Restriction, Thread
from kawaraban.law.models import Decision, Notice, Outcome
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

AUTHOR, SENDER = "ada@author.example", "nora@sender.example"
# What people wrote: it stands in every letter as it was written.
TITLE, SAID, NOTE = "Kiraz 7", "Kara su 8", "Not 9."
AUTHOR_NAME, SENDER_NAME, MODERATOR_NAME = "Adalet Usta", "Nora Vell", "Mika Rehm"


@dataclass
class World:
    """A comment in one language, the people around it, and a clock that each act moves on."""

    language: str
    thread: Thread
    moderator: User
    editor: User
    now: datetime
    made: dict[str, Any] = field(default_factory=dict)

    def comment(self) -> Comment:
        """The comment as it is now; sent when it is first asked for."""
        if "comment" not in self.made:
            words = {"email": AUTHOR, "name": AUTHOR_NAME, "language": self.language}
            self.made["comment"] = made.sent(
                self.thread, SAID, now=self.now, sender_address="203.0.113.9", **words
            )
        return Comment.objects.select_related("thread", "parent").get(pk=self.made["comment"].pk)

    def wait(self) -> None:
        """Until what was decided stands."""
        self.now += timedelta(minutes=1)

    def does(self, act: Callable[..., Any], *, by: User | None = None, **facts: Any) -> Any:
        """One verb of a moderator, and then a minute."""
        done = act(self.comment(), by or self.moderator, now=self.now, **facts)
        self.wait()
        return done

    def judged(self, act: RowOfActs, *, by: User | None = None, note: str = NOTE) -> Decision:
        """An act that takes words, about the revision that there is."""
        comment = self.comment()
        about, why = Judged(comment.pk, comment.revision_number), Reasons(note=note)
        done = decide(act, about, why, moderator=by or self.moderator, now=self.now)
        self.wait()
        return done

    def show(self) -> None:
        self.does(made.approved)

    def notice(self, **changes: Any) -> Notice:
        """Of somebody with an address, about the comment."""
        given = noticed(self.comment(), now=self.now, **{**_sender(self), **changes})
        self.made["notice"] = given
        self.wait()
        return given

    def notice_elsewhere(self, **changes: Any) -> Notice:
        """About nothing of ours."""
        words = notice_words("https://other.example/page", **{**_sender(self), **changes})
        given = give_notice(words, sender_address="", now=self.now)
        self.made["notice"] = given
        self.wait()
        return given

    def answer(self, outcome: Outcome) -> None:
        notice: Notice = self.made["notice"]
        answer_in_words(
            notice_id=notice.pk, outcome=outcome, answer=NOTE, person=self.moderator, now=self.now
        )

    def appeals(self) -> None:
        """The author."""
        appeal(tracking_token=self.comment().tracking_token, words=SAID, now=self.now)
        self.wait()

    def sender_appeals(self) -> None:
        appeal_notice(token=self.made["notice"].token, words=SAID, now=self.now)
        self.wait()

    def suspend(self, *, days: int | None = 7) -> None:
        self.made["suspension"] = self.does(restricted, days=days)

    def suspension_appealed(self) -> None:
        suspension: Restriction = self.made["suspension"]
        token = self.comment().tracking_token
        appeal_restriction(tracking_token=token, public_id=suspension.public_id, words=SAID, now=self.now)
        self.wait()

    def about_suspension(self, act: Callable[..., Any]) -> None:
        act(public_id=self.made["suspension"].public_id, note=NOTE, moderator=self.editor, now=self.now)

    def undo_newest(self) -> None:
        newest = Decision.objects.filter(subject=self.comment().subject).latest("place")
        undo(decision_id=str(newest.pk), moderator=self.moderator, now=newest.decided_at)


def _sender(world: World) -> dict[str, Any]:
    return {"email": SENDER, "name": SENDER_NAME, "language": world.language, "law": "Yasa 5"}
