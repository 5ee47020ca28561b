"""Who may do what: the one table that code, pages and documentation share."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from projects.accounts.errors import FORBIDDEN


@dataclass(frozen=True, slots=True)
class Role:
    id: str
    title: Text
    description: Text


@dataclass(frozen=True, slots=True)
class Permission:
    id: str
    title: Text
    roles: frozenset[str]


ROLES: dict[str, Role] = {
    role.id: role
    for role in (
        Role(
            "viewer",
            Text("查看者", "Viewer"),
            Text(
                "看图、查项目与政策、看指标、导出看得见的图层。",
                "Looks at the map, projects, policy and figures; exports the layers seen.",
            ),
        ),
        Role(
            "unit",
            Text("单位填报员", "Unit's reporter"),
            Text(
                "另可维护本单位牵头或负责的项目，别的单位的项目只能看。",
                "Also keeps the projects that the own unit leads or answers for; only looks at "
                "those of other units.",
            ),
        ),
        Role(
            "editor",
            Text("编辑（GIS 人员）", "Editor (GIS staff)"),
            Text(
                "另可上传和恢复图层版本、维护项目和数据表、计算指标。",
                "Also uploads layers and makes versions live again, keeps projects and sheets of "
                "values, runs metrics.",
            ),
        ),
        Role(
            "reviewer",
            Text("审核人", "Reviewer"),
            Text(
                "另可计算指标、设定现行数字、复核并签署核算单；不改数据。",
                "Also computes figures, sets which of them stand, reviews and signs statements; "
                "changes no data.",
            ),
        ),
        Role(
            "admin",
            Text("管理员", "Administrator"),
            Text(
                "管理账号、密级准许和设置，设定现行数字，查看审计日志；不签署核算单。",
                "Keeps accounts, grants and settings, sets which figures stand, reads the audit "
                "log; signs no statements.",
            ),
        ),
    )
}

OF_ONE_UNIT = "unit"
"""The role of those who change the records of their own unit only."""
ALL = frozenset(ROLES)
PERMISSIONS: dict[str, Permission] = {
    permission.id: permission
    for permission in (
        Permission("view", Text("查看地图与数据", "Look at the map and the data"), ALL),
        Permission("export", Text("导出图层", "Export layers"), ALL),
        Permission(
            "own_account", Text("修改自己的密码和令牌", "Keep one's own password and tokens"), ALL
        ),
        Permission(
            "edit_layers",
            Text("上传、修改、恢复图层", "Upload, edit and restore layers"),
            frozenset({"editor", "admin"}),
        ),
        Permission(
            "edit_projects",
            Text("维护项目（填报员限本单位）", "Keep projects (reporters: of their unit)"),
            frozenset({"unit", "editor", "admin"}),
        ),
        Permission(
            "report_progress",
            Text(
                "从其他系统写入项目进度（填报员限本单位）",
                "Write progress of projects from other systems (reporters: of their unit)",
            ),
            frozenset({"unit", "editor", "admin"}),
        ),
        Permission(
            "keep_units",
            Text(
                "维护单位名录、成批修改项目", "Keep the register of units, change projects in bulk"
            ),
            frozenset({"editor", "admin"}),
        ),
        Permission(
            "edit_sheets",
            Text("修改规则和数据表", "Change rules and sheets of values"),
            frozenset({"editor", "admin"}),
        ),
        Permission(
            "report_values",
            Text("填报目标值、上传佐证文件", "Report values of targets and their evidence"),
            frozenset({"editor", "admin"}),
        ),
        Permission(
            "approve_values",
            Text("审定目标值、关闭填报期间", "Approve values of targets, close periods"),
            frozenset({"reviewer"}),
        ),
        Permission(
            "see_rounds",
            Text("查看季度调度和各单位填报", "Look at rounds and what units report"),
            ALL,
        ),
        Permission(
            "report_rounds",
            Text("填报季度调度（填报员限本单位）", "Report in rounds (reporters: of their unit)"),
            frozenset({"unit", "editor", "admin"}),
        ),
        Permission(
            "run_rounds",
            Text("开启、退回、关闭季度调度", "Open rounds, give reports back, close them"),
            frozenset({"editor", "admin"}),
        ),
        Permission("check_sites", Text("研判选址", "Check sites"), ALL),
        Permission(
            "keep_readings",
            Text("导入、撤回、更正水质监测值", "Take in, take back and correct water readings"),
            frozenset({"editor", "admin"}),
        ),
        Permission(
            "release_projects",
            Text("公布绿色项目库的内容", "Release projects into the green pool"),
            frozenset({"reviewer", "admin"}),
        ),
        Permission(
            "run_metrics",
            Text("计算指标", "Compute figures"),
            frozenset({"editor", "reviewer", "admin"}),
        ),
        Permission(
            "set_figures",
            Text("设定现行数字", "Set which figures stand"),
            frozenset({"reviewer", "admin"}),
        ),
        Permission(
            "sign_statements", Text("签署核算单", "Sign statements"), frozenset({"reviewer"})
        ),
        Permission(
            "manage_accounts",
            Text("管理账号、准许与设置", "Keep accounts, grants and settings"),
            frozenset({"admin"}),
        ),
        Permission("see_audit", Text("查看审计日志", "Read the audit log"), frozenset({"admin"})),
    )
}
ANONYMOUS = frozenset({"view"})
"""What people may do without signing in, where the office allows that at all."""
NEVER_BY_TOKEN = frozenset({"own_account", "manage_accounts"})
"""What a token does not permit: whoever finds one must not be able to make himself another."""


def may(role: str | None, permission: str, *, anonymous_viewing: bool = False) -> bool:
    """Whether somebody of this role (None: not signed in) has the permission."""
    if role is None:
        return anonymous_viewing and permission in ANONYMOUS
    return role in PERMISSIONS[permission].roles


def bound_to(role: str | None, unit: str | None) -> str | None:
    """The unit whose records alone somebody of this role may change; None where that is no limit.

    Whoever belongs to no unit yet may change none.
    """
    return (unit or "") if role == OF_ONE_UNIT else None


def lesser(one: str, other: str) -> str | None:
    """The role that may do only what both may; None where neither is part of the other."""
    first, second = _permissions(one), _permissions(other)
    if first <= second:
        return one
    return other if second <= first else None


def forbidden(permission: str) -> EcoAtlasError:
    """The refusal `forbidden` of whoever lacks a permission; it names the roles that have it."""
    said = PERMISSIONS[permission]
    return EcoAtlasError(FORBIDDEN, permission=said.title, roles=role_titles(said.roles))


def role_titles(names: frozenset[str]) -> Text:
    """The roles as they are named in a sentence."""
    titles = [role.title for name, role in ROLES.items() if name in names]
    return listed(titles)


def _permissions(role: str) -> frozenset[str]:
    return frozenset(name for name, one in PERMISSIONS.items() if role in one.roles)
