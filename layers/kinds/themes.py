"""The themes of the map: what is asked about, one at a time in colour."""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import Text


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme shows the kinds of the group `id`; those that are ground lie under every theme."""

    id: str
    title: Text


# In the order of the map's switch; the first is open when the map is opened.
THEMES: dict[str, Theme] = {
    theme.id: theme
    for theme in (
        Theme("sponge", Text("海绵", "Sponge")),
        Theme("corridor", Text("廊道", "Corridors")),
        Theme("sewage", Text("污水", "Sewage")),
        Theme("protection", Text("保护", "Protection")),
        Theme("water", Text("断面", "Sections")),
    )
}
