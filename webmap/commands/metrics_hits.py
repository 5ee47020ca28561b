"""`ecoatlas metrics hits` and `decide`: working off what a run found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.metrics.aging import Aged, aged
from projects.metrics.hits.hit_tables import DECISIONS
from projects.metrics.hits.hits import Hit, decide, history_of, hits_of
from projects.metrics.kept import MetricRun, get_run
from projects.metrics.waters.ban_dates import STATES
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix
from webmap.edge.errors import RUN_NOT_FOUND
from webmap.hits.told import decided_json, hit_json

DECIDED = Text("{key}：{decision}", "{key}: {decision}")
WRITTEN = Text("已导出 {count} 条命中：{path}", "{count:hit|hits} written: {path}")
TO_CHECK = Text("可能已被取代", "may be superseded")
WARNING = Text("请注意：{said}", "Please note: {said}")
NONE = Text("没有命中。", "There are no hits.")


@click.command("hits", help="一次计算的命中清单与处理情况 / the hits of a run and their decisions")
@click.argument("run", type=int)
@click.option("--decision", type=click.Choice(list(DECISIONS)), help="处理结论 / only these")
@click.option(
    "--out",
    type=OutFile(),
    help="另存为 .xlsx 或 .csv / write the list as .xlsx or .csv",
)
@json_option
@pass_office
def hits(office: Office, run: int, decision: str | None, out: Path | None, as_json: bool) -> None:
    if out is not None:
        _write(office, run, decision, out, as_json)
        return
    with office.database.reading() as session:
        kept = _run(session, run)
        found, told = hits_of(session, kept), aged(session, kept)
    numbered = enumerate(found, 1)
    shown = [(n, one) for n, one in numbered if decision in (None, one.decision)]
    if as_json:
        office.terminal.json({"run": run, "hits": [hit_json(one, told) for _, one in shown]})
    elif shown:
        print_hits(office, shown, told)
    else:
        office.terminal.note(NONE)


def _write(office: Office, run: int, decision: str | None, out: Path, as_json: bool) -> None:
    from projects.metrics.hits.hits_export import export_hits

    require_suffix(out, ".xlsx", ".csv")
    format_ = out.suffix.removeprefix(".").lower()
    with office.outgoing.transaction() as session:
        count = export_hits(
            session, _run(session, run), format_, out,
            language=office.language, only=decision, by=office.actor,
        )  # fmt: skip
    if as_json:
        office.terminal.json({"ok": True, "file": str(out), "hits": count})
    else:
        office.terminal.say(WRITTEN, count=count, path=out)


def print_hits(office: Office, found: list[tuple[int, Hit]], told: Aged) -> None:
    """The hits with a mark for what is said below them: that their rule may be superseded."""
    heads = [("要素", "feature"), ("名称", "name"), ("规则", "rule"), ("情况", "state")]
    heads += [("规则提示", "rule"), ("处理", "decision"), ("理由", "reason")]
    columns = [Column(Text("序号", "no."), numeric=True), *(Column(Text(*one)) for one in heads)]
    office.terminal.table(columns, [_cells(office, number, hit, told) for number, hit in found])
    for said in told.said:
        office.terminal.note(WARNING, said=said)


def _cells(office: Office, number: int, hit: Hit, told: Aged) -> tuple[Any, ...]:
    row, language = hit.row, office.language
    return (
        number,
        f"{row['layer']}/{row['feature']}",
        row["name"],
        row["rule"],
        STATES[row["state"]].in_(language),
        TO_CHECK.in_(language) if row["key"] in told.hits else "",
        DECISIONS[hit.decision].in_(language),
        hit.decided.reason if hit.decided else "",
    )


@click.command("decide", help="对一条命中作出处理结论 / decide on a hit of a run")
@click.argument("run", type=int)
@click.argument("hit", metavar="NUMBER|KEY")
@click.option(
    "--decision",
    type=click.Choice(list(DECISIONS)),
    required=True,
    help="；".join(f"{code} {title.zh}" for code, title in DECISIONS.items()),
)
@click.option("--reason", required=True, help="核查情况和依据 / what was found and why")
@json_option
@pass_office
def decide_hit(
    office: Office, run: int, hit: str, decision: str, reason: str, as_json: bool
) -> None:
    with office.database.transaction() as session:
        kept = _run(session, run)
        key = _key(hits_of(session, kept), hit)
        decided = decide(session, kept, key, decision, reason, office.actor)
        history, told = history_of(session, kept, key), aged(session, kept)
    if as_json:
        office.terminal.json(
            hit_json(decided, told) | {"history": [decided_json(one) for one in history]}
        )
    else:
        title = DECISIONS[decided.decision].in_(office.language)
        office.terminal.note(DECIDED, key=key, decision=title)


def _key(found: list[Hit], asked: str) -> str:
    """A key, or the number that the list gives a hit (keys are never digits alone)."""
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    return str(found[at - 1].row["key"]) if 0 < at <= len(found) else asked


def _run(session: Session, number: int) -> MetricRun:
    found = get_run(session, number)
    if found is None:
        raise EcoAtlasError(RUN_NOT_FOUND, run=number)
    return found
