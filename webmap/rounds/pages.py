"""Pages of rounds: their list, one round, the sheet of a unit, conflicts that wait."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from geo.words import Text
from layers.system.media_types import XLSX
from layers.system.scratch import kept_folder
from projects.rounds.lines import known_unit, lines_of, unit_names
from projects.rounds.rounds import events_of, known_quarter, list_rounds, round_of
from projects.rounds.settling import waiting_of
from projects.rounds.states import unit_states
from projects.rounds.workbook import write_template
from webmap.edge.access import asker, requires
from webmap.edge.asked import read
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import handed_out, private
from webmap.edge.refusals import Refused
from webmap.edge.rendering import page, services
from webmap.rounds.hands import may_run, own_unit, require_own
from webmap.rounds.view_models import ConflictsView, ListView, RoundView, SheetView
from webmap.rounds.words import DONE

blueprint = Blueprint("rounds", __name__)


class Told(BaseModel):
    """What may stand in the address of a page: the note on what was just done."""

    done: Annotated[str, Field(max_length=20)] = ""


def given() -> dict[str, str]:
    """The parameters of the address that are filled in, but the language."""
    return {name: one for name, one in request.args.items() if name != "lang" and one}


def told() -> Text | None:
    """Raises `input-invalid` for a parameter that is unknown."""
    return DONE.get(read(Told, given()).done) if request.method == "GET" else None


@blueprint.get("/rounds")
@requires("see_rounds")
@asks(Told)
def every_round() -> Response:
    return list_page()


def list_page(said: Refused | None = None, status: int = 200) -> Response:
    done = told()
    with services().reading() as session:
        view = ListView(done, said or Refused(), may_run(), list_rounds(session))
    return private(page("rounds.html", view), status)


@blueprint.get("/rounds/<period>")
@requires("see_rounds")
@asks(Told)
def one_round(period: str) -> Response:
    return round_page(period)


def round_page(period: str, said: Refused | None = None, status: int = 200) -> Response:
    """Raises `round-period-invalid`, `round-unknown`."""
    done = told()
    with services().reading() as session:
        one = round_of(session, known_quarter(period))
        units, events = unit_states(session, one), events_of(session, one)
        view = RoundView(done, said or Refused(), may_run(), one, units, events, own_unit())
        return private(page("round.html", view), status)


@blueprint.get("/rounds/<period>/units/<unit>")
@requires("see_rounds")
@asks(Told)
def one_unit(period: str, unit: str) -> Response:
    return sheet_page(period, unit)


def sheet_page(period: str, unit: str, said: Refused | None = None, status: int = 200) -> Response:
    """Raises as `round_page` does, `round-unit-not-asked`, `round-not-own-unit`."""
    done = told()
    with services().reading() as session:
        one = round_of(session, known_quarter(period))
        code, name = known_unit(session, one, unit)
        require_own(code, name)
        view = SheetView(
            done=done,
            refused=said or Refused(),
            may_run=may_run(),
            round=one,
            unit=code,
            unit_name=name,
            lines=lines_of(session, one, code),
            may_report=asker().may("report_rounds"),
        )
    return private(page("round_unit.html", view), status)


@blueprint.get("/rounds/<period>/units/<unit>/sheet.xlsx")
@requires("see_rounds")
def template(period: str, unit: str) -> Response:
    """The sheet of a unit to fill in and hand in."""
    with services().reading() as session:
        one = round_of(session, known_quarter(period))
        code, name = known_unit(session, one, unit)
        require_own(code, name)
        lines = lines_of(session, one, code)
    with kept_folder(services().settings.scratch) as folder:
        path = folder / "sheet.xlsx"
        write_template(one, name.in_(language()), lines, path, language())
        return handed_out(path.read_bytes(), XLSX, f"{one.period}-{code}.xlsx")


@blueprint.get("/rounds/<period>/conflicts")
@requires("see_rounds")
@asks(Told)
def conflicts(period: str) -> Response:
    return conflicts_page(period)


def conflicts_page(period: str, said: Refused | None = None, status: int = 200) -> Response:
    done = told()
    with services().reading() as session:
        one = round_of(session, known_quarter(period))
        waiting = waiting_of(session, one, own_unit())
        names = unit_names(session, one)
        may = asker().may("report_rounds")
        view = ConflictsView(done, said or Refused(), may, one, waiting, names)
    return private(page("round_conflicts.html", view), status)
