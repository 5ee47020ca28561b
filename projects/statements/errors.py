"""Declared refusals of statements."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

UNKNOWN_STATEMENT = declare(
    "unknown-statement",
    "error",
    Text("没有编号为 {statement} 的核算单。", "There is no statement {statement}."),
    Text("用 ecoatlas statements list 查看全部。", "See them with: ecoatlas statements list"),
    status=404,
)
NO_RUN = declare(
    "statement-without-run",
    "error",
    Text("没有编号为 {run} 的计算结果。", "There is no stored run {run}."),
    Text("请先计算指标，再据此制作核算单。", "Compute the metric first, then make a statement."),
    status=404,
)
RUN_OUTDATED = declare(
    "statement-run-outdated",
    "error",
    Text(
        "第 {run} 号结果是用指标“{metric}”第 {old} 版算的，现行为第 {new} 版。",
        "Run {run} was computed with version {old} of “{metric}”; version {new} is declared now.",
    ),
    Text("请重新计算后再制作核算单。", "Compute it again, then make the statement."),
    status=409,
)
WRONG_STATE = declare(
    "statement-wrong-state",
    "error",
    Text(
        "核算单 {code} 的状态是“{state}”，不能{step}。",
        "Statement {code} is “{state}”: it cannot be {step}.",
    ),
    Text("请打开核算单查看可以做的下一步。", "Open the statement to see what can be done next."),
    status=409,
)
OWN_STATEMENT = declare(
    "statement-own",
    "error",
    Text(
        "核算单 {code} 由 {name} 制作，不能由本人签署。",
        "Statement {code} was made by {name}, who cannot sign it.",
    ),
    Text("请由另一位审核人签署。", "Another reviewer has to sign it."),
    status=403,
)
NOT_A_REVIEWER = declare(
    "statement-not-a-reviewer",
    "error",
    Text("账号“{name}”不能{step}核算单。", "Account “{name}” may not have a statement {step}."),
    Text("只有审核人可以退回、签署和撤回。", "Only reviewers return, sign and withdraw."),
    status=403,
)
NOT_YOUR_STATEMENT = declare(
    "statement-not-yours",
    "error",
    Text(
        "核算单 {code} 由 {maker} 制作，只能由制作人提交。",
        "Statement {code} was made by {maker}; only the maker submits it.",
    ),
    Text("请由制作人提交，或另制一份核算单。", "Ask the maker, or make a statement of your own."),
    status=403,
)
REASON_MISSING = declare(
    "statement-reason-missing",
    "error",
    Text("没有写明内容。", "Nothing was written."),
    Text("请写明退回理由或意见。", "Write the reason, or the comment."),
)
TEXT_TOO_LONG = declare(
    "statement-text-too-long",
    "error",
    Text("文字太长，最多 {limit} 个字符。", "The text is too long: {limit} characters at most."),
    Text("请缩短。", "Shorten it."),
)
UNKNOWN_ROW = declare(
    "statement-unknown-row",
    "error",
    Text(
        "核算单 {code} 的表“{table}”中没有“{row}”。",
        "Statement {code} has no row “{row}” in table “{table}”.",
    ),
    Text("请填写表中的编号，或不填（对整份核算单）。", "Name a key of the table, or none."),
)
UNKNOWN_FACE = declare(
    "unknown-statement-format",
    "error",
    Text("核算单不能导出为“{format}”。", "A statement cannot be exported as “{format}”."),
    Text("可用的格式：{known}。", "The formats are: {known}."),
)
NO_FONT = declare(
    "statement-no-font",
    "error",
    Text(
        "找不到中文字体，不能生成 PDF 和地图图片。",
        "No Chinese font was found; PDF and map pictures cannot be made.",
    ),
    Text(
        "请重新安装程序包 pylopdf-fonts-zh-cn，或安装系统字体"
        "（Debian：fonts-noto-cjk；Windows 自带宋体、微软雅黑）。",
        "Install the package pylopdf-fonts-zh-cn again, or a font of the system (Debian: "
        "fonts-noto-cjk; Windows has SimSun and Microsoft YaHei).",
    ),
    status=500,
)
NOT_A_STATEMENT = declare(
    "not-a-statement",
    "error",
    Text("“{file}”不是核算单文件：{why}。", "“{file}” is no file of a statement: {why}."),
    Text(
        "请提供由本系统导出的 xlsx、docx、pdf、gpkg 或 json 文件。",
        "Give an xlsx, docx, pdf, gpkg or json file that this program exported.",
    ),
)
STATEMENT_DAMAGED = declare(
    "statement-damaged",
    "error",
    Text(
        "核算单 {code} 的存档与指纹不符：有人直接改动过数据库。",
        "What is kept of statement {code} does not fit its hash: somebody changed the database.",
    ),
    Text(
        "请运行 ecoatlas audit verify，并与备份核对。",
        "Run ecoatlas audit verify, and compare it with a backup.",
    ),
    status=500,
)
