"""R1, R3, R4, R5: stored pages, beside nginx. The server has one core to itself, the load another."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from bench.limit import write_file
from bench.load import Load, Wrk
from bench.refusals import NotMeasured
from bench.rounds import Measured, compared, of_cpu, of_rates, step
from bench.server import Server
from bench.stage import FILE, Stage, pinned

STORIES_COUNT = 2_000
# A page that was printed anew in the middle of a load has another tag, and was sent whole.
_TRIES = 4


def measure_story(stage: Stage) -> Measured:
    """R1: the story with its 200 comments, compressed with brotli."""
    return _beside_limit(stage, _of_story(stage, stage.limit, FILE), _of_story(stage, stage.ours))


def measure_identity(stage: Stage) -> Measured:
    """R5: the same as it is."""
    limit, ours = stage.limit, stage.ours
    return _beside_limit(
        stage,
        stage.wrk(limit, f"/{FILE}", encoding="identity"),
        stage.wrk(ours, stage.paper.path, encoding="identity"),
    )


def measure_not_modified(stage: Stage) -> Measured:
    """R4: the reader has the story already."""
    return _beside_limit(
        stage,
        _of_story(stage, stage.limit, FILE),
        _of_story(stage, stage.ours),
        with_tags=True,
    )


def measure_random(stage: Stage) -> Measured:
    """R3: 2,000 stories, put into the page store as the printer puts them, and laid out for nginx."""
    limit, ours, path = stage.limit, stage.ours, stage.paper.path
    page = stage.paper.store.page(path)
    if page is None:
        raise NotMeasured("the page store does not hold the story under its address")
    stem = path.rstrip("/")
    for number in range(STORIES_COUNT):
        address = page.address.replace(path, f"{stem}-{number}/")
        # A key of its own: no order for the story or its thread may take these pages away.
        stage.paper.store.put(replace(page, address=address, keys=frozenset({"bench"}), is_best=True))
        write_file(stage.folder / "limit", f"s/{number}.html", {"br": page.bodies["br"]})
    if ours.ask(f"{stem}-{STORIES_COUNT - 1}/", Accept_Encoding="br").body != page.bodies["br"]:
        raise NotMeasured("the paper does not serve what was put into its page store")
    return _beside_limit(
        stage, _of_many(stage, limit, "/s/", ".html"), _of_many(stage, ours, f"{stem}-", "/")
    )


def _of_story(stage: Stage, server: Server, file: str = "") -> Wrk:
    return stage.wrk(server, f"/{file}" if file else stage.paper.path)


def _of_many(stage: Stage, server: Server, before: str, after: str) -> Wrk:
    words = (before, after, str(STORIES_COUNT))
    return stage.wrk(server, "/", script="random_stories.lua", words=words)


def _beside_limit(stage: Stage, of_limit: Wrk, of_ours: Wrk, *, with_tags: bool = False) -> Measured:
    """Both, in turn. `with_tags`: each request asks whether the page is another by now."""
    limit, ours = stage.limit, stage.ours
    with pinned(limit, ours) as core:

        def run(server: Server, wrk: Wrk) -> Load:
            wrk = replace(wrk, core=core)
            if with_tags:
                return _of_one_tag(server, wrk, lambda tagged: server.under(tagged, beside=[limit, ours]))
            return server.under(wrk, beside=[limit, ours])

        for server, wrk in ((limit, of_limit), (ours, of_ours)):
            run(server, replace(wrk, seconds=1))  # the first seconds of a server are not like the others
        rounds = stage.course.run(
            step("limit", lambda: run(limit, of_limit)), step("ours", lambda: run(ours, of_ours))
        )
    return compared(rounds, of_rates("ours", "limit"), cpu=of_cpu("ours", "limit"))


def _of_one_tag(server: Server, wrk: Wrk, run: Callable[[Wrk], Load]) -> Load:
    """A load in which every answer was 304: the page had the same tag before and after."""
    for _ in range(_TRIES):
        tag = _tag_of(server, urlsplit(wrk.url).path)
        load = run(replace(wrk, headers={"Accept-Encoding": "br", "If-None-Match": tag}))
        if _tag_of(server, urlsplit(wrk.url).path) == tag:
            return load
    raise NotMeasured(f"{server.name} had another page in each of {_TRIES} loads")


def _tag_of(server: Server, path: str) -> str:
    tag = server.ask(path, Accept_Encoding="br").headers["etag"]
    if server.ask(path, Accept_Encoding="br", If_None_Match=tag).status != 304:
        raise NotMeasured(f"{server.name} does not answer 304 to its own tag")
    return tag
