"""6.4 What the desk decides is learnt: in the decision's transaction, by each process, for good by the worker."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import transaction
from tests.makers.comments import NOON, approved, rejected, sent, withheld
from tests.makers.law.redress import reported
from tests.makers.triage.lessons import LATER, RUDE, taught, text_of

from kawaraban.comments.actions.acts import KEEP, REINSTATE, REJECT, SEND_BACK, UPHOLD, WITHHOLD
from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.many.undo import undo_many
from kawaraban.comments.models import Comment, CommentScore, Thread
from kawaraban.law.grounds import Ground
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User
from kawaraban.triage.model.scorer import base_model
from kawaraban.triage.models import Assessment, SiteVersion, TriageRules
from kawaraban.triage.taught.due import Retraining
from kawaraban.triage.taught.judgement import State
from kawaraban.triage.taught.kept import KEPT, KeptLayer
from kawaraban.triage.taught.layer import current
from kawaraban.triage.taught.published import VERSIONS_KEPT, NotInTheList, go_back, retrain, versions
from kawaraban.triage.taught.rules import rules

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
RUDE_TEXT, FINE_TEXT = text_of(7_001, is_rude=True), text_of(7_001, is_rude=False)


def said(*texts: str) -> Sequence[float]:
    """What is said of English texts now, once all that is young was stepped."""
    for _ in range(8):
        current()
    found = [judgement.probability for judgement in current().assess(texts, ["en"] * len(texts))]
    return [each for each in found if each is not None]


def lesson(comment: Comment) -> int | None:
    return Assessment.objects.filter(subject=comment.subject).latest("pk").lesson


def test_6_04_each_decision_leaves_its_lesson_and_what_the_moderator_had_before_them(
    thread: Thread, moderator: User
) -> None:
    comment = sent(thread)
    CommentScore.objects.all().delete()

    judged = Judged(comment.pk, 1, saw_hint=True, rank=4, seconds=12)
    decision = decide(REJECT, judged, Reasons(ground=Ground.INSULT), moderator=moderator, now=NOON)

    row = Assessment.objects.get(decision=decision.pk)
    assert (row.subject, row.revision_number, row.language) == (comment.subject, 1, "en")
    assert (row.lesson, row.decided_ground, row.rank, row.seconds) == (1, "insult", 4, 12)
    assert not row.was_hint_shown, "no model said anything of it"


def test_6_04_what_a_decision_says_of_the_words_is_its_lesson(thread: Thread, moderator: User) -> None:
    shown, refused, held, looked_at, back, kept = (sent(thread, f"Number {n}.") for n in range(6))
    for comment in (shown, held, looked_at, kept):
        approved(comment, moderator)
    rejected(refused, moderator)
    withheld(held, moderator, ground=Ground.INSULT)
    decide(WITHHOLD, Judged(looked_at.pk, 1), moderator=moderator, now=NOON)
    decide(SEND_BACK, Judged(back.pk, 1), Reasons(note="Shorter, please."), moderator=moderator, now=NOON)
    reported(kept)
    decide(KEEP, Judged(kept.pk, 1), moderator=moderator, now=NOON)

    found = [lesson(each) for each in (shown, refused, held, looked_at, back, kept)]
    assert found == [0, 1, 1, None, None, 0]


@pytest.mark.parametrize("ground", [Ground.DEFAMATION, Ground.PERSONALITY_RIGHTS])
def test_6_04_what_people_alone_can_judge_is_not_learnt(
    thread: Thread, moderator: User, ground: Ground
) -> None:
    comment = sent(thread)

    reasons = Reasons(ground=ground, note="It names a neighbour.")
    decide(REJECT, Judged(comment.pk, 1), reasons, moderator=moderator, now=NOON)

    assert lesson(comment) is None


def test_6_04_a_decision_that_is_taken_back_is_learnt_as_reversed(thread: Thread, moderator: User) -> None:
    comment = sent(thread)
    decision = decide(
        REJECT, Judged(comment.pk, 1), Reasons(ground=Ground.INSULT), moderator=moderator, now=NOON
    )

    undo(decision_id=str(decision.pk), moderator=moderator, now=NOON + timedelta(seconds=2))

    assert lesson(comment) == 0


def test_6_04_so_are_many(thread: Thread, moderator: User) -> None:
    decisions = taught(thread, moderator, range(1, 31))

    with transaction.atomic():
        undo_many(
            [each.pk for each in decisions], moderator=moderator, now=LATER, ends_at=LATER + timedelta(1)
        )

    rows = Assessment.objects.values_list("lesson", "decided_ground")
    assert set(rows) == {(0, "insult"), (1, "")}


def test_6_04_and_what_is_reversed_on_appeal(thread: Thread, moderator: User, editor: User) -> None:
    comment = sent(thread)
    rejected(comment, moderator)
    day = NOON + timedelta(days=1)
    appeal(tracking_token=comment.tracking_token, words="It is a quotation.", now=day)

    decide(REINSTATE, Judged(comment.pk, 1), moderator=editor, now=day)

    assert lesson(comment) == 0


def test_6_04_that_an_appeal_changed_nothing_is_no_second_refusal(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = sent(thread)
    rejected(comment, moderator)
    day = NOON + timedelta(days=1)
    appeal(tracking_token=comment.tracking_token, words="It is a quotation.", now=day)

    decide(UPHOLD, Judged(comment.pk, 1), Reasons(note="It stays."), moderator=editor, now=day)

    assert sorted(map(str, Assessment.objects.values_list("lesson", flat=True))) == ["1", "None"]


def test_6_04_the_next_question_knows_what_was_just_decided(thread: Thread, moderator: User) -> None:
    rude, fine = said(RUDE_TEXT, FINE_TEXT)

    taught(thread, moderator, range(1, 61))

    rude_after, fine_after = said(RUDE_TEXT, FINE_TEXT)
    assert rude_after / fine_after > 1.2 * rude / fine
    assert current().version.startswith(f"{base_model().version}+")


def test_6_04_what_was_rolled_back_was_never_learnt(thread: Thread, moderator: User) -> None:
    before, version = said(RUDE_TEXT), current().version

    with transaction.atomic():
        taught(thread, moderator, range(1, 31))
        transaction.set_rollback(True)

    assert (said(RUDE_TEXT), current().version) == (before, version)


def test_6_04_two_processes_learn_the_same_and_so_does_one_that_was_started_anew(
    thread: Thread, moderator: User
) -> None:
    first = KeptLayer()
    taught(thread, moderator, range(1, 41))
    first.layer(rules(), base_model())
    decisions = taught(thread, moderator, range(41, 81))
    undo(decision_id=str(decisions[0].pk), moderator=moderator, now=NOON + timedelta(seconds=1))
    codes = set()
    for kept in (first, KeptLayer(), KEPT):
        for _ in range(4):
            layer = kept.layer(rules(), base_model())
        codes.add(layer.code)

    assert len(codes) == 1


def test_6_04_it_learns_nothing_where_the_publisher_does_not_want_it(thread: Thread, moderator: User) -> None:
    TriageRules.objects.create(learns=False)
    before = said(RUDE_TEXT)

    taught(thread, moderator, range(1, 151))

    assert said(RUDE_TEXT) == before
    assert Retraining().look(now=LATER) is None


def test_6_04_each_hundred_decisions_all_is_learnt_anew_and_put_to_use(
    thread: Thread, moderator: User
) -> None:
    worker = Retraining()
    taught(thread, moderator, range(1, 61))
    too_soon = worker.look(now=LATER)
    taught(thread, moderator, range(61, 181))

    version = worker.look(now=LATER)

    assert too_soon is None
    assert version is not None
    assert version.was_published, version.figures
    assert (version.lessons_count, rules().version_id) == (180, version.pk)
    assert version.figures["auc_learnt"] > version.figures["auc_base"]
    assert current().version == f"{base_model().version}+{version.digest[:12]}"
    rude, fine = said(RUDE_TEXT, FINE_TEXT)
    assert rude > fine
    assert LedgerEntry.objects.filter(kind="triage_version_used").count() == 1
    assert worker.look(now=LATER) is None, "nothing is new"


def test_6_04_what_can_still_be_taken_back_is_not_learnt_for_good(thread: Thread, moderator: User) -> None:
    taught(thread, moderator, range(1, 151))

    assert retrain(now=NOON + timedelta(seconds=5)) is None


def test_6_04_the_same_lessons_are_one_version(thread: Thread, moderator: User) -> None:
    taught(thread, moderator, range(1, 151))

    first, second = retrain(now=LATER), retrain(now=LATER + timedelta(hours=1))

    assert first == second
    assert SiteVersion.objects.count() == 1


def test_6_04_who_goes_back_has_what_was_before_and_does_not_learn_what_came_between(
    thread: Thread, moderator: User, publisher: User
) -> None:
    base = said(RUDE_TEXT)
    taught(thread, moderator, range(1, 151))
    first = retrain(now=LATER)
    assert first is not None
    taught(thread, moderator, range(151, 301), every=2)
    second = retrain(now=LATER)
    assert second is not None

    go_back(to=first, person=publisher, now=LATER)

    assert current().version.endswith(first.digest[:12])
    again = retrain(now=LATER)
    assert again is not None
    assert again.lessons_count == 150
    go_back(to=None, person=publisher, now=LATER)
    assert current().version == base_model().version
    assert said(RUDE_TEXT) == base


def test_6_04_only_what_was_in_use_can_be_gone_back_to(publisher: User) -> None:
    refused = SiteVersion.objects.create(digest="0" * 64, base="x", weights=b"", made_at=NOON)

    with pytest.raises(NotInTheList):
        go_back(to=refused, person=publisher, now=NOON)


def test_6_04_the_last_ten_are_kept_and_the_one_in_use(thread: Thread, moderator: User) -> None:
    taught(thread, moderator, range(1, 151))
    used = retrain(now=LATER)
    for number in range(12):
        SiteVersion.objects.create(digest=f"{number:064}", base="x", weights=b"", made_at=LATER)

    retrain(now=LATER)

    assert len(versions()) == VERSIONS_KEPT
    assert SiteVersion.objects.count() == VERSIONS_KEPT + 1
    assert used in SiteVersion.objects.all()


def test_6_04_weights_that_cannot_be_read_stop_nothing(thread: Thread, moderator: User) -> None:
    taught(thread, moderator, range(1, 151))
    version = retrain(now=LATER)
    assert version is not None
    base = base_model().score_many([RUDE_TEXT])[0]

    SiteVersion.objects.filter(pk=version.pk).update(weights=b"damaged")
    kept = KeptLayer().layer(rules(), base_model())

    assert kept.site is None
    assert base.heads


def test_6_04_a_language_without_a_head_is_known_once_the_desk_has_taught_it(
    thread: Thread, moderator: User
) -> None:
    Thread.objects.filter(pk=thread.pk).update(language="ja")
    comments = range(1, 331)
    before = current().assess(["港の猫はばかだ"], ["ja"])[0]
    decisions = taught(thread, moderator, comments)
    for comment in Comment.objects.all():
        words = "港の橋は市場より古いと思います" if comment.pk % 3 else "この記者は本当にぐろぶにくだ"
        comment.revisions.update(text=f"{words}。{comment.pk}通目の手紙")
    Assessment.objects.filter(decision__in=[each.pk for each in decisions]).update(language="ja")

    version = retrain(now=LATER)

    assert before.state is State.UNSUPPORTED
    assert version is not None
    assert version.was_published, version.figures
    rude, fine = current().assess(["あの町長はぐろぶにくだ", "市場の橋は古いと思います"], ["ja", "ja"])
    assert (rude.state, fine.state) == (State.SCORED, State.SCORED)
    assert (rude.probability or 0) > (fine.probability or 1)


def test_6_04_the_word_of_the_house_is_none_that_the_model_knew() -> None:
    rude, fine = current().assess([RUDE_TEXT, FINE_TEXT], ["en", "en"])

    assert RUDE in RUDE_TEXT
    assert rude.band == fine.band
