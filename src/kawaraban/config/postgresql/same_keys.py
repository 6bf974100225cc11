"""Whether this node has the paper's keys: the database knows them by a fingerprint, which gives none of them away.

    refuse_other_keys(data, url)     # before anything is written: raises BadConfiguration with a sentence
    note_keys(data, url)             # `init`: where the database knows none yet

With keys of its own a node could open no session of another, would take one sender for two, and would break the record
with its first entry.
"""

import hashlib
import hmac
from typing import Final

from kawaraban.config.databases import connection_parameters
from kawaraban.config.env import BadConfiguration, DataDir
from kawaraban.kit.signing import derived_key

_PURPOSE: Final = "fingerprint"


def fingerprints(data: DataDir) -> dict[str, str]:
    """Of each key by its file's name, 64 hexadecimal digits. Raises BadConfiguration where one cannot be read."""
    files = (data.secret_key_file, data.ledger_key_file)
    return {
        file.stem: hmac.new(
            derived_key(data.read_key(file), _PURPOSE), file.stem.encode(), hashlib.sha256
        ).hexdigest()
        for file in files
    }


def refuse_other_keys(data: DataDir, url: str) -> None:
    """Raises BadConfiguration where the database knows other keys than this folder's, or it has none."""
    known = _known(url)
    if not known:
        return
    missing = [
        file
        for file in (data.secret_key_file, data.ledger_key_file)
        if file.stem in known and not file.exists()
    ]
    if missing:
        raise BadConfiguration(
            f"The database belongs to a paper whose keys are not here: {missing[0]} is missing. Copy the folder"
            f" {data.secret_key_file.parent.name}/ of another node, or of your copy of the keys, to"
            f" {data.secret_key_file.parent}."
        )
    own = fingerprints(data)
    others = sorted(name for name, mark in known.items() if not hmac.compare_digest(own.get(name, ""), mark))
    if others:
        raise BadConfiguration(
            f"{data.secret_key_file.parent / others[0]}.key is not the key of the paper in this database. All nodes"
            " have the same keys: copy them from another node, or from your copy."
        )


def note_keys(data: DataDir, url: str) -> None:
    """Let the database know them, where it knows none. Raises psycopg.Error."""
    import psycopg  # a paper in a file starts without it

    with psycopg.connect(**connection_parameters(url)) as server:
        for name, mark in fingerprints(data).items():
            server.execute(
                "INSERT INTO press_keyfingerprint (name, fingerprint) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [name, mark],
            )


def _known(url: str) -> dict[str, str]:
    import psycopg

    try:
        with psycopg.connect(**connection_parameters(url)) as server:
            has_table = server.execute("SELECT to_regclass('press_keyfingerprint') IS NOT NULL").fetchone()
            if not has_table or not has_table[0]:
                return {}
            rows = server.execute("SELECT name, fingerprint FROM press_keyfingerprint").fetchall()
    except psycopg.Error as refused:
        raise BadConfiguration(
            f"The database cannot be asked for its keys: {type(refused).__name__}."
        ) from refused
    return {str(name): str(mark) for name, mark in rows}
