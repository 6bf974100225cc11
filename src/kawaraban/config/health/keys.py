"""Whether the paper's keys are there, and are those that this process began with."""

from collections.abc import Iterator

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import BadConfiguration, DataDir


def keys(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for each key that is gone, cannot be read, or was replaced while the paper is served."""
    from django.conf import settings

    held = {data.secret_key_file: settings.SECRET_KEY, data.ledger_key_file: settings.LEDGER_KEY}
    for path, key in held.items():
        try:
            is_same = data.read_key(path) == key
        except BadConfiguration as gone:
            yield HealthFinding(
                "keys", f"{gone} The paper runs on with the key that it has read. Put the file back."
            )
            continue
        if not is_same:
            yield HealthFinding(
                "keys",
                f"{path} holds another key than the one the paper was started with. Put the right one back: with"
                " another key nobody is signed in, and what is enciphered cannot be read.",
            )
