"""Pages of readings: every batch, one batch, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import live_versions
from layers.system.scratch import kept_folder
from projects.sections.effluent import keep_effluent
from projects.sheets.errors import SHEET_NO_FILE
from projects.water.batches import (
    batch_known,
    check_file,
    list_batches,
    of_batch,
    refuse_faults,
    take_in,
    withdraw,
)
from projects.water.cells import BelowRule
from projects.water.correcting import correct, corrections_of
from projects.water.items import items_now
from projects.water.marking import mark_readings
from projects.water.measured import MEASURED, Of
from projects.water.readings import Asked
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge.access import actor, requires, takes_up_to
from webmap.edge.asked import form, read
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.refusals import Refused, done_or_again, marked_address
from webmap.edge.rendering import page, services
from webmap.readings.view_models import BatchesView, BatchView
from webmap.readings.words import CHECKED, DONE

blueprint = Blueprint("readings", __name__)
LARGEST = 64 * 2**20
LONGEST_PASTED = 200_000
REFUSED = CORRECTABLE | {404, 409, 413, 415, 422}
Line = Annotated[str, Field(max_length=500)]


class Told(BaseModel):
    """What may stand in the address of a page: the note on what was just done."""

    done: Annotated[str, Field(max_length=20)] = ""


class TakeBody(BaseModel):
    """A file or pasted rows, and what is said of them."""

    step: Literal["check", "take"] = "take"
    layer: Annotated[str, Field(max_length=100)] = ""
    of: Of = "sections"
    below: BelowRule = "half"
    standard: Literal["", "yes"] = ""
    accept: Literal["", "yes"] = ""
    reason: Line = ""
    pasted: Annotated[str, Field(max_length=LONGEST_PASTED)] = ""

    @property
    def asked(self) -> Asked:
        return Asked(
            layer=self.layer or None, below=self.below, standard_units=self.standard == "yes",
            accepted=self.accept == "yes", of=self.of,
        )  # fmt: skip


class WhyBody(BaseModel):
    reason: Line = ""


class CorrectBody(BaseModel):
    """A value to correct; without a new one it does not count any more."""

    at: Annotated[str, Field(max_length=200)]
    time: Annotated[str, Field(max_length=40)]
    item: Annotated[str, Field(max_length=40)]
    value: Annotated[float, Field(allow_inf_nan=False, ge=0)] | None = None
    reason: Line = ""


def _told() -> Text | None:
    """Raises `input-invalid` for a parameter that is unknown."""
    if request.method != "GET":
        return None
    given = {name: one for name, one in request.args.items() if name != "lang" and one}
    return DONE.get(read(Told, given).done)


@blueprint.get("/water/readings")
@requires("keep_readings")
@asks(Told)
def every_batch() -> Response:
    return list_page()


def list_page(
    said: Refused | None = None, status: int = 200, *, checked: Text | None = None
) -> Response:
    done = checked or _told()
    with services().reading() as session:
        kinds = (one.kind for one in MEASURED.values())
        layers = [one.layer_id for one in live_versions(session, *kinds)]
        items = items_now(session)
        view = BatchesView(done, said or Refused(), items, list_batches(session), layers)
        return private(page("readings.html", view), status)


@blueprint.get("/water/readings/<int:number>")
@requires("keep_readings")
@asks(Told)
def one_batch(number: int) -> Response:
    return batch_page(number)


def batch_page(number: int, said: Refused | None = None, status: int = 200) -> Response:
    """Raises `water-batch-unknown`."""
    done = _told()
    with services().reading() as session:
        batch, corrections = batch_known(session, number), corrections_of(session, number)
        view = BatchView(
            done, said or Refused(), items_now(session, of_batch(batch)), batch, corrections
        )
        return private(page("readings_batch.html", view), status)


@blueprint.post("/water/readings")
@requires("keep_readings")
@takes_up_to(LARGEST)
def taken_in() -> AnyResponse:
    """Check a file, or take it in."""
    asked = form(TakeBody)
    office = services()
    with kept_folder(office.settings.scratch) as folder:
        path, name = _sent(folder, asked.pasted)
        if asked.step == "check":
            return _checked(path, name, asked.asked, folder)

        def do() -> str:
            with office.transaction() as session:
                done = take_in(
                    session, office.store, _there(path), asked.asked, actor(), name=name,
                    reason=asked.reason or None,
                )  # fmt: skip
                number = done.batch.id
            return f"/water/readings/{number}?done=taken#content"

        return done_or_again(do, partial(_again, path, folder, asked.of), REFUSED)


def _sent(folder: Path, pasted: str) -> tuple[Path | None, str]:
    """The file that was sent, or pasted rows as one."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        name = Path(sent.filename).name[:80]
        path = folder / f"readings{Path(name).suffix.lower()[:10]}"
        sent.save(path)
        return path, name
    if pasted.strip():
        path = folder / "pasted.csv"
        path.write_text(pasted.replace("\r\n", "\n"), encoding="utf-8")
        return path, path.name
    return None, ""


def _there(path: Path | None) -> Path:
    if path is None:
        raise EcoAtlasError(SHEET_NO_FILE)
    return path


def _again(path: Path | None, folder: Path, of: Of, said: Refused, code: int) -> Response:
    """The list again, with what is wrong and the person's own file marked."""
    with services().reading() as session:
        mark = partial(mark_readings, items=items_now(session, of), mapping={}, of=of)
    marked = marked_address(mark, path, folder, said.problems) if path else ""
    return list_page(said.of("add", marked), code)


def _checked(path: Path | None, name: str, asked: Asked, folder: Path) -> AnyResponse:
    office = services()
    told: list[Text] = []

    def do() -> str:
        with office.reading() as session:
            found = check_file(session, office.store, _there(path), asked, name)
            refuse_faults(found, asked, name)
        readings = found.readings
        told.append(
            CHECKED.format(
                values=readings.count, readings=len(readings), sections=len(readings.sections)
            )
        )
        return "/water/readings"

    answer = done_or_again(do, partial(_again, path, folder, asked.of), REFUSED)
    return list_page(checked=told[0]) if told else answer


def _try(do: Callable[[], str], number: int, place: str) -> AnyResponse:
    return done_or_again(do, lambda said, code: batch_page(number, said.of(place), code), REFUSED)


@blueprint.post("/water/readings/<int:number>/withdraw")
@requires("keep_readings")
def withdrawn(number: int) -> AnyResponse:
    """Take a batch back."""
    asked = form(WhyBody)
    office = services()

    def do() -> str:
        with office.transaction() as session:
            withdraw(session, office.store, number, asked.reason, actor())
        return f"/water/readings/{number}?done=withdrawn#content"

    return _try(do, number, "withdraw")


@blueprint.post("/water/readings/<int:number>/keep")
@requires("keep_readings")
def kept(number: int) -> AnyResponse:
    """Take the effluent of the years of a batch into the sheets that figures are computed from."""
    office = services()

    def do() -> str:
        with office.transaction() as session:
            batch = batch_known(session, number)
            for year in range(int(batch.first_month[:4]), int(batch.last_month[:4]) + 1):
                sheet = keep_effluent(session, office.store, year, actor())
        return f"/sheets/{sheet.id}"

    return _try(do, number, "keep")


@blueprint.post("/water/readings/<int:number>/correct")
@requires("keep_readings")
def corrected(number: int) -> AnyResponse:
    """Correct one value."""
    asked = form(CorrectBody)
    office = services()

    def do() -> str:
        with office.transaction() as session:
            done = correct(
                session, office.store, asked.at, asked.time, asked.item, asked.value,
                asked.reason, actor(), of_batch(batch_known(session, number)),
            )  # fmt: skip
            batch = done.batch_id
        return f"/water/readings/{batch}?done=corrected#content"

    return _try(do, number, "correct")
