"""No command writes a file under the name of another format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from webmap.commands import main
from webmap.commands.private_files import OutFile

pytestmark = pytest.mark.slow

ASKED: dict[str, tuple[str, ...]] = {
    "audit export": ("OUT",),
    "backup": ("OUT",),
    "area ask": ("--bbox", "114,30,114.1,30.1", "--out", "OUT"),
    "layers check": ("nothing.zip", "--report", "OUT"),
    "layers diff": ("none", "1", "2", "--out", "OUT"),
    "layers export": ("none", "--format", "gpkg", "--out", "OUT"),
    "map export": ("OUT",),
    "metrics hits": ("1", "--out", "OUT"),
    "policy states": ("--out", "OUT"),
    "policy template": ("OUT",),
    "projects assessment": ("2026", "--out", "OUT"),
    "projects bulletin": ("2026-Q3", "--out", "OUT"),
    "projects export": ("OUT",),
    "projects import": ("nothing.xlsx", "--marked", "OUT"),
    "projects pool export": ("OUT",),
    "projects round template": ("--unit", "武汉市水务局", "--out", "OUT"),
    "projects template": ("OUT",),
    "sheets export": ("sponge_targets", "OUT"),
    "sheets import": ("sponge_targets", "nothing.xlsx", "--marked", "OUT"),
    "sites export": ("1", "--out", "OUT"),
    "sites check": ("--project", "none", "--out", "OUT"),
    "statements export": ("none", "--format", "pdf", "--out", "OUT"),
    "statements key": ("--out", "OUT"),
    "water import": ("nothing.xlsx", "--marked", "OUT"),
    "water bulletin": ("2026-10", "--out", "OUT"),
}
METRICS = "metrics run "


def writing(group: click.Group, path: str = "") -> Iterator[str]:
    """Every command that writes a file where its user says."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from writing(command, f"{path}{name} ")
        elif command and any(isinstance(one.type, OutFile) for one in command.params):
            yield path + name


def test_every_command_that_writes_a_file_is_tried() -> None:
    found = {one for one in writing(main) if not one.startswith(METRICS)}
    assert found | {"backup"} == ASKED.keys()


@pytest.mark.parametrize("command", ASKED)
def test_another_suffix_is_refused_before_anything_is_written(command: str, tmp_path: Path) -> None:
    out = tmp_path / "名单.jpg"
    said = [str(out) if one == "OUT" else one for one in ASKED[command]]
    for place, given in enumerate(said):
        if given.startswith("nothing."):
            said[place] = str(tmp_path / given)
            (tmp_path / given).write_bytes(b"PK")
    done = CliRunner().invoke(main, [*command.split(), *said])
    assert done.exit_code == 1, done.output
    assert "jpg" in done.stderr
    assert not out.exists()
