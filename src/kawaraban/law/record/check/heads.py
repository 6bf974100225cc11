"""The file of signed heads against the chain, and the gaps that a recorded restore explains.

A head that the chain lacks, or has with another mac, is astray. After a restore from a copy such heads stay in the
file for good. The act that `law/record/restoring.py` records names their range and the time of the newest of them:
those are explained, and told as a note; any other one is a problem.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.law.record.check.chain import Chain
from kawaraban.law.record.check.entries import Read, Said
from kawaraban.law.record.check.report import CheckReport
from kawaraban.law.record.check.scratch import Scratch
from kawaraban.law.record.heads import HeadLine, each_line
from kawaraban.law.record.restoring import RESTORED_KIND, Restore, restore_of, written_at

_BATCH = 5000


class HeadCheck:
    """Reads the file first: a head written later belongs to an entry that the chain's query may not see."""

    def __init__(self, report: CheckReport, scratch: Scratch, *, others: Sequence[Path] = ()) -> None:
        """`others`: the files of the other nodes, beside this one's."""
        self.report, self._scratch = report, scratch
        self._others = others
        self._exists = False
        self._torn: list[int] = []
        self._forged: list[tuple[int, str]] = []
        self._restores: list[tuple[datetime, Restore]] = []
        self._astray: list[tuple[int]] = []
        self._read()
        self._heads = iter(scratch.ask("SELECT line, number, mac FROM head ORDER BY number, line"))
        self._next = next(self._heads, None)
        self._newest_sealed = 0

    def take(self, entry: Read, said: Said | None) -> None:
        """One entry, in the order of numbers."""
        while self._next is not None and self._next[1] <= entry.number:
            line, number, mac = self._next
            if number == entry.number and mac == entry.mac:
                self._newest_sealed = number
            elif number == entry.number:
                self._astray.append((line,))
            self._next = next(self._heads, None)
        if entry.kind == RESTORED_KIND and said is not None:
            restore = restore_of(said)
            if restore:
                self._restores.append((entry.recorded_at, restore))

    def flush(self) -> None:
        """Nothing: the few that are astray are written down at the end."""

    def finish(self, chain: Chain) -> None:
        """What is astray and not explained is a problem; what is no fault is a remark."""
        self._scratch.write("UPDATE head SET astray = 1 WHERE line = ?", self._astray)
        self._scratch.write("UPDATE head SET astray = 1 WHERE number > ?", [(chain.newest,)])
        for _at, restore in self._restores:
            self._scratch.write(
                "UPDATE head SET astray = 0 WHERE number BETWEEN ? AND ? AND written <= ?",
                [(restore.first, restore.last, restore.newest_lost_at)],
            )
        self.report.unsealed_count = max(0, chain.newest - self._newest_sealed)
        self.report.problems += self._problems(chain)
        self.report.remarks += self._remarks(chain)

    def _read(self) -> None:
        batch: list[tuple[int, int, str, str]] = []
        # A line is known by its place among all that were read.
        for place, (file, line) in enumerate(self._lines(), start=1):
            self._exists = True
            if line.head is not None:
                batch.append((place, line.head.number, line.head.mac, written_at(line.head)))
            elif line.is_torn:
                self._torn.append(place)
            elif line.text:
                self._forged.append((line.place, file))
            if len(batch) >= _BATCH:
                self._keep(batch)
        self._keep(batch)

    def _lines(self) -> Iterator[tuple[str, HeadLine]]:
        """Of this node's file, which is called nothing, and of the others by their names."""
        yield from (("", line) for line in each_line())
        for path in self._others:
            yield from ((path.name, line) for line in each_line(path))

    def _keep(self, batch: list[tuple[int, int, str, str]]) -> None:
        self.report.heads_count += len(batch)
        self._scratch.write("INSERT INTO head(line, number, mac, written) VALUES (?, ?, ?, ?)", batch)
        batch.clear()
        self.report.tell()

    def _problems(self, chain: Chain) -> Iterator[str]:
        beyond = self._scratch.one(
            "SELECT max(number) FROM head WHERE astray AND number > ?", (chain.newest,)
        )
        if beyond:
            yield _cut_off(chain.newest + 1, beyond)
        others = "SELECT number, written FROM head WHERE astray AND number <= ? ORDER BY line"
        for number, written in self._scratch.ask(others, (chain.newest,)):
            yield _("Entry %(number)d is not the one whose head was signed on %(day)s.") % {
                "number": number,
                "day": written[:10],
            }
        for place, file in self._forged:
            yield _not_ours(place, file)

    def _remarks(self, chain: Chain) -> Iterator[str]:
        for restored_at, restore in self._restores:
            yield _about_restore(restored_at, restore)
        if self.report.entries_count and not self._exists:
            yield _("There is no file of heads: a record that was cut off at its end could not be told.")
        first = self._scratch.one("SELECT min(number) FROM head") or 0
        if first > max(1, chain.first_moment_number):
            yield _(
                "The file of heads begins at entry %(number)d: it was begun anew, or what stood before was taken away."
            ) % {"number": first}
        if self._torn:
            yield _("The file of heads holds lines that were begun and not finished, as a crash leaves them.")
        if self.report.unsealed_count:
            yield (
                ngettext(
                    "The newest entry has no signed head yet; the next one covers it.",
                    "The newest %(count)d entries have no signed head yet; the next one covers them.",
                    self.report.unsealed_count,
                )
                % {"count": self.report.unsealed_count}
            )


def _not_ours(place: int, file: str) -> str:
    if not file:
        return _("Line %(line)d of the file of heads was not signed with this paper's key.") % {"line": place}
    return _("Line %(line)d of %(file)s was not signed with this paper's key.") % {
        "line": place,
        "file": file,
    }


def _cut_off(first: int, last: int) -> str:
    if first == last:
        return _("The record was cut off: entry %(number)d was signed and is missing.") % {"number": first}
    return _("The record was cut off: entries %(first)d to %(last)d were signed and are missing.") % {
        "first": first,
        "last": last,
    }


def _about_restore(restored_at: datetime, restore: Restore) -> str:
    words = {
        "day": restored_at.date().isoformat(),
        "copied": restore.copied_at[:10] or "?",
        "first": restore.first,
        "last": restore.last,
    }
    if restore.first and restore.first == restore.last:
        return (
            _("The paper was restored on %(day)s from the copy of %(copied)s; entry %(first)d was lost.")
            % words
        )
    if not restore.last:
        return (
            _(
                "The paper was restored on %(day)s from the copy of %(copied)s; whether entries were lost is not known."
            )
            % words
        )
    return (
        _(
            "The paper was restored on %(day)s from the copy of %(copied)s; entries %(first)d to %(last)d were lost."
        )
        % words
    )
