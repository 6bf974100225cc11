"""3.6: who may do what. Every address of staff, for every role, in one's own and in another section, from the table."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import URLPattern, get_resolver
from tests.makers.desk import shown_comment, signed_in, waiting_comment
from tests.makers.law.demands import ordered
from tests.makers.law.redress import noticed

from kawaraban.alerts.hooks import make_hook, ping
from kawaraban.cli.main import main
from kawaraban.comments.actions import threads
from kawaraban.comments.actions.acts import APPROVE, REJECT
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Thread
from kawaraban.law.grounds import Ground
from kawaraban.law.models import PolicyVersion
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.actions import add_staff, change_role, disable_staff
from kawaraban.people.models import Role, User
from kawaraban.people.permissions import RULES, Reach, Verb, in_sections, may

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
# Addresses of staff that need no verb: the way in, the way out, one's own account, and links that are signed.
OPEN_NAMES = {"sign_in", "sign_out", "join", "decide_link"}
OPEN_PREFIXES = ("account_", "mfa_")
WHO = ("signed out", "moderator", "moderator of the section", "moderator of another", "editor", "publisher")


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    made: dict[str, Any] = {"signed out": AnonymousUser()}
    for name, role, sections in (
        ("moderator", "moderator", []),
        ("moderator of the section", "moderator", ["city"]),
        ("moderator of another", "moderator", ["sport"]),
        ("editor", "editor", []),
        ("publisher", "publisher", []),
    ):
        made[name] = add_staff(name=name.replace(" ", "-"), role=role, password=None, sections=sections)
    return made


def expected(who: str, verb: Verb) -> bool:
    """The table, read a second time in its own words: what this person may in the section city."""
    rule = RULES[verb]
    order = ["moderator", "editor", "publisher"]
    role = who.split(" ")[0]
    if who == "signed out" or order.index(role) < order.index(rule.role.value):
        return False
    if who == "moderator of the section":
        return rule.reach is not Reach.PAPER
    if who == "moderator of another":
        return rule.reach is Reach.EVERYBODY
    return True


@pytest.mark.parametrize("verb", list(Verb))
def test_3_06_every_verb_for_every_role(people: dict[str, Any], verb: Verb) -> None:
    answers = {who: may(people[who], verb, section="city") for who in WHO}

    assert answers == {who: expected(who, verb) for who in WHO}


def staff_routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if path.startswith("desk/"):
                yield path, pattern
        elif prefix or path in {"", "desk/"}:
            yield from staff_routes(pattern.url_patterns, path)


def is_open(pattern: URLPattern) -> bool:
    name = pattern.name or ""
    return name in OPEN_NAMES or name.startswith(OPEN_PREFIXES)


def verb_of(pattern: URLPattern) -> Verb | None:
    return getattr(pattern.callback, "verb", None)


GUARDED = [(path, pattern) for path, pattern in staff_routes() if not is_open(pattern)]


def test_3_06_every_address_of_staff_has_a_verb() -> None:
    without = [path for path, pattern in GUARDED if verb_of(pattern) not in RULES]

    assert without == []
    assert len(GUARDED) > 15


def requested(client: Client, pattern: URLPattern, path: str, things: dict[str, Callable[[], Any]]) -> Any:
    """The address with real things in it, made for it, and asked with the method that it takes."""
    url = "/" + path
    for part, make in things.items():
        if part in url:
            url = url.replace(part, str(make()))
    assert "<" not in url, f"this test knows no thing for {url}"
    answer = client.get(url)
    return client.post(url, {"revision_number": 1}) if answer.status_code == 405 else answer


def met_by(answer: Any) -> str:
    """How an address met somebody."""
    if answer.status_code == 302 and answer["Location"].startswith("/desk/sign-in/"):
        return "sent to the sign-in"
    return "refused" if answer.status_code == 403 else "let in"


@pytest.mark.parametrize("who", WHO)
def test_3_06_every_address_asks_the_table(
    people: dict[str, Any], thread: Thread, who: str, moderator: User
) -> None:
    hook, _secret = make_hook(address="https://example.org/", events=["comment.decided"], now=NOW)
    policy, _made = PolicyVersion.objects.get_or_create(number=1, defaults={"effective_at": NOW})
    shown = shown_comment(thread, moderator)
    person = people[who]
    client = Client() if who == "signed out" else signed_in(person)
    wrong = []

    def made_for(path: str) -> Any:
        if "remove" in path:
            return make_hook(address="https://example.net/", events=["comment.decided"], now=NOW)[0].pk
        if "hooks/" in path:
            return hook.pk
        return people["moderator" if person is people["editor"] and "staff/" in path else "editor"].pk

    for path, pattern in GUARDED:
        verb = verb_of(pattern)
        assert verb is not None
        things: dict[str, Callable[[], Any]] = {
            "<str:public_id>": lambda: waiting_comment(thread).public_id,
            "<int:delivery>": lambda: ping(hook, now=NOW).pk,
            "<int:note_id>": lambda: 1,
            "<int:number>": lambda: policy.number,
            "<int:year>": lambda: NOW.year - 1,
            "<uuid:notice_id>": lambda: noticed(shown).pk,
            "<uuid:demand_id>": lambda: ordered(shown, person=people["editor"], now=NOW).pk,
            "<int:pk>": partial(made_for, path),
        }
        answer = requested(client, pattern, path, things)
        was = met_by(answer)
        should = "let in" if expected(who, verb) else "refused"
        if who == "signed out":
            should = "sent to the sign-in"
        if was != should:
            wrong.append(f"{path} ({verb}): {was} with {answer.status_code}, should be {should}")

    assert wrong == []


def test_3_06_the_actions_ask_the_table_too(people: dict[str, Any], thread: Thread) -> None:
    comment = waiting_comment(thread)
    stranger, own = people["moderator of another"], people["moderator of the section"]
    judged = Judged(comment.pk, 1)

    with pytest.raises(PermissionDenied):
        decide(APPROVE, judged, moderator=stranger, now=NOW)
    with pytest.raises(PermissionDenied):
        decide(REJECT, judged, Reasons(ground=Ground.SPAM), moderator=stranger, now=NOW)
    with pytest.raises(PermissionDenied):
        threads.close_thread(thread_id=thread.pk, reason="Late.", person=stranger, now=NOW)
    decision = decide(APPROVE, judged, moderator=own, now=NOW)
    with pytest.raises(PermissionDenied):
        undo(decision_id=str(decision.pk), moderator=stranger, now=NOW)

    comment.refresh_from_db()
    thread.refresh_from_db()
    assert comment.status == "approved"
    assert thread.is_open


def test_3_06_a_moderator_of_a_section_sees_that_section_alone(
    people: dict[str, Any], thread: Thread
) -> None:
    sport = Thread.objects.create(locator="story-2", url="/s/", title="Match", section="sport", language="en")
    waiting_comment(thread, name="Ayla", minutes=20)
    waiting_comment(sport, name="Bora", minutes=10)

    page = signed_in(people["moderator of the section"]).get("/desk/").content.decode()
    rows = in_sections(Comment.objects.all(), people["moderator of another"], "thread__section")

    assert "Ayla" in page
    assert "Bora" not in page
    assert [comment.name for comment in rows] == ["Bora"]
    assert "Bora" in signed_in(people["moderator"]).get("/desk/").content.decode()


def test_3_06_the_last_publisher_cannot_be_disabled_nor_made_editor(publisher: User) -> None:
    client = signed_in(publisher)

    client.post(f"/desk/staff/{publisher.pk}/disable")
    answer = client.post(f"/desk/staff/{publisher.pk}/", {"role": "editor"})

    publisher.refresh_from_db()
    assert publisher.is_active
    assert publisher.role == Role.PUBLISHER
    assert answer.status_code == 422
    assert "last publisher" in answer.content.decode()


def test_3_06_whoever_is_disabled_is_out_at_once(publisher: User, moderator: User) -> None:
    desk = signed_in(moderator)
    assert desk.get("/desk/").status_code == 200

    signed_in(publisher).post(f"/desk/staff/{moderator.pk}/disable")

    assert desk.get("/desk/").status_code == 302
    signed_in(publisher).post(f"/desk/staff/{moderator.pk}/enable")
    assert desk.get("/desk/").status_code == 302, "the old session must not come back to life"


def run(*arguments: str, text: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["staff", *arguments], input=text)
    return done.exit_code, done.output


def test_3_06_staff_from_the_command_line() -> None:
    password = "seven herons over the pier\n"

    added = run("add", "ada", "--role", "moderator", "--section", "city", "--section", "sport", text=password)
    run("add", "paul", "--role", "publisher", text=password)
    listed = run("list")[1].splitlines()
    changed = run("role", "ada", "moderator")
    refused = run("disable", "paul")
    disabled = run("disable", "ada")

    assert added[0] == 0
    assert [line.split("\t")[:3] for line in listed] == [
        ["ada", "moderator", "city,sport"],
        ["paul", "publisher", "whole paper"],
    ]
    assert changed[0] == 0
    assert User.objects.get(username="ada").sections == []
    assert refused[0] == 1
    assert "last publisher" in refused[1]
    assert disabled[0] == 0
    assert not User.objects.get(username="ada").is_active
    assert run("role", "nobody", "editor")[0] == 1


def test_3_06_an_editor_is_not_bound_to_sections(publisher: User, moderator: User) -> None:
    with pytest.raises(Exception, match="Only a moderator"):
        change_role(user=moderator, role=Role.EDITOR, sections=["city"])
    disable_staff(user=moderator)
