"""Entering, changing, ordering and removing basemaps: one place for page and command.

What is recorded of it never has the key of Tianditu.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor, record
from layers.basemaps.addresses import checked_key, checked_template
from layers.basemaps.declared import (
    DEEPEST_ZOOM,
    TIANDITU,
    Basemap,
    Grade,
    Grid,
    Source,
    from_kept,
)
from layers.basemaps.errors import (
    TITLE_TAKEN,
    TOO_MANY,
    UNKNOWN_BASEMAP,
    VALUE_MISSING,
    ZOOMS_INVALID,
)
from layers.basemaps.files import checked_file, path_of
from layers.settings import Settings
from layers.system.row_access import Sight
from projects.accounts.names import shown
from projects.accounts.tables import OfficeOption

BASEMAPS = "basemaps"
MOST = 20
USUAL_ZOOMS = (0, 18)
FIELDS = {
    "title": Text("名称", "title"),
    "attribution": Text("来源标注", "attribution"),
    "template": Text("网址模板", "address"),
    "file": Text("文件", "file"),
    "key": Text("密钥", "key"),
    "layer": Text("天地图图层", "map of Tianditu"),
}
Change = Callable[[list[Basemap]], list[Basemap]]


@dataclass(frozen=True, slots=True)
class Given:
    """A basemap as somebody enters it; `zooms` as 1-18."""

    title: str
    source: Source
    attribution: str
    layer: str = ""
    key: str = ""
    template: str = ""
    file: str = ""
    grid: Grid = "web"
    zooms: str = ""
    opacity: int = 100
    secrecy: Grade = "public"


def basemaps(session: Session) -> list[Basemap]:
    """All of them, in their order."""
    return [from_kept(one) for one in _kept(session)["basemaps"]]


def basemaps_seen(session: Session, sight: Sight) -> list[Basemap]:
    """Those that whoever has this sight may choose."""
    return [one for one in basemaps(session) if one.secrecy in sight.grades]


def get_basemap(session: Session, id_: str) -> Basemap:
    """Raises `unknown-basemap`."""
    return _found(basemaps(session), id_)


def checked(settings: Settings, given: Given, before: Basemap | None = None) -> Basemap:
    """What was entered as a basemap, not kept yet; without a key it keeps that of `before`.

    Raises `basemap-…`: of the address, the key, the file, the zooms or a value that is missing.
    """
    title, attribution = shown(given.title), shown(given.attribution)
    _require(title=title, attribution=attribution)
    own = _OWN[given.source](settings, given, before)
    return Basemap(
        id=before.id if before else "",
        title=title,
        source=given.source,
        attribution=attribution,
        opacity=given.opacity,
        secrecy=given.secrecy,
        **own,
    )


def _of_tianditu(_: Settings, given: Given, before: Basemap | None) -> dict[str, Any]:
    kept = before.key if before else ""
    _require(layer=given.layer if given.layer in TIANDITU else "", key=given.key.strip() or kept)
    key = checked_key(given.key) if given.key.strip() else kept
    return {"layer": given.layer, "key": key, "zooms": (1, TIANDITU[given.layer][2])}


def _of_address(_: Settings, given: Given, __: Basemap | None) -> dict[str, Any]:
    _require(template=given.template.strip())
    template = checked_template(given.template)
    return {"template": template, "grid": given.grid, "zooms": _zooms(given.zooms)}


def _of_file(settings: Settings, given: Given, _: Basemap | None) -> dict[str, Any]:
    _require(file=given.file)
    found = checked_file(path_of(settings, given.file))
    return {"file": given.file, "grid": "web", "zooms": found}


_OWN: dict[Source, Callable[[Settings, Given, Basemap | None], dict[str, Any]]] = {
    "tianditu": _of_tianditu,
    "address": _of_address,
    "file": _of_file,
}


def _require(**values: str) -> None:
    for name, value in values.items():
        if not value:
            raise EcoAtlasError(VALUE_MISSING, field=FIELDS[name])


def _zooms(written: str) -> tuple[int, int]:
    if not written.strip():
        return USUAL_ZOOMS
    least, _, most = written.replace("—", "-").replace("–", "-").partition("-")
    numbers = [one.strip() for one in (least, most)]
    if not all(one.isascii() and one.isdigit() and len(one) < 3 for one in numbers):
        raise EcoAtlasError(ZOOMS_INVALID, given=written[:40])
    low, high = map(int, numbers)
    if not low <= high <= DEEPEST_ZOOM:
        raise EcoAtlasError(ZOOMS_INVALID, given=written[:40])
    return low, high


def add_basemap(session: Session, settings: Settings, given: Given, by: Actor | None) -> Basemap:
    """At the end of the list; raises what `checked` raises, and `basemap-title-taken`."""
    new = checked(settings, given)
    kept = _kept(session, lock=True)
    every = [from_kept(one) for one in kept["basemaps"]]
    if len(every) >= MOST:
        raise EcoAtlasError(TOO_MANY, most=MOST)
    _refuse_same(every, new)
    new = replace(new, id=f"b{kept['last'] + 1}")
    _keep(session, [*every, new], kept["last"] + 1)
    record(session, by, "basemap-added", new.id, details=new.told())
    return new


def change_basemap(
    session: Session, settings: Settings, id_: str, given: Given, by: Actor | None
) -> Basemap:
    """Raises `unknown-basemap`, and what `add_basemap` raises."""
    kept = _kept(session, lock=True)
    every = [from_kept(one) for one in kept["basemaps"]]
    before = _found(every, id_)
    after = checked(settings, given, before)
    _refuse_same([one for one in every if one.id != id_], after)
    if after != before:
        _keep(session, [after if one.id == id_ else one for one in every], kept["last"])
        details = {"before": before.told(), "after": after.told()}
        record(session, by, "basemap-changed", id_, details=details | _key_said(before, after))
    return after


def _key_said(before: Basemap, after: Basemap) -> dict[str, bool]:
    """That the key was changed is recorded, what it was is not."""
    return {"key_changed": True} if before.key != after.key else {}


def move_basemap(session: Session, id_: str, by: int, actor: Actor | None) -> None:
    """Up (-1) or down (1) in the list; raises `unknown-basemap`."""
    kept = _kept(session, lock=True)
    every = [from_kept(one) for one in kept["basemaps"]]
    at = every.index(_found(every, id_))
    to = min(max(at + by, 0), len(every) - 1)
    if to == at:
        return
    every.insert(to, every.pop(at))
    _keep(session, every, kept["last"])
    record(session, actor, "basemap-changed", id_, details={"place": to + 1})


def remove_basemap(session: Session, id_: str, by: Actor | None) -> Basemap:
    """Its file stays where it lies; raises `unknown-basemap`."""
    kept = _kept(session, lock=True)
    every = [from_kept(one) for one in kept["basemaps"]]
    gone = _found(every, id_)
    _keep(session, [one for one in every if one.id != id_], kept["last"])
    record(session, by, "basemap-removed", id_, details=gone.told())
    return gone


def _refuse_same(others: Sequence[Basemap], new: Basemap) -> None:
    if any(one.title == new.title for one in others):
        raise EcoAtlasError(TITLE_TAKEN, title=new.title)


def _found(every: Sequence[Basemap], id_: str) -> Basemap:
    found = next((one for one in every if one.id == id_), None)
    if found is None:
        raise EcoAtlasError(UNKNOWN_BASEMAP, basemap=id_[:40])
    return found


def _kept(session: Session, *, lock: bool = False) -> dict[str, Any]:
    """The list, and the last number that was given: an address of a map never means another one."""
    row = session.get(OfficeOption, BASEMAPS, with_for_update=lock)
    return dict(row.value) if row is not None else {"last": 0, "basemaps": []}


def _keep(session: Session, every: Sequence[Basemap], last: int) -> None:
    value = {"last": last, "basemaps": [one.as_dict() for one in every]}
    session.merge(OfficeOption(name=BASEMAPS, value=value))
    session.flush()
