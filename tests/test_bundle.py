"""The bundle for an office without internet: what goes in for which machine, and what its installer
refuses before it changes anything."""

from __future__ import annotations

import hashlib
import importlib.util
import platform
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).parents[1]
REQUIREMENTS = CHECKOUT / "requirements"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle", REQUIREMENTS / "bundle" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_machine_gets_one_version_of_every_package_with_its_hashes(make: ModuleType) -> None:
    lock = (REQUIREMENTS / "run.lock").read_text(encoding="utf-8")
    every = {one.name for one, _ in make.pinned(lock)}
    for python in make.PYTHONS:
        for machine in make.MACHINES:
            kept, left = make.fitting(lock, python, machine)
            found = list(make.pinned(kept))
            names = [one.name for one, _ in found]
            assert len(names) == len(set(names))
            assert all("--hash=sha256:" in lines for _, lines in found)
            assert all(one.marker is None for one, _ in found)
            without = {one.partition("=")[0] for one in left}
            assert without == set(make.WITHOUT.get(machine, ()))
            assert {"flask", "numpy", "shapely"} <= set(names)
            assert set(names) <= every - without


def bundle_in(folder: Path, lock: str = "") -> Path:
    (folder / "locks").mkdir(parents=True)
    (folder / "locks" / (lock or f"3.11-{platform.machine()}.lock")).write_text("")
    script = (REQUIREMENTS / "bundle" / "install.sh").read_bytes()
    (folder / "install.sh").write_bytes(script)
    sums = f"{hashlib.sha256(script).hexdigest()}  install.sh\n"
    (folder / "SHA256SUMS").write_text(sums)
    return folder


def install(bundle: Path, into: Path) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(bundle / "install.sh"), str(into)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_damaged_copy_or_another_machine_is_refused_and_nothing_is_installed(
    tmp_path: Path,
) -> None:
    into = tmp_path / "opt"
    damaged = bundle_in(tmp_path / "damaged")
    (damaged / "SHA256SUMS").write_text(f"{'0' * 64}  install.sh\n")
    refused = install(damaged, into)
    assert refused.returncode == 1
    assert "什么都没有安装" in refused.stderr
    strange = install(bundle_in(tmp_path / "strange", "3.11-riscv64.lock"), into)
    assert strange.returncode == 1
    assert platform.machine() in strange.stderr
    old = install(bundle_in(tmp_path / "old", f"2.5-{platform.machine()}.lock"), into)
    assert old.returncode == 1
    assert "2.5" in old.stderr
    assert not into.exists()


def service(home: str, units: Path) -> None:
    script = REQUIREMENTS / "bundle" / "service.sh"
    subprocess.run(["sh", str(script), "/opt/ecoatlas/current", home, str(units)], check=True)


@pytest.mark.slow
def test_the_service_may_write_where_its_data_lie(tmp_path: Path) -> None:
    unit, own = tmp_path / "ecoatlas.service", tmp_path / "ecoatlas.service.d" / "data.conf"
    service("/srv/atlas", tmp_path)
    assert "ExecStart=/opt/ecoatlas/current/.venv/bin/ecoatlas serve" in unit.read_text()
    lines = own.read_text().splitlines()
    said = {"StateDirectory=", "ReadWritePaths=/srv/atlas"}
    assert said | {'Environment="ECOATLAS_HOME=/srv/atlas"'} <= set(lines)
    unit.write_text(unit.read_text() + "# by hand\n")
    service("/home/atlas/data", tmp_path)
    assert {"ProtectHome=tmpfs", "BindPaths=/home/atlas/data"} <= set(own.read_text().splitlines())
    service("/var/lib/ecoatlas", tmp_path)
    assert not own.exists()
    assert unit.read_text().endswith("# by hand\n")
