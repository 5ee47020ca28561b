"""What a browser says of itself, in a few words."""

from __future__ import annotations

from geo.words import Text

# The first that is named counts: Edge and Opera also call themselves Chrome, Chrome calls itself
# Safari.
PROGRAMS = (
    ("QGIS/", "QGIS"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("MicroMessenger", "WeChat"),
    ("Firefox/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python-requests", "Python"),
)
SYSTEMS = (
    ("OpenHarmony", "HarmonyOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
UNKNOWN = Text("其他浏览器", "Another browser")


def browser_title(agent: str | None) -> Text:
    """`Edge（Windows）`, from a User-Agent header; anything may stand in one."""
    program, system = _first(PROGRAMS, agent or ""), _first(SYSTEMS, agent or "")
    if program and system:
        return Text(f"{program}（{system}）", f"{program} on {system}")
    known = program or system
    return Text(known, known) if known else UNKNOWN


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str | None:
    return next((title for mark, title in names if mark in agent), None)
