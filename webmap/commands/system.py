"""Commands about the installation itself: init, demo, serve."""

from __future__ import annotations

import socket
from contextlib import nullcontext

import click

from geo.words import Text
from layers.system.sqlite_file import is_held_alone
from projects.demo.load import load_demo
from projects.metrics.registry import load_computations
from projects.statements.office_key import ensure_key
from webmap.app import create_app
from webmap.commands.context import Office, pass_office
from webmap.commands.entrance import demo_accounts_shown, ensure_admin, say_how
from webmap.edge.limit_counts import counted_apart
from webmap.edge.processes import can_be_many, usual_count
from webmap.edge.serving import serve as serve_app
from webmap.jobs.worker import worker_beside
from webmap.jobs.working import jobs_in_a_copy

MADE = Text("数据文件夹已就绪：{home}", "The data folder is ready: {home}")
LOOK = Text(
    "\n请用浏览器打开 {url}\n按 Ctrl+C 停止。", "\nOpen {url} in a browser\nStop with Ctrl+C."
)
IN_THE_CLEAR = Text(
    "注意：正在不加密地向网络开放，密码会明文传输；正式使用请按 docs/deployment.md 放到 TLS 之后。",
    "Careful: this is open to the network without TLS, passwords travel in the clear; for real use "
    "put it behind TLS as in docs/deployment.md.",
)
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # nosec B104 - recognised, not bound


@click.command
@pass_office
def init(office: Office) -> None:
    ensure_key(office.settings, office.database, office.actor)
    office.terminal.say(MADE, home=office.settings.resolved_home)
    ensure_admin(office)


@click.command
@pass_office
def demo(office: Office) -> None:
    # The accounts come first: the demonstration is their work. What comes last is read.
    with demo_accounts_shown(office), office.terminal.progress() as progress:
        load_demo(office.database, office.store, progress, by=office.actor)


@click.command
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / address")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口 / port"
)
@pass_office
def serve(office: Office, host: str, port: int) -> None:
    _ = office.database
    app = create_app(office.settings)
    load_computations()
    ensure_admin(office)
    if host not in THIS_MACHINE:
        office.terminal.note(IN_THE_CLEAR)

    processes = _processes(office)
    office.database.close()

    def ready() -> None:
        say_how(office)
        office.terminal.say(LOOK, url=address_of(host, port))
        office.database.close()

    copied = processes > 1 and can_be_many()
    with nullcontext() if copied else worker_beside():
        serve_app(
            app,
            host,
            port,
            trusted_proxy=office.settings.trusted_proxy,
            processes=processes,
            beside=(jobs_in_a_copy(office.settings),) if copied else (),
            ready=ready,
        )


def _processes(office: Office) -> int:
    """How many answer: one alone where the counts or the database know one process only."""
    if counted_apart(office.settings) or is_held_alone(office.database.engine):
        return 1
    return office.settings.web_processes or usual_count()


def address_of(host: str, port: int) -> str:
    """What a person types into a browser; every address of this machine goes by its name."""
    if host in EVERYWHERE:
        host = socket.gethostname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
