"""4.4 The pages of readers and of the desk are HTML as html-validate reads it, with the exceptions named here."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.makers.demo import data_directory, found, run_demo, undone
from tests.rigs.npm_tools import HTML_VALIDATE, missing

from kawaraban.comments.models import Comment, Status
from kawaraban.people.models import User
from kawaraban.stories.models import Author, StoryPage

WHY_NOT = missing(HTML_VALIDATE, programs=("node",))
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "-")

RULES = {
    # Ours: capitals, and the type of a field of text, say nothing that HTML does not know.
    "doctype-style": "off",
    # A word that is copied with the value of its button needs no element in it.
    "prefer-button": "off",
    "no-implicit-input-type": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    # A headline is as long as the newsroom writes it.
    "long-title": "off",
    # Labels stand around their fields, and name them as well for old readers of screens.
    "no-redundant-for": "off",
    # Several boxes of one name are one answer with several values.
    "form-dup-name": "off",
    # The desk reads with htmx, whose attributes are its own.
    "no-unknown-attribute": "off",
    # A template is filled before anybody sees it.
    "empty-heading": "off",
    # What lies in a scrolling region is named by the region.
    "aria-label-misuse": ["error", {"allowAnyNamable": True}],
    # Roles of lists and regions that browsers lose to a style are given back by hand.
    "no-redundant-role": "off",
    "prefer-native-element": "off",
    # axe looks at landmarks as browsers make them: a header inside a section is none.
    "unique-landmark": "off",
    # A search of one field is sent by Enter, and the form of a passkey by its script.
    "wcag/h32": "off",
    # A few pages stand alone and bring their style along, with its hash in the policy.
    "no-inline-style": "off",
    "require-sri": "off",
}
READERS = [
    "/",
    "/town/",
    "/turkce/",
    "/arabic/oud-maker/",
    "/nihongo/sento/",
    "/technology/repair-ships/",
    "/about/",
    "/policy/",
    "/policy/tr/",
    "/how-we-count-reads/",
    "/contact-points/",
    "/moderation/",
    "/transparency/",
    "/transparency/2026/",
    "/notice/",
    "/nothing-here/",
    "/sorry/soon/",
    "/desk/sign-in/",
]
DESK = [
    "/desk/",
    "/desk/approved/",
    "/desk/not-published/",
    "/desk/figures/",
    "/desk/keys/",
    "/desk/notices/",
    "/desk/restrictions/",
    "/desk/rules/",
    "/desk/policy/",
    "/desk/policy/new/",
    "/desk/records/",
    "/desk/staff/",
    "/desk/hooks/",
    "/desk/digest/",
]


@pytest.fixture(scope="module")
def pages(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Every kind of page of the demo paper, by its address."""
    with undone(django_db_blocker), data_directory(tmp_path_factory.mktemp("demo")):
        found()
        assert run_demo().exit_code == 0
        reader, desk = Client(), Client()
        desk.force_login(User.objects.get(username="leyla"))
        waiting = Comment.objects.filter(status=Status.PENDING).first()
        assert waiting is not None
        tracked = {comment.status: comment for comment in Comment.objects.exclude(tracking_token="")}
        authors = Author.objects.filter(pk__in=StoryPage.objects.printed().values("bylines__author"))
        asked = dict.fromkeys(READERS, reader)
        asked |= {f"/track/{comment.tracking_token}/": reader for comment in tracked.values()}
        asked |= {authors[0].get_absolute_url(): reader}
        approved = tracked.get(Status.APPROVED) or Comment.objects.filter(status=Status.APPROVED)[0]
        asked |= {f"/c/{approved.public_id}/report/": reader, f"/c/{approved.public_id}/reply/": reader}
        asked |= dict.fromkeys([*DESK, f"/desk/card/{waiting.public_id}/"], desk)
        yield {
            address: client.get(address, follow=True).content.decode() for address, client in asked.items()
        }


def test_4_4_every_page_is_html(pages: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "rules.json").write_text(
        json.dumps({"root": True, "extends": ["html-validate:recommended"], "rules": RULES})
    )
    names = {}
    for number, (address, html) in enumerate(pages.items()):
        names[f"{number}.html"] = address
        (tmp_path / f"{number}.html").write_text(html)

    # Into a file: node ends before a pipe has taken everything.
    with (tmp_path / "told.json").open("w") as told:
        command = ["node", str(HTML_VALIDATE), "--config", "rules.json", "--formatter", "json", *names]
        subprocess.run(command, cwd=tmp_path, stdout=told, check=False)

    faults = {
        (names[Path(page["filePath"]).name], fault["ruleId"], fault["message"], fault["line"])
        for page in json.loads((tmp_path / "told.json").read_text())
        for fault in page["messages"]
    }
    assert not faults, "\n".join(map(str, sorted(faults)))
    assert all("</html>" in html for html in pages.values())


def test_4_4_no_picture_symbol_is_hidden_by_an_attribute_that_it_has_not(pages: dict[str, str]) -> None:
    assert [address for address, html in pages.items() if "<svg hidden" in html] == []


def test_4_4_the_forms_of_the_tracking_page_have_names(pages: dict[str, str]) -> None:
    for address, html in pages.items():
        if address.startswith("/track/"):
            forms = [part.split(">")[0] for part in html.split("<form")[1:]]
            nameless = [form for form in forms if 'method="post"' in form and "aria-label" not in form]
            assert nameless == [], address


def test_4_4_a_link_to_the_paper_has_a_picture(pages: dict[str, str]) -> None:
    assert '<meta property="og:image" content="http' in pages["/"]
