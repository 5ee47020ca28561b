"""What a job can come to besides its result."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

UNKNOWN_JOB = declare(
    "unknown-job",
    "error",
    Text("没有编号为“{job}”的任务。", "There is no job “{job}”."),
    Text("请从“上传”页进入自己的任务。", "Open your own jobs from the upload page."),
    status=404,
)
JOB_OVER = declare(
    "job-over",
    "error",
    Text("任务已经结束，不能取消。", "The job is over; it cannot be cancelled."),
    Text("请刷新页面查看结果。", "Reload the page to see its result."),
    status=409,
)
JOB_CANCELLED = declare(
    "job-cancelled",
    "info",
    Text("任务已取消，没有保存任何内容。", "The job was cancelled; nothing was stored."),
    Text("需要时可以重新开始。", "Start it again when you need it."),
)
JOB_KILLED = declare(
    "job-killed",
    "error",
    Text(
        "任务进程已中断 {attempts} 次，不再重试；没有保存任何内容。",
        "The process doing this job was ended {attempts:time|times}; it is not tried again, and "
        "nothing "
        "was stored.",
    ),
    Text(
        "多半是内存不足：请把文件拆小，或请管理员查看日志后重试。",
        "Most likely memory ran out: split the file, or have the administrator look at the log.",
    ),
    status=500,
)
JOB_FAILED = declare(
    "job-failed",
    "error",
    Text(
        "系统出了问题，任务没有完成；没有保存任何内容。",
        "Something went wrong and the job was not completed; nothing was stored.",
    ),
    Text(
        "请重试；若仍不行，请把参考号 {reference} 告诉管理员。",
        "Try again; if it persists, give the administrator the reference {reference}.",
    ),
    status=500,
)
QUEUE_UNREACHABLE = declare(
    "queue-unreachable",
    "error",
    Text("连不上后台任务队列（{why}）。", "The queue of background jobs does not answer ({why})."),
    Text(
        "请检查 ECOATLAS_QUEUE_URL 和 Redis 服务；使用 Redis 需先安装 ecoatlas[redis]。",
        "Check ECOATLAS_QUEUE_URL and the Redis server; Redis needs ecoatlas[redis] installed.",
    ),
    status=503,
)
