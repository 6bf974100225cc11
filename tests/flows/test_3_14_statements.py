"""3.14 Statements of reasons leave as the Transparency Database takes them, and nothing personal leaves with them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.makers.comments import NOON, approved, rejected, removed, reopened, sent, withheld
from tests.makers.law.redress import noticed, reported

from kawaraban.cli.main import main
from kawaraban.comments.actions.acts import REINSTATE
from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Thread
from kawaraban.law.dsa.statement_rules import broken_rules
from kawaraban.law.dsa.statements_export import statement_payloads
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision
from kawaraban.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
LATER = NOON + timedelta(hours=1)


def exported(now: datetime = LATER) -> list[dict[str, Any]]:
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    return [payload for _decision, payload in statement_payloads(start, end, zone=UTC, now=now)]


def written(*arguments: str) -> Any:
    return CliRunner().invoke(
        main, ["records", "statements", "--from", "2026-11-01", "--to", "2026-11-30", *arguments]
    )


@pytest.mark.parametrize("ground", [*Ground, None])
def test_3_14_every_ground_makes_a_statement_that_keeps_the_rules(
    thread: Thread, moderator: User, ground: Ground | None
) -> None:
    comment = sent(thread)
    if ground is None:
        approved(comment, moderator)
        comment.refresh_from_db()
        withheld(comment, moderator)
    else:
        rejected(comment, moderator, ground=ground, note="Your cousin Bob says otherwise.")

    [payload] = exported()

    assert broken_rules(payload) == []
    is_illegal = ground is Ground.ILLEGAL
    assert payload["decision_ground"].endswith("ILLEGAL_CONTENT" if is_illegal else "INCOMPATIBLE_CONTENT")
    assert ("illegal_content_legal_ground" in payload) is is_illegal
    assert payload["puid"] == str(Decision.objects.exclude(visibility="").get().pk)
    assert payload["content_date"] == payload["application_date"] == "2026-11-23"
    assert is_illegal or payload["decision_ground_reference_url"].endswith("/policy/1/")


def test_3_14_no_word_of_anybody_leaves_the_house(thread: Thread, moderator: User) -> None:
    comment = sent(
        thread, "Bob Tanner lives at 4 Quay Street.", name="Leyla Aksoy", email="leyla@example.org"
    )
    rejected(comment, moderator, ground=Ground.PERSONALITY_RIGHTS, note="You named Bob Tanner.")

    said = json.dumps(exported())

    for word in ("Bob", "Tanner", "Quay", "Leyla", "leyla@", comment.public_id, moderator.username):
        assert word not in said


def test_3_14_a_statement_says_who_raised_it_and_what_a_program_did(thread: Thread, moderator: User) -> None:
    for words, raise_it in (("One.", None), ("Two.", reported), ("Three.", noticed)):
        comment = sent(thread, words)
        approved(comment, moderator)
        if raise_it:
            raise_it(comment)
        comment.refresh_from_db()
        removed(comment, moderator)

    sources = [payload["source_type"] for payload in exported()]

    assert sorted(sources) == ["SOURCE_ARTICLE_16", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY"]
    assert {payload["automated_decision"] for payload in exported()} == {"AUTOMATED_DECISION_NOT_AUTOMATED"}
    assert all(
        payload["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"] for payload in exported()
    )


def test_3_14_what_was_taken_back_within_the_time_for_undo_is_no_statement(
    thread: Thread, moderator: User
) -> None:
    decision = rejected(sent(thread), moderator)

    assert exported(now=NOON) == []  # it may still be taken back

    undo(decision_id=str(decision.pk), moderator=moderator, now=NOON)
    assert exported() == []


def test_3_14_what_a_later_decision_showed_again_stays_and_is_named(
    thread: Thread, moderator: User, editor: User, tmp_path: Path
) -> None:
    comment = sent(thread)
    decision = rejected(comment, moderator)
    appeal(tracking_token=comment.tracking_token, words="Please look again.", now=LATER)
    comment.refresh_from_db()
    decide(REINSTATE, Judged(comment.pk, 1), moderator=editor, now=LATER + timedelta(hours=1))

    result = written("--out", str(tmp_path / "statements.jsonl"))

    assert result.exit_code == 0, result.output
    [line] = (tmp_path / "statements.jsonl").read_text().splitlines()
    assert json.loads(line)["puid"] == str(decision.pk)
    assert f"the comment of {decision.pk} was shown again" in result.stderr


def test_3_14_the_command_writes_lines_or_batches_of_a_hundred(thread: Thread, moderator: User) -> None:
    first = rejected(sent(thread), moderator)
    Decision.objects.bulk_create(
        Decision(
            **{
                field.attname: getattr(first, field.attname)
                for field in Decision._meta.concrete_fields
                if field.attname not in {"id", "place"}
            },
            place=place,
        )
        for place in range(2, 152)
    )

    lines = written().stdout.splitlines()
    batches = [json.loads(line)["statements"] for line in written("--batch").stdout.splitlines()]

    assert len(lines) == 151
    assert [len(batch) for batch in batches] == [100, 51]
    assert len({payload["puid"] for batch in batches for payload in batch}) == 151


def test_3_14_a_payload_that_breaks_a_rule_is_refused_with_a_sentence(
    thread: Thread, moderator: User
) -> None:
    decision = rejected(sent(thread), moderator, ground=Ground.ILLEGAL, note="See there.")
    Decision.objects.update(content_at=datetime(1999, 12, 31, tzinfo=UTC))

    result = written()

    assert result.exit_code == 1
    assert (
        f"The statement of decision {decision.pk} breaks a rule: content_date must lie between"
        in result.output
    )


def test_3_14_shown_again_after_withholding_is_said_too(thread: Thread, moderator: User) -> None:
    comment = sent(thread)
    approved(comment, moderator)
    comment.refresh_from_db()
    withheld(comment, moderator)
    comment.refresh_from_db()
    reopened(comment, moderator, now=LATER)

    assert "was shown again by a later decision" in written().stderr
