"""What is taken along is written once: in the address of the map, in a form, as options."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from geo.errors import EcoAtlasError
from webmap.commands import main
from webmap.commands.map import STYLES, export
from webmap.meeting.asking import TakeAsked, of_address, require_read
from webmap.meeting.styles import OPTIONS, PARTS, StylesAsked

MAP = (
    "http://office:8000/?lang=en#11.5/30.5/114.0&theme=sponge&sel=zones%2FA&off=lakes"
    "&op=zones%3A60&look=zones%3Acapture%3Aquantile%3A5&grid=degrees&base=b1&time=2025-05"
)


def test_the_address_of_the_map_says_theme_styles_grid_and_that_there_is_a_basemap() -> None:
    assert of_address(MAP) == {
        "theme": "sponge",
        "op": "zones:60",
        "look": "zones:capture:quantile:5",
        "grid": "degrees",
        "base": "b1",
    }


def test_so_does_the_page_that_makes_a_file() -> None:
    given = of_address("/map/export?theme=sponge&bbox=1,2,3,4&format=html&ver=zones:2&op=")
    assert given == {"theme": "sponge", "bbox": "1,2,3,4", "ver": "zones:2"}


@pytest.mark.parametrize("text", ["", "hallo", "#11/30", "https://office/map"])
def test_what_is_no_address_of_the_map_is_refused(text: str) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        of_address(text)
    assert refused.value.code == "map-view-invalid"


def test_a_place_alone_is_the_map_as_it_is_at_first() -> None:
    assert of_address("#11/30.5/-114.05") == {}


@pytest.mark.parametrize(
    "given",
    [
        {"op": "zones:101"},
        {"op": "zones:x"},
        {"op": "zones"},
        {"look": "zones:capture:nope:5"},
        {"look": "zones:capture:quantile:8"},
        {"look": "zones:capture:quantile:²"},
        {"ver": "zones:0"},
        {"bare": "zones:1"},
        {"order": "zones,:,x"},
    ],
)
def test_what_a_person_wrote_is_read_whole_or_refused(given: dict[str, str]) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        require_read(StylesAsked(**given), {"zones"})
    assert refused.value.code == "map-style-unread"
    assert OPTIONS[next(iter(given))] in refused.value.message.zh


def test_a_layer_that_is_not_on_the_map_is_refused() -> None:
    asked = TakeAsked(look="zones:a:category:5", bare="zones,rivers")
    with pytest.raises(EcoAtlasError) as refused:
        require_read(asked, {"zones"})
    assert refused.value.code == "map-style-unknown-layer"
    require_read(asked, {"zones", "rivers"})


def test_every_style_of_the_address_is_an_option() -> None:
    assert set(OPTIONS) == set(PARTS) == set(StylesAsked.model_fields)
    assert (
        set(STYLES)
        == set(OPTIONS.values())
        <= {one.opts[0].removeprefix("--") for one in export.params}
    )


def test_the_command_refuses_before_it_makes_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOATLAS_HOME", str(tmp_path / "home"))
    out = tmp_path / "a.pdf"
    done = CliRunner().invoke(main, ["map", "export", str(out), "--opacity", "zones:60"])
    assert done.exit_code == 1
    assert "map-style-unknown-layer" in done.output
    assert not out.exists()
