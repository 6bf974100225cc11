"""Whether the mail server takes mail from the paper: it is asked over the network, as far as can be without a mail."""

from collections.abc import Iterator

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir


def mail_server(_data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for one that is not there, that does not know the paper's user, or refuses its address."""
    from kawaraban.law.trying_mail import refusal

    refused = refusal()
    if refused:
        yield HealthFinding(
            "mail_server", f"{refused} Look at mail_url and mail_from. Then try: kawaraban mail test ADDRESS"
        )
