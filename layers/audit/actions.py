"""What can stand in the audit log, in words."""

from __future__ import annotations

from geo.words import Text

ACTIONS: dict[str, Text] = {
    "sign-in": Text("登录", "Signed in"),
    "sign-in-failed": Text("登录失败", "Sign-in failed"),
    "sign-out": Text("退出登录", "Signed out"),
    "session-ended": Text("结束会话", "Session ended"),
    "password-changed": Text("修改密码", "Password changed"),
    "password-reset": Text("重置密码", "Password reset"),
    "account-added": Text("新增账号", "Account added"),
    "account-changed": Text("修改账号", "Account changed"),
    "role-changed": Text("更改角色", "Role changed"),
    "account-disabled": Text("停用账号", "Account disabled"),
    "account-enabled": Text("启用账号", "Account enabled"),
    "token-made": Text("新建令牌", "Token made"),
    "token-revoked": Text("吊销令牌", "Token revoked"),
    "layer-grant": Text("准许查看图层", "Named for a layer"),
    "layer-revoke": Text("取消查看图层", "No longer named for a layer"),
    "option-changed": Text("更改办公室设置", "Office setting changed"),
    "request-refused": Text("请求被拒绝", "Request refused"),
    "layer-imported": Text("导入图层", "Layer imported"),
    "layer-rolled-back": Text("恢复旧版本", "Version made live again"),
    "layer-edited": Text("修改属性", "Attributes edited"),
    "layer-exported": Text("导出图层", "Layer exported"),
    "projects-imported": Text("导入项目", "Projects imported"),
    "project-added": Text("新增项目", "Project added"),
    "project-changed": Text("修改项目", "Project changed"),
    "project-removed": Text("删除项目", "Project removed"),
    "project-linked": Text("关联要素", "Features linked"),
    "project-unlinked": Text("取消关联", "Features unlinked"),
    "projects-exported": Text("导出项目", "Projects exported"),
    "metric-run": Text("计算指标", "Figure computed"),
    "sheet-saved": Text("保存数据表", "Sheet saved"),
    "audit-exported": Text("导出审计日志", "Audit log exported"),
    "backup-made": Text("备份", "Backup made"),
    "restored": Text("从备份恢复", "Restored from a backup"),
    "demo-loaded": Text("装入示范数据", "Demonstration loaded"),
}
