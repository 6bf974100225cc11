"""The sentences of a comment, as places in it."""

import re

from kawaraban.kit.sentence_ends import sentence_ends

# A comment of more sentences is shown by its lines; asking of each sentence would cost more than the comment.
MOST: int = 200
_HALVES = re.compile("[\ud800-\udfff]")


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Begin and end of each sentence, half-open, without the spaces around; the whole text where there is none."""
    # Half a pair is no text for others; a sign in its place keeps all places.
    text = _HALVES.sub("\ufffd", text)
    spans: list[tuple[int, int]] = []
    begin = 0
    for line in text.splitlines(keepends=True) or [text]:
        ends = sentence_ends(line, language) if len(spans) < MOST else []
        first = 0
        for end in (*ends, len(line)):
            bare = line[first:end].strip()
            if bare:
                start = begin + line.index(bare, first)
                spans.append((start, start + len(bare)))
            first = end
        begin += len(line)
    return spans or [(0, len(text))]
