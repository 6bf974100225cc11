"""Findings as the moderator reads them."""

from django.utils import translation

from kawaraban.comments.phases.wording import finding_words


def test_a_finding_quotes_the_words_it_means() -> None:
    with translation.override("en"):
        assert finding_words("contact_data", "0555 010 2244").endswith(": 0555 010 2244")


def test_from_right_to_left_a_telephone_number_keeps_the_order_of_its_groups() -> None:
    with translation.override("ar"):
        assert "\u20680555 010 2244\u2069" in finding_words("contact_data", "0555 010 2244")


def test_from_right_to_left_a_number_of_times_is_still_a_number() -> None:
    with translation.override("ar"):
        assert "3" in finding_words("repeats", "3")
