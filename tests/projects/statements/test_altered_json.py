"""Alterations of a statement as JSON: each is found, or the file is a copy saved again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from projects.statements.forms import FORM, LAYOUTS
from tests.projects.statements.altering import Alter, Alteration, Exported, swapped

pytestmark = pytest.mark.slow

Read = dict[str, Any]
ALTERED, AGAIN = "altered", "saved-again"


def text(*swaps: tuple[str, str]) -> Alter:
    return lambda content: swapped(content, *swaps)


def value(change: Callable[[Read], object], **how: Any) -> Alter:
    """A change of the document, written as we write it."""

    def alter(content: bytes) -> bytes:
        read = json.loads(content)
        change(read)
        return (json.dumps(read, **({"ensure_ascii": False, "indent": 1} | how)) + "\n").encode()

    return alter


def total(read: Read) -> Read:
    found: Read = read["content"]["result"]["total"]
    return found


def zones(read: Read) -> list[Read]:
    found: list[Read] = read["content"]["result"]["zones"]
    return found


def step(read: Read) -> Read:
    made: Read = read["course"][0]
    return {**made, "number": 2, "action": "signed", "by": "wang"}


def turned(old: str, new: str) -> Alter:
    """Text by a pattern, at its first place."""
    return lambda content: re.sub(old, new, content.decode(), count=1).encode()


CASES = (
    Alteration("figure", value(lambda r: total(r).update(share=0.5)), ALTERED, "total.share"),
    Alteration("row of a table", value(lambda r: zones(r)[2].update(met_m2=1.0)), ALTERED, "P2"),
    Alteration("text", value(lambda r: zones(r)[1].update(name="戊区")), ALTERED, "戊区"),
    Alteration("code of a verdict", value(lambda r: zones(r)[2].update(verdict="met")), ALTERED,
               "verdict"),
    Alteration("row taken out", value(lambda r: zones(r).pop()), ALTERED, "zones[3]"),
    Alteration("row put in", value(lambda r: zones(r).append({"key": "P9"})), ALTERED, "P9"),
    Alteration("rows exchanged", value(lambda r: zones(r).reverse()), ALTERED, "P3"),
    Alteration("key twice, the false value first",
               turned(r'"share": (0\.2\d+)', r'"share": 0.5676, "share": \1'), ALTERED,
               "share (1)"),
    Alteration("key twice, the false value last",
               turned(r'("share": 0\.2\d+)', r'\1, "share": 0.5676'), ALTERED, "0.5676"),
    Alteration("key twice with the same value",
               turned(r'("share": 0\.2\d+)', r"\1, \1"), ALTERED, "share (1)"),
    Alteration("key added above", value(lambda r: r.update(remark="已审定")), ALTERED, "remark"),
    Alteration("key added to the content", value(lambda r: total(r).update(sum=1)), ALTERED, "sum"),
    Alteration("other format", text(("ecoatlas-statement", "ecoatlas-report")), ALTERED, "format"),
    Alteration("other version of the format", text(('version": 1', 'version": 2')), ALTERED,
               "format_version"),
    Alteration("other language", text(('language": "zh"', 'language": "en"')), ALTERED, "title"),
    Alteration("no language that we have", text(('language": "zh"', 'language": "fr"')), ALTERED,
               "language"),
    Alteration("other layout", text((f'layout": {LAYOUTS[FORM]}', 'layout": 1')), AGAIN, "每个键"),
    Alteration("other words under a layout that never was",
               value(lambda r: r.update(title="核算单（已审定）", layout=1)), ALTERED, "已审定"),
    Alteration("other code", turned(r'"code": "\w{4}', '"code": "0000'), ALTERED, "code"),
    Alteration("other hash", turned(r'"sha256": "\w{4}', '"sha256": "0000'), ALTERED, "sha256"),
    Alteration("forged signature", value(lambda r: r["course"].append(step(r))), ALTERED, "signed"),
    Alteration("another maker", value(lambda r: r["course"][0].update(by="wang")), ALTERED, "wang"),
    Alteration("number as text", value(lambda r: total(r).update(share="20 %")), ALTERED, "20 %"),
    Alteration("figure taken out", value(lambda r: total(r).pop("share")), ALTERED, "share"),
    Alteration("figure emptied", value(lambda r: total(r).update(share=None)), ALTERED, "None"),
    Alteration("notice taken out", value(lambda r: r["notices"].pop(0)), ALTERED, "notices"),
    Alteration("title", value(lambda r: r.update(title="核算单（已审定）")), ALTERED, "已审定"),
    Alteration("secrecy", value(lambda r: r["content"].update(secrecy="public")), ALTERED,
               "secrecy"),
    Alteration("source of an input", value(lambda r: r["content"]["inputs"][0].update(source="x")),
               ALTERED, "source"),
    Alteration("truth for one", value(lambda r: r.update(format_version=True)), ALTERED, "True"),
    Alteration("nothing for nil",
               value(lambda r: zones(r)[2].update(met_m2=None)), ALTERED, "met_m2"),
    Alteration("eleventh digit",
               value(lambda r: total(r).update(met_m2=total(r)["met_m2"] * (1 + 1e-11))), ALTERED,
               "met_m2"),
    Alteration("written without breaks", value(lambda r: None, indent=None), AGAIN, "换行"),
    Alteration("keys in another order", value(lambda r: None, sort_keys=True), AGAIN, "次序"),
    Alteration("letters as numbers", value(lambda r: None, ensure_ascii=True), AGAIN, "每个键"),
    Alteration("mark before the text", lambda content: b"\xef\xbb\xbf" + content, AGAIN, "空格"),
    Alteration("digits that no number holds",
               turned(r'"share": (0\.2\d+)', r'"share": \g<1>00000000000000009'), AGAIN, "空格"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_alteration_is_found_or_graded(altered: Exported, case: Alteration) -> None:
    altered.hold(case, "json")


def test_what_nobody_altered_is_identical(altered: Exported) -> None:
    for format_, content in altered.faces.items():
        checked = altered.check(content, format_)
        assert (checked.grade, checked.ok, list(checked.unvouched)) == ("identical", True, [])
