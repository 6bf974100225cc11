"""What each process of `kawaraban serve` runs. Here, and only here, rooms are handed what they may not import.

    front    answers readers; without Django (`front_role.py`)
    app      renders what is not printed, desk and editor: Django under waitress on a Unix socket
    clerk    receives comments: takes all that wait, writes them in one transaction, answers
    worker   prints, sends mail, publishes on schedule, folds reads (`worker_role.py`)

Imports stand inside the functions on purpose: the front must not load Django, and the supervisor must start the
front before it loads anything. `python -m kawaraban.config.processes.roles DUTY` runs one role in a process of its own.
"""

import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from kawaraban.config.env import BadConfiguration, data_dir, read_knobs
from kawaraban.config.modes import close_to_others
from kawaraban.config.processes.duty import Duty, write_pid
from kawaraban.config.processes.memory import give_back_regularly, share_heaps
from kawaraban.config.processes.parent import end_with_parent, name_process
from kawaraban.config.seeing.logs import set_up_logs
from kawaraban.kit.seeing.log_lines import Place
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.kit.work.lock_meter import METER

if TYPE_CHECKING:
    from kawaraban.press.store.environment import PressEnvironment

# A request may take ten times as long as a process may be silent.
_STUCK: Final = 10
_NEVER: Final = float("inf")
# Longer than the server lets a statement take: while it lives, it says so itself.
_PATIENCE_SECONDS: Final = 25.0


def perform(duty: Duty) -> None:
    """Run the role until SIGTERM, or until the supervisor is gone."""
    end_with_parent(duty.parent_pid)
    name_process(f"paper {duty.name}")
    Place.process = duty.name
    TALLY.begin(duty.board(), duty.name)
    share_heaps()
    _believe(duty)
    write_pid(data_dir(), duty.name)
    if duty.role != "front":
        _be_patient()
    {"front": _run_front, "app": run_app, "clerk": run_clerk, "worker": _run_worker}[duty.role](duty)


def _believe(duty: Duty) -> None:
    """The page store that is sealed, and no other. The worker knows the log of orders: it seals."""
    from kawaraban.press.store.seal import believe_only_sealed

    keep = keep_store if duty.role == "worker" else None
    believe_only_sealed(Path(duty.seal_file) if duty.seal_file else None, keep=keep)


def keep_store(environment: "PressEnvironment") -> None:
    """Compare the page store with the log of orders, and seal it."""
    from kawaraban.press.orders import order_log
    from kawaraban.press.store.keeping import keep

    keep(environment, order_log())


def _run_front(duty: Duty) -> None:
    from kawaraban.config.processes.front_role import run_front

    run_front(duty)


def _run_worker(duty: Duty) -> None:
    load_django()
    from kawaraban.config.processes.worker_role import run_worker

    run_worker(duty)


def load_django() -> Any:
    """The WSGI application, with everything loaded that its first request needs."""
    from django.urls import get_resolver

    from kawaraban.config.running_edition import edition_of
    from kawaraban.config.seeing.database_meter import install_meter
    from kawaraban.config.wsgi import application
    from kawaraban.press.store.edition import running_edition, use_edition

    if not running_edition():
        use_edition(edition_of(data_dir()))
    install_meter(slow_ms=read_knobs(data_dir(), os.environ)["slow_query_ms"])
    get_resolver().url_patterns  # noqa: B018  read for its effect: the views are imported
    _load_languages()
    return application


def _load_languages() -> None:
    """Read every catalogue once, before the fork: app, clerk and worker share what each would hold for itself."""
    from django.conf import settings
    from django.utils import translation

    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Reply")


def warm_up() -> None:
    """Render two pages and ask the model before the fork: each process would otherwise load all that for itself."""
    _warm_up_pages()
    load_model()


def load_model() -> None:
    """Read the weights, and what is only read with the first question. A paper without them is served all the same."""
    from kawaraban.triage.model.scorer import base_model

    try:
        base_model().score("Is this what the harbour is for?")
    except Exception as failure:  # each comment says that it was not checked
        logging.getLogger(__name__).error("The model of triage cannot be read: %s", failure)


def _warm_up_pages() -> None:
    from django.apps import apps
    from django.db import connections

    from kawaraban.press.printing.rendering import SiteRenderer
    from kawaraban.press.store.store import Store

    try:
        render = SiteRenderer()
        render("/")
        if apps.is_installed("wagtail"):
            from kawaraban.stories.models import StoryPage
            from kawaraban.stories.models.listed_story import PAPER_LIST, ListedStory

            for story in StoryPage.objects.filter(pk__in=ListedStory.objects.on(PAPER_LIST).pks()[:1]):
                render(story.url)
    except Exception:  # the processes themselves will say what is wrong
        logging.getLogger(__name__).debug("The first page could not be rendered", exc_info=True)
    finally:
        # Neither may be carried over a fork.
        connections.close_all()
        Store(data_dir().store).close()


def _be_patient() -> None:
    """No process waits for a silent database until it is taken for one that hangs itself."""
    from kawaraban.config.postgresql.patience import be_patient_for

    hang_seconds = read_knobs(data_dir(), os.environ)["hang_seconds"]
    be_patient_for(min(_PATIENCE_SECONDS, hang_seconds / 2) if hang_seconds else _PATIENCE_SECONDS)


def _look_at_server() -> Callable[[], set[str]]:
    """What is seen of the database's server; nothing where there is none."""
    from kawaraban.config.databases import database_url
    from kawaraban.config.postgresql.server_look import ServerLook

    url = database_url(data_dir())
    if not url:
        return set
    look = ServerLook(url)
    look.start()
    return look.troubles


def run_app(duty: Duty) -> None:
    """Render what is asked for on this process's own Unix socket. Only the front reaches it."""
    from kawaraban.config.processes.app_beat import Busy
    from kawaraban.config.seeing.app_requests import numbered
    from kawaraban.config.seeing.tracing import TRACING
    from kawaraban.press.printing.letting_go import let_go

    application = load_django()
    from kawaraban.doors.public.trouble.machine_trouble import troubles_of_app

    knobs = read_knobs(data_dir(), os.environ)
    TRACING.start(knobs["otel_endpoint"])
    busy, board, looks = Busy(numbered(let_go(application))), duty.board(), _look_at_server()

    def beat() -> None:
        # A request that takes this long is none: with every thread in one nobody is answered.
        if busy.stuck_count(_STUCK * (knobs["hang_seconds"] or _NEVER)) < knobs["app_threads"]:
            board.beat(duty.name, troubles=troubles_of_app() | looks(), lock=METER.figures())
        TALLY.hand_over(board, duty.name)

    server = _app_server(busy, beat, duty, threads=knobs["app_threads"])
    signal.signal(signal.SIGTERM, _leave)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # A reader who hangs up is no news, and the address of a page may be somebody's secret.
    logging.getLogger("waitress").setLevel(logging.WARNING)
    give_back_regularly()
    server.run()
    server.close()


def _app_server(application: Any, beat: Callable[[], None], duty: Duty, *, threads: int) -> Any:
    """Waitress on the socket of this process. `beat` is called as long as its loop turns."""
    from waitress.server import create_server

    from kawaraban.config.processes.app_beat import Beating
    from kawaraban.press.front.asgi import LARGEST_BODY

    return create_server(
        application,
        map=cast(Any, {"beating": Beating(beat)}),  # the key is asked nothing
        unix_socket=str(duty.app_socket(duty.index)),
        unix_socket_perms="600",
        threads=threads,
        # The one who speaks on this socket is the front: what it says of client and scheme is so.
        trusted_proxy="localhost",
        trusted_proxy_count=1,
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
        clear_untrusted_proxy_headers=True,
        max_request_body_size=LARGEST_BODY + 65_536,
        connection_limit=600,
        channel_timeout=180,
        # So that it notices who hangs up while a request waits for a thread.
        channel_request_lookahead=1,
        ident=None,
    )


def run_clerk(duty: Duty) -> None:
    """Receive what readers send: the only process that writes new comments."""
    load_django()
    from django.db import connections

    from kawaraban.config.processes.clerk_time import in_time
    from kawaraban.config.processes.writing_watch import WritingWatch
    from kawaraban.config.seeing.clerk_letters import numbered
    from kawaraban.config.seeing.tracing import TRACING
    from kawaraban.config.sqlite.mapping import database_path, read_without_map
    from kawaraban.doors.public.form.clerk import take
    from kawaraban.doors.public.form.sending import STORING
    from kawaraban.press.intake.clerk_end import ClerkLoop

    read_without_map()
    load_model()  # nothing to do where it came with the fork
    board = duty.board()
    watch = WritingWatch(database_path(), STORING, let_go=connections.close_all)

    def beat() -> None:
        board.beat("clerk", troubles=watch.troubles(), lock=METER.figures())
        TALLY.hand_over(board, "clerk")

    TRACING.start(read_knobs(data_dir(), os.environ)["otel_endpoint"])
    loop = ClerkLoop(duty.clerk_socket, numbered(in_time(take)), every_second=beat)
    # What has arrived by then is still written and answered.
    signal.signal(signal.SIGTERM, lambda *_: loop.stop())
    loop.run()


def _leave(*_: object) -> None:
    raise SystemExit(0)


def main() -> None:
    """Run the duty that the first argument describes."""
    close_to_others()
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    try:
        set_up_logs(read_knobs(data_dir(), os.environ))
        perform(Duty(**json.loads(sys.argv[1])))
    except BadConfiguration as refused:
        raise SystemExit(str(refused)) from refused


if __name__ == "__main__":
    main()
