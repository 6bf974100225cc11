"""The sentences of a comment, as places in it."""

import re

from kawaraban.kit.sentence_ends import sentence_ends

# Each is judged by itself: of more, judging them would cost many times what the comment does.
MOST: int = 200
_HALVES = re.compile("[\ud800-\udfff]")


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Begin and end of each sentence, half-open, without the spaces around; the whole text where there is none.

    At most `MOST`: the last of so many is all the rest.
    """
    # Half a pair is no text for others; a sign in its place keeps all places.
    text = _HALVES.sub("\ufffd", text)
    spans: list[tuple[int, int]] = []
    begin = 0
    for line in text.splitlines(keepends=True) or [text]:
        first = 0
        for end in (*sentence_ends(line, language), len(line)):
            bare = line[first:end].strip()
            if bare:
                start = begin + line.index(bare, first)
                if len(spans) == MOST - 1:
                    return [*spans, (start, len(text.rstrip()))]
                spans.append((start, start + len(bare)))
            first = end
        begin += len(line)
    return spans or [(0, len(text))]
