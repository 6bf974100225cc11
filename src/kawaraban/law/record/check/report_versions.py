"""The files of published reports against the hash that the record holds of them: a byte that was changed is found."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kawaraban.law.models import ReportVersion
from kawaraban.law.record.check.entries import Read, Said
from kawaraban.law.record.sealed_tables import REPORT_VERSIONS


class ReportFileCheck:
    """Walks through the versions, one at a time. That `sha256` is the one of the record is checked with the rows."""

    def take(self, entry: Read, said: Said | None) -> None:
        """Entries say the hash; the rows hold it."""

    def flush(self) -> None:
        """Nothing was taken."""

    def problems(self) -> Iterator[str]:
        """Each version whose files are not those that were published."""
        rows = ReportVersion.objects.order_by("pk").values_list("pk", "sha256", "packed")
        for pk, sha256, packed in rows.iterator(1):
            if _sha256(packed) != sha256:
                yield _("The files of a published report were changed: %(row)s.") % {
                    "row": REPORT_VERSIONS.key(pk)
                }


def _sha256(packed: bytes | memoryview | str) -> str:
    """Also of what a hand put there that is no row of bytes."""
    return hashlib.sha256(packed.encode() if isinstance(packed, str) else bytes(packed)).hexdigest()
