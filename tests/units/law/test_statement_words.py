"""The statement of reasons in words: every part that DSA Art. 17(3) asks for, in the author's language."""

from typing import Any

import pytest

from kawaraban.law.basis import Automation, Source
from kawaraban.law.contact import set_contact_email
from kawaraban.law.models import Decision, PolicyGround, PolicyVersion, Visibility
from kawaraban.law.statement_words import standard_facts, statement_words, with_reason

pytestmark = pytest.mark.django_db


def decided(**changes: Any) -> Decision:
    """A decision that restricts, as the verbs write it; not stored."""
    fields: dict[str, Any] = {
        "policy_number": 2,
        "ground": "spam",
        "visibility": Visibility.REFUSED,
        "content_language": "en",
        "facts": standard_facts(Visibility.REFUSED, Source.OWN_INITIATIVE, "en"),
    }
    return Decision(**{**fields, **changes})


def test_a_statement_says_measure_ground_facts_automation_and_redress() -> None:
    set_contact_email("letters@paper.example")

    words = statement_words(decided(note="Third time."), title="The harbour")

    assert "not published" in words.measure
    assert "wherever the paper is read" in words.measure
    assert words.ground_words.startswith("Spam or advertising: ")
    assert words.ground_words.endswith("(policy, version 2)")
    assert "“The harbour”" in words.facts
    assert "The desk acted of its own accord." in words.facts
    assert "Third time." in words.facts
    assert words.automation == "No program had marked it. No machine decided: a person did."
    assert "letters@paper.example" in words.redress
    assert "court" in words.redress


def test_each_measure_has_its_own_words() -> None:
    words = {
        visibility: statement_words(decided(visibility=visibility), title="The harbour").measure
        for visibility in Visibility
    }

    assert len(set(words.values())) == len(Visibility)
    assert "until a moderator has decided" in words[Visibility.WITHHELD]


def test_a_statement_names_the_law_where_the_ground_is_illegal() -> None:
    words = statement_words(
        decided(ground="illegal", offence="hate", legal_ground="Criminal Code, section 130"), title="A"
    )

    assert "The law: Criminal Code, section 130" in words.ground_words


def test_4b_02_what_is_withheld_without_a_ground_names_the_clause_that_allows_it() -> None:
    words = statement_words(decided(ground="", visibility=Visibility.WITHHELD), title="A")

    clause, rule = words.ground_words.split("\n\n")
    assert clause == "While it is looked at again (policy for comments, version 2)"
    assert rule.startswith("A published comment may be taken off the page")


def test_4b_02_why_comes_in_an_order_reason_passage_note() -> None:
    facts = with_reason(standard_facts(Visibility.REFUSED, Source.OWN_INITIATIVE, "en"), "It advertises.")

    words = statement_words(decided(facts=facts, passage="buy now", note="Third time."), title="The harbour")

    assert words.facts.split("\n\n")[1:] == [
        "It advertises.",
        "The words in question: “buy now”",
        "The moderator adds: Third time.",
    ]


def test_a_program_that_marked_the_words_is_owned_up_to() -> None:
    words = statement_words(
        decided(was_machine_detected=True, automation=Automation.PARTIAL),
        title="The harbour",
        marks={"links", "earlier_refusals"},
    )

    assert words.automation == (
        "A program had marked something in it for the moderator. "
        "A person decided on what a program had proposed."
    )


def test_a_program_of_which_nothing_is_known_is_owned_up_to_without_saying_what_it_saw() -> None:
    words = statement_words(decided(was_machine_detected=True), title="The harbour")

    assert words.automation == (
        "A program had pointed the moderator at it. No machine decided: a person did."
    )


def test_each_source_is_told_in_words_of_its_own() -> None:
    facts = [standard_facts(Visibility.REMOVED, source, "en") for source in Source]

    assert len(set(facts)) == len(Source)


def test_a_ground_of_the_paper_is_told_in_its_words_of_that_version(policy: PolicyVersion) -> None:
    PolicyGround.objects.create(
        version=policy,
        code="off_topic",
        parent="other",
        words={"en": {"label": "Off topic", "explanation": "Not about the story."}},
    )

    words = statement_words(
        decided(ground="other", own_ground="off_topic", policy_number=1, note="The cat."), title="A"
    )

    assert words.ground_words == "Off topic: Not about the story. (policy, version 1)"


def test_a_decision_that_restricts_nothing_has_no_statement() -> None:
    with pytest.raises(ValueError, match="only what restricts"):
        statement_words(decided(visibility=""), title="A")
