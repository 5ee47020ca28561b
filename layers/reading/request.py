"""What is asked of the reading process, as it is handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from layers.reading.staging import Source

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
    frame_path: Path | None = None
    """Where to leave the finished layer; None when only a check is wanted."""

    def as_json(self) -> dict[str, Any]:
        data = asdict(self)
        data["sources"] = [{**s, "path": str(s["path"])} for s in data["sources"]]
        data["accept"] = sorted(self.accept)
        data["mapping"] = dict(self.mapping)
        data["frame_path"] = str(self.frame_path) if self.frame_path else None
        return data


def request_from_json(data: Mapping[str, Any]) -> Request:
    sources = tuple(
        Source(**{**source, "path": Path(source["path"]), "parts": tuple(source["parts"])})
        for source in data["sources"]
    )
    frame_path = Path(data["frame_path"]) if data["frame_path"] else None
    return Request(
        **{
            **data,
            "sources": sources,
            "accept": frozenset(data["accept"]),
            "district": tuple(data["district"]),
            "frame_path": frame_path,
        }
    )
