"""Templates are indented for those who read them; pages are not.

A template of the house loses its indentation once, when it is loaded: no page carries it, and no rendering pays for it.
A line stays a line, so that white space is never lost between two words, and an error still names the right line.

    >>> without_indentation("<ul>\\n  <li>{{ name }}</li>\\n</ul>")
    '<ul>\\n<li>{{ name }}</li>\\n</ul>'
"""

import re
from pathlib import Path
from typing import Final

from django.template.base import Origin
from django.template.loaders import app_directories

_HOUSE: Final = Path(__file__).resolve().parents[1]
# The words of a translation are known by every letter of them, and what stands in these elements is drawn as it is.
_AS_WRITTEN: Final = re.compile(
    r"({%\s*(blocktranslate|blocktrans|verbatim)\b.*?{%\s*end\2\s*%}|<(textarea|pre|script|style)\b.*?</\3\s*>)",
    re.DOTALL | re.IGNORECASE,
)
_LINE_ENDS: Final = re.compile(r"[ \t]*\n[ \t]*")


def without_indentation(template: str) -> str:
    """The template with nothing but a line's end wherever a line ends."""
    kept: list[str] = []
    position = 0
    for written in _AS_WRITTEN.finditer(template):
        kept += [_LINE_ENDS.sub("\n", template[position : written.start()]), written[0]]
        position = written.end()
    return "".join([*kept, _LINE_ENDS.sub("\n", template[position:])])


class Loader(app_directories.Loader):
    """Django's own, for the templates of all apps. Those of other houses, and mails, stay as they are written."""

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        file = Path(origin.name)
        is_ours = file.suffix == ".html" and file.is_relative_to(_HOUSE)
        return without_indentation(contents) if is_ours else contents
