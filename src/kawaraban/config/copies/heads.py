"""The heads of a restored paper: those of the copy, and those that other files know besides.

What was signed after the copy stays in the file, so that what was lost by the restore can be seen for good.
"""

from collections.abc import Sequence
from pathlib import Path

from kawaraban.law.record.heads import each_line


def merge_heads(target: Path, others: Sequence[Path]) -> int:
    """Append to `target` every line of the others that it lacks and that this paper's key signed. Returns how many."""
    known = {line.text for line in each_line(target)}
    added = []
    for other in others:
        for line in each_line(other):
            if line.head is not None and line.text not in known:
                known.add(line.text)
                added.append(line.text)
    if added:
        ends = b"" if not target.exists() or target.read_bytes()[-1:] in {b"", b"\n"} else b"\n"
        with target.open("ab") as file:
            file.write(ends + "".join(f"{text}\n" for text in added).encode("ascii"))
    return len(added)
