"""Comments as people write them, as many as wanted: a chain of words over the texts of the demo paper.

Each word follows the two before it somewhere in the stories and comments of the demo paper. So the words are as
frequent as in a real language and hardly a sentence comes twice: such a page compresses about as well as a real
one, while one made of a handful of words would look lighter than it is.
"""

import random
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from kawaraban.cli import demo_paper

NAMES = (
    "Emre",
    "Ayşe Kaya",
    "Noor",
    "Aiko",
    "佐藤",
    "Deniz A.",
    "Leyla",
    "hakan_42",
    "Mika",
    "Ines",
    "T. Boyd",
)


@cache
def _chain() -> dict[tuple[str, str], list[str]]:
    chain: dict[tuple[str, str], list[str]] = defaultdict(list)
    folder = Path(demo_paper.__file__).parent
    for path in sorted(folder.rglob("*.md")):
        # Who wrote a comment, when, and what became of it are notes for the demo: nobody writes so.
        text = re.sub(r"^@+ .*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if re.search("[ığşçöüİĞŞÇÖÜ\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff]{3}", text):
            continue  # one language
        words = re.findall(r"[A-Za-z0-9’',.;:?!-]+", text)
        for first, second, third in zip(words, words[1:], words[2:], strict=False):
            chain[first, second].append(third)
    return chain


def comment_text(chance: random.Random, *, words: int = 27) -> str:
    """About 150 characters, as in the threads that were measured."""
    chain = _chain()
    pair = chance.choice(sorted(chain))
    said = list(pair)
    while len(said) < words:
        following = chain.get(pair) or chain[chance.choice(sorted(chain))]
        pair = (pair[1], chance.choice(following))
        said.append(pair[1])
    return " ".join(said)
