"""All that programs do about comments, from the tables of the rooms that have them.

    programs(Kind.MARKS)            # (Program("links", ...), Program("repeated_text", ...), ...)
    programs_in_words("en")         # two paragraphs: for the yearly report

The rooms above know what they do: PROGRAMS in the settings names their tables, in the order of the pages.
"""

from collections.abc import Iterable
from functools import cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from kawaraban.law.programs.program import Kind, Program

# What pages carry that tell how a rule of the publisher is set, besides the key of the paper.
PROGRAMS_KEY = "programs"


def programs(kind: Kind | None = None) -> tuple[Program, ...]:
    """Those that are set, of one kind or all."""
    listed = _tables(tuple(settings.PROGRAMS))
    return tuple(each for each in listed if kind in {None, each.kind} and each.is_set())


def goes_by_the_sender(code: str) -> bool:
    """Whether the mark with this code is about who sent a comment. One that is not known any more was about words."""
    return any(each.code == code and each.is_about_the_sender for each in programs(Kind.MARKS))


def is_a_model(code: str) -> bool:
    """Whether what marked is a model, which estimates."""
    return any(each.code == code and each.is_a_model for each in programs(Kind.MARKS))


def programs_in_words(language: str) -> str:
    """What they do, in one paragraph each for marks, for what is not taken, and for what they do alone."""
    with override(language):
        return "\n\n".join(
            (
                _(
                    "Programs mark what a moderator should look at twice: %(marks)s. A mark decides nothing. Beside "
                    "a comment they show moderators: %(shown)s."
                )
                % {"marks": _names(Kind.MARKS), "shown": _names(Kind.SHOWS)},
                _(
                    "No program decides about a comment. Some sendings are not taken at all, and their sender is "
                    "told so at once: %(not_taken)s."
                )
                % {"not_taken": _names(Kind.TURNS_AWAY)},
                _("Without a person, programs also do this: %(alone)s.") % {"alone": _names(Kind.ALONE)},
            )
        )


def joined(items: Iterable[str]) -> str:
    """In one line, parted more strongly than by commas, which the items may hold."""
    return pgettext("between the items of a list", "; ").join(items)


def _names(kind: Kind) -> str:
    return joined(str(each.name) for each in programs(kind))


@cache
def _tables(paths: tuple[str, ...]) -> tuple[Program, ...]:
    return tuple(row for path in paths for row in cast(tuple[Program, ...], import_string(path)))
