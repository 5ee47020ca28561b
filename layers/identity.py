"""What a layer is known by, and what it keeps for good: its id, its kind, its key."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.catalogue import Layer

LAYER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")

LAYER_ID_INVALID = declare(
    "layer-id-invalid",
    "error",
    Text("图层编号“{layer}”不合规定。", "“{layer}” cannot be the id of a layer."),
    Text(
        "请用英文字母、数字、下划线、短横线或点，以字母或数字开头，最长 64 个字符；"
        "中文名称请写在标题里。",
        "Use ASCII letters, digits, underscores, hyphens or dots, starting with a letter or digit, "
        "64 characters at most; a Chinese name belongs in the title.",
    ),
)
KIND_CHANGED = declare(
    "kind-changed",
    "error",
    Text(
        "图层“{layer}”的类型是 {old}，不能改为 {new}。",
        "Layer “{layer}” is of the kind {old}; it cannot become {new}.",
    ),
    Text(
        "请用原类型导入，或另建一个图层编号。",
        "Import it as the same kind, or give the file a layer id of its own.",
    ),
    status=409,
)
KEY_CHANGED = declare(
    "key-changed",
    "error",
    Text(
        "图层“{layer}”以字段“{old}”识别要素，不能改为“{new}”，否则已有的项目关联会失效。",
        "Layer “{layer}” knows its features by the field “{old}”; changing it to “{new}” would "
        "break the links of projects.",
    ),
    Text(
        "请用 --key {old} 导入，或另建一个图层编号。",
        "Import with --key {old}, or give the file a layer id of its own.",
    ),
    status=409,
)


def check_identity(
    session: Session, layer_id: str, kind: str, key_field: str | None = None
) -> None:
    """Refuse an id that cannot be one, and another kind or key for a layer that is there."""
    if not LAYER_ID.fullmatch(layer_id):
        raise EcoAtlasError(LAYER_ID_INVALID, layer=layer_id)
    layer = session.get(Layer, layer_id)
    if layer is None:
        return
    if layer.kind != kind:
        raise EcoAtlasError(KIND_CHANGED, layer=layer_id, old=layer.kind, new=kind)
    if key_field is not None and layer.key_field != key_field:
        raise EcoAtlasError(KEY_CHANGED, layer=layer_id, old=layer.key_field, new=key_field)
