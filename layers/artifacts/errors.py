"""Refusals of files that were made by a job."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

MADE_GONE = declare(
    "made-gone",
    "error",
    Text("这个文件已过期清除。", "This file has expired and was removed."),
    Text(
        "文件只保留 {hours} 小时；请重新导出或比较。",
        "Files are kept for {hours:hour|hours}; export or compare again.",
    ),
    status=410,
)
MADE_NOT_YET = declare(
    "made-not-yet",
    "error",
    Text("这个任务没有可以下载的文件。", "This job has no file to fetch."),
    Text("请等任务完成；未完成的任务没有文件。", "Wait until the job is done."),
    status=409,
)
MADE_TOO_MANY = declare(
    "made-too-many",
    "error",
    Text(
        "您已有 {count} 个导出或比较任务没有完成，达到上限。",
        "You have {count} exports or comparisons under way, which is the limit.",
    ),
    Text("请等它们完成，或取消不再需要的。", "Wait for them, or cancel those no longer needed."),
    status=409,
)
