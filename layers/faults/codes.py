"""The declared codes of what a machine refuses."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

DISK_FULL = declare(
    "disk-full",
    "error",
    Text(
        "磁盘已满，没有保存：{place}{room}。", "The disk is full, nothing was saved: {place}{room}."
    ),
    Text(
        "请腾出空间{needed}后重试。已有的内容仍可查看、列表，也可用 --out 导出到别的磁盘。",
        "Make room{needed} and try again. What is there can still be looked at and listed, and "
        "exported to another disk with --out.",
    ),
    status=507,
)
QUOTA_REACHED = declare(
    "quota-reached",
    "error",
    Text(
        "磁盘配额已用完，没有保存：{place}。",
        "The disk quota of this user is used up, nothing was saved: {place}.",
    ),
    Text(
        "请删除不需要的文件，或请系统管理员提高配额（quota -s 可查看）。",
        "Remove files that are not needed, or have the quota raised (quota -s shows it).",
    ),
    status=507,
)
FILE_LIMIT = declare(
    "file-limit",
    "error",
    Text(
        "文件超过系统允许的大小，没有保存：{place}。",
        "A file grew larger than the system permits, nothing was saved: {place}.",
    ),
    Text(
        "请提高限制（ulimit -f、systemd 的 LimitFSIZE），或换一个能存大文件的磁盘。",
        "Raise the limit (ulimit -f, LimitFSIZE of systemd), or use a disk that holds large files.",
    ),
    status=507,
)
READ_ONLY = declare(
    "place-read-only",
    "error",
    Text(
        "只读，不能写入，没有保存：{place}。",
        "This is read-only and cannot be written to, nothing was saved: {place}.",
    ),
    Text(
        "请以可写方式重新挂载磁盘，或用 ECOATLAS_HOME 指定可写的文件夹。"
        "已有的内容仍可查看、列表，也可用 --out 导出到别处。",
        "Mount the disk writable, or name a writable folder with ECOATLAS_HOME. What is there can "
        "still be looked at and listed, and exported elsewhere with --out.",
    ),
    status=503,
)
NOT_PERMITTED = declare(
    "place-not-permitted",
    "error",
    Text("没有权限使用：{place}。", "There is no permission to use {place}."),
    Text(
        "请用运行服务的账号执行，或改正文件的属主和权限（chown、chmod）。",
        "Run it as the account of the service, or mend owner and mode of the files (chown, chmod).",
    ),
    status=503,
)
DISK_FAILING = declare(
    "disk-failing",
    "error",
    Text("磁盘读写出错：{place}。", "The disk gave an error while reading or writing: {place}."),
    Text(
        "磁盘或网络盘可能有故障：请查看系统日志（dmesg），先做备份，再换盘并用 ecoatlas restore "
        "恢复。",
        "The disk or network share may be failing: look into the system's log (dmesg), make a "
        "backup first, then change the disk and bring it back with ecoatlas restore.",
    ),
    status=503,
)
TOO_MANY_OPEN = declare(
    "too-many-open-files",
    "error",
    Text("打开的文件太多，系统不再允许。", "Too many files are open; the system permits no more."),
    Text(
        "请稍后重试；常见时提高限制（ulimit -n、systemd 的 LimitNOFILE）。",
        "Try again in a moment; where it happens often raise the limit (ulimit -n, LimitNOFILE).",
    ),
    status=503,
)
MEMORY_SHORT = declare(
    "memory-short",
    "error",
    Text("内存不足，没有完成。", "There is not enough memory; it was not completed."),
    Text(
        "请关闭其他程序后重试，或把文件拆小。",
        "Close other programs and try again, or split the file.",
    ),
    status=503,
)
PLACE_UNUSABLE = declare(
    "place-unusable",
    "error",
    Text("无法读写“{name}”：{why}。", "“{name}” cannot be read or written: {why}."),
    Text(
        "请检查文件夹是否存在、有无权限、磁盘是否已满。",
        "Check that the folder is there, its rights, and the room on the disk.",
    ),
)
HOME_UNUSABLE = declare(
    "home-unusable",
    "error",
    Text("数据文件夹 {home} 不能使用：{why}。", "The data folder {home} cannot be used: {why}."),
    Text(
        "请检查路径和写入权限，或用 ECOATLAS_HOME 指定另一个文件夹。",
        "Check the path and the right to write there, or name another folder with ECOATLAS_HOME.",
    ),
    status=500,
)
DATABASE_LOCKED = declare(
    "database-locked",
    "error",
    Text(
        "数据库被占用，等待后仍不能使用：{place}；占用者：{holders}。",
        "The database is locked, and was not set free in time: {place}; held by {holders}.",
    ),
    Text(
        "请等它完成，或关闭占用数据库的程序（数据库浏览器、备份或杀毒软件）后重试。没有做任何改动。",
        "Wait until it is done, or close the program that holds the database (a database browser, "
        "a backup, a virus scanner) and try again. Nothing was changed.",
    ),
    status=503,
)
DATABASE_DAMAGED = declare(
    "database-damaged",
    "error",
    Text(
        "数据库已损坏或被截断：{place}（{why}）。",
        "The database is damaged or cut off: {place} ({why}).",
    ),
    Text(
        "请停止服务，把数据文件夹移到别处保存，再恢复最近的备份："
        "ecoatlas restore 备份.tar.zst（或加 --into 新文件夹）。",
        "Stop the service, move the data folder aside and keep it, then bring back the latest "
        "backup: ecoatlas restore BACKUP.tar.zst (or --into a new folder).",
    ),
    status=503,
)
DATABASE_UNUSABLE = declare(
    "database-unusable",
    "error",
    Text("数据库打不开：{place}（{why}）。", "The database cannot be opened: {place} ({why})."),
    Text(
        "请检查 ECOATLAS_HOME 和 ECOATLAS_DATABASE_URL 指向的文件，以及它所在的文件夹。",
        "Check the file that ECOATLAS_HOME and ECOATLAS_DATABASE_URL point to, and its folder.",
    ),
    status=503,
)
DATABASE_UNREACHABLE = declare(
    "database-unreachable",
    "error",
    Text(
        "连不上数据库服务器：{place}（{why}）。",
        "The database server does not answer: {place} ({why}).",
    ),
    Text(
        "请检查 PostgreSQL 是否在运行，ECOATLAS_DATABASE_URL 中的地址、账号和库名是否正确；"
        "恢复后重试即可。",
        "Check that PostgreSQL is running and that address, account and name in "
        "ECOATLAS_DATABASE_URL are right; once it answers, try again.",
    ),
    status=503,
)
DRIVER_MISSING = declare(
    "driver-missing",
    "error",
    Text(
        "缺少 Python 包 {package}，不能使用设置 {setting} 中的地址。",
        "The Python package {package} is missing, which the address in {setting} needs.",
    ),
    Text("请安装：{install}", "Install it: {install}"),
    status=500,
)
RECORDS_ASIDE = declare(
    "database-records-aside",
    "error",
    Text(
        "数据库的最新记录还在 {wal} 里，而这里不能写入，读出来会不完整。",
        "The newest records of the database still lie in {wal}, and nothing may be written here: "
        "what is read would not be whole.",
    ),
    Text(
        "请把整个数据文件夹复制到可写的地方，再用 ECOATLAS_HOME 指向它。",
        "Copy the whole data folder to a writable place and point ECOATLAS_HOME to it.",
    ),
    status=503,
)
DATABASE_EMPTY = declare(
    "database-empty",
    "error",
    Text(
        "{place} 是空的或不见了，而版本库 {store} 里有内容：这不是一个新单位。",
        "{place} is empty or missing, while the version store {store} holds contents: this is no "
        "new office.",
    ),
    Text(
        "没有做任何改动。请把数据文件夹移到别处保存，再恢复最近的备份："
        "ecoatlas restore 备份.tar.zst。确实要新建单位时，请把 ECOATLAS_HOME 设为一个空文件夹。",
        "Nothing was changed. Move the data folder aside and keep it, then bring back the latest "
        "backup: ecoatlas restore BACKUP.tar.zst. For an office that is really new set "
        "ECOATLAS_HOME to an empty folder.",
    ),
    status=503,
)
DATABASE_NEWER = declare(
    "database-newer",
    "error",
    Text(
        "数据库由较新的程序建立（{revision}），本机程序太旧：{place}。",
        "The database was made by a newer program ({revision}); this one is too old for it: "
        "{place}.",
    ),
    Text(
        "没有做任何改动。请升级本机的 EcoAtlas，或恢复旧程序所做的备份。",
        "Nothing was changed. Bring EcoAtlas on this machine up to date, or restore a backup that "
        "the older program made.",
    ),
    status=503,
)
NOT_RECORDED = declare(
    "export-not-recorded",
    "error",
    Text(
        "审计日志现在写不了，因此没有导出。{why}",
        "The audit log cannot be written now, so nothing was exported. {why}",
    ),
    Text(
        "请腾出空间或恢复写入权限。急用时可加 --unrecorded 导出到别处：ecoatlas --unrecorded …；"
        "这次导出只写进日志文件，不在审计日志里。",
        "Make room, or mend the rights. Where it cannot wait, export it elsewhere with "
        "ecoatlas --unrecorded …: it then stands in the log file only, not in the audit log.",
    ),
    status=503,
)

STORE_UNREACHABLE = declare(
    "store-unreachable",
    "error",
    Text("连不上{place}：{why}。", "Cannot reach {place}: {why}."),
    Text(
        "请检查 AWS_ENDPOINT_URL 和网络，恢复后重试；没有做完的不会留下。",
        "Check AWS_ENDPOINT_URL and the network, and try again; nothing half done remains.",
    ),
    status=503,
)
STORE_DENIED = declare(
    "store-denied",
    "error",
    Text("{place}拒绝访问：{why}。", "Access is denied by {place}: {why}."),
    Text(
        "请检查 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 和这个账号对存储桶的读写权限。",
        "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and that they may read and write the "
        "bucket.",
    ),
    status=503,
)
STORE_NO_BUCKET = declare(
    "store-bucket-missing",
    "error",
    Text("{place}的存储桶不存在。", "The bucket of {place} does not exist."),
    Text(
        "请先建立存储桶，或改正 ECOATLAS_STORE_URL（s3://存储桶/文件夹）。",
        "Make the bucket, or correct ECOATLAS_STORE_URL (s3://bucket/folder).",
    ),
    status=503,
)
