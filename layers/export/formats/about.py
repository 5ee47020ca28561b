"""What every export says about itself: layer, version, hash, origin and secrecy grade."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyproj

from geo.errors import Problem
from layers.catalogue import SECRECY_GRADES, VersionRef

TITLES = {
    "title": "标题 Title",
    "layer": "图层编号 Layer",
    "version": "版本 Version",
    "sha256": "SHA-256",
    "kind": "类型 Kind",
    "key_field": "编号字段 Key field",
    "features": "要素数 Features",
    "selection": "选取条件 Selection",
    "crs": "坐标系 CRS",
    "encoding": "文字编码 Encoding",
    "source": "来源 Source",
    "date": "数据日期 Data date",
    "licence": "许可 Licence",
    "secrecy": "密级 Secrecy",
    "note": "版本说明 Note",
    "file": "原文件 Original file",
}
NOTES = "注意 Notes"


def about_version(version: VersionRef, epsg: int) -> dict[str, Any]:
    """The origin of a version as plain values; the grade is that of the version."""
    said = version.description
    return {
        "layer": version.layer_id,
        "version": version.number,
        "sha256": version.sha256,
        "kind": version.kind,
        "key_field": version.key_field,
        "title": version.title.as_dict(),
        "features": version.features,
        "source": said.source,
        "date": said.date.isoformat() if said.date else None,
        "licence": said.licence,
        "secrecy": said.secrecy,
        "note": said.note,
        "crs": f"EPSG:{epsg}",
    }


def lines(about: dict[str, Any]) -> list[tuple[str, Any]]:
    """Title and value of each item as people read it, in the order of TITLES."""
    return [
        (title, _shown(name, about.get(name))) for name, title in TITLES.items() if name in about
    ]


def _shown(name: str, value: Any) -> Any:
    if name == "title":
        return _pair(value["zh"], value["en"])
    if name == "secrecy" and value in SECRECY_GRADES:
        return _pair(SECRECY_GRADES[value].zh, SECRECY_GRADES[value].en)
    if name == "crs":
        return f"{value} {pyproj.CRS.from_user_input(value).name}"
    return value


def _pair(zh: str, en: str) -> str:
    return zh if zh == en else f"{zh} / {en}"


def sentences(notes: Iterable[Problem]) -> list[str]:
    """What the file could not carry, and what to do about it, in both languages."""
    return [f"{note.message.zh}{note.fix.zh} / {note.message.en} {note.fix.en}" for note in notes]


def readme(about: dict[str, Any], notes: Iterable[Problem]) -> bytes:
    """The same as a text file that any editor on Windows opens with Chinese intact."""
    told = [f"{title}: {'' if value is None else value}" for title, value in lines(about)]
    said = [f"- {sentence}" for sentence in sentences(notes)]
    text = "\r\n".join([*told, *(["", f"{NOTES}:", *said] if said else []), ""])
    return text.encode("utf-8-sig")
