"""The story that everything is measured with: six paragraphs and 200 comments, always the same ones.

Made from a seed, so that every engine holds the same words, and every run and machine the same page.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

SEED = 11
COMMENTS_COUNT = 200
REPLIES_COUNT = 78
_COMMENT_CHARACTERS = 154
_PARAGRAPH_SENTENCES = 6
WORDS: Mapping[str, Sequence[str]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class WrittenComment:
    """`parent` is the place of the comment that it answers, in the same list."""

    name: str
    text: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class WrittenStory:
    """A story and its thread. The parents of replies stand before them, and are no replies themselves."""

    headline: str
    lead: str
    paragraphs: Sequence[str]
    comments: Sequence[WrittenComment]

    @property
    def roots(self) -> list[WrittenComment]:
        return [comment for comment in self.comments if comment.parent is None]


def write_story(*, comments_count: int = COMMENTS_COUNT, replies_count: int = REPLIES_COUNT) -> WrittenStory:
    """The story of this seed."""
    chance = Random(SEED)
    comments = [_comment(chance, place, None) for place in range(comments_count - replies_count)]
    roots_count = len(comments)
    comments += [
        _comment(chance, roots_count + place, chance.randrange(roots_count)) for place in range(replies_count)
    ]
    return WrittenStory(
        headline="The port reopens, and the town counts what it cost",
        lead=" ".join(_sentence(chance) for _ in range(2)),
        paragraphs=[" ".join(_sentence(chance) for _ in range(_PARAGRAPH_SENTENCES)) for _ in range(6)],
        comments=comments,
    )


def _comment(chance: Random, place: int, parent: int | None) -> WrittenComment:
    wanted = chance.randint(_COMMENT_CHARACTERS // 2, _COMMENT_CHARACTERS)
    text = _sentence(chance)
    while len(text) < wanted:
        more = _sentence(chance) if chance.random() < 0.7 else f"{_word(chance, 'aside')}."
        text = f"{text} {more}"
    name = f"{_word(chance, 'first_names')} {_word(chance, 'last_names')} {place + 1}"
    return WrittenComment(name, text, parent)


def _sentence(chance: Random) -> str:
    parts = ["who", "does", "what", "when"]
    words = [_word(chance, part) for part in parts]
    if chance.random() < 0.4:
        words += ["and", *(_word(chance, part) for part in parts[:3])]
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


def _word(chance: Random, part: str) -> str:
    return chance.choice(WORDS[part])
