"""Refusals of uploads."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

UNKNOWN_UPLOAD = declare(
    "unknown-upload",
    "error",
    Text("没有这次上传：{upload}。", "There is no upload {upload}."),
    Text("它可能已过期被清除；请重新上传。", "It may have expired and been removed; upload again."),
    status=404,
)
UPLOAD_NO_FILES = declare(
    "upload-no-files",
    "error",
    Text("没有选中文件。", "No file was chosen."),
    Text(
        "请拖入一个文件，或一个 shapefile 的全部文件（.shp、.dbf、.shx、.prj 等）。",
        "Drop one file, or all files of a shapefile (.shp, .dbf, .shx, .prj …).",
    ),
    status=422,
)
UPLOAD_TOO_LARGE = declare(
    "upload-too-large",
    "error",
    Text(
        "上传共 {size_mb} MB，超过上限 {limit_mb} MB。",
        "The upload is {size_mb} MB in all, over the limit of {limit_mb} MB.",
    ),
    Text(
        "请拆分文件，或请管理员调整 ECOATLAS_UPLOAD_MB。",
        "Split the file, or have the administrator raise ECOATLAS_UPLOAD_MB.",
    ),
    status=413,
)
UPLOAD_TOO_MANY_FILES = declare(
    "upload-too-many-files",
    "error",
    Text(
        "一次最多上传 {limit} 个文件，这里有 {count} 个。",
        "{limit:file|files} at most; here are {count}.",
    ),
    Text("请打成一个 zip 再上传。", "Pack them into one zip."),
    status=422,
)
UPLOAD_NAME = declare(
    "upload-name",
    "error",
    Text("文件名“{name}”不能用。", "The file name “{name}” cannot be used."),
    Text(
        "请改名：不含控制字符和“..”，不重名，最长 200 个字符。",
        "Rename it: no control characters, no “..”, no duplicates, 200 characters at most.",
    ),
    status=422,
)
UPLOAD_OFFSET = declare(
    "upload-offset",
    "error",
    Text(
        "“{name}”已收到 {received} 字节，不能从第 {offset} 字节接着传。",
        "{received:byte|bytes} of “{name}” {received:~has|have} arrived; it cannot go on from "
        "byte {offset}.",
    ),
    Text("请从已收到的位置继续。", "Go on from what has arrived."),
    status=409,
)
UPLOAD_OVERFLOW = declare(
    "upload-overflow",
    "error",
    Text(
        "“{name}”收到的内容比声明的 {size} 字节多。",
        "“{name}” brought more than the {size:byte|bytes} it had announced.",
    ),
    Text(
        "文件可能在上传途中被改动；请重新上传。", "It may have changed meanwhile; upload it again."
    ),
    status=422,
)
UPLOAD_UNFINISHED = declare(
    "upload-unfinished",
    "error",
    Text(
        "“{name}”还没有传完（{received} / {size} 字节）。",
        "“{name}” has not arrived ({received} of {size:byte|bytes}).",
    ),
    Text(
        "请等上传完成，或重新选择文件继续上传。", "Wait for it, or choose the file again to go on."
    ),
    status=409,
)
UPLOAD_NO_SPACE = declare(
    "upload-no-space",
    "error",
    Text(
        "服务器磁盘空间不足：需要 {need_mb} MB，剩余 {free_mb} MB。",
        "The server's disk is too full: {need_mb} MB are needed, {free_mb} MB are free.",
    ),
    Text("请管理员清理磁盘后再上传。", "Have the administrator make room, then upload again."),
    status=507,
)
UPLOAD_BUSY = declare(
    "upload-busy",
    "error",
    Text("这次上传正在检查或导入。", "This upload is being checked or imported."),
    Text("请等它完成，或先取消。", "Wait until that is done, or cancel it first."),
    status=409,
)
UPLOAD_TOO_MANY = declare(
    "upload-too-many",
    "error",
    Text(
        "已有 {count} 次上传没有完成，达到上限。",
        "There are {count} unfinished uploads already, which is the limit.",
    ),
    Text("请先删除不再需要的上传。", "Remove those that are no longer needed."),
    status=409,
)
UPLOAD_NO_SUCH_FILE = declare(
    "upload-no-such-file",
    "error",
    Text("这次上传没有第 {number} 个文件。", "This upload has no file number {number}."),
    Text("文件从 0 开始编号。", "Files are counted from 0."),
    status=404,
)
UPLOAD_INCOMPLETE = declare(
    "upload-incomplete",
    "error",
    Text("还缺少：{missing}。", "Still missing: {missing}."),
    Text("请填写后再导入。", "Fill it in, then import."),
    status=422,
)
LAYER_ID_TAKEN = declare(
    "layer-id-taken",
    "error",
    Text("图层编号“{layer}”已被使用。", "The layer id “{layer}” is taken."),
    Text(
        "请换一个编号；要更新已有图层，请在“新版本”中选择它。",
        "Choose another one; to update a layer, choose it under “new version”.",
    ),
    status=409,
)
UPLOAD_NO_PREVIEW = declare(
    "upload-no-preview",
    "error",
    Text("这次上传还没有预览。", "There is no preview of this upload."),
    Text(
        "请先检查；文件含多个图层时请先选定一个。",
        "Check it first; where it holds several layers, choose one.",
    ),
    status=404,
)
UPLOAD_NOTHING_TO_TAKE = declare(
    "upload-nothing-to-take",
    "error",
    Text("这份文件还没有生成。", "This file has not been made yet."),
    Text(
        "检查报告在检查之后生成；改正后的数据请在上传页上点击“下载改正后的数据”。",
        "The fault report is made by a check; mended data by their button on the upload's page.",
    ),
    status=404,
)
