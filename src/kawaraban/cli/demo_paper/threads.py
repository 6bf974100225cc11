"""The comments of the demo paper as they are written in `threads/*.md`.

    @ Name | 3h 20m | picked                     a comment, how long ago it was sent, and what became of it
    Its words, until the next line that begins so.

    @@ Other name | 2h                           a reply to the @ above; @@@ would answer this one

The third part says first what became of it: nothing is `approved`; `pending`, `erased`; `rejected GROUND: note to
the author`; `withheld GROUND: note` and `removed GROUND: note` (both published before); `returned: note`;
`withdrawn 40m` (so long after it was sent). Further words of it: `picked`, `pinned`, `lang:tr` where the language
is not the story's, `sender:Name` where two names share one sender, `offence:fraud law:Name_of_the_law` where the
ground is `illegal`. What waits for another look, since when: `reported:insult@35m: what the reader says`,
`noticed@2h offence:privacy law:Name_of_the_law: why`, and `appealed@50m:Words_of_the_author` of what was refused.
`passage:Words_of_the_comment` are those that decided, `also:Name` is another comment of the story in the same notice.
`ordered@2h:Name_of_the_court` and `letter@1h:What_it_asks` come from outside.
`suspended:7@10h:Words_to_them` suspends whoever sent it for so many days; `suspension_appealed@2h:Their_words`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from kawaraban.cli.demo_paper.written import FOLDER, BadlyWritten, span
from kawaraban.law.basis import LegalGround, Offence
from kawaraban.law.grounds import Ground

FATES = ("approved", "pending", "rejected", "withdrawn", "returned", "withheld", "removed", "erased")
_FATES_WITH_A_GROUND = {"rejected", "withheld", "removed"}
_HEADER = re.compile(r"^(@+) ([^|\n]+)\|([^|\n]+)(?:\|([^\n]*))?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WrittenComment:
    """`parent` is the place of the comment it answers in the same list, None on the first level."""

    name: str
    text: str
    sent_ago: timedelta
    parent: int | None
    fate: str
    ground: Ground | None
    law: LegalGround | None
    note: str
    passage: str
    also: str
    withdrawn_after: timedelta | None
    language: str
    is_picked: bool
    is_pinned: bool
    sender: str
    matters: tuple["WrittenMatter", ...]


@dataclass(frozen=True, slots=True)
class WrittenMatter:
    """What comes of a comment later, how long ago, and its words.

    `kind`: "reported", "noticed", "ordered", "letter", "appealed", "suspended" (for so many `days`)
    or "suspension_appealed".
    """

    kind: str
    ago: timedelta
    words: str
    ground: Ground | None = None
    days: int = 0


def read_thread(slug: str, *, language: str) -> list[WrittenComment]:
    """The comments under one story, in the order written; none without a file. Raises BadlyWritten."""
    path = FOLDER / "threads" / f"{slug}.md"
    return parse_thread(path.read_text(encoding="utf-8"), language=language) if path.exists() else []


def parse_thread(written: str, *, language: str) -> list[WrittenComment]:
    """The same from a text."""
    headers = list(_HEADER.finditer(written))
    ends = [header.start() for header in headers[1:]] + [len(written)]
    comments: list[WrittenComment] = []
    ancestors: list[int] = []  # the place of the newest comment on each level
    for header, end in zip(headers, ends, strict=True):
        level = len(header[1])
        if level > len(ancestors) + 1:
            raise BadlyWritten(f"nothing stands above the reply of {header[2].strip()}")
        del ancestors[level - 1 :]
        parent = ancestors[-1] if ancestors else None
        text = written[header.end() : end].strip()
        comments.append(_comment(header, text, parent, language))
        ancestors.append(len(comments) - 1)
    return comments


def _comment(header: re.Match[str], text: str, parent: int | None, language: str) -> WrittenComment:
    name, flags, _colon, note = header[2].strip(), *_flags_and_note(header[4] or "")
    fate = next((flag for flag in flags if flag in FATES), "approved")
    marks = dict(flag.split(":", 1) for flag in flags if ":" in flag)
    return WrittenComment(
        name=name,
        text="" if fate == "erased" else text,
        sent_ago=span(header[3].strip()),
        parent=parent,
        fate=fate,
        ground=Ground(flags[1]) if fate in _FATES_WITH_A_GROUND else None,
        law=LegalGround(marks["law"].replace("_", " "), Offence(marks["offence"]))
        if "law" in marks
        else None,
        note=note,
        passage=marks.get("passage", "").replace("_", " "),
        also=marks.get("also", "").replace("_", " "),
        withdrawn_after=span(flags[1]) if fate == "withdrawn" else None,
        language=marks.get("lang", language),
        is_picked="picked" in flags,
        is_pinned="pinned" in flags,
        sender=marks.get("sender", name),
        matters=tuple(_matters(flags, note)),
    )


def _matters(flags: list[str], note: str) -> Iterator[WrittenMatter]:
    for flag in flags:
        if found := re.fullmatch(r"reported:(\w+)@(\w+)", flag):
            yield WrittenMatter("reported", span(found[2]), note, Ground(found[1]))
        elif found := re.fullmatch(r"noticed@(\w+)", flag):
            yield WrittenMatter("noticed", span(found[1]), note)
        elif found := re.fullmatch(r"(appealed|suspension_appealed|ordered|letter)@(\w+):(.+)", flag):
            yield WrittenMatter(found[1], span(found[2]), found[3].replace("_", " "))
        elif found := re.fullmatch(r"suspended:(\d+)@(\w+):(.+)", flag):
            yield WrittenMatter("suspended", span(found[2]), found[3].replace("_", " "), days=int(found[1]))


def _flags_and_note(words: str) -> tuple[list[str], str, str]:
    """What a moderator writes to the author stands after ": "."""
    flags, colon, note = words.partition(": ")
    return flags.split(), colon, note.strip()
