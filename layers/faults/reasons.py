"""Why the system refused, in both languages."""

from __future__ import annotations

import errno

from geo.words import Text
from layers.faults.disk import rooms_noted

REASONS: dict[int, Text] = {
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EDQUOT: Text("磁盘配额已用完", "the disk quota is used up"),
    errno.EFBIG: Text("文件超过允许的大小", "the file is larger than the system permits"),
    errno.EROFS: Text("磁盘只读", "the disk is read-only"),
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EPERM: Text("没有权限", "permission denied"),
    errno.EIO: Text("磁盘读写出错", "the disk gave an error"),
    errno.ENOENT: Text("不存在", "no such file or folder"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is not a folder"),
    errno.EISDIR: Text("它是文件夹", "it is a folder"),
    errno.EEXIST: Text("那里已有同名的文件", "a file of that name stands there"),
    errno.ENAMETOOLONG: Text("名称太长", "the name is too long"),
    errno.EMFILE: Text("打开的文件太多", "too many open files"),
    errno.ENFILE: Text("打开的文件太多", "too many open files"),
    errno.ENOMEM: Text("内存不足", "not enough memory"),
    errno.EADDRINUSE: Text("端口已被占用", "the port is in use"),
}


def why(error: OSError) -> Text:
    """The reason of the system in words, and where it is full; its own sentence where we have none.

    Where it is full was noted by `watched`.
    """
    said = error.strerror or str(error)
    reason = REASONS.get(error.errno or 0, Text(said, said))
    for room in rooms_noted(error):
        if room.full:
            return Text("{reason}：{path}{room}", "{reason}: {path}{room}").format(
                reason=reason, path=room.path, room=room.said
            )
    return reason
