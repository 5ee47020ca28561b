"""Declared refusals of choosing the office's figures."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

NO_RUN = declare(
    "figure-without-run",
    "error",
    Text("没有编号为 {run} 的计算结果。", "There is no stored run {run}."),
    Text("请先计算指标，再设为现行。", "Compute the metric first, then set the run."),
    status=404,
)
OUTDATED = declare(
    "figure-run-outdated",
    "error",
    Text(
        "第 {run} 号结果是用指标“{metric}”第 {old} 版定义算的，现在用的是第 {new} 版。",
        "Run {run} was computed with version {old} of “{metric}”; version {new} is declared now.",
    ),
    Text("请重新计算，再把新结果设为现行。", "Compute it again and set the new run."),
    status=409,
)
NO_REASON = declare(
    "figure-reason-missing",
    "error",
    Text("没有写理由。", "No reason is given."),
    Text(
        "请写明为什么以它为本单位的数字，最多 {limit} 个字。",
        "Say why it is the office's figure, in {limit:character|characters} at most.",
    ),
)
STANDS_ALREADY = declare(
    "figure-stands-already",
    "error",
    Text("第 {run} 号结果已经是 {purpose} 的现行数字。", "Run {run} stands for {purpose} already."),
    Text("不用再设。", "Nothing needs to be done."),
    status=409,
)
SIGNED_STANDS = declare(
    "figure-signed-stands",
    "error",
    Text(
        "{purpose} 的现行数字依据已签署的核算单 {code}。",
        "The signed statement {code} stands for {purpose}.",
    ),
    Text(
        "请据新结果制作核算单并签署，或先撤回 {code}。",
        "Have a statement on the new run signed, or have {code} withdrawn first.",
    ),
    status=409,
)
LAYERS_NOT_OWN = declare(
    "figure-layers-not-own",
    "error",
    Text(
        "以下图层还没有认定为本单位用于“{metric}”的正式数据：{layers}。",
        "These layers are not declared to be the office's own for “{metric}”: {layers}.",
    ),
    Text(
        "如果是正式数据，请一并认定（命令行：{command}）；如果是试验图层，请用正式图层重算。",
        "If they are, declare them along with it (command line: {command}); if they are test "
        "layers, compute on the office's own.",
    ),
    status=409,
)
NOT_AN_INPUT = declare(
    "figure-layer-not-used",
    "error",
    Text("第 {run} 号结果没有用图层 {layers}。", "Run {run} does not use: {layers}."),
    Text("只能认定这次计算用到的图层：{inputs}。", "It uses: {inputs}."),
)
STANDING_MOVED = declare(
    "figure-moved",
    "error",
    Text(
        "{purpose} 的现行数字刚刚有变动，与页面上显示的不同。",
        "What stands for {purpose} has changed since the page was shown.",
    ),
    Text(
        "请重新打开本页，看清将取代哪个数字再设。", "Open the page again and look what it replaces."
    ),
    status=409,
)
NOT_SET = declare(
    "figure-not-set",
    "error",
    Text(
        "第 {run} 号结果不是由人设定的现行数字。", "Run {run} is no figure that a person has set."
    ),
    Text(
        "用 ecoatlas metrics current 查看现行数字；已签署的核算单请撤回。",
        "See what stands with: ecoatlas metrics current. A signed statement is withdrawn instead.",
    ),
    status=409,
)
