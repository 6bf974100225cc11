"""Promise 1.11 (the page's side): what readers send is shown as text, names as names."""

import pytest
from django.test import Client
from tests.makers.comments import approved, sent
from tests.makers.public import post, tracking_path

from kawaraban.comments.models import Comment, Thread
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "{{ 7|add:7 }}{% now %}",
    "javascript:alert(1)",
    "<!--<svg onload=alert(1)>",
]


def is_harmless(page: str) -> bool:
    """Nothing of an attack became markup: no script, no handler, no closed field."""
    lowered = page.replace('<script type="module" src="', "").lower()
    return (
        "<script>" not in lowered
        and "<img src=x" not in lowered
        and "<svg onload" not in lowered
        and "' onmouseover='" not in lowered
        and 'href="javascript:' not in lowered
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_1_11_no_attack_in_text_or_name_becomes_markup_on_any_page(
    client: Client, thread: Thread, moderator: User, attack: str
) -> None:
    name = attack[:38]
    pages = [
        post(client, thread, text=attack, name=name, email=attack, website=attack),
        post(client, thread, text=attack, name=name, thread=attack, parent=attack),
        post(client, thread, text=attack, name=name, headers={}),
        post(client, thread, text=attack, name=name, language=attack, email="no address"),
    ]
    comment = sent(thread, attack, name=name)
    pages += [
        client.get(tracking_path(comment)),
        client.post(
            f"{tracking_path(comment)}revise/",
            {"text": attack * 2000},
            headers={"origin": "http://testserver"},
        ),
    ]
    approved(comment, moderator)
    pages.append(client.get(f"/c/{comment.public_id}/reply/"))

    for page in pages:
        assert is_harmless(page.content.decode()), page.content.decode()
    assert pages[-1].status_code == 200


def test_1_11_links_are_marked_as_a_readers(client: Client, thread: Thread) -> None:
    comment = sent(thread, "See https://example.org/a and javascript:alert(1)")

    page = client.get(tracking_path(comment)).content.decode()

    assert '<a href="https://example.org/a" rel="ugc nofollow noopener">' in page
    assert 'href="javascript:' not in page


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\u202eadA\u202c", "adA"),
        ("A\u200bda", "Ada"),
        ("\u2066Ada\u2069 ", "Ada"),
        ("سارة", "سارة"),
    ],
)
def test_1_11_a_name_turns_nothing_around(client: Client, thread: Thread, typed: str, shown: str) -> None:
    post(client, thread, name=typed)

    page = client.get(tracking_path(Comment.objects.get())).content.decode()

    assert f"<bdi>{shown}</bdi>" in page
    assert not {"\u202e", "\u202c", "\u200b", "\u2066"} & set(page)


def test_1_11_the_text_is_stored_as_it_was_sent(client: Client, thread: Thread) -> None:
    text = "  <b>Ａ</b> café\u0301 & co.\r\n\r\nend  "

    post(client, thread, text=text)

    assert Comment.objects.get().text == text


def test_1_11_a_comment_carries_its_language_and_finds_its_direction(
    client: Client, thread: Thread, moderator: User
) -> None:
    thread.language = "ar"
    thread.save()
    comment = sent(thread, "الميناء مفتوح", language="ar")
    approved(comment, moderator)

    page = client.get(f"/c/{comment.public_id}/reply/").content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert 'lang="ar" dir="auto"' in page


def test_1_11_the_page_to_reply_on_shows_the_comment_and_a_form_for_it(
    client: Client, thread: Thread, moderator: User
) -> None:
    comment = sent(thread)
    before = client.get(f"/c/{comment.public_id}/reply/")
    approved(comment, moderator)

    page = client.get(f"/c/{comment.public_id}/reply/")
    post(client, thread, text="I agree.", name="Bea", parent=comment.public_id)

    assert before.status_code == 404
    assert "The harbour is open." in page.content.decode()
    assert f'name="parent" value="{comment.public_id}"' in page.content.decode()
    assert Comment.objects.get(name="Bea").parent == comment


def test_1_11_avatars_are_asked_from_nobody(client: Client, thread: Thread) -> None:
    page = client.get(tracking_path(sent(thread))).content.decode()

    assert '<use href="#av-s' in page
    assert "gravatar" not in page
