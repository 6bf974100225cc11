"""Keyed hashes: by them the intake finds the same sender, words or form again without keeping who or what it was."""

import hmac
from json.encoder import encode_basestring_ascii

from django.conf import settings

from kawaraban.kit.email_addresses import spellings_of
from kawaraban.kit.networks import networks
from kawaraban.kit.signing import derived_key


def keyed(purpose: str, *parts: str) -> str:
    """A keyed hash of the parts; "" when there is nothing to hash."""
    if not any(parts):
        return ""
    key = derived_key(settings.SECRET_KEY, purpose)
    # A JSON list, so that no part can lend characters to its neighbour.
    bound = ", ".join([encode_basestring_ascii(part) for part in parts])
    return hmac.digest(key, f"[{bound}]".encode(), "sha256").hex()


def sender_keys_of(address: str) -> list[str]:
    """Of the household of this network address, and of IPv6 of the /56 and the /48 around it."""
    return [keyed("comment sender", network) for network in networks(address)]


def text_key_of(normal: str) -> str:
    """One key for texts that differ only in case and white space."""
    return keyed("comment text", " ".join(normal.casefold().split()))


def email_key_of(email: str) -> str:
    """A keyed hash of an e-mail address, small and capital letters alike; "" for none."""
    return keyed("comment e-mail", email.strip().casefold())


def email_keys_of(email: str) -> list[str]:
    """The hashes under which an address may be kept: one for each way to write it. None for "".

    A comment keeps the hash of its address as it was written, and outlives the address: it cannot be hashed again.
    """
    return sorted({email_key_of(spelling) for spelling in spellings_of(email)} - {""})
