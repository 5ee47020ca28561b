"""What stands in a file beside its values and may change what a reader sees: its marks.

A check compares values. It cannot tell what a white font, a text box or a rule of formatting makes
of them; it can only say that there is one which we have not made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.words import Text

MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """Something of a `kind` (`KINDS`); `where` is told, `value` tells it from another one there."""

    kind: str
    where: str
    value: str = ""

    def wired(self) -> tuple[str, str, str]:
        return self.kind, self.where, self.value


KINDS: dict[str, Text] = {
    "hidden": Text("隐藏的内容", "hidden content"),
    "tracked": Text("修订标记（插入、删除）", "tracked changes (insertions, deletions)"),
    "controls": Text("内容控件", "content controls"),
    "fields": Text(
        "域：显示的文字打开时会变", "fields, whose text may change when the file is opened"
    ),
    "drawn": Text(
        "我们没有放入的图形、文本框或图片",
        "drawings, text boxes or pictures that we have not put in",
    ),
    "picture": Text(
        "地图或其他图片与应有的不同", "the map or another picture is not the one it should be"
    ),
    "embedded": Text("嵌入的对象、控件或其他文件", "embedded objects, controls or other files"),
    "comments": Text("批注", "comments"),
    "footnotes": Text("脚注、尾注", "footnotes or endnotes"),
    "numbering": Text(
        "自动编号：文字前会多出数字", "numbering, which puts figures before the text"
    ),
    "colours": Text(
        "字色或底色（白字看不见）", "colours of letters or ground (white letters are not seen)"
    ),
    "fonts": Text("字体（可以把一个字画成另一个）", "fonts (one can draw a letter as another)"),
    "sizes": Text("字号", "sizes of letters"),
    "letters": Text(
        "文字效果（删除线、上下标、方向等）", "effects on letters (struck, raised, turned)"
    ),
    "layout": Text("页面、行高或段落的尺寸", "sizes of pages, rows or paragraphs"),
    "headers": Text("页眉页脚", "headers or footers"),
    "links": Text("指向文件以外的链接", "links to what lies outside the file"),
    "elements": Text("我们从不写入的成分", "elements that we never write"),
    "parts": Text("文件包内多出的部分", "parts in the package that are not ours"),
    "conditional": Text(
        "条件格式：可以显示别的数", "conditional formats, which can show another figure"
    ),
    "validation": Text("数据验证及其提示", "data validation and its messages"),
    "merged": Text("合并的单元格", "merged cells"),
    "filters": Text("筛选", "filters"),
    "view": Text("显示设置（不显示零、缩放等）", "settings of the view (no zeros, zoom)"),
    "names": Text("定义的名称", "defined names"),
    "annotations": Text(
        "注释、表单域等盖在页面上的内容", "annotations or form fields over the page"
    ),
    "objects": Text(
        "页面上图片或图形的数目不同", "another number of pictures or shapes on the page"
    ),
    "boxes": Text("页面大小、裁切或方向不同", "pages cut, turned or of another size"),
    "attached": Text("附件、脚本或图层", "attached files, scripts or layers"),
    "looks": Text("页面看上去与应有的不同", "the page looks otherwise than it should"),
    "triggers": Text("触发器、视图或索引", "triggers, views or indexes"),
    "definitions": Text("表的定义", "definitions of tables"),
    "packing": Text(
        "文件包里各部分之间夹带了别的数据，或装法不同",
        "data between the parts of the package, or another way of packing",
    ),
}
BOTH_WAYS = frozenset({"picture", "objects", "boxes", "definitions", "triggers"})
"""Kinds of which one that is missing tells as much as one too many."""
WITH_PLACES = Text("{what}：{places}", "{what}: {places}")
AND_MORE = Text("{places} 等 {count} 处", "{places} and others, {count} in all")


def strange(stated: Sequence[Mark], expected: Sequence[Mark]) -> Iterator[Text]:
    """What the file has and should not have, or lacks, by kind, in words."""
    ours, theirs = Counter(expected), Counter(stated)
    found = list((theirs - ours).elements())
    found += [one for one in (ours - theirs).elements() if one.kind in BOTH_WAYS]
    for kind, what in KINDS.items():
        places = list(dict.fromkeys(one.where for one in found if one.kind == kind))
        if places:
            yield _told(what, [one for one in places if one])


def _told(what: Text, places: list[str]) -> Text:
    if not places:
        return what
    shown = "; ".join(places[:MOST_PLACES])
    if len(places) > MOST_PLACES:
        more = AND_MORE.format(places=shown, count=len(places))
        return WITH_PLACES.format(what=what, places=more)
    return WITH_PLACES.format(what=what, places=shown)
