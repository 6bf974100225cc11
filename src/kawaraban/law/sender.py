"""Who a mail of the paper comes from, and where an answer to it goes."""

from typing import NamedTuple

from django.conf import settings

from kawaraban.law.contact import contact_email


class MailSender(NamedTuple):
    """`reply_to` is empty where an answer to `address` arrives at the paper anyway."""

    address: str
    reply_to: tuple[str, ...]


def sender() -> MailSender:
    """The knob `mail_from`, else the paper's contact address. Whoever answers reaches the contact address.

    The knob is for a server that may not send in the name of the contact address's domain (SPF, DMARC). Of a paper
    that has neither, the address is one that nobody reads.
    """
    contact = contact_email()
    address = settings.MAIL_FROM or contact or settings.DEFAULT_FROM_EMAIL
    return MailSender(address, (contact,) if contact and contact not in address else ())
