"""4.3: on a full disk the desk says that nothing was decided, and why, and gives back what was typed."""

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from tests.makers.papers_with_threads import log
from tests.rigs.demo_served import PASSWORD, served_demo
from tests.rigs.serve_factory import Got, Served, wait_until
from tests.rigs.small_disk import SmallDisk, small_disk

__all__ = ["small_disk"]
pytestmark = pytest.mark.serve


@dataclass
class Person:
    """A browser that keeps cookies."""

    served: Served
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=60)
        sent = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Sec-Fetch-Site": "same-origin",
            "Origin": f"http://127.0.0.1:{self.served.port}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        body = None
        if fields is not None:
            body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST" if body is not None else "GET", path, body, sent)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        got = Got(answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read())
        connection.close()
        return got

    def sign_in(self, name: str) -> Got:
        self.ask("/desk/sign-in/")
        return self.ask("/desk/sign-in/", {"login": name, "password": PASSWORD})


@pytest.fixture
def paper(small_disk: SmallDisk) -> Iterator[Served]:
    with served_demo(small_disk.root / "paper") as served:
        yield served


def test_4_3_a_moderator_is_told_that_nothing_was_decided_and_why_and_can_send_it_again(
    paper: Served, small_disk: SmallDisk
) -> None:
    mika = Person(paper)
    assert mika.sign_in("mika").status == 302
    desk = mika.ask("/desk/").body.decode()
    card = re.search(r'action="(/desk/[^"?]+/)reject"?', desk)
    assert card, desk[:2000]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', desk))
    form = {
        "revision_number": fields["revision_number"],
        "from": "pending",
        "lane": fields.get("lane", ""),
        "ground": "insult",
        "note": "These words were typed by a person & must not be lost.",
    }
    decisions = paper.query("SELECT count(*) FROM law_decision")
    # What the database's log has taken before would be room: it is given back first.
    wait_until(lambda: paper.query("PRAGMA wal_checkpoint(TRUNCATE)")[0][0] == 0, "an empty log")
    small_disk.fill()

    page = mika.ask(f"{card[1]}reject", form)
    part = mika.ask(f"{card[1]}reject", form, HX_Request="true")
    # Where one still fits in, it is one more that is signed in, and has taken its room.
    sign_in = wait_until(lambda: (said := Person(paper).sign_in("ines")).status == 503 and said, "a refusal")

    assert (page.status, part.status, sign_in.status) == (503, 503, 503), log(paper)[-3000:]
    for answer in (page, part, sign_in):
        assert "Nothing was decided or changed" in answer.body.decode(), answer.body.decode()[-1500:]
        assert "There is no room left on the disk" in answer.body.decode()
        assert int(answer.headers["retry-after"]) > 0
    assert "typed by a person &amp; must not be lost." in page.body.decode()
    assert part.headers["hx-reswap"] == "none"
    assert PASSWORD not in sign_in.body.decode()
    assert paper.query("SELECT count(*) FROM law_decision") == decisions

    small_disk.free()
    again = wait_until(
        lambda: (answer := mika.ask(f"{card[1]}reject", form)).status < 500 and answer, "a decision"
    )
    assert again.status == 303
    assert paper.query("SELECT count(*) FROM law_decision") == [(int(str(decisions[0][0])) + 1,)]
    assert "Traceback" not in (paper.data / "serve.err").read_text()
