"""Commands about the installation itself: init, demo, serve."""

from __future__ import annotations

import click

from geo.words import Text
from projects.demo.load import load_demo
from webmap.app import create_app
from webmap.commands.context import Office, pass_office
from webmap.commands.selfcheck import selfcheck
from webmap.serving import serve as serve_app

MADE = Text("数据文件夹已就绪：{home}", "The data folder is ready: {home}")
LOOK = Text(
    "\n请用浏览器打开 {url}\n本机单机使用，无需登录；按 Ctrl+C 停止。",
    "\nOpen {url} in a browser\nNo sign-in is needed on this machine; stop with Ctrl+C.",
)
SHARED = Text(
    "注意：正在向网络开放，目前没有账号控制，任何能访问本机的人都能看到全部图层。",
    "Careful: this is open to the network. There are no accounts yet; whoever reaches this machine "
    "sees every layer.",
)


@click.command(help="建立数据文件夹与数据库 / make the data folder and the database")
@pass_office
def init(office: Office) -> None:
    _ = office.database
    office.terminal.say(MADE, home=office.settings.resolved_home)


@click.command(help="装入示范辖区 / load the demonstration district")
@pass_office
def demo(office: Office) -> None:
    with office.terminal.progress() as progress:
        load_demo(office.database, office.store, progress, by=office.actor)


@click.command(help="启动网页服务 / serve the map")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / address")
@click.option("--port", default=8000, show_default=True, help="端口 / port")
@pass_office
def serve(office: Office, host: str, port: int) -> None:
    _ = office.database
    app = create_app(office.settings)
    if host not in ("127.0.0.1", "localhost", "::1"):
        office.terminal.note(SHARED)
    serve_app(
        app,
        host,
        port,
        ready=lambda: office.terminal.say(LOOK, url=f"http://{host}:{port}"),
    )


COMMANDS = (init, demo, serve, selfcheck)
