"""Every command on a disk that is full, read-only or closed: each ends in words, nothing half made.

    sudo python -m benchmarks.full_disk [--only layers] [--level "0 KB"] > table.md

An office with the demonstration is put on a small tmpfs of its own, which is then filled up to so
many kilobytes; further levels are a home that is read-only, and a disk of temporary files or of
results that is full. Each command is run there in a process of its own. It must end with 0, or with
1 and a declared code; never with "something unexpected", a traceback or a hang. After each the
database must be whole, and no folder or file that belongs to unfinished work may be left. Stops
with exit code 1 when one of this did not hold. Mounting needs root.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from webmap.commands import main

DEMO = Path(__file__).resolve().parent.parent / "data" / "demo"
WITHIN_S = 90
SERVING_S = 20
MADE_WITHIN_S = 600
HALF_MADE = re.compile(r"\.part$|\.export-|\.diff-|\.mended-|\.report-|\.unfinished/.|scratch/.")
CODE = re.compile(r"✗ ([a-z0-9-]+)  ")
HOME_MB = 12


@dataclass(frozen=True)
class Level:
    """What is wrong: KB left in the home, or what else is full or closed."""

    name: str
    home_kb: int | None = None
    read_only: bool = False
    scratch_full: bool = False
    out_full: bool = False


LEVELS = (
    Level("0 KB", home_kb=0),
    Level("16 KB", home_kb=16),
    Level("100 KB", home_kb=100),
    Level("400 KB", home_kb=400),
    Level("1500 KB", home_kb=1500),
    Level("read-only", read_only=True),
    Level("temp full", scratch_full=True),
    Level("out full", out_full=True),
)
# What each command is given; {out} lies on another disk, {run} and so on are of the office.
GIVEN: dict[str, str] = {
    "water import": "{demo}/section_readings.csv",
    "water classify": "{demo}/section_readings.csv",
    "water month": "2025-05",
    "water assess": "--scheme hubei --year 2025",
    "water keep": "--year 2025",
    "water bulletin": "2025-05 --out {out}/water.docx",
    "water values": "示例断面甲 2025-05",
    "water warnings": "--year 2025",
    "water withdraw": "1 --reason 送错了",
    "water correct": "示例断面甲 2025-05-02 TP 0.1 --reason 抄错",
    "area ask": "--bbox 114.0,30.3,114.3,30.6 --out {out}/area.xlsx",
    "basemap add": "试验 --attribution 试验 --address https://a.invalid/{{z}}/{{x}}/{{y}}",
    "basemap remove": "b1",
    "audit export": "{out}/audit.xlsx",
    "layers check": "{demo}/sponge_zones.zip --kind sponge_zone --report {out}/r.xlsx",
    "layers import": "{demo}/sewage_plants.zip --layer again --kind sewage_plant --accept all",
    "layers export": "sponge_zones --format gpkg --out {out}/zones.gpkg",
    "layers content": "protected_waters --subject reserve_fishing_ban --basis 示例",
    "layers diff": "sponge_zones 1 1",
    "layers rollback": "sponge_zones 1",
    "layers show": "sponge_zones",
    "layers versions": "sponge_zones",
    "map export": "{out}/map.html",
    "metrics run coverage": "--zones admin_divisions --cover built_up_area",
    "metrics run sponge_coverage": "--zones sponge_zones --built-up built_up_area",
    "metrics run count_by_status": "--features sewage_plants",
    "metrics run area_by_status": "--areas sponge_zones",
    "metrics run length_by_status": "--lines corridors",
    "metrics run corridor_length": "--corridors corridors",
    "metrics sponge-trend": "--zones sponge_zones --built-up built_up_area",
    "metrics hits": "{run}",
    "policy show": "WEDZ-2023",
    "policy report": "{demo}/projects.xlsx",
    "policy states": "--out {out}/states.xlsx",
    "policy template": "{out}/values.xlsx",
    "projects template": "{out}/list.xlsx",
    "projects units add": "新单位",
    "projects units rename": "区住建局 武汉经开区城乡建设局",
    "projects units merge": "区统计局 区财政局",
    "projects pool release": "{project}",
    "projects pool withdraw": "{project}",
    "projects pool export": "{out}/pool.zip",
    "projects import": "{demo}/projects.xlsx",
    "projects show": "{project}",
    "projects link": "{project} sponge_zones {key}",
    "projects export": "{out}/projects.xlsx",
    "projects bulletin": "2026-Q3 --out {out}/bulletin.docx",
    "projects assessment": "2026 --out {out}/assessment.xlsx",
    "projects round open": "2026-Q4",
    "projects round template": "--unit 区住建局 --out {out}/round.xlsx",
    "projects round merge": "{demo}/projects.xlsx",
    "projects round reopen": "2026-Q2 --reason 核对",
    "chiefs at": "114.2 30.47",
    "sheets show": "{sheet}",
    "sheets history": "{sheet}",
    "sheets import": "new_sheet {demo}/daily_rain.csv --kind daily_rain",
    "sheets export": "{sheet} {out}/sheet.xlsx",
    "sheets take-over": "{sheet}",
    "sites check": "--project {project} --out {out}/site.docx",
    "sites submit": "1",
    "sites return": "1 --reason 复核 --as demo-reviewer",
    "sites sign": "1 --as demo-reviewer",
    "sites withdraw": "1 --reason 复核 --as demo-reviewer",
    "sites export": "1 --out {out}/site.pdf",
    "sites verify": "{face}",
    "statements make": "{run}",
    "statements asserted": "{statement}",
    "statements answer": "{statement} 1 已改",
    "statements close": "{statement} 1",
    "statements reopen": "{statement} 1 再议",
    "statements withdraw": "{statement} --reason 复核 --as demo-reviewer",
    "statements delegate": "demo-editor --from 2026-01-01 --until 2026-12-31 --reason 休假"
    " --as demo-reviewer",
    "statements end-delegation": "1 --as demo-reviewer",
    "users change": "demo-viewer --post 岗位",
    "statements show": "{statement}",
    "statements compare": "{statement}",
    "statements export": "{statement} --format xlsx --out {out}/statement.xlsx",
    "statements verify": "{face}",
    "statements comment": "{statement} 看过",
    "statements submit": "{statement}",
    "statements return": "{statement} --reason 复核 --as demo-reviewer",
    "statements sign": "{statement} --as demo-reviewer",
    "users add": "wang --role viewer",
    "users role": "demo-viewer --role editor",
    "users reset": "demo-viewer",
    "users disable": "demo-viewer",
    "users enable": "demo-viewer",
    "users token": "demo-viewer --title t --role viewer",
    "users tokens": "demo-viewer",
    "users revoke": "1",
    "users grant": "demo-viewer sponge_zones",
    "users revoke-layer": "demo-viewer sponge_zones",
    "users anonymous": "off",
    "serve": "--port 18931",
    "backup": "{out}/b.tar.zst",
    "restore": "{backup} --into {home}/new",
}


def commands(group: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of all commands that do something; of the metrics those that `GIVEN` names."""
    if not isinstance(group, click.Group):
        name = " ".join(path)
        needs = any(parameter.required for parameter in group.params)
        if not needs or name in GIVEN:
            yield name
        elif not name.startswith("metrics "):
            raise SystemExit(f"no arguments are given for: {name}")
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            yield from commands(command, (*path, name))


@dataclass
class Ended:
    """How a command ended: its exit code (None: it was still working), and what it said."""

    exit_code: int | None
    said: str

    @property
    def mark(self) -> str:
        found = CODE.search(self.said)
        if "Traceback" in self.said or "unexpected" in self.said:
            return "UNEXPECTED"
        if self.exit_code is None:
            return "works"
        if self.exit_code == 0:
            return "ok"
        return found[1] if found and self.exit_code == 1 else f"EXIT {self.exit_code}"


def ended(arguments: list[str], within_s: float = WITHIN_S) -> Ended:
    """Run a command in a forked process: importing everything anew would take most of the time."""
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            _become(arguments, said.fileno())
        code = _code_of(child, within_s)
        said.seek(0)
        return Ended(code, said.read().decode("utf-8", "replace"))


def _become(arguments: list[str], said: int) -> None:
    """End this process as the command ends; nothing of its parent may be unwound here."""
    code: object = 70
    try:
        os.setpgrp()
        read, write = os.pipe()
        os.write(write, b"a wrong password\n" * 3)  # for whoever asks for one
        os.close(write)
        os.dup2(read, 0)
        for stream in (1, 2):
            os.dup2(said, stream)
        main.main(arguments, prog_name="ecoatlas")
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code if isinstance(code, int) else 1)


def _code_of(child: int, within_s: float) -> int | None:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGINT)
    time.sleep(1)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


@contextmanager
def small_disk(place: Path, size_mb: int) -> Iterator[None]:
    place.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(place)]
    subprocess.run(mount, check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, leave_kb: int) -> None:
    """Fill a disk but for so many kilobytes."""
    with (place / "ballast").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    size = (place / "ballast").stat().st_size
    os.truncate(place / "ballast", max(size - leave_kb * 1024, 0))


def office(base: Path) -> dict[str, str]:
    """The demonstration with a run, a statement, a token and a backup; what the commands name."""
    os.environ["ECOATLAS_HOME"] = str(base / "home")
    # A command marks a copy beside the file it was given: never beside the data that are shipped.
    shutil.copytree(DEMO, base / "demo", dirs_exist_ok=True)
    for given in (
        ()
        if (base / "backup.tar.zst").exists()
        else (
            "demo",
            "metrics run sponge_coverage --zones sponge_zones --built-up built_up_area",
            "metrics run outfall_direct --outfalls outfalls --built-up built_up_area",
            "statements make 1",
            f"statements export 1 --format json --out {base}/face.json",
            "users token demo-viewer --title t --role viewer",
            f"backup {base}/backup.tar.zst",
        )
    ):
        made = ended(given.split(), MADE_WITHIN_S)
        if made.exit_code != 0:
            raise SystemExit(f"{given}: {made.said}")
    with closing(sqlite3.connect(base / "home" / "ecoatlas.sqlite")) as database:
        (project,) = database.execute("SELECT code FROM project").fetchone()
        (sheet,) = database.execute("SELECT id FROM sheet").fetchone()
        (run,) = database.execute("SELECT max(id) FROM metric_run").fetchone()
    return {
        "run": str(run), "statement": "1", "project": project, "sheet": sheet, "key": "S01",
        "face": f"{base}/face.json", "backup": f"{base}/backup.tar.zst", "demo": f"{base}/demo",
    }  # fmt: skip


def tried(name: str, level: Level, base: Path, named: dict[str, str]) -> tuple[str, str, list[str]]:
    """How a command ended at a level: mark, what it said, and what must not be."""
    disk, scratch, out = (base / part for part in ("disk", "scratch", "out"))
    with small_disk(disk, HOME_MB), small_disk(scratch, 200), small_disk(out, 200):
        shutil.copytree(base / "home", disk / "home")
        os.environ |= {"ECOATLAS_HOME": str(disk / "home"), "TMPDIR": str(scratch)}
        tempfile.tempdir = None
        _prepare(level, disk, scratch, out)
        given = GIVEN.get(name, "").format(out=out, home=disk / "home", **named)
        found = ended([*name.split(), *given.split()], SERVING_S if _serves(name) else WITHIN_S)
        return found.mark, found.said, [*_breaches(name, found, disk, out)]


def _serves(name: str) -> bool:
    return name in ("serve", "worker")


def _prepare(level: Level, disk: Path, scratch: Path, out: Path) -> None:
    if level.home_kb is not None:
        fill(disk, level.home_kb)
    if level.read_only:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    if level.scratch_full:
        fill(scratch, 0)
    if level.out_full:
        fill(out, 0)


def _breaches(name: str, found: Ended, disk: Path, out: Path) -> Iterator[str]:
    if found.mark == "UNEXPECTED" or found.mark.startswith("EXIT"):
        yield found.said.strip()[-1500:]
    if found.exit_code is None and not _serves(name):
        yield "it did not end"
    for place in (disk, out):
        for file in place.rglob("*"):
            if HALF_MADE.search(str(file.relative_to(place))) and not _serves(name):
                yield f"left behind: {file.relative_to(place)}"
            if place == out and file.stat().st_size == 0:
                yield f"left empty: {file.name}"
    subprocess.run(["mount", "-o", "remount,rw,size=100m", str(disk)], check=True)
    with closing(sqlite3.connect(disk / "home" / "ecoatlas.sqlite")) as database:
        state = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if state != "ok":
            yield f"database: {state}"


def print_table(levels: list[Level], rows: dict[str, list[str]]) -> None:
    print("| command | " + " | ".join(level.name for level in levels) + " |")
    print("|---|" + "---|" * len(levels))
    for name, marks in rows.items():
        print(f"| {name} | " + " | ".join(marks) + " |")


def run(levels: list[Level], only: str, base: Path) -> int:
    named, rows, breaches = office(base), {}, 0
    for name in [one for one in commands() if one.startswith(only)]:
        rows[name] = []
        for level in levels:
            mark, said, faults = tried(name, level, base, named)
            rows[name].append(mark)
            breaches += len(faults)
            print(f"{name} [{level.name}]: {mark}", file=sys.stderr)
            if mark not in ("ok", "works") or faults:
                print("    " + said.strip().replace("\n", "\n    ")[-700:], file=sys.stderr)
            for fault in faults:
                print(f"  BREACH {fault}", file=sys.stderr)
    print_table(levels, rows)
    print(f"\nbreaches: {breaches}")
    return 1 if breaches else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="commands that begin so")
    parser.add_argument("--level", choices=[level.name for level in LEVELS], action="append")
    parser.add_argument("--office", type=Path, help="where the office is made and kept for again")
    asked = parser.parse_args()
    chosen = [level for level in LEVELS if level.name in (asked.level or [level.name])]
    with tempfile.TemporaryDirectory(prefix="full-disk-") as folder:
        base = asked.office.absolute() if asked.office else Path(folder)
        base.mkdir(parents=True, exist_ok=True)
        sys.exit(run(chosen, asked.only, base))
