"""The dress as text inside the page, for the one kind of page that must need no other file.

A page that says sorry is shown when the app is away, and the app is what serves the style sheets. Browsers run
the text because the page's policy names its hash.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

_SHEETS = ("tokens.css", "base.css")
_FOLDER = Path(__file__).parent / "static" / "kawaraban"


@cache
def inline_style() -> str:
    """The tokens and the dress of every page, without comments."""
    text = "".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SHEETS)
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.S)).strip()


@cache
def inline_style_source() -> str:
    """What `style-src` must hold so that the text is taken."""
    digest = hashlib.sha256(inline_style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
