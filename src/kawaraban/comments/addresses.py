"""Whether two e-mail addresses are one, however they were written down.

    same("Ada@Bücher.example ", "ada@xn--bcher-kva.example")      # True
    same("a.da@example.org", "ada@example.org")                   # False: only some servers take these for one

Capitals, white space around it, how an accent is composed and how the name of a domain is encoded make no difference.
Everything else does: who is taken for somebody else is handed that person's data.
"""

from unicodedata import normalize

from kawaraban.comments.keyed import email_key_of


def same(one: str, other: str) -> bool:
    """Whether both mean one address; "" is none."""
    folded = _folded(one)
    return folded != "" and folded == _folded(other)


def email_keys_of(email: str) -> list[str]:
    """The keyed hashes under which this address may be kept: one for each way to write it. None for ""."""
    folded = _folded(email)
    name, at, domain = folded.rpartition("@")
    spellings = {email.strip().casefold(), folded, name + at + _encoded(domain)}
    spellings |= {normalize("NFD", folded), normalize("NFD", name) + at + _encoded(domain)}
    return sorted({email_key_of(spelling) for spelling in spellings} - {""})


def _folded(email: str) -> str:
    name, at, domain = normalize("NFC", email.strip().casefold()).rpartition("@")
    return name + at + _decoded(domain)


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
