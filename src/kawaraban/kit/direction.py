"""Words of one writing direction inside a sentence of another, in plain text.

    isolated("0532 111 22 33", right_to_left=True)    # "\\u20680532 111 22 33\\u2069"
    isolated("fool", right_to_left=False)             # "fool"

On a page `<bdi>` does the same.
"""

import unicodedata

_ISOLATE, _END = "\u2068", "\u2069"
# Signs that turn what follows them, or end an isolate: inside one they would steer the sentence around it.
_STEERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def isolated(words: str, *, right_to_left: bool) -> str:
    """These words for a sentence that runs so: neither turns the other. As they are where nothing could be turned."""
    plain = words.translate(_STEERING)
    if not plain:
        return ""
    if right_to_left or any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in plain):
        return f"{_ISOLATE}{plain}{_END}"
    return plain
