import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from tests.makers.press import STAFF_KEY, Answered, FakeApp, FrontClient, clerk_at, make_page

from kawaraban.kit.signing import sign
from kawaraban.press.heartbeat import beat
from kawaraban.press.intake.frames import Letter, Reply
from kawaraban.press.store.store import Store
from kawaraban.press.wire_request import WireRequest
from kawaraban.reads.rule import ReadRule


def staff_cookie(*, expires_at: float) -> str:
    return f"other=1; kawaraban_staff={sign(f'7.{int(expires_at)}', STAFF_KEY)}"


def stored(folder: Path, address: str = "/harbour/") -> Store:
    store = Store(folder / "store")
    store.put(make_page(address))
    return store


def test_a_stored_page_is_answered_without_the_app(tmp_path: Path) -> None:
    page = stored(tmp_path).page("/harbour/")

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            answer = await client.ask("/harbour/", accept_encoding="gzip, br")

            assert page is not None
            assert (answer.status, answer.body) == (200, page.bodies["br"])
            assert answer.headers["content-encoding"] == "br"
            assert answer.headers["etag"] == page.etags["br"]
            assert answer.headers["vary"] == "Accept-Encoding"
            assert answer.headers["content-length"] == str(len(answer.body))
            assert client.app.asked == []

    asyncio.run(run())


def test_head_says_the_length_and_sends_no_body(tmp_path: Path) -> None:
    stored(tmp_path)

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            full = await client.ask("/harbour/")
            head = await client.ask("/harbour/", method="HEAD")

            assert (head.status, head.body) == (200, b"")
            assert head.headers == full.headers

    asyncio.run(run())


def test_a_reader_who_has_the_page_gets_304_without_a_length(tmp_path: Path) -> None:
    stored(tmp_path)

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            first = await client.ask("/harbour/", accept_encoding="br")
            again = await client.ask(
                "/harbour/", accept_encoding="br", if_none_match=f'"x", W/{first.headers["etag"]}'
            )
            plain = await client.ask("/harbour/", if_none_match=first.headers["etag"])

            assert (again.status, again.body) == (304, b"")
            assert "content-length" not in again.headers
            assert again.headers["etag"] == first.headers["etag"]
            assert plain.status == 200

    asyncio.run(run())


@pytest.mark.parametrize("address", ["/harbour/?utm_source=mail", "/harbour/?fbclid=1&gclid=2"])
def test_parameters_of_campaigns_find_the_same_print(tmp_path: Path, address: str) -> None:
    stored(tmp_path)

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            assert (await client.ask(address)).headers.get("etag")
            assert client.app.asked == []

    asyncio.run(run())


def test_the_app_does_not_see_the_parameters_of_campaigns(tmp_path: Path) -> None:
    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            await client.ask("/harbour/?utm_source=mail&order=oldest")

            assert client.app.asked[0].query == "order=oldest"

    asyncio.run(run())


def test_staff_sees_live_pages_with_a_valid_cookie_only(tmp_path: Path) -> None:
    stored(tmp_path)

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            live = await client.ask("/harbour/", cookie=staff_cookie(expires_at=time.time() + 60))
            late = await client.ask("/harbour/", cookie=staff_cookie(expires_at=time.time() - 60))
            forged = await client.ask("/harbour/", cookie="kawaraban_staff=7.99999999999.0000")

            assert live.body == b"fresh"
            assert late.body != b"fresh"
            assert forged.body != b"fresh"

    asyncio.run(run())


@pytest.mark.parametrize(
    "host", ["paper.example:8000", "PAPER.example", "paper.example.", "tr.papers.example"]
)
def test_the_paper_answers_under_its_names(tmp_path: Path, host: str) -> None:
    stored(tmp_path)

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            assert (await client.ask("/harbour/", host=host)).status == 200

    asyncio.run(run())


def test_another_name_gets_neither_a_page_nor_the_app(tmp_path: Path) -> None:
    stored(tmp_path)

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            answer = await client.ask("/harbour/", host="evil.example")

            assert answer.status == 400
            assert client.app.asked == []

    asyncio.run(run())


def test_forwarded_headers_are_believed_from_a_trusted_proxy_alone(tmp_path: Path) -> None:
    through = "198.51.100.9, 203.0.113.5, 10.0.0.9"

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            ask = partial(client.ask, x_forwarded_for=through, x_forwarded_proto="https")
            await ask("/a/", peer="10.0.0.1", x_forwarded_host="paper.example")
            await ask("/b/", peer="192.0.2.7", x_forwarded_host="evil.example")

            trusted, direct = client.app.asked
            assert (trusted.client, trusted.scheme, trusted.host) == ("203.0.113.5", "https", "paper.example")
            assert (direct.client, direct.scheme, direct.host) == ("192.0.2.7", "http", "paper.example")

    asyncio.run(run())


def test_a_page_that_many_want_is_rendered_once(tmp_path: Path) -> None:
    def render(request: WireRequest) -> bytes:
        Store(tmp_path / "store").put(make_page("/harbour/", text="printed"))
        return b"printed"

    async def run() -> None:
        app = FakeApp(render, gate=asyncio.Event())
        async with FrontClient(tmp_path, app) as client:
            asking = [asyncio.create_task(client.ask("/harbour/")) for _ in range(5)]
            while not app.asked:
                await asyncio.sleep(0)
            assert app.gate is not None
            app.gate.set()

            answers = await asyncio.gather(*asking)

            assert {answer.body for answer in answers} == {b"printed"}
            assert len(app.asked) == 1

    asyncio.run(run())


def test_when_the_first_rendering_was_not_stored_each_goes_alone(tmp_path: Path) -> None:
    async def run() -> None:
        app = FakeApp(gate=asyncio.Event())
        async with FrontClient(tmp_path, app) as client:
            asking = [asyncio.create_task(client.ask("/harbour/")) for _ in range(3)]
            while not app.asked:
                await asyncio.sleep(0)
            assert app.gate is not None
            app.gate.set()
            await asyncio.gather(*asking)

            assert len(app.asked) == 3

    asyncio.run(run())


def test_a_body_that_is_announced_as_too_large_is_refused_at_once(tmp_path: Path) -> None:
    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            answer = await client.ask("/comments/", method="POST", content_length="12582913")

            assert answer.status == 413
            assert client.app.asked == []

    asyncio.run(run())


def test_a_beacon_is_counted_and_answered_with_the_figure(tmp_path: Path) -> None:
    Store(tmp_path / "store").set_figures({"story-42": 1203})

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            answer = await client.ask(
                "/reads", method="POST", body=b'{"story": "story-42"}', sec_fetch_site="same-origin"
            )

            assert (answer.status, json.loads(answer.body)) == (200, {"reads": 1204})

    asyncio.run(run())


@pytest.mark.parametrize(
    ("body", "site", "status"),
    [
        (b'{"story": "story-42"}', "cross-site", 403),
        (b'{"story": "story-7"}', "same-origin", 404),
        (b'{"story": "thread-7"}', "same-origin", 400),
        (b"x" * 5000, "same-origin", 400),
    ],
)
def test_a_beacon_that_is_not_ours_is_refused(tmp_path: Path, body: bytes, site: str, status: int) -> None:
    Store(tmp_path / "store").set_figures({"story-42": 1})

    async def run() -> None:
        async with FrontClient(tmp_path, rule=ReadRule()) as client:
            answer = await client.ask("/reads", method="POST", body=body, sec_fetch_site=site)

            assert answer.status == status

    asyncio.run(run())
    (file,) = (tmp_path / "beacons").iterdir()
    assert " read " not in file.read_text()


def test_a_beacon_is_a_post(tmp_path: Path) -> None:
    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            answer = await client.ask("/reads")

            assert (answer.status, answer.headers["allow"]) == (405, "OPTIONS, POST")

    asyncio.run(run())


def test_health_names_what_fails(tmp_path: Path) -> None:
    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            without_both = await client.ask("/healthz", host="10.1.2.3")
            beat(tmp_path / "worker.alive")
            without_clerk = await client.ask("/healthz")
            reading = await client.ask("/healthz/reading", host="10.1.2.3")
            with clerk_at(tmp_path / "clerk.sock"):
                with_both = await until(lambda: client.ask("/healthz"), status=200)
            posted = await client.ask("/healthz/reading", method="POST")
            (tmp_path / "no store").write_bytes(b"no store")
            (tmp_path / "no store").replace(tmp_path / "store" / "data.mdb")
            unreadable = await until(lambda: client.ask("/healthz/reading"), status=503)

            assert without_both.status == without_clerk.status == 503
            assert json.loads(without_both.body) == {"status": "failing", "failing": ["clerk", "worker"]}
            assert json.loads(without_clerk.body) == {"status": "failing", "failing": ["clerk"]}
            assert json.loads(with_both.body) == {"status": "ok"}
            assert (reading.status, json.loads(reading.body)) == (200, {"status": "ok"})
            assert posted.status == 405
            assert (unreadable.status, json.loads(unreadable.body)["failing"]) == (503, ["store"])

    asyncio.run(run())


async def until(ask: Callable[[], Awaitable[Answered]], *, status: int) -> Answered:
    for _ in range(2000):
        answer = await ask()
        if answer.status == status:
            return answer
        await asyncio.sleep(0.005)
    raise AssertionError(f"{status} never came")


def test_every_request_is_in_the_access_log_with_the_one_who_answered(tmp_path: Path) -> None:
    stored(tmp_path)

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            await client.ask("/harbour/")
            await client.ask("/other/")

    asyncio.run(run())

    lines = (tmp_path / "access.log").read_text().splitlines()
    # Only what is not answered from the store has a number.
    ends = [re.sub(r"[0-9.]+ms", "ms", line.rpartition(' "-" ')[2]) for line in lines]
    assert ends[0] == "store ms"
    assert re.fullmatch(r"app ms r=[0-9a-f]{16}", ends[1])


def test_a_form_is_answered_by_the_clerk_and_the_app_is_not_asked(tmp_path: Path) -> None:
    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            with clerk_at(tmp_path / "clerk.sock"):
                answer = await client.ask("/comments/", method="POST", body=b"text=Words")

            assert (answer.status, answer.body) == (201, b"text=Words")
            assert answer.headers["content-length"] == "10"
            assert client.app.asked == []

    asyncio.run(run())
    assert " clerk " in (tmp_path / "access.log").read_text()


def test_what_the_clerk_leaves_to_the_app_reaches_it_with_a_note(tmp_path: Path) -> None:
    def leave(letters: Sequence[Letter]) -> list[Reply]:
        return [Reply(note="a note")] * len(letters)

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            with clerk_at(tmp_path / "clerk.sock", leave):
                answer = await client.ask("/comments/", method="POST", body=b"text=Words")

            assert (answer.status, answer.body) == (200, b"fresh")
            assert [request.note for request in client.app.asked] == ["a note"]

    asyncio.run(run())


def test_only_a_form_is_for_the_clerk(tmp_path: Path) -> None:
    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            with clerk_at(tmp_path / "clerk.sock", lambda letters: pytest.fail("no form was sent")):
                for path, method in (("/comments/", "PUT"), ("/comments/", "GET"), ("/comments", "POST")):
                    await client.ask(path, method=method, body=b"x" if method != "GET" else b"")

            assert [request.note for request in client.app.asked] == ["", "", ""]

    asyncio.run(run())
