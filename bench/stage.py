"""The stage of a run: servers are started when the first row wants them, and end with the run."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

from bench.isso import POST_URI, Isso, isso
from bench.limit import limit, write_file
from bench.load import Wrk
from bench.paper import Paper, demo_paper, story_paper
from bench.postgres import postgres
from bench.refusals import NotMeasured
from bench.rounds import Course
from bench.server import ALL_CORES, Server
from bench.story import write_story
from bench.wordpress import wordpress

FILE = "story.html"
# No run takes more comments than this; the next one begins behind it, so that no two comments are alike.
_NUMBERS_OF_A_RUN = 500_000


@dataclass
class Stage:
    """What the rows share. `seconds`: of one load."""

    folder: Path
    course: Course
    seconds: int
    stack: ExitStack
    _runs: "count[int]" = field(default_factory=count)

    @cached_property
    def paper(self) -> Paper:
        """A fresh paper with the story."""
        return story_paper(self.folder / "paper")

    @cached_property
    def ours(self) -> Server:
        """That paper, served, all its pages at their smallest."""
        return self.stack.enter_context(self.paper.served())

    @cached_property
    def paper_elsewhere(self) -> Paper:
        """The same paper in a PostgreSQL of the run's own."""
        address = self.stack.enter_context(postgres(self.folder / "postgres"))
        return story_paper(self.folder / "elsewhere", address=address)

    @cached_property
    def elsewhere(self) -> Server:
        """That paper, served."""
        return self.stack.enter_context(self.paper_elsewhere.served())

    @cached_property
    def second_node(self) -> Server:
        """The paper in PostgreSQL on one more node, served."""
        paper = self.paper_elsewhere.another_node(self.folder / "second")
        return self.stack.enter_context(paper.served())

    @cached_property
    def demo(self) -> Paper:
        """The demo paper, not served."""
        return demo_paper(self.folder / "demo")

    @cached_property
    def bodies(self) -> Mapping[str, bytes]:
        """The story as we serve it, by encoding."""
        found: dict[str, bytes] = {}
        for encoding in ("identity", "br", "gzip"):
            answer = self.ours.ask(self.paper.path, Accept_Encoding=encoding)
            if answer.headers.get("content-encoding", "identity") != encoding:
                raise NotMeasured(f"the paper does not serve the story as {encoding}")
            found[encoding] = answer.body
        return found

    @cached_property
    def limit(self) -> Server:
        """nginx with the same bytes; checked to be the same."""
        write_file(self.folder / "limit", FILE, self.bodies)
        server = self.stack.enter_context(limit(self.folder / "limit"))
        server.wait(f"/{FILE}")
        for encoding, body in self.bodies.items():
            if server.ask(f"/{FILE}", Accept_Encoding=encoding).body != body:
                raise NotMeasured(f"nginx serves other bytes than we do as {encoding}")
        return server

    @cached_property
    def isso_thread(self) -> Isso:
        """Isso with the story's comments, all approved."""
        peer = self.stack.enter_context(isso(self.folder / "isso-thread", moderated=False))
        peer.fill(write_story())
        return peer

    @cached_property
    def isso_posts(self) -> Isso:
        """An Isso with moderation on, its thread opened and nothing in it shown."""
        peer = self.stack.enter_context(isso(self.folder / "isso-posts", moderated=True))
        # Its first comment opens the thread: two workers that do it at once answer one sender with 500.
        peer.send(write_story().comments[0], None, uri=POST_URI)
        return peer

    @cached_property
    def wordpress(self) -> Server:
        """WordPress with the story and its comments, behind nginx with a cache."""
        return self.stack.enter_context(wordpress(self.folder / "wordpress", write_story()))

    def wrk(self, server: Server, path: str, *, encoding: str = "br", **more: object) -> Wrk:
        """A load on this address; a reader that names no encoding gets the plain page."""
        headers = {} if encoding == "identity" else {"Accept-Encoding": encoding}
        return Wrk(server.address + path, self.seconds, headers=headers, **more)  # type: ignore[arg-type]

    def next_number(self) -> int:
        """Where the comments of the next load begin to count."""
        return next(self._runs) * _NUMBERS_OF_A_RUN


def two_cores() -> tuple[int, int]:
    """One for the server, one for the load. Raises NotMeasured where there are none."""
    if len(ALL_CORES) < 2:
        raise NotMeasured("server and load need a core each, and this machine has one")
    return ALL_CORES[0], ALL_CORES[1]


@contextmanager
def pinned(*servers: Server) -> Iterator[int]:
    """The servers on one core, the core for the load, and everything as it was afterwards."""
    for_servers, for_load = two_cores()
    for server in servers:
        server.hold_to(for_servers)
    try:
        yield for_load
    finally:
        for server in servers:
            server.hold_to(None)
