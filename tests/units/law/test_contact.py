"""Where readers reach the paper, in every statement of reasons."""

import pytest

from kawaraban.law.contact import contact_email, set_contact_email
from kawaraban.law.models import Decision, Visibility
from kawaraban.law.statement_words import statement_words


def test_without_an_address_there_is_none(db: None) -> None:
    assert contact_email() == ""


@pytest.mark.parametrize("address", ["desk@paper.example", "new@paper.example"])
def test_a_statement_names_the_address_that_is_set(db: None, address: str) -> None:
    set_contact_email("old@paper.example")
    set_contact_email(address)

    decision = Decision(policy_number=1, ground="spam", visibility=Visibility.REFUSED, content_language="en")
    words = statement_words(decision, title="The harbour")

    assert address in words.redress
