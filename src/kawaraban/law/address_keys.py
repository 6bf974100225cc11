"""By what a mail and a notice are found again by an e-mail address: a keyed hash of it, however it was written.

It stands beside the address, in an index, and goes with it.
"""

import hmac

from django.conf import settings

from kawaraban.kit.email_addresses import folded_address
from kawaraban.kit.signing import derived_key


def address_key(email: str) -> str:
    """The same for all spellings of one address; "" of none."""
    folded = folded_address(email)
    if not folded:
        return ""
    key = derived_key(settings.SECRET_KEY, "address of a mail")
    return hmac.digest(key, folded.encode(), "sha256").hex()
