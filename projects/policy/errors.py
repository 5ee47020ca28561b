"""Declared refusals of the policy register: a wrong id, and a file that cannot be trusted."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

UNKNOWN_DOCUMENT = declare(
    "unknown-document",
    "error",
    Text(
        "政策台账中没有文件“{document}”。",
        "The policy register has no document “{document}”.",
    ),
    Text(
        "相近的编号：{near}。用 ecoatlas policy list 查看全部文件。",
        "Similar ids: {near}. See them all with: ecoatlas policy list",
    ),
    status=404,
)
UNKNOWN_ITEM = declare(
    "unknown-item",
    "error",
    Text("政策台账中没有事项“{item}”。", "The policy register has no item “{item}”."),
    Text(
        "相近的编号：{near}。用 ecoatlas policy show 加文件编号查看该文件的事项。",
        "Similar ids: {near}. See the items of a document with: ecoatlas policy show DOCUMENT",
    ),
    status=404,
)
UNKNOWN_TARGET = declare(
    "unknown-target",
    "error",
    Text("政策台账中没有目标“{target}”。", "The policy register has no target “{target}”."),
    Text(
        "相近的编号：{near}。用 ecoatlas policy targets 查看全部目标。",
        "Similar ids: {near}. See them all with: ecoatlas policy targets",
    ),
    status=404,
)
POLICY_FILE_MISSING = declare(
    "policy-file-missing",
    "error",
    Text("缺少政策台账文件 {file}。", "The policy file {file} is missing."),
    Text(
        "请恢复程序自带的 data/policy 文件夹。",
        "Restore the folder data/policy that comes with the program.",
    ),
    status=500,
)
POLICY_FILE_INVALID = declare(
    "policy-file-invalid",
    "error",
    Text(
        "政策台账文件 {file} 有误：{place}，{reason}。",
        "The policy file {file} is faulty: {place}, {reason}.",
    ),
    Text(
        "请按 data/policy/README.md 更正该处，再重新读入。",
        "Correct that place as data/policy/README.md says and load again.",
    ),
    status=500,
)
POLICY_ID_TWICE = declare(
    "policy-id-twice",
    "error",
    Text(
        "政策台账文件 {file} 有误：编号 {id} 出现了两次。",
        "The policy file {file} is faulty: the id {id} is used twice.",
    ),
    Text("每个编号只能用一次，请改正其中一个。", "An id can be used once; correct one of the two."),
    status=500,
)
POLICY_REFERENCE_UNKNOWN = declare(
    "policy-reference-unknown",
    "error",
    Text(
        "政策台账文件 {file} 有误：{id} 引用了不存在的 {reference}。",
        "The policy file {file} is faulty: {id} refers to {reference}, which does not exist.",
    ),
    Text("请更正引用，或补上被引用的条目。", "Correct the reference or add what it refers to."),
    status=500,
)
SHARE_EXPECTED = declare(
    "share-expected",
    "error",
    Text(
        "目标 {target} 以百分比表示，实测值 {measured} 不是 0 到 1 之间的比例。",
        "Target {target} is a percentage; {measured} is not a share between 0 and 1.",
    ),
    Text("请给出比例，例如 0.53 表示 53%。", "Give a share, for example 0.53 for 53 %."),
)
NOT_A_NUMBER = declare(
    "measured-not-a-number",
    "error",
    Text(
        "目标 {target} 的实测值不是有限的数。",
        "The value for target {target} is not a finite number.",
    ),
    Text("请先确认该指标有数据。", "Make sure first that there is data for this indicator."),
)
