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
        "{code} 的状态是“{state}”，不能{step}。",
        "{code} is “{state}”: it cannot be {step}.",
    ),
    Text("请打开它的页面查看可以做的下一步。", "Open its page to see what can be done next."),
    status=409,
)
OWN_STATEMENT = declare(
    "statement-own",
    "error",
    Text(
        "{code} 由 {name} 制作，不能由本人签署。",
        "{code} was made by {name}, who cannot sign it.",
    ),
    Text("请由另一位审核人签署。", "Another reviewer has to sign it."),
    status=403,
)
NOT_A_REVIEWER = declare(
    "statement-not-a-reviewer",
    "error",
    Text("账号“{name}”不能办理{step}。", "Account “{name}” may not have anything {step}."),
    Text(
        "只有审核人可以退回、签署和撤回；受委托的编辑在委托期内可以退回和签署。",
        "Only reviewers return, sign and withdraw; an editor whom one has delegated it to returns "
        "and signs while that lasts.",
    ),
    status=403,
)
NOT_YOUR_STATEMENT = declare(
    "statement-not-yours",
    "error",
    Text(
        "{code} 由 {maker} 制作，只能由制作人提交。",
        "{code} was made by {maker}; only the maker submits it.",
    ),
    Text("请由制作人提交，或另制一份。", "Ask the maker, or make one of your own."),
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
    Text(
        "文字太长，最多 {limit} 个字符。",
        "The text is too long: {limit:character|characters} at most.",
    ),
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
UNKNOWN_POINT = declare(
    "statement-unknown-comment",
    "error",
    Text(
        "核算单 {code} 没有第 {number} 条意见或退回。",
        "Statement {code} has no comment or return with number {number}.",
    ),
    Text("编号见核算单页的意见。", "The numbers stand beside the comments of the statement."),
    status=404,
)
OWN_COMMENT = declare(
    "statement-own-comment",
    "error",
    Text(
        "第 {number} 条是您自己提的，不能由本人答复。",
        "Number {number} is your own: you cannot answer it.",
    ),
    Text("不再需要答复时可以了结它。", "Close it where it needs no answer any more."),
    status=403,
)
NOT_YOURS_TO_ANSWER = declare(
    "statement-not-yours-to-answer",
    "error",
    Text("第 {number} 条不能由您答复。", "Number {number} is not yours to answer."),
    Text("由制作人或审核人答复。", "The maker of the statement or a reviewer answers it."),
    status=403,
)
NOT_YOURS_TO_CLOSE = declare(
    "statement-not-yours-to-close",
    "error",
    Text("第 {number} 条不能由您了结或再议。", "Number {number} is not yours to close or reopen."),
    Text(
        "提出人可以了结；答复之后审核人也可以。",
        "Whoever made it may close it; after an answer a reviewer may too.",
    ),
    status=403,
)
POINT_STATE = declare(
    "statement-comment-state",
    "error",
    Text(
        "第 {number} 条的状态是“{state}”，不能{step}。",
        "Number {number} is “{state}”: it cannot be {step}.",
    ),
    Text("请打开核算单查看现在的意见。", "Open the statement to see its comments as they are now."),
    status=409,
)
OPEN_COMMENTS = declare(
    "statement-open-comments",
    "error",
    Text(
        "核算单 {code} 还有未答复的意见，不能签署：{points}。",
        "Statement {code} has comments without an answer and cannot be signed: {points}.",
    ),
    Text("请先逐条答复或了结。", "Have each answered or closed first."),
    status=409,
)
POINTS_UNANSWERED = declare(
    "statement-points-unanswered",
    "error",
    Text(
        "核算单 {code} 退回后还有未答复的，不能再提交：{points}。",
        "Statement {code} was returned: before it is handed in, answer these: {points}.",
    ),
    Text("请逐条答复后提交。", "Answer each, then hand it in."),
    status=409,
)
CHANGED_MEANWHILE = declare(
    "statement-changed-meanwhile",
    "error",
    Text(
        "{code} 要确认的内容在您打开之后有变化，没有签署。",
        "What is asserted of {code} has changed since you opened it; it was not signed.",
    ),
    Text("请把新的清单看一遍再签署。", "Read the list as it is now, then sign."),
    status=409,
)
NOT_VOUCHED = declare(
    "statement-not-vouched",
    "error",
    Text(
        "核算单 {code} 的结论现在不作数，不能签署：{why}",
        "The verdict of statement {code} counts no longer, so it cannot be signed: {why}",
    ),
    Text(
        "请退回，由编制人重新计算后另制核算单。",
        "Return it; its maker computes again and makes another statement.",
    ),
    status=409,
)
NOT_CONFIRMED = declare(
    "statement-not-confirmed",
    "error",
    Text("没有勾选确认，没有签署。", "The list was not confirmed; nothing was signed."),
    Text("看过清单后勾选。", "Read the list and tick the box."),
    status=422,
)
DELEGATE_UNFIT = declare(
    "delegation-unfit",
    "error",
    Text("不能把签署委托给账号“{name}”。", "Signing cannot be delegated to account “{name}”."),
    Text(
        "只能委托给在用的编辑账号：审核人本来就能签署，管理员和查看者不签署。",
        "Name an editor's account in use: reviewers sign anyway, administrators and viewers never.",
    ),
)
DELEGATION_PERIOD = declare(
    "delegation-period",
    "error",
    Text("委托期限不对：{first} 至 {last}。", "The period does not do: {first} to {last}."),
    Text(
        "终止日不早于起始日和今天，最长 {most} 天。",
        "The last day is not before the first nor before today; {most:day|days} at the most.",
    ),
)
UNKNOWN_DELEGATION = declare(
    "unknown-delegation",
    "error",
    Text("没有编号为 {number} 的委托。", "There is no delegation {number}."),
    Text("请在委托列表中查看。", "See the list of delegations."),
    status=404,
)
DELEGATION_ENDED = declare(
    "delegation-ended",
    "error",
    Text("第 {number} 号委托已经终止。", "Delegation {number} has ended already."),
    Text("请在委托列表中查看。", "See the list of delegations."),
    status=409,
)
REPLACES_OTHER = declare(
    "statement-replaces-other",
    "error",
    Text(
        "核算单 {code} 是指标“{metric}”的，不能由别的指标的核算单替代。",
        "Statement {code} is of “{metric}”; one of another metric cannot replace it.",
    ),
    Text("请填写同一指标的核算单。", "Name a statement of the same metric."),
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
    Text(
        "“{file}”不是核算单或选址研判的文件：{why}。",
        "“{file}” is no file of a statement or of a site check: {why}.",
    ),
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
