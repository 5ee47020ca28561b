"""What to do first with a result: at most three steps, from how the run stands and its rows.

Nothing is said of a metric by name: whether rows are missed, hits are open or a figure is to be
signed follows from its declaration and from what is kept of the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.words import Text, listed
from projects.metrics.declaration import Table
from projects.metrics.stands import MISSED, REVIEW, Stand
from projects.statements.kept import StatementInfo
from webmap.metrics.cards import RunCard
from webmap.metrics.hits_progress import HitsWorked
from webmap.metrics.run_tables import Row, in_order, size_of, size_texts, worded
from webmap.metrics.standing_view import StandingView

MOST, NAMED = 3, 3
AGAIN = Text("用现行版本再算", "Compute with the live versions")
WORK_OFF = Text(
    "逐条处理：还有 {count} 条命中没有结论",
    "Work off the hits: {count:one is|are} still open",
)
LOOK = Text("看命中：还有 {count} 条没有结论", "Look at the hits: {count:one is|are} still open")
OF_STATE = Text(
    "先看{title}：{column}“{state}”的 {count} 个",
    "Look at {count} in “{title}”: {column} – {state}",
)
OF_SIZE = Text("先看{title}中最大的", "Look first at the largest in “{title}”")
OF_LACK = Text("先看{title}中缺得最多的", "Look first at what misses most in “{title}”")
WITH_SIZE = Text("{name}（{size}）", "{name} ({size})")
WITH_LACK = Text("{name}（差 {size}）", "{name} ({size} missing)")
CHOOSE = Text("要作为单位的数字，设为现行", "To make it the office's figure, set it")
STATE = Text("定稿前制作核算单", "To have it signed, make a statement")
REVIEW_IT = Text("复核、签署核算单 {code}", "Review and sign statement {code}")
HAND_IN = Text("把核算单 {code} 提交复核", "Hand in statement {code} for review")
NOTHING_LEFT = Text("已签署，没有要做的。", "Signed; nothing is left to do.")
LOOK_ONLY = Text(
    "供查看；计算和定稿由编辑、审核人进行。",
    "To look at; editors and reviewers compute and sign.",
)


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, and where; without an address it is only told. rows: what it begins with."""

    text: Text
    url: str = ""
    rows: Text | None = None


@dataclass(frozen=True, slots=True)
class Able:
    """What whoever reads the page may do."""

    run: bool
    sign: bool


def first_steps(
    card: RunCard,
    again: str,
    worked: HitsWorked | None,
    standing: StandingView,
    statements: Sequence[StatementInfo],
    able: Able,
) -> list[Step]:
    """In the order in which they help; never none."""
    stale = card.outdated is not None or bool(card.newer)
    found = [Step(AGAIN, again)] if stale and able.run else []
    found += _rows(card, worked, able)
    found += () if stale else _towards_signing(standing, statements, able)
    if not found:
        found = [Step(NOTHING_LEFT if standing.stands and standing.signed else LOOK_ONLY)]
    return found[:MOST]


def _rows(card: RunCard, worked: HitsWorked | None, able: Able) -> Iterator[Step]:
    if worked is not None and worked.still_open:
        said = WORK_OFF if able.run else LOOK
        yield Step(said.format(count=worked.still_open), worked.url)
    elif worked is None:
        found = (_worst(one, card.result.get(one.name) or ()) for one in card.metric.tables)
        yield from [step for step in found if step is not None][:1]


def _worst(table: Table, rows: Sequence[Row]) -> Step | None:
    """The rows that are missed, else those to review; of what nobody judges, the largest."""
    every = in_order(table, rows)
    if table.judged is not None:
        return next(filter(None, (_of_stand(table, every, one) for one in (MISSED, REVIEW))), None)
    if not (table.missing or table.size):
        return None
    large = [row for row in every if size_of(table, row) > 0]
    said = OF_LACK if table.missing else OF_SIZE
    return _step(table, said.format(title=table.title), large) if large else None


def _of_stand(table: Table, rows: Sequence[Row], stand: Stand) -> Step | None:
    judged = table.judged
    if judged is None:
        return None
    codes = [code for code, one in judged.stands.items() if one is stand]
    found = [row for row in rows if row.get(judged.name) in codes]
    if not found:
        return None
    said = OF_STATE.format(
        title=table.title,
        column=judged.title,
        state=listed(judged.codes[one] for one in codes),
        count=len(found),
    )
    return _step(table, said, found)


def _step(table: Table, said: Text, rows: Sequence[Row]) -> Step:
    first = rows[:NAMED]
    sized = zip(first, size_texts(table, first), strict=True)
    names = listed(_named(table, row, size) for row, size in sized)
    return Step(said, f"#table-{table.name}", names)


def _named(table: Table, row: Row, size: Text | None) -> Text:
    own = str(row.get("name") or "")
    name = Text(own, own) if own else worded(table, row)
    said = WITH_LACK if table.missing else WITH_SIZE
    return name if size is None else said.format(name=name, size=size)


def _towards_signing(
    standing: StandingView, statements: Sequence[StatementInfo], able: Able
) -> Iterator[Step]:
    """Choosing it as the figure, making its statement, handing that in, signing it."""
    if standing.trial and standing.may_set:
        yield Step(CHOOSE, "#standing")
    open_ = next((one for one in statements if one.state in ("draft", "submitted")), None)
    if open_ is not None and open_.state == "submitted" and able.sign:
        yield Step(REVIEW_IT.format(code=open_.code), f"/statements/{open_.id}")
    elif open_ is not None and open_.state == "draft" and able.run:
        yield Step(HAND_IN.format(code=open_.code), f"/statements/{open_.id}")
    elif open_ is None and standing.stands and not standing.signed and able.run:
        yield Step(STATE, "#statements")
