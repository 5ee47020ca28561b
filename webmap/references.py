"""The references in docs/reference: `make docs` writes them, a test holds them to the code."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

import geo
import layers
import projects
import webmap
from geo.errors import ERROR_CODES
from geo.figures.said import grouped
from geo.words import Text
from layers.kinds import KIND_GROUPS, KINDS, Kind
from layers.settings import CHECKOUT, Settings
from projects.accounts.permissions import PERMISSIONS, ROLES, may
from projects.metrics.declaration import Column, Metric
from projects.metrics.registry import METRICS
from projects.sheets import BASES, SHEET_KINDS, SheetColumn, SheetKind
from projects.sheets.shipped import shipped_rows
from projects.sheets.values import expected
from projects.states.limits import shipped_limits
from projects.states.rule import AS_OF, AT_END, NO_DAY, ORDER, STATES, WHOLE
from projects.states.steps import RULE

FOLDER = CHECKOUT / "docs" / "reference"
GLOSSARY = FOLDER.parent / "glossary.md"
NOTE = "<!-- 由 make docs 生成，请勿手改 / written by `make docs`, do not edit by hand -->"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(str(text).replace("|", "\\|").split())


# Of `{count:zone|zones}` the page says what is said of several.
OF_SEVERAL = (
    (re.compile(r"\{(\w+):~[^{}|]*\|([^{}]*)\}"), r"\2"),
    (re.compile(r"\{(\w+):[^{}|]*\|([^{}]*)\}"), r"{\1} \2"),
)


def both(text: Text) -> str:
    said = text.en
    for pattern, several in OF_SEVERAL:
        said = pattern.sub(several, said)
    return f"{text.zh} / {said}"


def page(title: Text, *parts: str) -> str:
    return "\n\n".join([NOTE, f"# {title.zh} · {title.en}", *parts]) + "\n"


def errors_page() -> str:
    for room in (geo, layers, projects, webmap):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if ".migrations" not in module.name:  # scripts that only Alembic can run
                importlib.import_module(module.name)
    rows = [
        (f"`{e.code}`", e.severity, str(e.status), both(e.message), both(e.fix))
        for e in sorted(ERROR_CODES.values(), key=lambda e: e.code)
    ]
    heads = ("代码 code", "级别 severity", "HTTP", "说明 message", "怎么办 what to do")
    return page(Text("提示代码", "Error codes"), table(heads, rows))


def roles_page() -> str:
    roles = [
        f"- **{both(role.title)}** `{role.id}`: {both(role.description)}" for role in ROLES.values()
    ]
    rows = [
        (f"`{name}`", both(one.title), *("●" if may(role, name) else "" for role in ROLES))
        for name, one in PERMISSIONS.items()
    ]
    heads = ("权限 permission", "含义 meaning", *(both(role.title) for role in ROLES.values()))
    return page(Text("角色与权限", "Roles and permissions"), "\n".join(roles), table(heads, rows))


def kinds_page() -> str:
    parts = [_kind_part(kind) for kind in KINDS.values()]
    return page(Text("图层种类", "Kinds of layer"), *parts)


def _kind_part(kind: Kind) -> str:
    rows = [
        (
            f"`{f.name}`" + (" *" if f.required else ""),
            both(f.title),
            f.type,
            f.unit or "",
            f"`{f.short_name}`",
            ", ".join(f"`{c.value}` {both(c.title)}" for c in f.codes),
            "、".join(f.aliases),
        )
        for f in kind.fields
    ]
    heads = (
        "字段 field",
        "名称 title",
        "类型 type",
        "单位 unit",
        "短名 short",
        "代码表 codes",
        "别名 aliases",
    )
    about = (
        f"{both(kind.description)}\n\n{both(KIND_GROUPS[kind.group])} · {', '.join(kind.geometry)}"
    )
    return f"## `{kind.id}` {both(kind.title)}\n\n{about}\n\n{table(heads, rows)}"


def metrics_page() -> str:
    return page(Text("指标", "Metrics"), *(_metric_part(metric) for metric in METRICS.values()))


def _metric_part(metric: Metric) -> str:
    inputs = [
        (
            f"`--{r.name.replace('_', '-')}`",
            both(r.title),
            ", ".join(f"`{k}`" for k in r.kinds),
            _optional(r.summary, r.optional),
        )
        for r in metric.inputs
    ]
    inputs += [
        (
            f"`--{s.name.replace('_', '-')}`",
            both(s.title),
            f"[`{s.kind}`](sheets.md)",
            _optional(s.summary, s.optional),
        )
        for s in metric.sheets
    ]
    parameters = [
        (
            f"`--{p.name.replace('_', '-')}`",
            both(p.title),
            str(p.default or ""),
            both(p.unit.words) if p.unit else "",
            both(p.origin),
        )
        for p in metric.parameters
    ]
    parts = [
        f"## `{metric.id}` {both(metric.title)}",
        both(metric.summary),
        f"- 版本 version: {metric.version}",
        f"- 公式 formula: {both(metric.formula)}",
        f"- 依据 source: {both(metric.source)}",
        f"- 空值 nulls: {both(metric.nulls)}",
        "### 输入 inputs",
        table(("选项 option", "名称 title", "种类 kinds", "说明 about"), inputs),
    ]
    if parameters:
        heads = ("选项 option", "名称 title", "默认 default", "单位 unit", "出处 origin")
        parts += ["### 参数 parameters", table(heads, parameters)]
    parts += ["### 合计 total", _columns(metric.total)]
    for one in metric.tables:
        parts += [f"### `{one.name}` {both(one.title)}", _columns(one.columns)]
    return "\n\n".join(parts)


def _optional(summary: Text, optional: bool) -> str:
    return f"{both(summary)}（可选 optional）" if optional else both(summary)


def _columns(columns: Sequence[Column]) -> str:
    rows = [(f"`{c.name}`", both(c.title), both(c.unit.words)) for c in columns]
    return table(("列 column", "名称 title", "单位 unit"), rows)


def sheets_page() -> str:
    return page(Text("规则与数据表", "Rules and sheets"), *map(_sheet_part, SHEET_KINDS.values()))


def _sheet_part(kind: SheetKind) -> str:
    group = "规则 rule" if kind.group == "rule" else "序列 series"
    rows = [
        (
            f"`{c.name}`" + (" *" if c.required else ""),
            both(c.title),
            c.type,
            both(c.unit.words) if c.unit else "",
            ", ".join(f"`{v}` {both(t)}" for v, t in c.codes) or both(expected(c)),
        )
        for c in kind.columns
    ]
    heads = ("列 column", "名称 title", "类型 type", "单位 unit", "取值 values")
    parts = [
        f"## `{kind.id}` {both(kind.title)}",
        both(kind.summary),
        f"{group} · {', '.join(f'`{key}`' for key in kind.keys)}",
        table(heads, rows),
    ]
    if kind.group == "rule":
        parts += ["### 随软件提供的行 rows as shipped", _shipped_table(kind)]
    return "\n\n".join(parts)


def _shipped_table(kind: SheetKind) -> str:
    """The shipped rows; those that nobody has verified stand out."""
    shown = [column for column in kind.columns if column.name != "basis"]
    rows = [
        (_basis(row["basis"]), *(_value(column, row[column.name]) for column in shown))
        for row in shipped_rows(kind.id)
    ]
    return table(("依据 basis", *(both(column.title) for column in shown)), rows)


def _basis(basis: str) -> str:
    return f"⚠ **{both(BASES[basis])}**" if basis == "unverified" else both(BASES[basis])


def _value(column: SheetColumn, value: object) -> str:
    if column.type == "code" and value is not None:
        return both(dict(column.codes)[str(value)])
    return grouped(value) if isinstance(value, float) else "" if value is None else str(value)


def states_page() -> str:
    """The rule by which a target has its state on a day."""
    general = "\n".join(f"- {both(one)}" for one in (AS_OF, ORDER, WHOLE, AT_END, NO_DAY))
    states = table(
        ("代码 code", "状态 state"), [(f"`{name}`", both(title)) for name, title in STATES.items()]
    )
    limits = shipped_limits()
    steps = [
        (str(number), f"`{name}`", both(STATES[step.state]), both(limits.rule(step)))
        for number, (name, step) in enumerate(RULE.items(), 1)
    ]
    heads = ("序号 no.", "步骤 step", "状态 state", "规则 rule")
    title = Text("目标状态的判断规则", "The rule of the states of targets")
    said = Text("自上而下，第一条符合的决定状态。", "From above; the first step that fits decides.")
    return page(title, general, states, both(said), table(heads, steps))


def settings_page() -> str:
    rows = [
        (f"`ECOATLAS_{name.upper()}`", field.description or "", str(_default(name)))
        for name, field in Settings.model_fields.items()
    ]
    heads = ("变量 variable", "含义 meaning", "默认 default")
    return page(Text("设置", "Settings"), table(heads, rows))


def _default(name: str) -> object:
    default = Settings.model_fields[name].default
    return f"`{default.relative_to(CHECKOUT)}`" if isinstance(default, Path) else default or ""


def commands_page() -> str:
    from webmap.commands import main

    parts = [_command_part(path, command) for path, command in _commands("ecoatlas", main)]
    return page(Text("命令", "Commands"), *parts)


def _commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in sorted(command.list_commands(context)):
            below = command.get_command(context, name)
            if below is not None:
                yield from _commands(f"{path} {name}", below)


def _command_part(path: str, command: click.Command) -> str:
    arguments = " ".join(
        p.human_readable_name for p in command.params if isinstance(p, click.Argument)
    )
    options = [p for p in command.params if isinstance(p, click.Option)]
    heading = f"## `{path}{' ' + arguments if arguments else ''}`\n\n{command.help}"
    if not options:
        return heading
    rows = [("`" + ", ".join(o.opts) + "`", o.help or "") for o in options]
    return f"{heading}\n\n{table(('选项 option', '含义 meaning'), rows)}"


MODULES_TOLD = (
    "说明是各模块文档字符串的第一句，代码里只用英文写；"
    "“用词”是模块名中心词的中文，出自[术语表](../glossary.md)。\n"
    "What a module is, is the first sentence of its docstring, which the code has in English "
    "only;\nthe Chinese is that of "
    "the main word of its name in the [glossary](../glossary.md)."
)


def modules_page() -> str:
    """Every module below the four rooms, its word in Chinese and what its docstring says first."""
    parts, words = [MODULES_TOLD], glossary()
    for room in (geo, layers, projects, webmap):
        rows = [
            (f"`{name}`", word_in(words, name) or "—", said)
            for name, said in _modules(CHECKOUT / room.__name__)
        ]
        heads = ("模块 module", "用词", "说明 what it is")
        parts.append(f"## {room.__name__}\n\n{table(heads, rows)}")
    return page(Text("模块一览", "Modules"), *parts)


def glossary() -> dict[str, str]:
    """The Chinese of each code and each English term of `docs/glossary.md`, lower case."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    cells = [[one.strip() for one in line.split("|")[1:4]] for line in lines if line[:2] == "| "]
    rows = [row for row in cells if len(row) == 3 and row[0] != "中文"]
    found: dict[str, str] = {}
    for row in rows:  # the words of modules stand last, and are what they mean in a name
        for word in re.findall(r"`([a-z0-9_]+)`", row[2].lower()):
            found[word] = row[0]
    for row in rows:
        for term in re.sub(r"\(.*?\)", "", row[1]).lower().split(","):
            found.setdefault(term.strip().replace(" ", "_"), row[0])
    return found


def word_in(words: Mapping[str, str], module: str) -> str | None:
    """The Chinese of the name of a module, else of the last word of it; None where it has none."""
    name = module.rpartition(".")[2]
    for word in (name, name.rpartition("_")[2]):
        singular = re.sub(r"ies$", "y", word), re.sub(r"es$", "", word), re.sub(r"s$", "", word)
        for form in (word, *singular, f"{word}s"):
            if form in words:
                return words[form]
    return None


def _modules(folder: Path) -> Iterator[tuple[str, str]]:
    """By path, without scripts of migrations: those are a history, nothing to look up."""
    for path in sorted(folder.rglob("*.py")):
        name = ".".join(path.relative_to(CHECKOUT).with_suffix("").parts)
        if ".migrations.versions." in name or name.endswith("__main__"):
            continue
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "—"
        first = " ".join(text.split("\n\n")[0].split())
        yield name.removesuffix(".__init__"), first


PAGES = {
    "commands.md": commands_page,
    "errors.md": errors_page,
    "kinds.md": kinds_page,
    "metrics.md": metrics_page,
    "modules.md": modules_page,
    "roles.md": roles_page,
    "settings.md": settings_page,
    "sheets.md": sheets_page,
    "states.md": states_page,
}


def write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    write()
