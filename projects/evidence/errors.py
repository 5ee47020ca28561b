"""Declared refusals of evidence files."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

EVIDENCE_KIND = declare(
    "evidence-kind",
    "error",
    Text(
        "佐证文件“{name}”的种类不能存：可存 {kinds}。",
        "The evidence file “{name}” is of a kind that is not kept: {kinds}.",
    ),
    Text("请另存为 PDF 后再上传。", "Save it as PDF and upload that."),
    status=415,
)
EVIDENCE_FALSE = declare(
    "evidence-false",
    "error",
    Text(
        "佐证文件“{name}”的内容不是它的后缀名所说的 {said}。",
        "The evidence file “{name}” is not what its suffix says ({said}).",
    ),
    Text(
        "请用原来的软件打开核对，再另存为正确的格式。",
        "Open it with the program that made it and save it in the right format.",
    ),
    status=415,
)
EVIDENCE_SIZE = declare(
    "evidence-size",
    "error",
    Text(
        "佐证文件“{name}”是空的，或大于 {limit} MB。",
        "The evidence file “{name}” is empty, or larger than {limit} MB.",
    ),
    Text("请缩小，例如降低扫描的分辨率。", "Make it smaller, for example by a coarser scan."),
    status=413,
)
EVIDENCE_UNKNOWN = declare(
    "evidence-unknown",
    "error",
    Text("没有这个佐证文件。", "There is no such evidence file."),
    Text("请从目标或项目的页面下载。", "Download it from the page of its target or project."),
    status=404,
)
