"""The edition that this installation prints: code, templates and knobs in one stamp."""

import hashlib
import logging
import os
import sqlite3
from pathlib import Path

import lmdb

from kawaraban.config.env import DataDir, read_knobs

logger = logging.getLogger(__name__)


def edition_of(data: DataDir) -> str:
    """The stamp of all that pages depend on besides the database: the code, its templates, the knobs."""
    from importlib.metadata import version

    from kawaraban.press.store.edition import edition_stamp

    knobs = read_knobs(data, os.environ)
    # The key tells papers apart: a store that another one has printed is of another edition.
    paper = hashlib.blake2b(data.read_key(data.secret_key_file).encode(), digest_size=16).hexdigest()
    others = [version("django"), version("wagtail"), repr(sorted(knobs.items())), paper]
    return edition_stamp(Path(__file__).resolve().parents[1], others)


def empty_old_edition(data: DataDir) -> bool:
    """Empty the page store when another version or other knobs printed it. True when it was emptied.

    From now on this process, and whatever is forked from it, prints for this edition alone.
    """
    from kawaraban.press.store.edition import use_edition
    from kawaraban.press.store.store import Store

    stamp = edition_of(data)
    use_edition(stamp)
    store = Store(data.store)
    try:
        return store.begin_edition(stamp)
    except (lmdb.Error, OSError, sqlite3.Error) as refused:
        # Whoever seals the store later holds it against this edition, too.
        logger.debug("The page store cannot be written now: %s", refused)
        return False
    finally:
        store.close()  # a fork must not carry it over
