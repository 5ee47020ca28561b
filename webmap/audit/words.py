"""Wording of what stands in the audit log: who, results, names of details and their values."""

from __future__ import annotations

from collections.abc import Mapping

from geo.words import Text
from layers.audit import SYSTEM
from layers.system.row_access import SECRECY_GRADES
from projects.accounts.permissions import PERMISSIONS, ROLES
from projects.records.codes import STATUSES
from projects.records.fields import PROJECT_FIELDS

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
    "action": Text("操作", "Action"),
    "actor": Text("操作人", "Who"),
    "added": Text("新增", "Added"),
    "audit": Text("审计日志", "Audit log"),
    "bytes": Text("字节数", "Bytes"),
    "cell_m": Text("栅格边长（m）", "Cell size (m)"),
    "changed": Text("修改", "Changed"),
    "code": Text("编号", "Code"),
    "contents": Text("内容文件数", "Stored contents"),
    "count": Text("数量", "Count"),
    "created": Text("新建版本", "New version made"),
    "days": Text("有效天数", "Days valid"),
    "disabled": Text("停用", "Disabled"),
    "display_name": Text("姓名", "Full name"),
    "entries": Text("记录数", "Entries"),
    "expires_at": Text("到期时间", "Expires"),
    "features": Text("要素数", "Features"),
    "figures": Text("指标", "Figures"),
    "file": Text("文件", "File"),
    "format": Text("格式", "Format"),
    "from": Text("原版本", "From"),
    "hash": Text("指纹", "Hash"),
    "keys": Text("要素编号", "Feature keys"),
    "kind": Text("类型", "Kind"),
    "layer": Text("图层", "Layer"),
    "layers": Text("图层", "Layers"),
    "links": Text("关联", "Links"),
    "made_at": Text("备份时间", "Backup made at"),
    "made_by": Text("备份人", "Backup made by"),
    "method": Text("方法", "Method"),
    "metric": Text("指标", "Metric"),
    "must_change": Text("须修改密码", "Password must be changed"),
    "name": Text("名称", "Name"),
    "number": Text("序号", "Number"),
    "ok": Text("完整", "Whole"),
    "on": Text("开启", "On"),
    "area": Text("核算区域", "Area"),
    "post": Text("职务", "Post"),
    "origin": Text("来源地址", "Address"),
    "outcome": Text("结果", "Result"),
    "parameters": Text("参数", "Parameters"),
    "path": Text("网址", "Address"),
    "permission": Text("权限", "Permission"),
    "prefix": Text("令牌开头", "Token begins with"),
    "program": Text("程序版本", "Program"),
    "projects": Text("项目", "Projects"),
    "query": Text("查询条件", "Search"),
    "reason": Text("原因", "Reason"),
    "role": Text("角色", "Role"),
    "rows": Text("记录行数", "Rows"),
    "secrecy": Text("密级", "Secrecy"),
    "sha256": Text("内容指纹", "SHA-256"),
    "since": Text("从", "From"),
    "status": Text("状态", "Status"),
    "target": Text("目标", "Target"),
    "text": Text("内容", "Text"),
    "times": Text("次数", "Times"),
    "title": Text("标题", "Title"),
    "to": Text("新版本", "To"),
    "unchanged": Text("未变", "Unchanged"),
    "until": Text("到", "Until"),
    "value": Text("值", "Value"),
    "version": Text("版本", "Version"),
    "versions": Text("版本", "Versions"),
}
SUBJECTS: dict[str, Text] = {
    "office_profile": Text("单位信息", "The office"),
    "anonymous_viewing": Text("不登录查看", "Viewing without signing in"),
}
VALUES: dict[str, Mapping[str, Text]] = {
    "role": {name: role.title for name, role in ROLES.items()},
    "permission": {name: one.title for name, one in PERMISSIONS.items()},
    "secrecy": SECRECY_GRADES,
    "status": {status.value: status.title for status in STATUSES},
}
