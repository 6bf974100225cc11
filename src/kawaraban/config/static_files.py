"""Styles and scripts under names that change with their content, compressed once, at `kawaraban init`.

Brotli takes its time, and the editor's scripts are large: only what readers and moderators load gets it, the
rest gets gzip. Imports between our own script modules are rewritten to the hashed names.
"""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

_OURS = ("/kawaraban/", "/desk/")


class PaperCompressor(Compressor):
    """gzip for every file, Brotli too for the paper's own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._gzip_only = Compressor(**{**options, "use_brotli": False})

    def compress(self, path: str) -> Any:
        """Write the compressed neighbours of a file; yields their names."""
        if any(folder in path for folder in _OURS):
            return super().compress(path)
        return self._gzip_only.compress(path)


class PaperStaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    keep_only_hashed_files = True

    def load_manifest(self) -> tuple[dict[str, str], str]:
        """The names of the files. A list that was emptied or cut is as good as none: it is made again, not fatal."""
        try:
            paths, digest = super().load_manifest()
        except ValueError:
            return {}, ""
        return paths, digest

    def create_compressor(self, **options: Any) -> Compressor:
        """The compressor of this storage."""
        return PaperCompressor(**options)
