"""The root command, its language, and the one place where refusals become exit codes."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from geo.words import LANGUAGES, Language, Text
from webmap.commands.context import Office
from webmap.commands.private_files import keep_private

if TYPE_CHECKING:
    from geo.errors import EcoAtlasError

log = logging.getLogger("ecoatlas")

# Each is loaded when it is asked for: all of them together are several seconds of loading.
LISTED: dict[str, tuple[str, Text]] = {
    "area": ("area", Text("范围查询：一处有什么", "what lies at a place")),
    "audit": (
        "audit",
        Text(
            "审计日志：核对、查看、导出",
            "the audit log: verify, look, export",
        ),
    ),
    "backup": (
        "backup",
        Text("把全部数据备份到一个文件，服务无需停止", "back up everything, while serving"),
    ),
    "basemap": ("basemap", Text("底图：添加、查看、删除", "basemaps: add, list, remove")),
    "demo": ("system", Text("装入示范辖区", "load the demonstration district")),
    "init": (
        "system",
        Text(
            "建立数据文件夹与数据库",
            "make the data folder and the database",
        ),
    ),
    "chiefs": ("chiefs", Text("河湖长：名录，某一处由谁负责", "river and lake chiefs")),
    "kinds": ("kinds", Text("图层种类", "kinds of layer")),
    "layers": (
        "layers",
        Text("图层：检查、导入、查看、导出", "layers: check, import, look at, export"),
    ),
    "map": ("map", Text("地图：带走一份", "the map: take it along")),
    "metrics": ("metrics", Text("指标", "metrics")),
    "policy": ("policy", Text("政策条款与目标", "policy documents and targets")),
    "projects": ("projects", Text("项目台账", "project records")),
    "restore": (
        "backup",
        Text("从备份恢复到空的数据文件夹", "restore a backup into an empty data folder"),
    ),
    "selfcheck": (
        "selfcheck",
        Text("自检：核对全部文件与结果", "check the installation, every file and result"),
    ),
    "serve": ("system", Text("启动网页服务", "serve the map")),
    "sheets": ("sheets", Text("规则与数据序列", "rules and series of values")),
    "sites": ("sites", Text("选址研判：核查一处用地", "site checks")),
    "statements": (
        "statements",
        Text("核算单：制作、导出、核对、复核、签署", "statements: make, export, check, sign"),
    ),
    "users": (
        "users",
        Text(
            "账号：新增、角色、密码、令牌",
            "accounts, roles, passwords, tokens",
        ),
    ),
    "water": (
        "water",
        Text(
            "水质：监测值、类别、月度",
            "water quality: readings, classes, months",
        ),
    ),
    "worker": (
        "worker",
        Text("执行后台任务（serve 会自动启动一个）", "do background jobs (serve starts one)"),
    ),
}


class Commands(click.Group):
    """Turns every refusal into one clear message and exit 1; wrong use stays exit 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(LISTED)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in LISTED:
            return None
        module, title = LISTED[cmd_name]
        command: click.Command = getattr(import_module(f"webmap.commands.{module}"), cmd_name)
        command.help = f"{title.zh} / {title.en}"
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As `click` does it, from the list: each command would be loaded for its one line."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, f"{title.zh} / {title.en}") for name, (_, title) in sorted(LISTED.items())]
            )

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            from webmap.edge.logbook import let_go

            office: Office = ctx.obj or Office("zh")
            refusal = _refusal(error, office)
            if refusal is None:
                office.terminal.fail(as_json=office.as_json)
            else:
                office.terminal.refuse(refusal, as_json=office.as_json)
                let_go(error)
            ctx.exit(1)


def _refusal(error: Exception, office: Office) -> EcoAtlasError | None:
    """What whoever asked can mend himself; None for what nobody has thought of."""
    from geo.errors import EcoAtlasError
    from layers.faults.naming import refusal_of
    from layers.faults.places import Places

    if isinstance(error, EcoAtlasError):
        return error
    try:
        found = refusal_of(error, Places.of(office.settings, named=True))
    except EcoAtlasError as wrong_setting:
        return wrong_setting
    if found is not None:
        log.warning("refused by the machine: %s", found.code, exc_info=error)
    return found


@click.group(
    cls=Commands,
    help="生态项目一张图：图层、项目、政策目标、指标。/ Layers, projects, policy targets, figures.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="zh",
    envvar="ECOATLAS_LANG",
    show_default=True,
    help="提示语言 / language of messages",
)
@click.option(
    "--unrecorded",
    is_flag=True,
    help="审计日志写不了时（磁盘已满、只读）仍导出 / export though no audit entry can be written",
)
@click.version_option(package_name="ecoatlas", message="EcoAtlas %(version)s")
@click.pass_context
def main(ctx: click.Context, lang: Language, unrecorded: bool) -> None:
    from layers.system.collecting import collect_seldom
    from webmap.edge.logbook import open_log

    collect_seldom()
    ctx.obj = Office(lang, unrecorded=unrecorded)
    ctx.call_on_close(keep_private(ctx, ctx.obj))
    ctx.call_on_close(ctx.obj.close)
    ctx.call_on_close(open_log(ctx.obj.settings))
