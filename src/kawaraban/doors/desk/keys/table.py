"""The keys of the desk: one table of what they do. Each row has its own key, and a person may choose another.

The codes are stored with a person's choice: they are frozen. No key is that of an act and of a ground at once, although
a ground's counts only while the grounds are open: a moderator who presses one a moment too early or too late would
refuse a comment that they meant to write about.
"""

import re
import string
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kawaraban.comments.actions.acts import APPROVE, KEEP, REINSTATE, REJECT, SEND_BACK, UPHOLD, Act
from kawaraban.doors.desk.models import KeyChoice
from kawaraban.law.grounds import GROUND_KEYS, Ground
from kawaraban.law.policy.wording import GROUND_LABELS
from kawaraban.people.models import User

GROUND_PREFIX = "ground:"
# One sign that a keyboard types without Shift: a letter or digit of any alphabet, or one of these.
_USABLE = re.compile(r"[^\W_A-Z]|[/?,.;'\[\]\\=-]")
_SPARE = string.ascii_lowercase + string.digits


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Something that a key does. `code` is stored with a choice, `does` is what page and script call it.

    `on` finds on the card what the key opens, where it is a sheet, or presses; "" where the script knows by itself.
    `is_for_many`: with Shift it acts on all that are selected.
    """

    code: str
    key: str
    label: Promise
    does: str
    on: str = ""
    is_for_many: bool = False


def _row_of(act: Act, key: str, label: Promise, *, on: str, code: str = "") -> KeyRow:
    """The key of a row of the table of acts."""
    return KeyRow(code or act.code, key, label, does=act.code, on=on, is_for_many=act.is_for_many)


KEY_ROWS: tuple[KeyRow, ...] = (
    KeyRow("next", "j", gettext_lazy("next comment"), does="next"),
    KeyRow("previous", "k", gettext_lazy("previous comment"), does="previous"),
    _row_of(APPROVE, "a", gettext_lazy("approve"), on="#approve"),
    _row_of(
        REJECT, "r", gettext_lazy("do not publish: then the key of the ground"), on="#refuse", code="refuse"
    ),
    _row_of(SEND_BACK, "e", gettext_lazy("send back for changes"), on="#return", code="return"),
    KeyRow("note", "n", gettext_lazy("write a note to the author"), does="note"),
    KeyRow("undo", "u", gettext_lazy("undo the last decision"), does="undo"),
    KeyRow("context", "c", gettext_lazy("context: the comment it answers, the story"), does="context"),
    KeyRow(
        "pick", "p", gettext_lazy("pick, or take the pick away"), does="pick", on="#pick", is_for_many=True
    ),
    KeyRow(
        "select",
        "x",
        gettext_lazy("select; with Shift: the next ones too, or act on all that are selected"),
        does="select",
    ),
    _row_of(KEEP, "b", gettext_lazy("keep what was reported"), on="#keep-words, #keep"),
    _row_of(REINSTATE, "w", gettext_lazy("publish it on appeal"), on="#reinstate"),
    _row_of(UPHOLD, "l", gettext_lazy("the decision holds: then why"), on="#uphold"),
    KeyRow(
        "restrict",
        "q",
        gettext_lazy("suspend the commenter: then for how long and why"),
        does="restrict",
        on="#restrict",
    ),
    KeyRow("search", "/", gettext_lazy("search, or paste a link"), does="search"),
    KeyRow("help", "?", gettext_lazy("this help"), does="help"),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one person. `acts` and `grounds` map codes to keys."""

    are_on: bool
    acts: Mapping[str, str]
    grounds: Mapping[str, str]

    @property
    def rows(self) -> tuple[tuple[KeyRow, str], ...]:
        """Everything that a key does, with its key, in the order of the table."""
        return tuple((row, self.acts[row.code]) for row in KEY_ROWS)


class BadKeys(Exception):
    """Keys that cannot be taken. `sentences` by code say why."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__(", ".join(sentences))
        self.sentences = sentences


def default_keys() -> Keys:
    """The desk's own."""
    return Keys(
        are_on=True,
        acts={row.code: row.key for row in KEY_ROWS},
        grounds={ground.value: key for ground, key in GROUND_KEYS.items()},
    )


def keys_of(person: User) -> Keys:
    """This person's keys: what they chose, else the desk's own. One query."""
    choice = KeyChoice.objects.filter(person=person).first()
    return chosen_keys(choice.keys, are_on=choice.are_on) if choice else default_keys()


def chosen_keys(chosen: Mapping[str, str], *, are_on: bool) -> Keys:
    """The keys of somebody who chose some: what they did not name has the desk's own."""
    own, keys = default_keys(), _give_each_a_key(chosen)
    return Keys(
        are_on=are_on,
        acts={code: keys[code] for code in own.acts},
        grounds={code: keys[GROUND_PREFIX + code] for code in own.grounds},
    )


def _give_each_a_key(chosen: Mapping[str, object]) -> dict[str, str]:
    """Every code with a key of its own, also where a choice was kept under older rules or beside other defaults.

    What somebody chose goes before what the desk proposes, and an act before a ground. A code whose key is taken
    gets the desk's own, else the first letter or digit that is free.
    """
    own = _own_keys()
    fit = {code: str(key) for code, key in chosen.items() if code in own and _is_usable(str(key))}
    wanted = [(code, fit[code]) for code in own if code in fit]
    wanted += [(code, key) for code, key in own.items() if code not in fit]
    settled: dict[str, str] = {}
    for code, key in wanted:
        if key not in settled.values():
            settled[code] = key
    for code, key in own.items():
        if code not in settled:
            settled[code] = next(sign for sign in (key, *_SPARE) if sign not in settled.values())
    return settled


def _own_keys() -> dict[str, str]:
    """The desk's own under the codes of a stored choice, the acts first."""
    own = default_keys()
    return {**own.acts, **{GROUND_PREFIX + code: key for code, key in own.grounds.items()}}


def choose_keys(
    *, person: User, are_on: bool, acts: Mapping[str, str], grounds: Mapping[str, str]
) -> KeyChoice:
    """Keep a person's keys; what is the desk's own is not kept, so that a later default reaches them.

    Raises BadKeys: no key, one that cannot be pressed alone, or one that two of them would share.
    """
    own = _own_keys()
    given = {**acts, **{GROUND_PREFIX + code: key for code, key in grounds.items()}}
    wanted = {code: unicodedata.normalize("NFC", given.get(code, "").strip()) for code in own}
    wrong = _complaints(wanted, own)
    if wrong:
        raise BadKeys(wrong)
    kept = {code: key for code, key in wanted.items() if key != own[code]}
    choice, _made = KeyChoice.objects.update_or_create(
        person=person, defaults={"are_on": are_on, "keys": kept}
    )
    return choice


def _complaints(wanted: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each code whose key cannot be. Of two with the same key, the one that was changed is told."""
    wrong: dict[str, str] = {}
    holder: dict[str, str] = {}
    for code in sorted(wanted, key=lambda code: wanted[code] != own[code]):
        key = wanted[code]
        if not _is_usable(key):
            wrong[code] = _("One small letter, digit or sign that your keyboard types without another key.")
        elif key in holder:
            wrong[code] = _taken_sentence(key, _label(holder[key]))
        else:
            holder[key] = code
    return wrong


def _is_usable(key: str) -> bool:
    """A small letter is what the key types alone; the script reads capitals as small ones."""
    return bool(_USABLE.fullmatch(key)) and key == key.lower()


def _taken_sentence(key: str, label: str) -> str:
    return _("“%(key)s” is already the key for: %(label)s.") % {"key": key, "label": label}


def _label(code: str) -> str:
    if code.startswith(GROUND_PREFIX):
        return str(GROUND_LABELS[Ground(code.removeprefix(GROUND_PREFIX))])
    return next(str(row.label) for row in KEY_ROWS if row.code == code)
