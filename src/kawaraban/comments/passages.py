"""The passage of a comment that decided about it: words of its own, never a moderator's.

    passage_in("You  fool,\\nsit down.", "fool, sit")      # "fool, sit"
    passage_in("You fool.", "you idiot")                  # raises PassageUnknown

A passage is quoted to the author in the statement of reasons. It is part of what was sent or of what the page shows of
it, where a link is shorter than it was sent; white space of any length is one space, as on the page.
"""

import regex

from kawaraban.kit.graphemes import count, whole
from kawaraban.kit.html import paragraphs
from kawaraban.kit.text import one_line, plain_text

# In characters as people count them.
PASSAGE_LENGTH = 500


class PassageUnknown(ValueError):
    """These words do not stand in the revision that is judged."""


class PassageTooLong(ValueError):
    """It is no passage any more."""


def passage_in(text: str, given: str) -> str:
    """What `text` says where it says `given`, in one line and whole characters; "" for nothing given.

    Raises PassageTooLong, PassageUnknown.
    """
    wanted = given.split()
    if not wanted:
        return ""
    # What is longer in code points by far is longer in characters, too: it is not counted.
    if len(given) > 50 * PASSAGE_LENGTH or count(" ".join(wanted)) > PASSAGE_LENGTH:
        raise PassageTooLong(str(PASSAGE_LENGTH))
    pattern = regex.compile(r"\s+".join(map(regex.escape, wanted)))
    for words in (text, plain_text(paragraphs(text))):
        found = pattern.search(words)
        if found:
            start, end = whole(words, *found.span())
            return one_line(words[start:end])
    raise PassageUnknown
