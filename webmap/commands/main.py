"""The root command, its language, and the one place where refusals become exit codes."""

from __future__ import annotations

from typing import Any

import click

from geo.errors import EcoAtlasError
from geo.words import LANGUAGES, Language
from webmap.commands import (
    audit,
    backup,
    kinds,
    layers,
    metrics,
    policy,
    projects,
    sheets,
    statements,
    system,
    users,
)
from webmap.commands.context import Office
from webmap.logbook import open_log


class Commands(click.Group):
    """Turns every refusal into one clear message and exit 1; wrong use stays exit 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EcoAtlasError as error:
            office: Office = ctx.obj
            office.terminal.refuse(error, as_json=office.as_json)
            ctx.exit(1)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception:
            office = ctx.obj or Office("zh")
            office.terminal.fail(as_json=office.as_json)
            ctx.exit(1)


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
@click.version_option(package_name="ecoatlas", message="EcoAtlas %(version)s")
@click.pass_context
def main(ctx: click.Context, lang: Language) -> None:
    ctx.obj = Office(lang)
    ctx.call_on_close(ctx.obj.close)
    ctx.call_on_close(open_log(ctx.obj.settings))


for group in (
    audit.audit,
    kinds.kinds,
    layers.layers,
    metrics.metrics,
    policy.policy,
    projects.projects,
    sheets.sheets,
    statements.statements,
    users.users,
):
    main.add_command(group)
for command in (*system.COMMANDS, *backup.COMMANDS):
    main.add_command(command)
