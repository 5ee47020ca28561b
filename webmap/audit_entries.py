"""Entries of the audit log in words, before and after side by side."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo.errors import ERROR_CODES
from geo.words import Text
from layers.audit import ACTIONS, SYSTEM, AuditEntry
from layers.sight import SECRECY_GRADES
from projects.accounts.permissions import PERMISSIONS, ROLES
from projects.record_fields import PROJECT_FIELDS, STATUSES

OUTCOMES: dict[str, Text] = {
    "done": Text("已完成", "Done"),
    "refused": Text("被拒绝", "Refused"),
}
ACTORS: dict[str, Text] = {
    "anonymous": Text("未登录者", "Not signed in"),
    SYSTEM.name: Text("系统", "The system"),
}
FIELDS: dict[str, Text] = {
    **{one.name: one.title for one in PROJECT_FIELDS},
    "account": Text("账号", "Account"),
    "bytes": Text("字节数", "Bytes"),
    "code": Text("编号", "Code"),
    "count": Text("数量", "Count"),
    "days": Text("有效天数", "Days valid"),
    "disabled": Text("停用", "Disabled"),
    "display_name": Text("姓名", "Full name"),
    "entries": Text("记录数", "Entries"),
    "expires_at": Text("到期时间", "Expires"),
    "features": Text("要素数", "Features"),
    "file": Text("文件", "File"),
    "format": Text("格式", "Format"),
    "kind": Text("类型", "Kind"),
    "layer": Text("图层", "Layer"),
    "method": Text("方法", "Method"),
    "metric": Text("指标", "Metric"),
    "must_change": Text("须修改密码", "Password must be changed"),
    "name": Text("名称", "Name"),
    "on": Text("开启", "On"),
    "path": Text("网址", "Address"),
    "permission": Text("权限", "Permission"),
    "prefix": Text("令牌开头", "Token begins with"),
    "query": Text("查询条件", "Search"),
    "reason": Text("原因", "Reason"),
    "role": Text("角色", "Role"),
    "secrecy": Text("密级", "Secrecy"),
    "sha256": Text("内容指纹", "SHA-256"),
    "status": Text("状态", "Status"),
    "times": Text("次数", "Times"),
    "title": Text("标题", "Title"),
    "value": Text("值", "Value"),
    "version": Text("版本", "Version"),
    "versions": Text("版本", "Versions"),
}
VALUES: dict[str, Mapping[str, Text]] = {
    "role": {name: role.title for name, role in ROLES.items()},
    "permission": {name: one.title for name, one in PERMISSIONS.items()},
    "secrecy": SECRECY_GRADES,
    "status": {status.value: status.title for status in STATUSES},
}
YES, NO = Text("是", "Yes"), Text("否", "No")
NO_ORIGIN = frozenset({"", "-"})
Wording = Text | str


@dataclass(frozen=True, slots=True)
class Fact:
    name: Wording
    value: Wording


@dataclass(frozen=True, slots=True)
class Change:
    name: Wording
    before: Wording
    after: Wording


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry as the page shows it."""

    number: int
    at: str
    actor: Wording
    origin: str
    action: Wording
    subject: str
    refused: bool
    outcome: Text
    facts: list[Fact]
    changes: list[Change]
    hash: str


def entry_line(entry: AuditEntry) -> EntryLine:
    """An entry in words; the moment to the second, in the time of the machine that shows it."""
    return EntryLine(
        number=entry.number,
        at=local_second(entry.at),
        actor=ACTORS.get(entry.actor, entry.actor),
        origin="" if entry.origin in NO_ORIGIN else entry.origin,
        action=ACTIONS.get(entry.action, entry.action),
        subject=entry.subject or "",
        refused=entry.outcome == "refused",
        outcome=OUTCOMES[entry.outcome],
        facts=list(_facts(entry.details)),
        changes=list(_changes(entry.details)),
        hash=entry.hash,
    )


def local_second(moment: dt.datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _facts(details: Mapping[str, Any]) -> Iterator[Fact]:
    for name, value in details.items():
        if name not in ("before", "after"):
            yield Fact(FIELDS.get(name, name), in_words(name, value))


def _changes(details: Mapping[str, Any]) -> Iterator[Change]:
    """Fields that differ; where only one side is there, all of its fields."""
    if "before" not in details and "after" not in details:
        return
    before, after = _fields(details.get("before")), _fields(details.get("after"))
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            sides = in_words(name, before.get(name)), in_words(name, after.get(name))
            yield Change(FIELDS.get(name, name), *sides)


def _fields(side: Any) -> Mapping[str, Any]:
    if side is None:
        return {}
    return side if isinstance(side, Mapping) else {"value": side}


def in_words(name: str, value: Any) -> Wording:
    """A value as people read it; nothing at all is an empty string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, str):
        return _refusal(value) if name == "code" else VALUES.get(name, {}).get(value, value)
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return "、".join(map(str, value))
    if isinstance(value, int | float):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _refusal(code: str) -> Wording:
    """What a code of a refusal says, where that is a whole sentence; else the value itself."""
    known = ERROR_CODES.get(code)
    if known is None or "{" in known.message.zh:
        return code
    said = known.message
    return Text(f"{said.zh.rstrip('。')}（{code}）", f"{said.en.rstrip('.')} ({code})")
