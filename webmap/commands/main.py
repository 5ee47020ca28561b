"""The root command, its language, and the one place where refusals become exit codes."""

from __future__ import annotations

import logging
from typing import Any

import click

from geo.errors import EcoAtlasError
from geo.words import LANGUAGES, Language
from layers.faults import Places, refusal_of
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

log = logging.getLogger("ecoatlas")


class Commands(click.Group):
    """Turns every refusal into one clear message and exit 1; wrong use stays exit 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            office: Office = ctx.obj or Office("zh")
            refusal = _refusal(error, office)
            if refusal is None:
                office.terminal.fail(as_json=office.as_json)
            else:
                office.terminal.refuse(refusal, as_json=office.as_json)
            ctx.exit(1)


def _refusal(error: Exception, office: Office) -> EcoAtlasError | None:
    """What whoever asked can mend himself; None for what nobody has thought of."""
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
