"""Under which keyed hashes the comments of an e-mail address are kept.

A comment keeps the hash of its address as it was written, and outlives the address: it cannot be hashed again. So all
spellings are asked for.
"""

from kawaraban.comments.keyed import email_key_of
from kawaraban.kit.email_addresses import spellings_of


def email_keys_of(email: str) -> list[str]:
    """The keyed hashes under which this address may be kept: one for each way to write it. None for ""."""
    return sorted({email_key_of(spelling) for spelling in spellings_of(email)} - {""})
