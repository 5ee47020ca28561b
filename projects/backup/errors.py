"""What is refused when a backup is made or brought back."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

NOTHING_CHANGED = Text(
    "未做任何改动。请换一份完好的备份；可用 sha256sum 与备份时显示的指纹核对。",
    "Nothing was changed. Use another copy of the backup; sha256sum tells whether a copy is the "
    "one that was made.",
)

BACKUP_EXISTS = declare(
    "backup-exists",
    "error",
    Text("文件 {path} 已存在。", "The file {path} is there already."),
    Text("请换一个文件名，或加 --force 覆盖。", "Choose another name, or overwrite with --force."),
    status=409,
)
BACKUP_UNDER_WAY = declare(
    "backup-under-way",
    "error",
    Text(
        "另一个备份正在写入 {path}。", "Another backup is being written to {path} at this moment."
    ),
    Text("请等它完成，或换一个文件名。", "Wait until it is done, or choose another name."),
    status=409,
)
BACKUP_NOT_WRITTEN = declare(
    "backup-not-written",
    "error",
    Text("备份 {path} 写不下去：{why}。", "The backup {path} cannot be written: {why}."),
    Text(
        "请检查磁盘空间和写入权限；未留下不完整的文件。",
        "Check the free space and the right to write there; no unfinished file was left.",
    ),
    status=500,
)
DATABASE_DAMAGED = declare(
    "backup-database-damaged",
    "error",
    Text("数据库已损坏：{why}。", "The database is damaged: {why}."),
    Text(
        "请停止使用并从上一份完好的备份恢复。",
        "Stop using it, and restore the last backup that was whole.",
    ),
    status=500,
)
CONTENT_CHANGED = declare(
    "backup-content-changed",
    "error",
    Text("备份过程中文件 {name} 发生了变化。", "The file {name} changed while it was backed up."),
    Text("请再备份一次；未留下不完整的文件。", "Back up once more; no unfinished file was left."),
    status=409,
)
NO_BACKUP = declare(
    "backup-unreadable",
    "error",
    Text("{path} 不是 EcoAtlas 的备份。", "{path} is no backup of EcoAtlas."),
    Text(
        "请选用 ecoatlas backup 生成的 .tar.zst 文件。",
        "Choose a .tar.zst file made by ecoatlas backup.",
    ),
)
BACKUP_TRUNCATED = declare(
    "backup-truncated",
    "error",
    Text("备份 {path} 不完整：在 {name} 处中断。", "The backup {path} is cut off at {name}."),
    NOTHING_CHANGED,
)
BACKUP_DAMAGED = declare(
    "backup-damaged",
    "error",
    Text(
        "备份 {path} 已损坏或被改动过：{name}（{why}）。",
        "The backup {path} is damaged or was altered: {name} ({why}).",
    ),
    NOTHING_CHANGED,
)
BACKUP_TOO_NEW = declare(
    "backup-too-new",
    "error",
    Text(
        "备份由较新的程序生成（EcoAtlas {program}，数据库 {revision}），本机程序太旧。",
        "The backup was made by a newer program (EcoAtlas {program}, database {revision}); this "
        "one is too old for it.",
    ),
    Text("请先升级本机的 EcoAtlas。", "Bring EcoAtlas on this machine up to date first."),
    status=409,
)
HOME_IN_USE = declare(
    "restore-home-in-use",
    "error",
    Text("{place} 已有数据，不会覆盖。", "{place} holds data already; it is not overwritten."),
    Text(
        "请用 --into 指定一个空的数据文件夹，或先把原来的数据移走。",
        "Name an empty data folder with --into, or move the old data away first.",
    ),
    status=409,
)
NOT_IN_BACKUP = declare(
    "backup-without-content",
    "error",
    Text("备份 {path} 中没有 {content} 的内容。", "The backup {path} does not hold {content}."),
    Text(
        "请用这一版导入之后所做的备份；一份都没有时，请重新导入原始文件。",
        "Use a backup made after this version was imported; where there is none, import the "
        "original file again.",
    ),
    status=404,
)
NOT_RESTORED = declare(
    "restore-not-written",
    "error",
    Text("无法恢复到 {place}：{why}。", "Nothing can be restored to {place}: {why}."),
    Text(
        "请检查备份文件、磁盘空间和权限；未留下不完整的数据。",
        "Check the backup file, the free space and the rights; no unfinished data was left.",
    ),
    status=500,
)
NO_SPACE = declare(
    "restore-no-space",
    "error",
    Text(
        "恢复需要约 {needed} MB，{place} 只剩 {free} MB。",
        "Restoring needs about {needed} MB; {place} has {free} MB left.",
    ),
    Text("请腾出空间，或恢复到另一个磁盘。", "Make room, or restore to another disk."),
    status=409,
)
