"""Who may read the files of the paper."""

from collections.abc import Iterator

from kawaraban.config.env import DataDir


def files(data: DataDir) -> Iterator[str]:
    """A sentence for each file that others can read and should not."""
    for key in (data.secret_key_file, data.ledger_key_file):
        if key.exists() and key.stat().st_mode & 0o077:
            yield f"{key} can be read by others: chmod 600 {key}"
