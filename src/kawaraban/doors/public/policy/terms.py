"""What the pages of the terms say of restrictions, of appeals and of programs: from the code, with what is set.

These parts belong to the product and to no version of the policy (decision 0049): they hold for every comment,
whatever version it was sent under.
"""

from dataclasses import dataclass

from babel.lists import format_list
from django.utils import translation

from kawaraban.comments.restrictions import DAYS
from kawaraban.law.contact import contact_email
from kawaraban.law.policy.wording import ground_label
from kawaraban.law.programs.listed import joined, programs
from kawaraban.law.programs.program import Kind
from kawaraban.law.redress.appeals import APPEAL_DAYS
from kawaraban.look.words import babel_locale, number


@dataclass(frozen=True, slots=True)
class ProgramView:
    """One row in the reader's language. `ground` is "" where a mark proposes none, `uses` what it goes by besides."""

    name: str
    words: str
    back: str
    uses: str
    ground: str


@dataclass(frozen=True, slots=True)
class Terms:
    """`days` are all lengths that a suspension may have: "1, 7, 30 or 90"."""

    marks: tuple[ProgramView, ...]
    shows: tuple[ProgramView, ...]
    turns_away: tuple[ProgramView, ...]
    alone: tuple[ProgramView, ...]
    days: str
    appeal_days: int
    contact: str


def terms(language: str, *, with_state: bool = False) -> Terms:
    """Two queries at most: the contact address and, with the state of the publisher's rules, those."""
    with translation.override(language):
        return Terms(
            marks=_programs(Kind.MARKS, with_state),
            shows=_programs(Kind.SHOWS, with_state),
            turns_away=_programs(Kind.TURNS_AWAY, with_state),
            alone=_programs(Kind.ALONE, with_state),
            days=format_list([str(number(each)) for each in DAYS], style="or", locale=babel_locale()),
            appeal_days=APPEAL_DAYS,
            contact=contact_email(),
        )


def _programs(kind: Kind, with_state: bool) -> tuple[ProgramView, ...]:  # noqa: FBT001
    return tuple(
        ProgramView(
            name=str(each.name),
            words=" ".join(filter(None, (str(each.words), each.state() if with_state else ""))),
            back=str(each.back),
            uses=joined(str(datum.label) for datum in each.uses),
            ground=ground_label(each.ground) if each.ground else "",
        )
        for each in programs(kind)
    )
