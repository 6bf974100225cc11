"""The keys of the desk: one table of acts, each with its own key; a person may choose others.

The codes are stored with a person's choice: they are frozen. A ground's key counts only while the grounds are open, so
a ground and an act may have the same one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kawaraban.doors.desk.models import KeyChoice
from kawaraban.law.grounds import GROUND_KEYS
from kawaraban.law.wording import GROUND_LABELS
from kawaraban.people.models import User

GROUND_PREFIX = "ground:"
# One sign that a keyboard types without Shift: a letter or digit of any alphabet, or one of these.
_USABLE = re.compile(r"[^\W_A-Z]|[/?,.;'\[\]\\=-]")


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a key does. `code` is what the script calls it."""

    code: str
    key: str
    label: Promise


ACTS: tuple[Act, ...] = (
    Act("next", "j", gettext_lazy("next comment")),
    Act("previous", "k", gettext_lazy("previous comment")),
    Act("approve", "a", gettext_lazy("approve")),
    Act("refuse", "r", gettext_lazy("do not publish: then the key of the ground")),
    Act("return", "e", gettext_lazy("send back for changes")),
    Act("note", "n", gettext_lazy("write a note to the author")),
    Act("undo", "u", gettext_lazy("undo the last decision")),
    Act("context", "c", gettext_lazy("context: the comment it answers, the story")),
    Act("pick", "p", gettext_lazy("pick, or take the pick away")),
    Act(
        "select", "x", gettext_lazy("select; with Shift: the next ones too, or act on all that are selected")
    ),
    Act("keep", "b", gettext_lazy("keep what was reported")),
    Act("reinstate", "o", gettext_lazy("publish it on appeal")),
    Act("uphold", "h", gettext_lazy("the decision holds: then why")),
    Act("restrict", "s", gettext_lazy("suspend the commenter: then for how long and why")),
    Act("search", "/", gettext_lazy("search, or paste a link")),
    Act("help", "?", gettext_lazy("this help")),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one person. `acts` and `grounds` map codes to keys."""

    are_on: bool
    acts: Mapping[str, str]
    grounds: Mapping[str, str]

    @property
    def rows(self) -> tuple[tuple[Act, str], ...]:
        """Every act with its key, in the order of the table."""
        return tuple((act, self.acts[act.code]) for act in ACTS)


class BadKeys(Exception):
    """Keys that cannot be taken. `sentences` by code say why."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__(", ".join(sentences))
        self.sentences = sentences


def default_keys() -> Keys:
    """The desk's own."""
    return Keys(
        are_on=True,
        acts={act.code: act.key for act in ACTS},
        grounds={ground.value: key for ground, key in GROUND_KEYS.items()},
    )


def keys_of(person: User) -> Keys:
    """This person's keys: what they chose, else the desk's own. One query."""
    own = default_keys()
    choice = KeyChoice.objects.filter(person=person).first()
    if choice is None:
        return own
    return Keys(
        are_on=choice.are_on,
        acts={code: choice.keys.get(code, key) for code, key in own.acts.items()},
        grounds={code: choice.keys.get(GROUND_PREFIX + code, key) for code, key in own.grounds.items()},
    )


def choose_keys(
    *, person: User, are_on: bool, acts: Mapping[str, str], grounds: Mapping[str, str]
) -> KeyChoice:
    """Keep a person's keys; what is the desk's own is not kept, so that a later default reaches them.

    Raises BadKeys: no key, one that cannot be pressed alone, or one that two acts would share.
    """
    own = default_keys()
    wanted = {code: acts.get(code, "").strip() for code in own.acts}
    wanted_grounds = {code: grounds.get(code, "").strip() for code in own.grounds}
    wrong = _complaints(wanted, _act_labels()) | {
        GROUND_PREFIX + code: sentence
        for code, sentence in _complaints(wanted_grounds, _ground_labels()).items()
    }
    # With the grounds open undo and help still act: a ground may not hide them.
    for code, key in wanted_grounds.items():
        for act in ("undo", "help"):
            if key and key == wanted[act]:
                wrong.setdefault(GROUND_PREFIX + code, _taken(key, _act_labels()[act]))
    if wrong:
        raise BadKeys(wrong)
    kept = {code: key for code, key in wanted.items() if key != own.acts[code]}
    kept |= {GROUND_PREFIX + code: key for code, key in wanted_grounds.items() if key != own.grounds[code]}
    choice, _made = KeyChoice.objects.update_or_create(
        person=person, defaults={"are_on": are_on, "keys": kept}
    )
    return choice


def _complaints(wanted: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    holder: dict[str, str] = {}
    for code, key in wanted.items():
        if not _USABLE.fullmatch(key):
            wrong[code] = _("One small letter, digit or sign that your keyboard types without another key.")
        elif key in holder:
            wrong[code] = _taken(key, labels[holder[key]])
        else:
            holder[key] = code
    return wrong


def _taken(key: str, label: str) -> str:
    return _("“%(key)s” is already the key for: %(label)s.") % {"key": key, "label": label}


def _act_labels() -> dict[str, str]:
    return {act.code: str(act.label) for act in ACTS}


def _ground_labels() -> dict[str, str]:
    return {ground.value: str(label) for ground, label in GROUND_LABELS.items()}
