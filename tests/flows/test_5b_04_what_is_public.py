"""5b.4: in either profile the worker knows what is printed anew into a page store that was lost."""

import pytest
from django.test import Client

from kawaraban.config.processes.public_pages import public_pages
from kawaraban.law.models import PolicyVersion
from kawaraban.press.printing.printable import SURROGATE_KEY

pytestmark = pytest.mark.django_db


def test_5b_04_the_rules_are_public_in_each_language_and_each_address_answers_with_a_page(
    client: Client, policy: PolicyVersion
) -> None:
    """The policy is written in one language: its other addresses lead there."""
    given = list(public_pages().addresses())

    assert {"/policy/", "/policy/tr/", "/moderation/", "/contact-points/ja/"} <= set(given)
    for address in given:
        answer = client.get(address)
        assert answer.status_code in {200, 301, 302}, address
        assert (answer.status_code == 200) == (SURROGATE_KEY in answer.headers), address
    assert public_pages().count() == len(given)
