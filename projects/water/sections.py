"""Which section a name in a file means: by the layer of sections, and by the sheet of names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef, live_versions, resolve
from layers.system.compared_text import plain
from projects.sheets import get_sheet
from projects.sheets.rules_readings import LAKE, SECTION_NAMES
from projects.sheets.rules_sections import WUHAN_SECTIONS
from projects.water.errors import NOT_A_LAYER
from projects.water.items import BETWEEN_ALIASES
from projects.water.measured import MEASURED, Of
from projects.water.office_limits import office_limits

if TYPE_CHECKING:
    from layers.storage.store import Store

BRACKETS = re.compile(r"[(（\[【](.*?)[)）\]】]")
WORD = "断面"
REMARK = "示意"


@dataclass(frozen=True, slots=True)
class Section:
    """A section as readings are kept under it: `key` is its code in the layer, else its name.

    known: whether a layer or the sheet of names has it. layer: `ID@V` where it lies.
    """

    key: str
    name: str
    lake: bool = False
    target: str | None = None
    known: bool = True
    layer: str | None = None

    @property
    def layer_id(self) -> str | None:
        return self.layer.partition("@")[0] if self.layer else None


class Sections:
    """Sections by the ways in which they are written."""

    def __init__(
        self,
        features: Iterable[Section],
        names: Iterable[Mapping[str, Any]],
        likeness: float,
        prefix: str = "",
    ) -> None:
        """prefix: of the keys of plants, of which those count only that are among `features`."""
        self._likeness, self._prefix = likeness, prefix
        self._by_key: dict[str, Section] = {one.key: one for one in features}
        self._spelt: dict[str, list[str]] = {}
        for one in self._by_key.values():
            self._spell(one.key, (one.key.removeprefix(prefix), one.name))
        for row in names:
            self._name(row)

    def _spell(self, key: str, names: Iterable[str]) -> None:
        for name in names:
            for spelling in spellings(name):
                keys = self._spelt.setdefault(spelling, [])
                if key not in keys:
                    keys.append(key)

    def _name(self, row: Mapping[str, Any]) -> None:
        aliases = [one for one in str(row.get("aliases") or "").split(BETWEEN_ALIASES) if one]
        names = (row["section"], *aliases)
        code = f"{self._prefix}{row.get('code')}"
        there = [code] if code in self._by_key else self._found(names)
        if self._prefix and not there:
            return
        key = there[0] if there else str(row["section"])
        lake, target = row.get("water") == LAKE, row.get("target")
        one = self._by_key.get(key) or Section(key, str(row["section"]))
        own = one.target or target
        self._by_key[key] = replace(one, lake=one.lake or lake, target=own)
        self._spell(key, (key, *names))

    def _found(self, names: Iterable[str]) -> list[str]:
        for name in names:
            for spelling in spellings(name):
                if spelling in self._spelt:
                    return self._spelt[spelling]
        return []

    def named(self, written: str) -> list[Section]:
        """The sections that are written so: one, none, or several that it may be."""
        return [self._by_key[key] for key in self._found([written])]

    @property
    def in_layers(self) -> bool:
        """Whether any section stands in a layer."""
        return any(one.layer for one in self._by_key.values())

    def by_key(self, key: str) -> Section | None:
        return self._by_key.get(key)

    def nearest(self, written: str) -> str | None:
        """The spelling of a name that looks most like what is written."""
        names = {name: one.name for one in self._by_key.values() for name in spellings(one.name)}
        found = difflib.get_close_matches(plain(written), names, 1, self._likeness)
        return names[found[0]] if found else None

    def __iter__(self) -> Iterator[Section]:
        return iter(self._by_key.values())


def spellings(name: str) -> Iterator[str]:
    """A name as it is compared, whole first; then without its remark in brackets, then the remark,
    which may be another name: 坝上中(胡家岭)."""
    whole = plain(name)
    yield whole
    outside = plain(BRACKETS.sub("", str(name)))
    for one in (outside, *map(plain, BRACKETS.findall(str(name)))):
        if one and one != whole and REMARK not in one:
            yield one
    if outside.endswith(WORD) and outside != WORD:
        yield outside.removesuffix(WORD)


def sections_of(
    session: Session, store: Store, layer: str | None = None, of: Of = "sections"
) -> Sections:
    """The sections or plants of a layer, or of every layer of theirs that the session sees.

    Raises `unknown-layer`, `unknown-version`, `water-layer-kind`.
    """
    measured = MEASURED[of]
    versions = live_versions(session, measured.kind)
    if layer is not None:
        versions = [resolve(session, layer)]
        if versions[0].kind != measured.kind:
            raise EcoAtlasError(NOT_A_LAYER, layer=layer, what=measured.title)
    features = [one for version in versions for one in _features(store, version, measured.prefix)]
    wuhan = [
        {**row, "water": None, "target": None} for row in get_sheet(session, WUHAN_SECTIONS.id).rows
    ]
    names = [*get_sheet(session, SECTION_NAMES.id).rows, *wuhan]
    return Sections(features, names, office_limits(session).likeness, measured.prefix)


def _features(store: Store, version: VersionRef, prefix: str) -> Iterator[Section]:
    wanted = (version.key_field, "name", "target_class", "is_lake")
    there = set(store.columns(version.sha256))
    columns: Sequence[str] = [one for one in dict.fromkeys(wanted) if one in there]
    for row in store.attribute_table(version.sha256, columns).to_pylist():
        key = str(row[version.key_field])
        yield Section(
            f"{prefix}{key}",
            str(row.get("name") or key),
            lake=bool(row.get("is_lake")),
            target=row.get("target_class"),
            layer=version.label,
        )
