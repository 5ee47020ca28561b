"""The modules of the map as one script: nothing is left to be fetched, each keeps its own names."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmap.meeting import scripts


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(scripts, "STATIC", tmp_path)
    scripts.joined.cache_clear()
    return tmp_path


def test_a_module_stands_once_behind_all_that_it_needs(modules: Path) -> None:
    (modules / "a.js").write_text('import { b, x as y } from "./in/b.js";\nexport class A {}\n')
    (modules / "in").mkdir()
    (modules / "in/b.js").write_text('import { c } from "../c.js";\nexport const b = c;\n')
    (modules / "c.js").write_text("export function c() {}\n")
    text = scripts.joined("a.js")
    assert text.index("modules['c.js'] =") < text.index("modules['in/b.js'] =")
    assert "const { b, x: y } = modules['in/b.js'];" in text
    assert text.endswith("const { A } = modules['a.js'];\n")
    assert "import" not in text
    assert "export" not in text


def test_what_cannot_be_joined_is_a_fault_and_not_left_out(modules: Path) -> None:
    (modules / "a.js").write_text('import * as b from "./b.js";\n')
    with pytest.raises(ValueError, match="cannot be joined"):
        scripts.joined("a.js")
    (modules / "b.js").write_text('import { c } from "./c.js";\nexport const b = 1;\n')
    (modules / "c.js").write_text('import { b } from "./b.js";\nexport const c = 1;\n')
    with pytest.raises(ValueError, match="import each other"):
        scripts.joined("b.js")


def test_the_scripts_of_the_map_can_be_joined() -> None:
    scripts.joined.cache_clear()
    text = scripts.joined("js/map/atlas.js")
    assert "class Atlas" in text
    assert "fetch(" in text  # of a page that a service answers; a taken page does not come there
