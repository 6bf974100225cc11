"""One e-mail address, however it was written down.

    folded_address("Ada@xn--bcher-kva.example ")      # "ada@bücher.example"
    folded_address("a.da@example.org")                # not "ada@example.org": only some servers take these for one

Capitals, white space around it, how an accent is composed and how the name of a domain is encoded make no difference.
Everything else does: who is taken for somebody else is handed that person's data.
"""

from unicodedata import normalize


def folded_address(email: str) -> str:
    """The one way in which all spellings of an address are written; "" of none."""
    name, at, domain = normalize("NFC", email.strip().casefold()).rpartition("@")
    return name + at + _decoded(domain)


def spellings_of(email: str) -> set[str]:
    """Small letters in every way to write this address. None of ""."""
    folded = folded_address(email)
    name, at, domain = folded.rpartition("@")
    spellings = {email.strip().casefold(), folded, name + at + _encoded(domain)}
    spellings |= {normalize("NFD", folded), normalize("NFD", name) + at + _encoded(domain)}
    return spellings - {""}


def _decoded(domain: str) -> str:
    """ "bücher.example" of "xn--bcher-kva.example"; what is no such name stays as it is."""
    if "xn--" not in domain or not domain.isascii():
        return domain
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _encoded(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
