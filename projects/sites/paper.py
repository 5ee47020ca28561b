"""The sheet of a site check: at most two pages with a map, drawn by what draws statements."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.figures.said import said
from geo.figures.units import METRES, RATIO, SQUARE_METRES
from geo.words import BETWEEN_CLAUSES, Language, Text
from layers.audit import Actor, record
from layers.export.errors import UNKNOWN_FORMAT
from layers.kinds.codes import CHANGE_KINDS, ENTERPRISE_SECTORS
from layers.kinds.model import titles_of
from layers.storage.store import Store
from layers.system.atomic_file import appearing
from layers.system.china_time import minute
from layers.system.media_types import DOCX, JSON, PDF
from layers.system.row_access import SECRECY_GRADES
from projects.sites import words
from projects.sites.course import Course, course_of
from projects.sites.deciding import Decided
from projects.sites.envelope import SiteEnvelope, envelope_of
from projects.sites.keeping import Kept, grade_of, head_of
from projects.sites.office import Office
from projects.sites.picture import draw
from projects.sites.rows import APPLIES, REVIEW
from projects.sites.site import SUBJECTS
from projects.sites.tables import DECISIONS
from projects.statements.acting import acting
from projects.statements.chain import Event
from projects.statements.course import name_of, person_of
from projects.statements.faces.document import write_laid_out
from projects.statements.faces.portable import SITE_ATTACHED as ATTACHED
from projects.statements.faces.portable import laid_out
from projects.statements.layout import Cell, Column, Grid, Head, Layout, Section, Writer, pairs
from projects.statements.picture.raster import as_png
from projects.statements.signature import SigningKey, sign_file

TYPES = {"docx": DOCX, "pdf": PDF, "json": JSON}
COMMAND = "ecoatlas sites verify"
PICTURE_MM = 98.0
SHARES = (0.21, 0.08, 0.39, 0.15, 0.17)
MOST_FULL, MOST_OF_ONE = 10, 4
"""Lines that two pages hold, and features in one of them; paper says how many more there are."""
SECTORS, CHANGES = titles_of(ENTERPRISE_SECTORS), titles_of(CHANGE_KINDS)
Rows = Sequence[Mapping[str, Any]]


def export_check(
    services: Office,
    kept: Kept,
    format_: str,
    out: Path,
    language: Language,
    by: Actor,
    key: SigningKey | None = None,
) -> None:
    """Write a check to `out` as docx, pdf or json, the latter two signed by the `key` of the
    office if it has one; that it leaves is recorded before it is there.

    Raises `unknown-export-format`, `statement-no-font`.
    """
    require_format(format_)
    with services.reading() as session:
        grade = grade_of(session, kept.result["layers"])
        envelope = envelope_of(session, course_of(session, kept), language)
        face = face_of(session, services.store, envelope, format_)
    with appearing(out) as written:
        write_face(face, format_, written)
        sign_file(written, format_, key)
        with services.transaction() as session:
            details = {"format": format_, "sha256": kept.sha256, "secrecy": grade}
            subject = f"site {kept.site_id}#{kept.number}"
            record(session, by, "site-exported", subject, details=details)


def require_format(format_: str) -> None:
    """Raises `unknown-export-format`."""
    if format_ not in TYPES:
        raise EcoAtlasError(UNKNOWN_FORMAT, format=format_[:20], known=", ".join(TYPES))


@dataclass(frozen=True, slots=True)
class Face:
    """All that a file of a check is written from."""

    envelope: SiteEnvelope
    layout: Layout
    picture: bytes | None


def face_of(session: Session, store: Store, envelope: SiteEnvelope, format_: str) -> Face:
    scene = None
    if format_ != "json":
        scene = draw(session, store, envelope.course.kept, envelope.language)
    layout = layout_of(session, envelope)
    return Face(envelope, layout, None if scene is None else as_png(scene))


def write_face(face: Face, format_: str, out: Path) -> None:
    layout, kept, text = face.layout, face.envelope.course.kept, face.envelope.text
    if format_ == "json":
        shown = {"title": layout.title, "notices": list(layout.notices)}
        told = json.dumps(
            shown | face.envelope.as_dict(), ensure_ascii=False, allow_nan=False, indent=1
        )
        out.write_text(told + "\n", encoding="utf-8")
    elif format_ == "docx":
        write_laid_out(layout, kept.at, face.picture, out, text)
    else:
        code = _code(layout, kept, Writer(layout.language))
        out.write_bytes(laid_out(layout, kept.at, face.picture, code, (ATTACHED, text)))


def file_name(kept: Kept, format_: str, language: Language) -> str:
    """`选址研判_3-1_校验码.docx`: nothing of it comes from what somebody typed."""
    return f"{words.FILE_NAME.in_(language)}_{kept.site_id}-{kept.number}_{kept.code}.{format_}"


def _code(layout: Layout, kept: Kept, writer: Writer) -> tuple[str, ...]:
    return layout.title, layout.code, kept.result["day"], writer.say(kept.sentence)


def layout_of(session: Session, envelope: SiteEnvelope) -> Layout:
    """The sheet in one language: the verdict first, what applies, the map, and the rest short."""
    course, taken = envelope.course, envelope.taken
    kept, writer = course.kept, Writer(envelope.language)
    head = kept.result.get("head") or head_of(session, kept.result["layers"])
    full = [row for row in kept.rows if row["verdict"] in (APPLIES, REVIEW)]
    short = [row for row in kept.rows if row["verdict"] not in (APPLIES, REVIEW)]
    state = course.state
    final = course.withdrawn or (None if state == "signed" else words.NOT_SIGNED)
    notices = [words.NO_OFFICIAL_MAP] if final is None else [final, words.NO_OFFICIAL_MAP]
    grade = writer.say(SECRECY_GRADES[head["grade"]])
    return Layout(
        language=envelope.language,
        title=writer.say(words.TITLE).format(name=kept.site.name),
        code=kept.code,
        sha256=kept.sha256,
        state=state,
        notices=tuple(map(writer.say, notices)),
        sections=(
            Section("answer", writer.say(words.ANSWER), (writer.say(kept.sentence),)),
            Section("warnings", writer.say(words.WARNINGS), tuple(map(writer.say, kept.notes))),
            _facts(kept, writer),
            _full(full, taken, writer),
            Section("map", writer.say(words.MAP), picture=True),
            _short(short, writer),
            _signing(course, writer),
        ),
        head=Head(head["office"], "", head["secrecy"] or grade),
        mark=writer.say(words.MARK) if state == "draft" else "",
        whole=True,
        picture_mm=PICTURE_MM,
    )


def _signing(course: Course, writer: Writer) -> Section:
    """Who checked, handed in, reviewed and signed it, each in a line, and how it is checked."""
    kept = course.kept
    lines = [(words.DUTIES["made"], " · ".join(filter(None, (kept.by, minute(kept.at)))))]
    lines += [(words.DUTIES[one.action], _step(one, writer)) for one in course.events]
    lines.append((words.CHECKING, f"{COMMAND} {words.FILE.in_(writer.language)}"))
    told = [(writer.say(what), Cell(said)) for what, said in lines]
    heads = (writer.say(words.ITEM), writer.say(words.VALUE))
    return Section("signing", writer.say(words.SIGNING), grid=pairs(heads, told), form=True)


def _step(event: Event, writer: Writer) -> str:
    step = event.as_dict()
    name = acting(writer, step, name_of(step))
    told = (name, person_of(step).get("post"), minute(event.moment), event.body)
    return " · ".join(filter(None, told))


def _facts(kept: Kept, writer: Writer) -> Section:
    result = kept.result
    lines: dict[str, Any] = {
        "project": result["project"],
        "planned": writer.say(planned_text(result["planned"])),
        "origin": writer.say(result["origin"]),
        "area": _figure(result["area_m2"], SQUARE_METRES, writer),
        "length": _figure(result["length_m"], METRES, writer),
        "day": minute(kept.at),
        "number": str(kept.number),
        "sheets": " · ".join(result["sheets"]),
    }
    told = [(writer.say(words.FORM[name]), Cell(one)) for name, one in lines.items() if one]
    heads = (writer.say(words.ITEM), writer.say(words.VALUE))
    return Section("site", writer.say(words.SITE), grid=pairs(heads, told), form=True)


def planned_text(planned: Mapping[str, Any]) -> Text:
    """What is planned, as far as it was said: subject, sector, change, the day it starts."""
    told = [SUBJECTS[planned["subject"]]]
    told += [SECTORS[planned["sector"]]] if planned["sector"] in SECTORS else []
    told += [CHANGES[planned["change"]]] if planned["change"] in CHANGES else []
    for plain in (planned["activity"], planned["started_on"]):
        told += [Text(plain, plain)] if plain else []
    return Text(" · ".join(one.zh for one in told), " · ".join(one.en for one in told))


def _figure(value: float | None, unit: Any, writer: Writer) -> str | None:
    return None if value is None else writer.say(said(value, unit))


def _full(rows: Rows, taken: Mapping[str, Decided], writer: Writer) -> Section:
    heads = zip(words.HEADS.items(), SHARES, strict=True)
    columns = tuple(Column(n, writer.say(head), share=share) for (n, head), share in heads)
    groups = _groups(rows)
    cells = tuple(tuple(map(Cell, _cells(one, taken, writer))) for one in groups[:MOST_FULL])
    left = sum(len(one) for one in groups[MOST_FULL:])
    more = (writer.say(words.MORE.format(count=left)),) if left else ()
    return Section("rows", writer.say(words.ROWS), more, Grid(columns, cells))


def _groups(rows: Rows) -> list[list[Mapping[str, Any]]]:
    """Rows that one rule makes of several features stand together."""
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        rule = (row["rule"] or {}).get("id")
        key = (row["check"], row["about"]["zh"], row["verdict"], rule, row["layer"])
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _cells(rows: Rows, taken: Mapping[str, Decided], writer: Writer) -> tuple[str, ...]:
    first = rows[0]
    alone = len(rows) == 1
    layer = f"{first['layer']}@{first['version']}" if first["layer"] else "—"
    told = [_finding(one, taken, writer, named=not alone) for one in rows[:MOST_OF_ONE]]
    if len(rows) > MOST_OF_ONE:
        told.append(writer.say(words.MORE.format(count=len(rows) - MOST_OF_ONE)))
    return (
        check_text(first, writer),
        writer.say(first["verdict_title"]),
        "\n".join(told),
        where_text(first) if alone else layer,
        rule_text(first, writer),
    )


def _finding(
    row: Mapping[str, Any], taken: Mapping[str, Decided], writer: Writer, *, named: bool
) -> str:
    name = row["name"] or row["feature"]
    told = [writer.say(row["why"]), *ground_text(row, writer)]
    if named and name:
        told.insert(0, str(name))
    decided = taken.get(row["key"])
    if decided is not None and decided.decision != "open":
        told.append(writer.say(decided_text(decided)))
    return BETWEEN_CLAUSES.in_(writer.language).join(told)


def check_text(row: Mapping[str, Any], writer: Writer) -> str:
    title, about = writer.say(row["check_title"]), writer.say(row["about"])
    return title if title == about else f"{title}\n{about}"


def decided_text(decided: Decided) -> Text:
    template = words.DECIDED if decided.same else words.DECIDED_BEFORE
    return template.format(
        decision=DECISIONS[decided.decision],
        reason=decided.reason,
        by=decided.by or "—",
        check=decided.check,
    )


def where_text(row: Mapping[str, Any]) -> str:
    """Name of the feature, and the version of the layer that has it or could have had it."""
    if row["layer"] is None:
        return "—"
    layer = f"{row['layer']}@{row['version']}"
    return f"{row['name'] or row['feature']}\n{layer}" if row["feature"] else layer


def ground_text(row: Mapping[str, Any], writer: Writer) -> list[str]:
    """Ground of the site that the feature takes, and its share; nothing where there is none."""
    if row["area_m2"] is None or row["share"] is None:
        return []
    values = {"area": said(row["area_m2"], SQUARE_METRES), "share": said(row["share"], RATIO)}
    return [writer.say(words.GROUND.format(**values))]


def rule_text(row: Mapping[str, Any], writer: Writer) -> str:
    """Source, article and day of the rule, and what is doubtful about it."""
    rule = row["rule"]
    if rule is None:
        return "—"
    told = [rule["source"] or rule["id"], rule["article"]]
    if rule["valid_from"]:
        told.append(writer.say(words.SINCE).format(date=rule["valid_from"]))
    if rule["unverified"]:
        told.append(writer.say(words.UNVERIFIED))
    if rule["superseded"]:
        told.append(writer.say(words.SUPERSEDED))
    return " ".join(filter(None, told))


def _short(rows: Rows, writer: Writer) -> Section:
    """A paragraph for each check: what it says, with the articles; every row is in it."""
    by_check: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_check.setdefault(writer.say(row["check_title"]), []).append(row)
    told = tuple(
        writer.say(words.OF_CHECK).format(check=title, rows=_joined(own, writer))
        for title, own in by_check.items()
    )
    return Section("others", writer.say(words.OTHERS), told)


def _joined(rows: Rows, writer: Writer) -> str:
    """The article is said once, with the first of the rows that rest on it."""
    told: list[str] = []
    before = None
    for row in rows:
        about, why = writer.say(row["about"]), writer.say(row["why"])
        rule = row["rule"] or {}
        values = {"about": about, "verdict": writer.say(row["verdict_title"]), "why": why}
        article = rule.get("article") or rule.get("source")
        article = None if article == before else article
        before = article or before
        template = words.WITH_ARTICLE if article else words.WITHOUT_ARTICLE
        told.append(writer.say(template).format(article=article, **values))
    return BETWEEN_CLAUSES.in_(writer.language).join(told)
