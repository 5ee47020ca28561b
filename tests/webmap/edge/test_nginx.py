"""The service as a program, and behind nginx with the configuration that docs/deployment gives."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from layers.audit import Actor
from layers.settings import CHECKOUT, Settings
from layers.system.database import Database, engine_for
from projects.accounts import accounts
from projects.accounts.tokens import make_token
from tests.webmap.edge.test_processes import ask, children_of, free_port, is_worker, until
from webmap.commands import main
from webmap.edge.processes import can_be_many

pytestmark = pytest.mark.slow

HOST = "atlas.example.lan"
# Loopback too, but not the address of the proxy.
VISITOR = ("127.0.0.2", 0)
CONFIGURATION = CHECKOUT / "docs" / "deployment" / "nginx.conf"
PIECE = 4 * 1024 * 1024
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


@dataclass
class Service:
    """A process, the port at which it answers, and its home."""

    pid: int
    port: int
    home: Path


@dataclass
class Edge:
    """nginx on loopback and the service behind it."""

    port: int
    inner_port: int
    home: Path

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        port: int | None = None,
        **headers: str,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if port is None:
            context = ssl._create_unverified_context()  # noqa: S323 - our own certificate
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                "127.0.0.1", self.port, context=context, timeout=30, source_address=VISITOR
            )
        else:
            connection = http.client.HTTPConnection(
                "127.0.0.1", port, timeout=30, source_address=VISITOR
            )
        connection.request(method, path, body, {"Host": HOST, **named})
        answer = connection.getresponse()
        try:
            return answer, answer.read()
        finally:
            connection.close()


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert process.poll() is None, "the process ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nothing answers on {port}")


def configuration(folder: Path, port: int, inner_port: int) -> Path:
    """The documented server block, on our ports and with our certificate."""
    blocks = CONFIGURATION.read_text(encoding="utf-8")
    tls = blocks[blocks.index("log_format") :]
    changes = {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "    listen [::]:443 ssl http2;\n": "",
        "/etc/ssl/ecoatlas": str(folder),
        "/var/log/nginx": str(folder),
        "http://127.0.0.1:8000": f"http://127.0.0.1:{inner_port}",
    }
    for old, new in changes.items():
        assert old in tls, f"the documented configuration has no longer: {old}"
        tls = tls.replace(old, new)
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = (
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{tls}}}\n"
    )
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`ecoatlas serve` as a program of its own, which has said where it answers."""
    folder = tmp_path_factory.mktemp("edge")
    port, home = free_port(), folder / "home"
    for name, role in (("li", "admin"), ("zhao", "editor")):
        said = command_line(home, "users", "add", name, "--role", role, "--json")
        (folder / f"{name}.json").write_text(said, encoding="utf-8")
    command_line(home, "users", "anonymous", "on")
    data = CHECKOUT / "data" / "demo" / "sponge_zones.zip"
    command_line(
        home, "layers", "import", str(data), "--layer", "zones", "--kind", "sponge_zone",
        "--encoding", "GB18030", "--crs", "EPSG:4526", "--secrecy", "public",
    )  # fmt: skip
    environment = os.environ | {
        "ECOATLAS_HOME": str(home),
        "ECOATLAS_TRUSTED_PROXY": "127.0.0.1",
        "ECOATLAS_TRUSTED_HOSTS": HOST,
        "ECOATLAS_WEB_PROCESSES": "2",
    }
    tool = [sys.executable, "-P", "-c", "from webmap.commands import main; main()"]
    process = subprocess.Popen(
        [*tool, "serve", "--port", str(port)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        said = ""
        while f"http://127.0.0.1:{port}" not in said:
            said = process.stdout.readline()
            assert said, "it ended"
        yield Service(process.pid, port, home)
    finally:
        process.terminate()
        assert process.wait(30) == 0
        process.stdout.close()


@pytest.fixture(scope="module")
def edge(service: Service) -> Iterator[Edge]:
    if not Path(NGINX).exists():
        reason = "nginx is not installed (Debian's nginx-light)"
        if os.environ.get("CI") == "true":
            pytest.fail(f"must run in CI: {reason}")
        pytest.skip(reason)
    folder, port = service.home.parent, free_port()
    subject = ["-subj", f"/CN={HOST}", "-keyout", "key.pem", "-out", "certificate.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    told = configuration(folder, port, service.port)
    nginx = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(told)])
    try:
        wait_for_port(port, nginx)
        yield Edge(port, service.port, service.home)
    finally:
        nginx.terminate()
        nginx.wait(30)


def command_line(home: Path, *arguments: str) -> str:
    """What a command says; in this process, for starting another one takes seconds."""
    named = {"ECOATLAS_HOME": str(home)}
    done = CliRunner(env=named).invoke(main, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def audit(edge: Edge) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = json.loads(command_line(edge.home, "audit", "list", "--json"))[
        "entries"
    ]
    return entries


def sign_in(
    edge: Edge, name: str, password: str, **headers: str
) -> tuple[http.client.HTTPResponse, str]:
    page, body = edge.ask("GET", "/sign-in", **headers)
    found = re.search(rb'name="csrf_token" value="([^"]+)"', body)
    assert found is not None
    cookie = (page.headers["Set-Cookie"] or "").split(";")[0]
    form = urlencode({"name": name, "password": password, "csrf_token": found[1].decode()}).encode()
    answer, _ = edge.ask(
        "POST", "/sign-in", body=form, Cookie=cookie, Referer=f"https://{HOST}/sign-in",
        Content_Type="application/x-www-form-urlencoded", **headers,
    )  # fmt: skip
    return answer, cookie


def test_pages_come_over_tls_with_a_cookie_bound_to_the_host(edge: Edge) -> None:
    answer, body = edge.ask("GET", "/sign-in")
    assert answer.status == 200
    assert "登录".encode() in body
    assert answer.headers["Set-Cookie"].startswith("__Host-ecoatlas=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_signing_in_works_and_the_log_knows_the_visitors_address(edge: Edge) -> None:
    password = json.loads((edge.home.parent / "li.json").read_text())["password"]
    answer, _ = sign_in(edge, "li", password)
    assert answer.status == 303
    assert {one["origin"] for one in audit(edge) if one["action"] == "sign-in"} == {"127.0.0.2"}


def test_what_a_visitor_claims_of_his_address_and_host_is_not_believed(edge: Edge) -> None:
    claims = {
        "X_Forwarded_For": "6.6.6.6",
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "http",
        "Forwarded": "for=6.6.6.6;proto=http",
    }
    answer, _ = sign_in(edge, "nobody", "some password 1", **claims)
    assert answer.status == 401
    failed = [one for one in audit(edge) if one["action"] == "sign-in-failed"]
    assert {one["origin"] for one in failed} == {"127.0.0.2"}
    page, body = edge.ask("GET", "/sign-in", **claims)
    assert "Secure" in page.headers["Set-Cookie"]
    assert b"evil.example" not in body


def test_ranges_of_tiles_come_through(edge: Edge) -> None:
    whole, everything = edge.ask("GET", "/tiles/zones/1.pmtiles")
    assert whole.status == 200
    part, some = edge.ask("GET", "/tiles/zones/1.pmtiles", Range="bytes=100-299")
    assert part.status == 206
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(everything)}"
    assert some == everything[100:300]
    beyond, _ = edge.ask("GET", "/tiles/zones/1.pmtiles", Range="bytes=999999999-")
    assert beyond.status == 416


def test_another_host_name_is_refused(edge: Edge) -> None:
    answer, _ = edge.ask("GET", "/", Host="evil.example")
    assert answer.status == 400


def test_who_reaches_the_service_past_the_proxy_cannot_claim_to_be_it(edge: Edge) -> None:
    answer, _ = edge.ask(
        "GET", "/accounts/..%2f", port=edge.inner_port, X_Forwarded_For="6.6.6.6",
        X_Forwarded_Proto="https",
    )  # fmt: skip
    assert "Strict-Transport-Security" not in answer.headers
    refused = [one for one in audit(edge) if one["action"] == "request-refused"]
    assert "6.6.6.6" not in {one["origin"] for one in refused}


def token_of(edge: Edge, name: str) -> str:
    """A token for scripts, written into the office beside the service."""
    database = Database(engine_for(Settings(home=edge.home)))
    with database.transaction() as session:
        account = accounts.get_account(session, name)
        made = make_token(session, account, "test", account.role, 9, Actor(name, "-"))
    database.close()
    return made.token


def test_a_large_upload_arrives_whole_piece_by_piece(edge: Edge) -> None:
    """40 MB in pieces of 4 MB; one that is sent twice is answered with where to go on from."""
    known = {"Authorization": f"Bearer {token_of(edge, 'zhao')}"}
    content = random.Random(7).randbytes(10 * PIECE)  # noqa: S311 - bytes to compare, no secret
    announced = {"files": [{"name": "大文件.zip", "size": len(content)}]}
    answer, body = edge.ask(
        "POST", "/api/v1/uploads", body=json.dumps(announced).encode(),
        Content_Type="application/json", **known,
    )  # fmt: skip
    assert answer.status == 201, body
    upload = json.loads(body)["id"]
    offset, again = 0, True
    while offset < len(content):
        piece = content[offset : offset + PIECE]
        address = f"/api/v1/uploads/{upload}/files/0?offset={offset}"
        answer, body = edge.ask(
            "PUT", address, body=piece, Content_Type="application/octet-stream", **known
        )
        assert (answer.status, json.loads(body)["received"]) == (200, offset + PIECE), body
        if again:
            repeated, told = edge.ask(
                "PUT", address, body=piece, Content_Type="application/octet-stream", **known
            )
            assert (repeated.status, json.loads(told)["received"]) == (409, offset + PIECE)
            again = False
        offset += PIECE
    _, body = edge.ask("GET", f"/api/v1/uploads/{upload}", **known)
    assert json.loads(body)["complete"] is True
    assert (edge.home / "uploads" / upload / "0").read_bytes() == content


def said_in(log: Path, line: str) -> str:
    """The log as soon as the line is there: it is written after the answer has gone out."""
    until = time.monotonic() + 10
    while line not in log.read_text() and time.monotonic() < until:
        time.sleep(0.02)
    text = log.read_text()
    assert line in text
    return text


def test_a_token_in_an_address_works_and_stands_in_no_log(edge: Edge) -> None:
    token = token_of(edge, "li")
    answer, body = edge.ask("GET", f"/ogc?token={token}")
    assert answer.status == 200
    assert f"https://{HOST}/ogc/collections?token={token}".encode() in body
    edge.ask("GET", "/ogc/conformance?token=eco_dead")
    logged = said_in(edge.home.parent / "access.log", "GET /ogc/conformance")
    assert "eco_" not in logged


@pytest.mark.skipif(not can_be_many(), reason="several processes on Linux only")
def test_it_answers_in_copies_of_a_process_that_has_no_database_open(service: Service) -> None:
    assert ask(service.port, "/healthz").startswith("{")
    until(lambda: sum(map(is_worker, children_of(service.pid))) == 1)
    assert sum(not is_worker(pid) for pid in children_of(service.pid)) == 2
    until(lambda: not open_databases(service.pid))


def open_databases(pid: int) -> list[str]:
    """A copy of a process with an SQLite file open would believe that it holds its locks."""
    found = []
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            found.append(str(file.readlink()))
    return [one for one in found if ".sqlite" in one]
