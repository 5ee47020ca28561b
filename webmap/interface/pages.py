"""What the JSON interface takes and answers, for programs that read OpenAPI."""

from __future__ import annotations

import json

from flask import Blueprint, Response, current_app

from geo.words import Text
from webmap.edge.access import requires
from webmap.edge.json_answer import PREFIX
from webmap.edge.language import language
from webmap.edge.openapi import document_of, gives
from webmap.ogc.addresses import OPENAPI
from webmap.ogc.answers import tagged

blueprint = Blueprint("interface", __name__, url_prefix=PREFIX)
WRITTEN = "ecoatlas_interface"
TITLE = Text("EcoAtlas 数据接口", "The JSON interface of EcoAtlas")
ABOUT = Text(
    "脚本用令牌登录：`Authorization: Bearer 令牌`，在“我的账号”页生成。"
    "浏览器的修改另须带上表单的 `X-CSRFToken`。\n\n"
    "地址、参数、正文、权限（`x-permission`）与拒绝（`application/problem+json`）由程序本身的声明得出。"
    "`default` 是各处理自身的拒绝：代码写在 `code`，原因和办法写在 `title` 和 `detail`。"
    "`2XX`：`200` 已办，`201` 新建，`202` 交给后台任务，地址在 `Location`。\n\n"
    "答复的各字段都有类型：指标结果按指标声明（`…Result`，由 `metric` 和 `metric_version` 区分），"
    "数值表按种类（`…Sheet`）。旧版指标的结果、核算单封存的内容、任务的结果、检查报告写作一般对象。"
    "尚未声明的：上传的预览；`project_list` 的筛选名；修改记录时可用的 `If-Match`。",
    "A script signs in by a token, `Authorization: Bearer TOKEN`, made on the page of one's own "
    "account. Changes from a browser carry the `X-CSRFToken` of a form besides.\n\n"
    "Addresses, parameters, bodies, permissions (`x-permission`) and refusals "
    "(`application/problem+json`) are those that the program itself declares. `default` is what "
    "the work itself refuses: its `code`, why in `title`, what to do in `detail`. `2XX`: `200` "
    "done, `201` made, `202` given to a job whose address is in `Location`.\n\n"
    "Every field of an answer has its type: results as their metric declares them (`…Result`, told "
    "apart by `metric` and `metric_version`), sheets by kind (`…Sheet`). Results of earlier "
    "versions of a metric, contents of statements, results of jobs and reports of checks are told "
    "as any object. Not declared yet: the preview of an upload; the names of the "
    "filters of `project_list`; `If-Match`, which changes of records may carry.",
)  # fmt: skip


@blueprint.get("/openapi.json")
@requires("view")
@gives(OPENAPI)
def described() -> Response:
    """This interface in OpenAPI 3.0."""
    # Routes do not change while a process runs.
    written: dict[str, bytes] = current_app.extensions.setdefault(WRITTEN, {})
    if language() not in written:
        told = document_of(current_app, PREFIX, TITLE, ABOUT)
        written[language()] = json.dumps(told, ensure_ascii=False).encode()
    return tagged(written[language()], OPENAPI)
