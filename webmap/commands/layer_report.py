"""The report of a check for a person at a terminal: what stands in the way first, advice once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.text import Text as Line

from geo.figures.said import part, place
from geo.words import Language, Text
from layers.reading.actions import action_of
from layers.reading.described import Finding, LayerReport
from layers.reading.report import CheckReport
from webmap.commands.context import Office
from webmap.map.counted import counted_of

# Of one code so many findings are shown; the fault report has them all.
SHOWN = 10

LAYER = Text("图层 {name}：{counted}（{types}）", "Layer {name}: {counted} ({types})")
ENCODING = Text(
    "  编码：采用 {used}；内容判为 {detected}，文件声明 {declared}",
    "  Encoding: {used} is used; the content reads as {detected}, the file declares {declared}",
)
SAMPLE = Text("    样例：{sample}", "    sample: {sample}")
CRS = Text(
    "  坐标系：采用 {used}；文件声明 {declared}",
    "  CRS: {used} is used; the file declares {declared}",
)
CANDIDATE = Text(
    "    候选 {crs}（把握 {percent}）：{reason}",
    "    candidate {crs} ({percent} sure): {reason}",
)
FIELDS = Text("  字段：{fields}", "  Fields: {fields}")
UNDECIDED = Text("未定", "undecided")
NOTHING = Text("无", "nothing")
PLACE = Text("（{place}）", " ({place})")
MORE = Text(
    "另有 {count} 条，见 --report 写出的报告。",
    "{count} more; --report writes them all to a workbook.",
)
ADVICE = Text("怎么办：{fix}", "What to do: {fix}")
OURS = Text("处理：{action}", "The import: {action}")
SUMMARY = Text(
    "共 {errors} 个错误、{waiting} 项待确认、{warnings} 条提醒、{infos} 条说明。",
    "Errors: {errors}; to confirm: {waiting}; warnings: {warnings}; notes: {infos}.",
)
READY = Text("可以导入。", "It can be imported.")
NOT_READY = Text("还不能导入。", "It cannot be imported yet.")

# Advice that says so is left out.
NOTHING_TO_DO = "无需处理。"

ERROR, WAITING, WARNING, INFO = range(4)
RANKS = {
    ERROR: ("✗", Text("错误", "error"), "red"),
    WAITING: ("?", Text("待确认", "to confirm"), "magenta"),
    WARNING: ("!", Text("提醒", "warning"), "yellow"),
    INFO: ("·", Text("说明", "note"), "dim"),
}


def print_report(office: Office, report: CheckReport) -> None:
    """What was found in the file, layer by layer, then the findings by weight and code."""
    for layer in report.layers:
        _print_layer(office, layer)
    groups = _grouped(report)
    for (rank, _code), findings in groups:
        _print_group(office, report, rank, findings)
    _print_summary(office, report, groups)


Groups = list[tuple[tuple[int, str], list[Finding]]]


def _grouped(report: CheckReport) -> Groups:
    """Findings of one code together, what stands in the way first, else as they were found."""
    waiting = {problem.code for problem in report.blocking}
    found: dict[tuple[int, str], list[Finding]] = {}
    for finding in report.findings:
        code = finding.problem.code
        found.setdefault((_rank(finding, code in waiting), code), []).append(finding)
    return sorted(found.items(), key=lambda group: group[0][0])


def _rank(finding: Finding, blocks: bool) -> int:
    """What is accepted stands in nobody's way and weighs no more than a warning."""
    if blocks:
        return ERROR if finding.severity == "error" else WAITING
    return INFO if finding.severity == "info" else WARNING


def _print_layer(office: Office, layer: LayerReport) -> None:
    say, language = office.terminal.say, office.language
    types = "/".join(layer.geometry_types)
    many = counted_of(layer.geometry_types, layer.features)
    say(LAYER, name=layer.name, counted=many, types=types)
    encoding, crs = layer.encoding, layer.crs
    if encoding.used or encoding.detected:
        say(
            ENCODING,
            used=encoding.used or UNDECIDED,
            detected=encoding.detected or "—",
            declared=encoding.declared or NOTHING,
        )
        if encoding.sample:
            say(SAMPLE, sample=("、" if language == "zh" else ", ").join(encoding.sample))
    used = crs.shifted or (f"EPSG:{crs.used}" if crs.used else UNDECIDED)
    say(CRS, used=used, declared=crs.declared or NOTHING)
    for found in crs.candidates:
        say(CANDIDATE, crs=found.asked, percent=part(found.confidence), reason=found.reason)
    if layer.fields:
        pairs = (f"{f.name}→{f.maps_to}" if f.maps_to else f.name for f in layer.fields)
        say(FIELDS, fields=("、" if language == "zh" else ", ").join(pairs))


def _print_group(office: Office, report: CheckReport, rank: int, findings: list[Finding]) -> None:
    language, out = office.language, office.terminal.out
    mark, title, style = RANKS[rank]
    head = f"{mark} {title.in_(language)}  {findings[0].problem.code}"
    out.print(Line(f"{head}  ×{len(findings)}" if len(findings) > 1 else head, style=style))
    shared = len({finding.problem.fix for finding in findings}) == 1
    for finding in findings[:SHOWN]:
        out.print(Line(f"    {_sentence(report, finding, language)}"))
        if not shared:
            out.print(Line(f"      {ADVICE.format(fix=finding.problem.fix).in_(language)}"))
    for line in _afterwards(report, findings, shared):
        out.print(Line(f"    {line.in_(language)}", style="dim"))


def _sentence(report: CheckReport, finding: Finding, language: Language) -> str:
    said = report.sentence(finding).in_(language)
    spot = finding.problem.place
    if spot is None or "°E" in said:
        return said
    return said + PLACE.format(place=place(*spot, 6)).in_(language)


def _afterwards(report: CheckReport, findings: list[Finding], shared: bool) -> Iterator[Text]:
    if len(findings) > SHOWN:
        yield MORE.format(count=len(findings) - SHOWN)
    first = findings[0].problem
    if shared and first.fix.zh != NOTHING_TO_DO:
        yield ADVICE.format(fix=first.fix)
    if first.kind.severity != "info":
        yield OURS.format(action=action_of(first, report.accepted))


def _print_summary(office: Office, report: CheckReport, groups: Groups) -> None:
    counts = Counter[int]()
    for (rank, _code), findings in groups:
        counts[rank] += len(findings)
    office.terminal.say(
        SUMMARY,
        errors=counts[ERROR],
        waiting=counts[WAITING],
        warnings=counts[WARNING],
        infos=counts[INFO],
    )
    office.terminal.say(NOT_READY if report.blocking else READY)
