"""A real web server, started with the configuration of docs/web-server.md.

Only what must differ on this machine is changed in the text: ports, folders, the certificate.
"""

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.rigs.serve_factory import ROOT, Got, wait_until

from bench.ports import free_port

NAME = "paper.example"
NGINX = shutil.which("nginx") or next(
    (path for path in ("/usr/sbin/nginx", "/usr/local/sbin/nginx") if Path(path).exists()), None
)
CADDY = shutil.which("caddy")


def configurations(language: str) -> list[str]:
    """The blocks of the page: the complete one, then the plain one."""
    text = (ROOT / "docs" / "web-server.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


@dataclass(frozen=True)
class WebServer:
    port: int
    plain_port: int
    is_secure: bool

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
        """One request to the paper's name."""
        return _asked(self.connection(), path, method=method, body=body, headers=headers)

    def connection(self) -> http.client.HTTPConnection:
        """A connection for a request."""
        if self.is_secure:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=_any_certificate())
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def socket_from(self, address: str) -> socket.socket:
        """A connection from this address of the machine, on which the test writes by itself."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=60, source_address=(address, 0))
        return _any_certificate().wrap_socket(plain) if self.is_secure else plain

    def ask_plainly(self, path: str) -> Got:
        """Without TLS."""
        return _asked(http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=60), path)


def _any_certificate() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _asked(
    connection: http.client.HTTPConnection,
    path: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Got:
    given = {name.replace("_", "-"): text for name, text in (headers or {}).items()}
    try:
        connection.request(method, path, body, {"Host": NAME, **given})
        answer = connection.getresponse()
        return Got(answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read())
    finally:
        connection.close()


@contextlib.contextmanager
def nginx(text: str, folder: Path, *, data: Path, front_port: int) -> Iterator[WebServer]:
    """nginx in the foreground, over the paper in `data`."""
    assert NGINX is not None
    port, plain_port = free_port(), free_port()
    _make_certificate(folder)
    for old, new in (
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("listen 80;", f"listen 127.0.0.1:{plain_port};"),
        ("127.0.0.1:8000", f"127.0.0.1:{front_port}"),
        ("/etc/letsencrypt/live/paper.example/", f"{folder}/"),
        ("/srv/paper/", f"{data}/"),
    ):
        text = text.replace(old, new)
    (folder / "temp").mkdir()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temps = "".join(f"{kind}_temp_path {folder}/temp/{kind};\n" for kind in kinds)
    module = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    configuration = folder / "nginx.conf"
    configuration.write_text(
        (f"load_module {module};\n" if module.exists() else "")
        + ("user root;\n" if os.getuid() == 0 else "")
        + f"daemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\nerror_log stderr;\n"
        + f"events {{ worker_connections 256; }}\nhttp {{\naccess_log off;\n{temps}{text}\n}}\n",
        encoding="utf-8",
    )
    command = [NGINX, "-c", str(configuration), "-p", str(folder), "-e", "stderr"]
    with _running(command, folder, port):
        yield WebServer(port, plain_port, is_secure=True)


@contextlib.contextmanager
def caddy(text: str, folder: Path, *, data: Path, front_port: int) -> Iterator[WebServer]:
    """Caddy in the foreground, without TLS: it would ask for a certificate."""
    assert CADDY is not None
    port = free_port()
    text = text.replace("\npaper.example {", f"\nhttp://{NAME}:{port} {{")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{front_port}").replace("/srv/paper/", f"{data}/")
    # What is for the whole of Caddy stands in one block, at the top.
    whole, rest = (
        ("", text.lstrip().removeprefix("{\n")) if text.lstrip().startswith("{\n") else ("}\n", text)
    )
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n{whole}{rest}", encoding="utf-8")
    command = [CADDY, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with _running(command, folder, port):
        yield WebServer(port, 0, is_secure=False)


@contextlib.contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    places = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    log = folder / "server.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(command, stderr=errors, stdout=errors, env={**os.environ, **places})

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        return False

    try:
        wait_until(answers, "the web server")
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
