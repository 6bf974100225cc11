"""A further peer, with PEERS=all: WordPress from Debian's packages, as it is usually put up for many readers.

MariaDB, php-fpm with four children, nginx with fastcgi_cache and gzip. No script of WordPress's own is changed.
"""

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.limit import nginx_program
from bench.ports import free_port
from bench.refusals import NotMeasured
from bench.server import Server, started
from bench.story import WrittenStory

STORY_PATH = "/?p=1"
_SOURCE = Path("/usr/share/wordpress")
_TEMPLATES = Path(__file__).parent / "wordpress_files"


@contextlib.contextmanager
def wordpress(folder: Path, written: WrittenStory) -> Iterator[Server]:
    """WordPress with the story as its first post, every comment approved and shown on one page."""
    php, fpm = _program("php"), _php_fpm()
    if not (_SOURCE / "wp-load.php").exists():
        raise NotMeasured("WordPress is not installed (make bench PEERS=all, on Debian as root)")
    port = free_port()
    values = {"folder": str(folder), "port": str(port), "root": "user root;" if os.geteuid() == 0 else ""}
    shutil.copytree(_SOURCE, folder / "wp", ignore_dangling_symlinks=True)
    (folder / "wp" / "wp-config.php").unlink(missing_ok=True)
    plugins = folder / "wp" / "wp-content" / "mu-plugins"
    plugins.mkdir(parents=True, exist_ok=True)
    for name, where in (
        ("wp-config.php", folder / "wp"),
        ("measured.php", plugins),
        ("nginx.conf", folder),
        ("fpm.conf", folder),
    ):
        _lay_out(name, where, values)
    (folder / "story.json").write_text(_story_json(written), encoding="utf-8")
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(_database(folder))
        _run([php, str(_TEMPLATES / "install.php"), str(folder)], "WordPress's installation")
        command = [fpm, "-F", "-y", str(folder / "fpm.conf"), *(["-R"] if os.geteuid() == 0 else [])]
        runner = stack.enter_context(started("php-fpm", command, port=0, log=folder / "fpm.out"))
        configuration = str(folder / "nginx.conf")
        command = [nginx_program(), "-p", str(folder), "-e", str(folder / "error.log"), "-c", configuration]
        web = stack.enter_context(started("nginx", command, port=port, log=folder / "nginx.out"))
        server = Server("WordPress", (*web.roots, *runner.roots, *database.roots), port)
        shown = server.wait(STORY_PATH).body.count(b'<article id="div-comment-')
        if shown != len(written.comments):
            raise NotMeasured(f"WordPress shows {shown} of {len(written.comments)} comments")
        yield server


def versions() -> dict[str, str]:
    """Of WordPress, from the file that tells it; empty where it is not installed."""
    try:
        text = (_SOURCE / "wp-includes" / "version.php").read_text(encoding="utf-8")
    except OSError:
        return {}
    return {"wordpress": text.partition("$wp_version = '")[2].partition("'")[0]}


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[Server]:
    """MariaDB over a fresh data directory, on a Unix socket alone, durable as by default."""
    data = folder / "db"
    whose = ["--user=root"] if os.geteuid() == 0 else []
    words = ["--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", *whose]
    _run([_program("mariadb-install-db"), *words, "--skip-test-db"], "mariadb-install-db")
    command = [_program("mariadbd"), "--no-defaults", f"--datadir={data}", f"--socket={folder}/s.sock"]
    command += ["--skip-networking", f"--pid-file={folder}/db.pid", *whose]
    with started("MariaDB", command, port=0, log=folder / "db.out") as server:
        yield server


def _story_json(written: WrittenStory) -> str:
    comments = [[comment.name, comment.text, comment.parent] for comment in written.comments]
    paragraphs = [written.lead, *written.paragraphs]
    return json.dumps({"title": written.headline, "paragraphs": paragraphs, "comments": comments})


def _lay_out(name: str, folder: Path, values: Mapping[str, str]) -> None:
    text = (_TEMPLATES / name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    (folder / name).write_text(text, encoding="utf-8")


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise NotMeasured(f"{what} failed: {(done.stderr or done.stdout).strip()[-300:]}")


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise NotMeasured(f"{name} is not installed (make bench PEERS=all, on Debian as root)")
    return found


def _php_fpm() -> str:
    found = sorted(Path("/usr/sbin").glob("php-fpm*"))
    if not found:
        raise NotMeasured("php-fpm is not installed (make bench PEERS=all, on Debian as root)")
    return str(found[-1])
