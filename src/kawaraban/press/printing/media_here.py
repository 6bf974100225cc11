"""Media that lie elsewhere, brought here when they are asked for: from then on they are files like all others.

    bring_here("images/dock.0123456789abcdef.webp")     # nothing to do where settings.MEDIA_ELSEWHERE is off

The front asks the app for what it does not find, and finds it from then on. A name that leads nowhere is asked for at
most once in some seconds, and few are brought at once: whoever invents names costs the store little.
"""

import contextlib
import os
import threading
import time
from collections import OrderedDict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage

from kawaraban.press.front.files.files import find, may_be_asked_for

_AT_ONCE: Final = 3
_WAIT_SECONDS: Final = 10.0
_MISSED_SECONDS: Final = 5.0
_MISSED_MOST: Final = 2_000
_PIECE: Final = 262_144

_PLACES: Final = threading.BoundedSemaphore(_AT_ONCE)
_MISSED: "OrderedDict[str, float]" = OrderedDict()
_MISSED_LOCK: Final = threading.Lock()


class NotBrought(Exception):
    """The store does not answer, or too many are being brought."""


def bring_here(name: str) -> None:
    """See to it that the file is in the media folder, if there is one of this name. Raises NotBrought."""
    root = Path(settings.MEDIA_ROOT)
    if not settings.MEDIA_ELSEWHERE or not may_be_asked_for(name) or find(root, name) is not None:
        return
    if _was_missed(name):
        return
    if not _PLACES.acquire(timeout=_WAIT_SECONDS):
        raise NotBrought(name)
    try:
        _bring(name, root / name)
    except FileNotFoundError:
        _miss(name)
    except Exception as refused:  # whatever the library of the store raises
        raise NotBrought(str(refused)) from refused
    finally:
        _PLACES.release()


def _bring(name: str, path: Path) -> None:
    """Under its name when it is whole. Raises FileNotFoundError."""
    modified = default_storage.get_modified_time(name) if default_storage.exists(name) else None
    if modified is None:
        raise FileNotFoundError(name)
    for folder in reversed([each for each in path.parents if not each.exists()]):
        folder.mkdir(exist_ok=True)
        folder.chmod(settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS)
    with (
        default_storage.open(name, "rb") as source,
        NamedTemporaryFile(dir=path.parent, prefix=".bringing-", delete=False) as partial,
    ):
        try:
            while piece := source.read(_PIECE):
                partial.write(piece)
            partial.flush()
            os.fchmod(partial.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
            # The same validator on every machine.
            os.utime(partial.name, (modified.timestamp(), modified.timestamp()))
            os.rename(partial.name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(partial.name)
            raise


def _was_missed(name: str) -> bool:
    with _MISSED_LOCK:
        return time.monotonic() - _MISSED.get(name, -_MISSED_SECONDS) < _MISSED_SECONDS


def _miss(name: str) -> None:
    with _MISSED_LOCK:
        _MISSED[name] = time.monotonic()
        _MISSED.move_to_end(name)
        while len(_MISSED) > _MISSED_MOST:
            _MISSED.popitem(last=False)
