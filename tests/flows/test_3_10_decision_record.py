"""3.10 A decision holds all that a statement of reasons asks for; its author reads it in their own language.

DSA Art. 17, and the schema of the Transparency Database (v2), field by field.
"""

import json
from datetime import datetime, timedelta
from unittest.mock import ANY

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.makers.comments import (
    LAW,
    NOON,
    approved,
    rejected,
    removed,
    reopened,
    returned,
    sent,
    withheld,
)
from tests.makers.desk import signed_in
from tests.makers.law.redress import noticed, reported
from tests.page import Page

from kawaraban.comments.actions.acts import KEEP, REJECT, REMOVE
from kawaraban.comments.actions.appeal import appeal_notice
from kawaraban.comments.actions.author import revise
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.tracking import track
from kawaraban.law.basis import Automation, Basis, LegalGround, Source
from kawaraban.law.dsa.terms import AUTOMATION, SOURCE, VISIBILITY, category_of, decision_ground
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Statement, Visibility
from kawaraban.law.models.ledger import LedgerPayload
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)


def recorded(decision: Decision) -> dict[str, object]:
    """What the record says of a decision."""
    bodies = [json.loads(payload.body) for payload in LedgerPayload.objects.all()]
    [said] = [body for body in bodies if body.get("decision") == str(decision.pk) and "verdict" in body]
    return dict(said)


def test_3_10_a_refusal_holds_every_field_of_the_official_statement(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, "Buy shares in the lighthouse!", now=noon)
    revise(tracking_token=comment.tracking_token, text="Buy shares!", now=noon + LATER)
    comment.refresh_from_db()

    decision = rejected(
        comment, moderator, ground=Ground.ILLEGAL, note="These may not be traded.", now=noon + 2 * LATER
    )

    assert VISIBILITY[Visibility(decision.visibility)] == "DECISION_VISIBILITY_CONTENT_DISABLED"
    assert decision_ground(decision.ground) == "DECISION_GROUND_ILLEGAL_CONTENT"
    assert (decision.legal_ground, decision.note) == (LAW.law, "These may not be traded.")
    assert category_of(decision.ground, decision.offence).category == "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    assert (decision.content_language, decision.content_at) == ("en", noon + LATER)
    assert decision.decided_at == noon + 2 * LATER
    assert decision.facts.startswith("No comment is published before a person has decided")
    assert "Ada" not in decision.facts
    assert SOURCE[Source(decision.source)] == "SOURCE_VOLUNTARY"
    assert AUTOMATION[Automation(decision.automation)] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    assert decision.was_machine_detected is False
    assert (decision.revision_number, decision.policy_number, decision.moderator) == (2, 1, moderator)


def test_3_10_the_record_holds_the_whole_decision(thread: Thread, moderator: User, noon: datetime) -> None:
    decision = rejected(sent(thread, now=noon), moderator, ground=Ground.ILLEGAL, note="Not allowed.")

    assert recorded(decision) == {
        "decision": str(decision.pk),
        "verdict": "rejected",
        "before": "pending",
        "place": 1,
        "revision": 1,
        "policy": 1,
        "moderator": "mika",
        "moderator_id": moderator.pk,
        "visibility": "refused",
        "ground": "illegal",
        "offence": "fraud",
        "law": LAW.law,
        "note": "Not allowed.",
        "facts": decision.facts,
        "language": "en",
        "sent_at": noon.isoformat(),
        "source": "own_initiative",
        "machine_detected": False,
        "automation": "none",
        "rows": {f"statement:{decision.pk}": ANY},
    }


@pytest.mark.parametrize(("ground", "law"), [(Ground.ILLEGAL, None), (Ground.INSULT, LAW)])
def test_3_10_the_ground_illegal_and_no_other_names_the_law(
    ground: Ground, law: LegalGround | None, thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread)

    with pytest.raises(ValueError, match="names the law"):
        decide(
            REJECT,
            Judged(comment.pk, 1),
            Reasons(ground=ground, note="Words.", law=law),
            moderator=moderator,
            now=noon,
        )

    assert not Decision.objects.exists()


def test_3_10_the_database_itself_refuses_an_illegal_ground_without_its_law(
    thread: Thread, moderator: User
) -> None:
    decision = rejected(sent(thread), moderator)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(ground="illegal")


def test_3_10_what_a_program_marked_before_is_owned_up_to(thread: Thread, moderator: User) -> None:
    marked, plain = sent(thread, "See https://a.example/ now"), sent(thread, "Plain words.")

    decisions = [rejected(comment, moderator) for comment in (marked, plain)]

    assert [decision.was_machine_detected for decision in decisions] == [True, False]
    assert [decision.statement.automation for decision in decisions] == [
        "A program had marked something in it for the moderator. No machine decided: a person did.",
        "No program had marked it. No machine decided: a person did.",
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source.OWN_INITIATIVE, "The desk acted of its own accord"),
        (Source.REPORT, "A reader had reported it"),
        (Source.NOTICE, "A notice of illegal content had come in"),
        (Source.APPEAL, "An appeal led to this decision"),
    ],
)
def test_3_10_who_raised_the_matter_is_recorded_and_told(
    source: Source, words: str, thread: Thread, moderator: User, editor: User, noon: datetime
) -> None:
    comment = sent(thread)
    approved(comment, moderator)
    reference = raised(comment, source, editor)

    decision = decide(
        REMOVE,
        Judged(comment.pk, 1),
        Reasons(ground=Ground.INSULT),
        moderator=moderator,
        now=noon,
        basis=Basis(source=source, reference=reference, automation=Automation.PARTIAL),
    )

    assert (decision.source, decision.source_reference, decision.automation) == (source, reference, "partial")
    assert words in decision.statement.facts
    assert "on what a program had proposed" in decision.statement.automation
    assert recorded(decision).get("reference", "") == reference


def raised(comment: Comment, source: Source, editor: User) -> str:
    """Let somebody raise it, and give back what the decision then names."""
    if source == Source.OWN_INITIATIVE:
        return ""
    if source == Source.REPORT:
        return str(reported(comment).pk)
    notice = noticed(comment)
    if source == Source.NOTICE:
        return str(notice.pk)
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="It stays."), moderator=editor, now=NOON - LATER)
    return str(appeal_notice(token=notice.token, words="It is untrue.", now=NOON).pk)


def test_3_10_every_restriction_is_stated_and_nothing_else_is(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    refused, gone, back = sent(thread, "one"), sent(thread, "two"), sent(thread, "three")
    rejected(refused, moderator)
    for comment in (gone, back):
        approved(comment, moderator)
    removed(gone, moderator)
    withheld(back, moderator)
    reopened(back, moderator)

    stated = Statement.objects.order_by("decision__decided_at").values_list("decision__visibility", flat=True)

    assert sorted(stated) == ["refused", "removed", "withheld"]
    assert sorted(Decision.objects.exclude(visibility="").values_list("visibility", flat=True)) == sorted(
        stated
    )


def test_3_10_the_author_reads_it_by_mail_and_on_the_page_in_their_language(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, "Sözler.", language="tr", email="ada@example.org")
    decision = rejected(comment, moderator, ground=Ground.INSULT, note="Son cümle.")

    send_due(now=noon + LATER)

    statement = decision.statement
    told = track(comment.tracking_token, noon + LATER).statement
    page = Client().get(f"/track/{comment.tracking_token}/").content.decode()
    assert statement.language == "tr"
    assert told
    assert (told.measure, told.automation) == (statement.measure, statement.automation)
    for part in ("measure", "ground_words", "facts", "redress"):
        assert getattr(statement, part) in mail.outbox[0].body
        assert getattr(statement, part).split("\n")[0].split("“")[0] in page
    assert "Son cümle." in page


def test_3_10_the_page_states_the_reasons_where_no_address_is_known(thread: Thread, moderator: User) -> None:
    now = timezone.now()
    comment = sent(thread, now=now - timedelta(hours=1))
    approved(comment, moderator, now=now - timedelta(minutes=50))
    withheld(comment, moderator, ground=Ground.DEFAMATION, note="We ask.", now=now - timedelta(minutes=40))

    page = Client().get(f"/track/{comment.tracking_token}/").content.decode()

    assert "Your comment is being looked at again" in page
    for words in ("not shown while", "Defamation: ", "We ask.", "No machine decided", "go to court"):
        assert words in page
    assert not mail.outbox


def test_3_10_a_comment_that_came_back_has_its_form_open_on_the_page(thread: Thread, moderator: User) -> None:
    now = timezone.now()
    comment = sent(thread, now=now - timedelta(hours=1))
    returned(comment, moderator, note="Name <your> source.", now=now - timedelta(minutes=40))

    page = Client().get(f"/track/{comment.tracking_token}/").content.decode()
    answer = Client().post(f"/track/{comment.tracking_token}/revise/", {"text": "With a source."})

    comment.refresh_from_db()
    assert "Name &lt;your&gt; source." in page
    assert "<details open><summary>Change your words and send them again" in Page(page).markup
    assert answer.status_code == 303
    assert (comment.status, comment.text, comment.revision_number) == ("pending", "With a source.", 2)


def test_3_10_two_decisions_of_one_moment_have_an_order(thread: Thread, moderator: User) -> None:
    comment = sent(thread)
    steps = [approved(comment, moderator), withheld(comment, moderator), reopened(comment, moderator)]

    assert [decision.place for decision in steps] == [1, 2, 3]
    assert list(Decision.objects.filter(subject=comment.subject)) == steps


def test_3_10_the_desk_asks_for_the_law_where_the_ground_is_illegal(thread: Thread, moderator: User) -> None:
    comment, desk = sent(thread, now=timezone.now()), signed_in(moderator)
    form = {"revision_number": "1", "ground": "illegal", "note": "These may not be traded."}

    without = desk.post(f"/desk/card/{comment.public_id}/reject", form)
    desk.post(f"/desk/card/{comment.public_id}/reject", form | {"law": LAW.law, "offence": "fraud"})

    decision = Decision.objects.get()
    assert without.status_code == 422
    assert "Name the law" in without.content.decode()
    assert (decision.legal_ground, decision.offence, decision.note) == (LAW.law, "fraud", form["note"])
