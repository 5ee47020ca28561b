"""Wording of the figures that stand, of trial runs, and of choosing between them."""

from __future__ import annotations

from geo.words import Text

STANDING: dict[str, Text] = {
    "standing": Text("现行数字", "The figure that stands"),
    "standing_none": Text("还没有现行数字", "No figure stands yet"),
    "standing_none_now": Text("目前没有现行数字。", "No figure stands now."),
    "standing_none_next": Text(
        "审核人或管理员打开一次计算的结果页，选“设为现行”；核算单签署后自动成为现行。",
        "A reviewer or administrator opens the result of a run and sets it; a statement stands as "
        "soon as it is signed.",
    ),
    "standing_this": Text("本次结果就是现行数字。", "This run is the figure that stands."),
    "standing_this_trial": Text(
        "本次结果是试算，不是本单位的现行数字，请勿对外引用。",
        "This is a trial run, not the office's figure; do not quote it.",
    ),
    "standing_this_stood": Text(
        "本次结果曾为现行数字，现已由别的取代或取消。",
        "This run stood once; another one does now, or none.",
    ),
    "standing_other": Text("现行的是", "What stands is"),
    "standing_run": Text("第 {run} 号计算", "run {run}"),
    "standing_for": Text("用途：{purpose}", "For {purpose}"),
    "standing_others": Text("本指标的其他现行数字", "Other figures of this metric that stand"),
    "standing_set": Text("设为现行", "Set as the figure that stands"),
    "standing_replaces": Text("将取代", "It replaces"),
    "standing_replaces_none": Text("不取代任何数字。", "It replaces nothing."),
    "standing_reason": Text("理由", "Reason"),
    "standing_reason_help": Text(
        "为什么以它为本单位的数字，写入审计日志。",
        "Why it is the office's figure; kept in the audit log.",
    ),
    "standing_own": Text("图层是本单位的正式数据", "The layers are the office's own"),
    "standing_own_help": Text(
        "逐个认定后才能设为现行，试验图层请勿勾选。",
        "Each has to be confirmed; do not confirm test layers.",
    ),
    "standing_signed_bars": Text(
        "现行数字已签署：要更换，请据本次结果制作核算单并签署，或先撤回已签署的核算单。",
        "The figure that stands is signed: have a statement on this run signed, or the signed one "
        "withdrawn.",
    ),
    "standing_outdated": Text(
        "本结果已不作数（原因见页首），请重新计算后再设为现行。",
        "This result counts no longer (the head of the page says why): compute it again before it "
        "is set.",
    ),
    "standing_refused": Text("没有设定，请改正以下内容", "Nothing was set; please correct"),
    "standing_lift": Text("取消现行", "Let it stand no longer"),
    "standing_history": Text("设定经过", "Choices so far"),
    "standing_done_set": Text("设定", "set"),
    "standing_done_lifted": Text("取消", "taken off"),
    "standing_mine": Text(
        "列表中有现行和曾为现行的结果，以及您自己的试算。",
        "What stands or has stood, and your own trial runs.",
    ),
    "standing_every": Text(
        "列表中有全部结果；试算只有计算的人、审核人和管理员在列表里看得到。",
        "Every run; trial runs are in the lists of their maker, reviewers and administrators only.",
    ),
}
SAID: dict[str, Text] = {
    "as_it_stands": Text(
        "已选：现行数字所用的图层。", "Chosen: the layer of the figure that stands."
    ),
    "only_one": Text("已选：只有这一个符合要求。", "Chosen: the only one that fits."),
    "target_stands": Text(
        "已选：现行数字所比较的目标。", "Chosen: the target of the figure that stands."
    ),
    "target_fits": Text(
        "已选：核算内容（{subject}）和辖区（{whose}）都相符的目标只有这一个。",
        "Chosen: the only target of this subject ({subject}) and jurisdiction ({whose}).",
    ),
    "signed": Text("现行 · 已签署", "stands · signed"),
    "not_signed": Text("现行 · 未签署", "stands · not signed"),
    "stood": Text("曾为现行", "stood before"),
    "trial": Text("试算", "trial run"),
    "signed_by": Text(
        "依据核算单 {code}，{name} {date} 签署",
        "On statement {code}, signed by {name} on {date}",
    ),
    "signed_on": Text("依据核算单 {code}，{date} 签署", "On statement {code}, signed on {date}"),
    "set_by": Text("{name} {date} 设为现行", "Set by {name} on {date}"),
    "set_on": Text("{date} 设为现行", "Set on {date}"),
    "withdrawn": Text(
        "核算单 {code} 已于 {date} 撤回，", "Statement {code} was withdrawn on {date};"
    ),
    "instead_set": Text(
        "现以此前设定的数字为准。", "the figure that was set before stands instead."
    ),
    "instead_none": Text("目前没有现行数字。", "no figure stands now."),
    "altered": Text(
        "现行的第 {run} 号结果与保存时不符，不再显示；请管理员运行 ecoatlas check。",
        "Run {run}, which stands, is not what was stored and is not shown; have the administrator "
        "run: ecoatlas check",
    ),
}
"""What is filled in before a page, a card or a command shows it."""
