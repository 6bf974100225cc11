"""The limit: nginx serving, as plain files, exactly the bytes that we serve."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.ports import free_port
from bench.refusals import NotMeasured
from bench.server import Server, started

_SUFFIXES = {"identity": "", "br": ".br", "gzip": ".gz"}
_MODULES = ("/usr/lib/nginx/modules", "/usr/share/nginx/modules", "/usr/lib64/nginx/modules")
_BROTLI = "ngx_http_brotli_static_module.so"

# open_file_cache holds every file of the row with 2,000 stories; without it nginx would be measured opening files.
_CONFIGURATION = """
{user}load_module {brotli};
worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{
    types {{ text/html html; }}
    default_type text/html;
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 10000000;
    open_file_cache max=5000 inactive=600s;
    open_file_cache_valid 600s;
    open_file_cache_min_uses 1;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/files;
        gzip_static on;
        brotli_static on;
    }}
}}
"""


def write_file(folder: Path, name: str, bodies: Mapping[str, bytes]) -> None:
    """Lay one page out under the root of the limit, with its compressed forms beside it."""
    path = folder / "files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for encoding, body in bodies.items():
        if encoding in _SUFFIXES:
            path.with_name(path.name + _SUFFIXES[encoding]).write_bytes(body)


@contextlib.contextmanager
def limit(folder: Path, *, workers: int = 1) -> Iterator[Server]:
    """nginx over folder/files."""
    program, brotli = nginx_program(), _brotli_module()
    (folder / "files").mkdir(parents=True, exist_ok=True)
    port = free_port()
    configuration = folder / "nginx.conf"
    # Started by root, its worker would be nobody and could not read our files.
    user = "user root;\n" if os.geteuid() == 0 else ""
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, port=port, workers=workers, brotli=brotli, user=user)
    )
    command = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)]
    with started("nginx", command, port=port, log=folder / "nginx.out") as server:
        yield server


def nginx_program() -> str:
    """Raises NotMeasured with what is missing."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise NotMeasured("nginx is not installed (Debian: apt-get install nginx)")
    return found


def _brotli_module() -> Path:
    for folder in _MODULES:
        if (Path(folder) / _BROTLI).exists():
            return Path(folder) / _BROTLI
    raise NotMeasured(
        "nginx cannot serve .br files (Debian: apt-get install libnginx-mod-http-brotli-static)"
    )
