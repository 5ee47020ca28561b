"""Declared refusals of metrics: what was asked does not fit the declaration."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

UNKNOWN_METRIC = declare(
    "unknown-metric",
    "error",
    Text("没有名为“{metric}”的指标。", "There is no metric called “{metric}”."),
    Text("用 ecoatlas metrics list 查看全部指标。", "See all metrics with: ecoatlas metrics list"),
    status=404,
)
UNKNOWN_ROLE = declare(
    "unknown-role",
    "error",
    Text(
        "指标“{metric}”没有名为“{role}”的输入。", "The metric “{metric}” takes no input “{role}”."
    ),
    Text("它的输入是：{choices}。", "Its inputs are: {choices}."),
)
MISSING_INPUT = declare(
    "missing-input",
    "error",
    Text(
        "指标“{metric}”缺少输入“{role}”（{title}）。",
        "“{metric}” lacks its input “{role}” ({title}).",
    ),
    Text(
        "请给出一个图层，例如 --{option} 图层编号。", "Name a layer, for example --{option} LAYER."
    ),
)
WRONG_KIND = declare(
    "wrong-kind",
    "error",
    Text(
        "图层“{layer}”的类型是“{actual}”，不能作为输入“{role}”（{title}）。",
        "Layer “{layer}” is of the kind “{actual}” and cannot be the input “{role}” ({title}).",
    ),
    Text("可用的类型：{choices}。", "It takes layers of the kind: {choices}."),
)
INPUT_GEOMETRY = declare(
    "input-geometry",
    "error",
    Text(
        "图层“{layer}”有 {count} 个要素不是{wanted}，不能作为输入“{role}”（例如 {keys}）。",
        "Layer “{layer}” has {count:feature|features} that {count:~is|are} no {wanted}; it cannot "
        "be the input "
        "“{role}” (for example {keys}).",
    ),
    Text("请使用只含{wanted}的图层。", "Use a layer of {wanted}."),
)
MISSING_FIELD = declare(
    "missing-field",
    "error",
    Text(
        "图层“{layer}”第 {version} 版没有字段“{field}”（{title}），指标需要它。",
        "Version {version} of layer “{layer}” has no field “{field}” ({title}), which is needed.",
    ),
    Text(
        "请补上该字段后重新导入，导入时可用 --map 指定对应列。",
        "Import it again with this field; --map names its column.",
    ),
)
UNKNOWN_VERDICT = declare(
    "unknown-verdict",
    "error",
    Text(
        "图层“{layer}”中要素 {keys} 的“{field}”是“{values}”，不在可选值之内。",
        "In layer “{layer}” the features {keys} have “{values}” as {field}, which is "
        "not a known value.",
    ),
    Text(
        "可选值：{choices}；尚未评估的请留空。",
        "It can be: {choices}; leave it empty where nothing was assessed.",
    ),
)
UNKNOWN_PARAMETER = declare(
    "unknown-parameter",
    "error",
    Text(
        "指标“{metric}”没有参数“{parameter}”。",
        "The metric “{metric}” has no parameter “{parameter}”.",
    ),
    Text("它的参数是：{choices}。", "Its parameters are: {choices}."),
)
MISSING_PARAMETER = declare(
    "missing-parameter",
    "error",
    Text(
        "指标“{metric}”缺少参数“{parameter}”（{title}）。",
        "“{metric}” lacks its parameter “{parameter}” ({title}).",
    ),
    Text("请给出这个参数。", "Give this parameter."),
)
BAD_PARAMETER = declare(
    "bad-parameter",
    "error",
    Text(
        "参数“{parameter}”的值“{value}”不可用：应为 {low} 至 {high} 之间的数{unit}。",
        "“{value}” cannot be the parameter “{parameter}”: a number from {low} to {high}{unit}.",
    ),
    Text("请改正后再算。", "Correct it and run again."),
)
WRONG_SUBJECT = declare(
    "wrong-subject",
    "error",
    Text(
        "目标“{target}”要的是“{asked}”，而{measured}，两者不能比较。",
        "The target “{target}” asks for “{asked}”, but {measured}: the two cannot be compared.",
    ),
    Text(
        "请选用对象相同的目标或指标；用 ecoatlas policy targets --spatial 查看各目标的对象。",
        "Choose a target or a metric of the same subject; ecoatlas policy targets --spatial lists "
        "the subjects of targets.",
    ),
)
WRONG_JURISDICTION = declare(
    "wrong-jurisdiction",
    "error",
    Text(
        "目标“{target}”属于{division}，而图层“{layer}”的数据在{where}，没有一处在该范围以内。",
        "The target “{target}” is that of {division}, but the data of layer “{layer}” lies in "
        "{where}: nothing of it is inside.",
    ),
    Text(
        "请使用{division}的图层，或选择数据所在地的目标。",
        "Use a layer of {division}, or a target of the place where the data lies.",
    ),
)
TARGET_REPLACED = declare(
    "target-replaced",
    "error",
    Text(
        "目标“{target}”已拆分为 {others}，不再判定。",
        "The target “{target}” was split into {others} and is not judged any more.",
    ),
    Text("请选用拆分后的目标。", "Choose one of the targets that it was split into."),
)
BOUNDARY_LACKS = declare(
    "boundary-lacks-division",
    "error",
    Text(
        "图层“{layer}”里没有{division}（{codes}），不能作为目标“{target}”的范围。",
        "Layer “{layer}” has no {division} ({codes}) and cannot bound the target “{target}”.",
    ),
    Text(
        "请选用含该行政区的“行政区划”图层，或不填，由程序查找。",
        "Name a layer of divisions that has it, or none: it is looked for then.",
    ),
)
BOUNDARY_ALONE = declare(
    "boundary-without-target",
    "error",
    Text(
        "给出了目标所属范围“{layer}”，却没有给出目标。",
        "The boundary “{layer}” is given without a target.",
    ),
    Text(
        "请一并给出目标，或去掉它；另定统计范围请用指标的“统计范围”。",
        "Give a target too, or leave it out; another region is the input of that name.",
    ),
)
TARGET_DOES_NOT_FIT = declare(
    "target-does-not-fit",
    "error",
    Text(
        "目标“{target}”（{indicator}）的单位不是指标“{metric}”能核算的。",
        "The target “{target}” ({indicator}) is in no unit that the metric “{metric}” measures.",
    ),
    Text(
        "请选用单位为 {units} 的目标；用 ecoatlas policy targets --spatial 查看。",
        "Choose a target whose unit is one of {units}; ecoatlas policy targets --spatial lists "
        "them.",
    ),
)
NOT_A_DAY = declare(
    "parameter-not-a-date",
    "error",
    Text("参数“{parameter}”的值“{value}”不是日期。", "“{parameter}”: “{value}” is no date."),
    Text("请写成 2025-06-30。", "Write it as 2025-06-30."),
)
NO_SUCH_CHOICE = declare(
    "parameter-no-such-choice",
    "error",
    Text("参数“{parameter}”不能是“{value}”。", "“{parameter}” cannot be “{value}”."),
    Text("可选：{choices}。", "It is one of: {choices}."),
)
TEXT_TOO_LONG = declare(
    "parameter-too-long",
    "error",
    Text("参数“{parameter}”太长。", "“{parameter}” is too long."),
    Text("不超过 {limit} 个字符。", "At most {limit:character|characters}."),
)
NO_SHAPES = declare(
    "no-shapes",
    "error",
    Text("第 {run} 号计算结果的“{table}”没有图形。", "“{table}” of run {run} has no shapes."),
    Text("请从计算结果页面打开地图。", "Open the map on the page of the run."),
    status=404,
)
RESULT_ALTERED = declare(
    "result-altered",
    "error",
    Text(
        "第 {run} 号计算结果（{metric}）与保存时的指纹不符：数据库里有人改过或已损坏。",
        "Run {run} ({metric}) does not fit the hash that it was stored with: somebody has edited "
        "the database, or it is damaged.",
    ),
    Text(
        "请用同样的输入再计算一次，原结果会被重算的替换并记入审计日志；"
        "ecoatlas selfcheck 列出全部被改动的结果。",
        "Compute it again from the same inputs: it is replaced by what comes out, and the audit "
        "log says so. ecoatlas selfcheck lists every result that was altered.",
    ),
    status=500,
)
RUN_NOT_VOUCHED = declare(
    "run-not-vouched",
    "error",
    Text("第 {run} 号结果的结论现在不作数。", "The verdict of run {run} counts no longer."),
    Text("{why}", "{why}"),
    status=409,
)
