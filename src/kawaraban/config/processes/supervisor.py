"""`kawaraban serve`: starts the roles, keeps them running, ends them in order.

The front is started first, so that a printed page is answered at once; then Django is loaded, once, and app,
clerk and worker are forked from it and share its memory. (macOS: each is a fresh process, because its system
libraries do not survive a fork.)
"""

import contextlib
import fcntl
import gc
import hashlib
import logging
import os
import select
import shutil
import signal
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import lmdb

from kawaraban.config.env import BadConfiguration, DataDir, read_knobs
from kawaraban.config.processes.children import Child, Forked, Process, end_all, spawned
from kawaraban.config.processes.duty import (
    SUPERVISOR,
    Duty,
    board_names,
    heartbeat_file,
    seal_file,
    write_pid,
)
from kawaraban.config.processes.memory import give_back, let_go_of_libraries, share_heaps
from kawaraban.config.processes.roles import load_django, perform, warm_up
from kawaraban.config.processes.starting import cannot_serve, make_ready
from kawaraban.config.processes.store_care import StoreCare
from kawaraban.config.processes.vigil import Vigil
from kawaraban.config.running_edition import empty_old_edition
from kawaraban.config.seeing.logs import set_up_logs
from kawaraban.kit.board import Board
from kawaraban.kit.faults import disk_trouble
from kawaraban.kit.seeing.log_lines import Place
from kawaraban.kit.seeing.tally import TALLY

logger = logging.getLogger(__name__)

# The system's limit for the path of a Unix socket is 104 to 108 bytes.
_LONGEST_SOCKET_PATH: Final = 100
_LONGEST_TEMPORARY: Final = 60
_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108  a folder of our own is made there, or none is used
_STOP_SECONDS: Final = 10.0
_FRONT_STOP_SECONDS: Final = 6.0
_CLERK_STOP_SECONDS: Final = 2.0
_LOCK_PATIENCE_SECONDS: Final = 3.0
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
CAN_FORK: Final = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """Where to listen, and how many processes render."""

    host: str
    port: int
    apps_count: int
    forks: bool = CAN_FORK
    hang_seconds: float = 60.0  # of silence, after which a process is ended; 0 ends none


def serve(data: DataDir, options: ServeOptions, *, say: Callable[[str], None]) -> None:
    """Serve the paper until SIGTERM or SIGINT. Raises BadConfiguration with a sentence when it cannot."""
    set_up_logs(read_knobs(data, os.environ))
    Place.process = SUPERVISOR
    make_ready(data)
    with _only_serve(data), _listening(options) as listener, _sockets_folder(data) as sockets_folder:
        seal = _seal(data, sockets_folder)
        care = StoreCare(data, seal)
        try:
            care.begin()
            empty_old_edition(data)
        except (OSError, lmdb.Error) as broken:
            raise cannot_serve(data, broken) from broken
        with contextlib.suppress(OSError):
            heartbeat_file(data).unlink(missing_ok=True)
        write_pid(data, "serve")
        board = Board.made(board_names(options.apps_count))
        duty = Duty(
            role="front",
            index=0,
            apps_count=options.apps_count,
            sockets_folder=str(sockets_folder),
            parent_pid=os.getpid(),
            listen_fd=listener.fileno(),
            seal_file=str(seal),
            board_fd=board.descriptor,
        )
        host, port = listener.getsockname()[:2]
        where = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        vigil = Vigil(board, limit_seconds=options.hang_seconds)
        supervisor = _Supervisor(duty, vigil, forks=options.forks, after_end=care.after_end)
        supervisor.run(lambda: say(f"The paper is on {where} (data in {data.root}).\nStop it with Ctrl-C."))


class _ToldToStop(Exception):
    """A signal came while Django was being loaded: nobody should have to wait for that to end."""


class _Supervisor:
    """The children, and the loop that looks after them."""

    def __init__(self, front: Duty, vigil: Vigil, *, forks: bool, after_end: Callable[[int], None]) -> None:
        self._vigil = vigil
        self._board = front.board()
        self._front = Child("front", lambda: _fresh(front), after_end)
        start = _forked if forks else _fresh
        duties = [replace(front, role="app", index=index) for index in range(front.apps_count)]
        duties.append(replace(front, role="worker"))
        self._clerk = Child("clerk", lambda: start(replace(front, role="clerk")), after_end)
        self._others = [
            Child(duty.name, lambda duty=duty: start(duty), after_end)  # type: ignore[misc]
            for duty in duties
        ]
        self._forks = forks
        self._stopping = False
        self._loading = False
        self._waker, self._wake = socket.socketpair()

    def run(self, announce: Callable[[], None]) -> None:
        """Start all, look after all, and end all when told to. `announce` is called when that is possible."""
        with self._signals():
            try:
                self._front.look_after()
                announce()
                if self._forks:
                    self._load()
                let_go_of_libraries()
                while not self._stopping:
                    children = (self._front, self._clerk, *self._others)
                    for child in children:
                        child.look_after()
                    self._vigil.look(children)
                    TALLY.hand_over(self._board, SUPERVISOR)
                    self._rest()
            except _ToldToStop:
                pass
            finally:
                # The front first: what it has taken, clerk and app still answer. Then the clerk, which finishes
                # what it was handed.
                end_all([self._front], within_seconds=_FRONT_STOP_SECONDS)
                end_all([self._clerk], within_seconds=_CLERK_STOP_SECONDS)
                others_seconds = _STOP_SECONDS - _FRONT_STOP_SECONDS - _CLERK_STOP_SECONDS
                end_all(self._others, within_seconds=others_seconds)

    def _load(self) -> None:
        self._loading = True
        if self._stopping:
            raise _ToldToStop
        share_heaps()
        load_django()
        warm_up()
        self._loading = False
        gc.collect()
        give_back()
        # What is loaded now is never collected: the children go on sharing its pages.
        gc.freeze()

    def _rest(self) -> None:
        """Sleep until a child ends, a signal comes, or a start may be due."""
        readable, _, _ = select.select([self._waker], [], [], 0.5)
        if readable:
            self._waker.recv(1024)

    def _stop(self, number: int, _frame: object) -> None:
        logger.info("%s came: the paper closes", signal.Signals(number).name)
        self._stopping = True
        if self._loading:
            self._loading = False
            raise _ToldToStop

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        self._waker.setblocking(False)
        self._wake.setblocking(False)
        # Under nohup the hang-up is ignored, and stays so.
        wanted = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
        before: dict[signal.Signals, Any] = {number: signal.signal(number, self._stop) for number in wanted}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)
            self._waker.close()
            self._wake.close()


def _forked(duty: Duty) -> Process:
    from django.db import connections

    connections.close_all()  # a connection must not be carried over a fork

    def work() -> None:
        os.close(duty.listen_fd)
        perform(duty)

    return Forked(work)


def _fresh(duty: Duty) -> Process:
    fds = (duty.board_fd, *((duty.listen_fd,) if duty.role == "front" else ()))
    return spawned([sys.executable, "-m", "kawaraban.config.processes.roles", duty.to_text()], pass_fds=fds)


@contextlib.contextmanager
def _only_serve(data: DataDir) -> Iterator[None]:
    """Hold the data directory's lock. The forked children hold it too: it is free when the last has ended."""
    with _lock_file(data) as lock:
        deadline = time.monotonic() + _LOCK_PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise BadConfiguration(
                        f"The paper in {data.root} is being served already, by another kawaraban serve."
                    ) from None
                time.sleep(0.05)
        yield


@contextlib.contextmanager
def _lock_file(data: DataDir) -> Iterator[int]:
    """Where nothing can be written, what is there is locked: at least the directory itself."""
    path = data.run / "serve.lock"
    for place, flags in ((path, os.O_RDWR | os.O_CREAT), (path, os.O_RDONLY), (data.root, os.O_RDONLY)):
        with contextlib.suppress(OSError):
            lock = os.open(place, flags, 0o600)
            break
    else:
        raise BadConfiguration(f"The folder {data.root} cannot be read by the user that runs the paper.")
    try:
        yield lock
    finally:
        os.close(lock)


@contextlib.contextmanager
def _listening(options: ServeOptions) -> Iterator[socket.socket]:
    """The socket that readers come to. The supervisor keeps it, so that a front can be replaced."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            options.host, options.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as unknown:
        raise BadConfiguration(f"{options.host} is not an address of this machine.") from unknown
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(1024)
        except OSError as refused:
            raise BadConfiguration(
                f"Nothing can listen on {options.host}, port {options.port}: {refused.strerror}. "
                "Another port can be given with --port."
            ) from refused
        yield listener


@contextlib.contextmanager
def _sockets_folder(data: DataDir) -> Iterator[Path]:
    """A folder for Unix sockets whose paths are short enough for the system.

    In memory where the system has such a place: a process that is started anew must find its door on a full disk, too.
    """
    name = f"kawaraban-{os.getuid()}-{hashlib.sha256(os.fsencode(data.root)).hexdigest()[:12]}"
    folder = _folder_of_ours(_IN_MEMORY / name)
    if folder is None and _is_good_for_sockets(data.run):
        yield data.run
        return
    if folder is None:
        # Where temporary files go may lie as deep as the data; the system's own place does not.
        usual = tempfile.gettempdir()
        place = usual if len(usual) <= _LONGEST_TEMPORARY else "/tmp"  # noqa: S108  mkdtemp makes it ours alone
        folder = Path(tempfile.mkdtemp(prefix="kawaraban-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _seal(data: DataDir, sockets_folder: Path) -> Path:
    """Where the seal of the page store lies: where `run/` takes nothing, beside the sockets."""
    return sockets_folder / seal_file(data).name if disk_trouble(data.run) else seal_file(data)


def _folder_of_ours(path: Path) -> Path | None:
    """This folder, which nobody else may enter; None where there is none. A killed serve leaves one."""
    try:
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=0o700)
        found = path.lstat()
    except OSError:
        return None
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return path if is_ours else None


def _is_good_for_sockets(folder: Path) -> bool:
    return len(os.fsencode(folder / "app-99.sock")) <= _LONGEST_SOCKET_PATH and os.access(folder, os.W_OK)
