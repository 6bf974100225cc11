"""Every letter that a reader can get: one row for each outcome and recipient, made by the verbs that the doors call.

A new outcome is a new row of `LETTERS`: `prepare` lives up to it, `act` is the verb that lets the letter leave, and the
other columns say what the letter must say and what must be on the page that it leads to. Sentences that promise an
appeal, or name who decided, are collected in `APPEALS` and `DECIDERS`: a new wording is added there. The rows are read
by `tests/flows/test_4b_02_every_letter.py`, in each language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.makers import comments as made
from tests.makers.law.letter_world import AUTHOR, NOTE, SENDER, World
from tests.makers.law.restrictions import restricted

from kawaraban.comments.actions import restrictions
from kawaraban.comments.actions.acts import KEEP, REINSTATE, UPHOLD
from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.actions.notices import undo_answer
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Outcome

PERSON, PROGRAM, NOBODY = "person", "program", ""

# Each promises an appeal on the page that the letter leads to.
_OF_AUTHOR = (
    "If you think that this is wrong, you can appeal within six months on the page of your comment; another person "
    "then decides."
)
_OF_SENDER = (
    "If you think that this is wrong, you can appeal on the page of your notice within six months, as long as the "
    "content is shown; another person then decides."
)
APPEALS = (_OF_AUTHOR, _OF_SENDER)
_LAPSED = (
    "You had appealed. Meanwhile the comment is not there any more, so nobody decides about the appeal. A program "
    "tells you so."
)
DECIDERS = {
    PERSON: (
        "A person decided, without a machine.",
        "A person decided, without a machine. You may go to court.",
        "No machine decided: a person did.",
        "On an appeal another person decided differently. What we told you before does not hold any more.",
        "Another person has looked at it again. The content stays.",
    ),
    PROGRAM: (_LAPSED,),
}


Act = Callable[[World], object]


def _then(*acts: Act) -> Act:
    def do(world: World) -> None:
        for act in acts:
            act(world)

    return do


def _nothing(_world: World) -> None:
    """The verb alone does it."""


_shown: Act = World.show
_noticed = _then(World.show, World.notice)
_kept = _then(_noticed, lambda world: world.judged(KEEP))
_refused: Act = lambda world: world.does(made.rejected)  # noqa: E731
_off = _then(_noticed, lambda world: world.does(made.removed))
_withheld = _then(_shown, lambda world: world.does(made.withheld))
_suspended = _then(lambda world: world.comment(), World.suspend)


@dataclass(frozen=True)
class Letter:
    """`heading` is "" where nothing may leave. `appeal`: promised, and the form is on its page. `ground`: named."""

    name: str
    to: str
    heading: str
    prepare: Act
    act: Act
    decider: str = NOBODY
    appeal: bool = False
    ground: Ground | None = None
    law: str = ""


def _author(name: str, heading: str, prepare: Act, act: Act, **columns: Any) -> Letter:
    return Letter(f"author-{name}", AUTHOR, heading, prepare, act, **columns)


def _notifier(name: str, heading: str, prepare: Act, act: Act, **columns: Any) -> Letter:
    return Letter(f"sender-{name}", SENDER, heading, prepare, act, **columns)


_STATED: dict[str, Any] = {"decider": PERSON, "appeal": True, "ground": Ground.INSULT}
_ILLEGAL: dict[str, Any] = {**_STATED, "ground": Ground.ILLEGAL, "law": made.LAW.law}
_ANSWERED, _CHANGED = "Your notice was decided", "The decision about your notice was changed"


LETTERS: tuple[Letter, ...] = (
    _author("approved", "Your comment is published", _nothing, World.show),
    _author("refused", "Your comment is not published", _nothing, _refused, **_STATED),
    _author(
        "refused-illegal",
        "Your comment is not published",
        _nothing,
        lambda world: world.does(made.rejected, ground=Ground.ILLEGAL, note=NOTE),
        **_ILLEGAL,
    ),
    _author(
        "removed",
        "Your comment was taken off the page",
        _shown,
        lambda world: world.does(made.removed),
        **_STATED,
    ),
    _author(
        "removed-on-a-notice",
        "Your comment was taken off the page",
        _noticed,
        lambda world: world.does(made.removed, ground=Ground.ILLEGAL, note=NOTE),
        **_ILLEGAL,
    ),
    _author(
        "withheld",
        "Your comment is being looked at again",
        _shown,
        lambda world: world.does(made.withheld),
        decider=PERSON,
    ),
    _author(
        "kept-off",
        "Your comment was taken off the page",
        _withheld,
        lambda world: world.does(made.kept_off),
        **_STATED,
    ),
    _author(
        "reopened",
        "Your comment is shown again",
        _withheld,
        lambda world: world.does(made.reopened, note=NOTE),
    ),
    _author(
        "returned", "Please change your comment", _nothing, lambda world: world.does(made.returned, note=NOTE)
    ),
    _author(
        "upheld",
        "Your appeal was decided",
        _then(_refused, World.appeals),
        lambda world: world.judged(UPHOLD, by=world.editor),
        decider=PERSON,
    ),
    _author(
        "reinstated",
        "Your appeal was granted",
        _then(_refused, World.appeals),
        lambda world: world.judged(REINSTATE, by=world.editor),
    ),
    _author(
        "suspended",
        "No comments are taken from you for now",
        lambda world: world.comment(),
        World.suspend,
        **_STATED,
    ),
    _author(
        "suspended-for-good",
        "No comments are taken from you for now",
        lambda world: world.comment(),
        lambda world: world.does(restricted, days=None, by=world.editor),
        **_STATED,
    ),
    _author(
        "lifted",
        "You can send comments again",
        _then(_suspended, World.suspension_appealed),
        lambda world: world.about_suspension(restrictions.lift),
    ),
    _author(
        "suspension-upheld",
        "Your appeal was decided",
        _then(_suspended, World.suspension_appealed),
        lambda world: world.about_suspension(restrictions.uphold),
        decider=PERSON,
    ),
    _author("undone", "", _nothing, _then(_refused, World.undo_newest)),
    _author("withdrawn", "", _shown, lambda world: withdraw(**_token(world), now=world.now)),
    _author("erased", "", _shown, lambda world: erase_own(**_token(world), now=world.now)),
    _notifier("receipt", "We have received your notice", _shown, World.notice),
    _notifier("receipt-of-nothing-of-ours", "We have received your notice", _nothing, World.notice_elsewhere),
    _notifier(
        "receipt-of-several",
        "We have received your notice",
        _shown,
        lambda world: world.notice_elsewhere(more=("https://other.example/2", _address(world))),
    ),
    _notifier(
        "acted-on-the-law",
        _ANSWERED,
        _noticed,
        lambda world: world.does(made.removed, ground=Ground.ILLEGAL, note=NOTE),
        decider=PERSON,
        ground=Ground.ILLEGAL,
        law=made.LAW.law,
    ),
    _notifier(
        "acted-with-one-key",
        _ANSWERED,
        _noticed,
        lambda world: world.does(made.removed),
        decider=PERSON,
        ground=Ground.INSULT,
    ),
    _notifier(
        "acted-after-withholding",
        _ANSWERED,
        _then(_noticed, lambda world: world.does(made.withheld)),
        lambda world: world.does(made.kept_off),
        decider=PERSON,
        ground=Ground.INSULT,
    ),
    _notifier("stays", _ANSWERED, _noticed, lambda world: world.judged(KEEP), decider=PERSON, appeal=True),
    _notifier(
        "shown-again",
        _ANSWERED,
        _then(_noticed, lambda world: world.does(made.withheld)),
        lambda world: world.does(made.reopened),
        decider=PERSON,
        appeal=True,
    ),
    _notifier("withheld", "", _noticed, lambda world: world.does(made.withheld)),
    _notifier("undone", "", _noticed, _then(lambda world: world.judged(KEEP), World.undo_newest)),
    _notifier("erased", "", _noticed, lambda world: erase_own(**_token(world), now=world.now)),
    _notifier("comment-withdrawn", "", _noticed, lambda world: withdraw(**_token(world), now=world.now)),
    _notifier(
        "words-after-withdrawal",
        _ANSWERED,
        _then(_noticed, lambda world: withdraw(**_token(world), now=world.now)),
        lambda world: world.answer(Outcome.GONE),
        decider=PERSON,
    ),
    *(
        _notifier(
            f"words-{outcome}",
            _ANSWERED,
            World.notice_elsewhere,
            lambda world, outcome=outcome: world.answer(outcome),  # type: ignore[misc]  # a default of a lambda
            decider=NOBODY if outcome is Outcome.WITHDRAWN else PERSON,
        )
        for outcome in Outcome
    ),
    _notifier(
        "words-undone",
        "",
        World.notice_elsewhere,
        _then(
            lambda world: world.answer(Outcome.GONE),
            lambda world: undo_answer(
                notice_id=world.made["notice"].pk, person=world.moderator, now=world.now
            ),
        ),
    ),
    _notifier(
        "corrected-on-own-appeal",
        _CHANGED,
        _then(_kept, World.sender_appeals),
        lambda world: world.does(made.removed, by=world.editor),
        decider=PERSON,
        ground=Ground.INSULT,
    ),
    _notifier(
        "dismissed",
        "Your appeal was decided",
        _then(_kept, World.sender_appeals),
        lambda world: world.judged(KEEP, by=world.editor),
        decider=PERSON,
    ),
    _notifier(
        "corrected-on-the-authors-appeal",
        _CHANGED,
        _then(_off, World.appeals),
        lambda world: world.judged(REINSTATE, by=world.editor),
        decider=PERSON,
    ),
    _notifier(
        "appeal-lapsed-by-withdrawal",
        "Your appeal has ended",
        _then(_kept, World.sender_appeals),
        lambda world: withdraw(**_token(world), now=world.now),
        decider=PROGRAM,
    ),
    _notifier(
        "appeal-lapsed-by-erasure",
        "Your appeal has ended",
        _then(_kept, World.sender_appeals),
        lambda world: erase_own(**_token(world), now=world.now),
        decider=PROGRAM,
    ),
)


def _token(world: World) -> dict[str, str]:
    return {"tracking_token": world.comment().tracking_token}


def _address(world: World) -> str:
    return f"https://paper.example/c/{world.comment().public_id}/"
