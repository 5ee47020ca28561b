"""What is asked of the reading process, as it is handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from geo.crs.known_ground import Boundary, boundary_from_json
from layers.reading.intake.staging import Source

WUHAN = (114.0, 30.5)


@dataclass(frozen=True, slots=True)
class Request:
    """Which sources to read and what a person has said about them."""

    file: str
    sources: tuple[Source, ...]
    kind: str | None = None
    layer_name: str | None = None
    key: str | None = None
    encoding: str | None = None
    crs: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    accept: frozenset[str] = frozenset()
    district: tuple[float, float] = WUHAN
    known: Boundary | None = None
    remembered: Mapping[str, str] = field(default_factory=dict)
    shift: str | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    frame_path: Path | None = None
    """Where to leave the finished layer; None when only a check is wanted."""
    preview_path: Path | None = None
    """Where to leave a preview of the layer; None when nobody looks at one."""
    most_features: int | None = None
    """A layer of more is refused before anything is looked into; None: as many as there are."""

    def as_json(self) -> dict[str, Any]:
        data = {name: getattr(self, name) for name in self.__slots__}
        data["sources"] = [{**asdict(s), "path": str(s.path)} for s in self.sources]
        data["accept"] = sorted(self.accept)
        data["mapping"] = dict(self.mapping)
        data["remembered"] = dict(self.remembered)
        data["values"] = {field_: dict(pairs) for field_, pairs in self.values.items()}
        data["known"] = self.known.as_json() if self.known else None
        data["frame_path"] = str(self.frame_path) if self.frame_path else None
        data["preview_path"] = str(self.preview_path) if self.preview_path else None
        return data


def request_from_json(data: Mapping[str, Any]) -> Request:
    sources = tuple(
        Source(**{**source, "path": Path(source["path"]), "parts": tuple(source["parts"])})
        for source in data["sources"]
    )
    frame_path = Path(data["frame_path"]) if data["frame_path"] else None
    preview_path = Path(data["preview_path"]) if data["preview_path"] else None
    return Request(
        **{
            **data,
            "sources": sources,
            "accept": frozenset(data["accept"]),
            "district": tuple(data["district"]),
            "known": boundary_from_json(data["known"]) if data["known"] else None,
            "frame_path": frame_path,
            "preview_path": preview_path,
        }
    )
