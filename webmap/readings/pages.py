"""Pages of readings: every batch, one batch, and what is done with them."""

from __future__ import annotations

import base64
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
from projects.water.batches import of_batch, take_in, withdraw, would_take
from projects.water.cells import BelowRule
from projects.water.correcting import correct, corrections_of
from projects.water.items import items_now
from projects.water.kept import batch_known, list_batches
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
from webmap.readings.view_models import NOTHING_HELD, BatchesView, BatchView, Held, ToldOf
from webmap.readings.words import CHECKED, DONE

blueprint = Blueprint("readings", __name__)
LARGEST = 64 * 2**20
PASTED = "pasted.csv"
LONGEST_PASTED = 200_000
LARGEST_HELD = 270 * 2**10
"""A file up to this size stands in the answer to a check, so that nobody chooses it again: with
what is pasted it stays below the half megabyte that the fields of a form may hold."""
LONGEST_HELD = LARGEST_HELD * 4 // 3 + 4
REFUSED = CORRECTABLE | {404, 409, 413, 415, 422}
Line = Annotated[str, Field(max_length=500)]


class Told(BaseModel):
    """What may stand in the address of a page: the note on what was just done."""

    done: Annotated[str, Field(max_length=20)] = ""


class TakeBody(BaseModel):
    """A file or pasted rows, and what is said of them; `held` is the file of the answer before."""

    step: Literal["check", "take"] = "take"
    layer: Annotated[str, Field(max_length=100)] = ""
    of: Of = "sections"
    below: BelowRule = "half"
    standard: Literal["", "yes"] = ""
    accept: Literal["", "yes"] = ""
    reason: Line = ""
    pasted: Annotated[str, Field(max_length=LONGEST_PASTED)] = ""
    held: Annotated[str, Field(max_length=LONGEST_HELD, pattern=r"^[A-Za-z0-9+/]*={0,2}$")] = ""
    held_name: Annotated[str, Field(max_length=80)] = ""

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
    said: Refused | None = None, status: int = 200, *, checked: ToldOf | None = None,
    asked: TakeBody | None = None, held: Held = NOTHING_HELD,
) -> Response:  # fmt: skip
    done = _told()
    with services().reading() as session:
        kinds = (one.kind for one in MEASURED.values())
        layers = [one.layer_id for one in live_versions(session, *kinds)]
        items = items_now(session)
        view = BatchesView(
            done, said or Refused(), items, list_batches(session), layers,
            asked or TakeBody(), held, checked,
        )  # fmt: skip
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
        path, name = _sent(folder, asked)
        if asked.step == "check":
            return _checked(path, name, asked, folder)

        def do() -> str:
            with office.transaction() as session:
                done = take_in(
                    session, office.store, _there(path), asked.asked, actor(), name=name,
                    reason=asked.reason or None,
                )  # fmt: skip
                number = done.batch.id
            return f"/water/readings/{number}?done=taken#content"

        return done_or_again(do, partial(_again, path, name, folder, asked), REFUSED)


def _sent(folder: Path, asked: TakeBody) -> tuple[Path | None, str]:
    """The file that was sent, else pasted rows as one, else the file of the answer before."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        path, name = _named(folder, sent.filename)
        sent.save(path)
        return path, name
    if asked.pasted.strip():
        path = folder / PASTED
        path.write_text(asked.pasted.replace("\r\n", "\n"), encoding="utf-8")
        return path, path.name
    if asked.held:
        path, name = _named(folder, asked.held_name)
        path.write_bytes(base64.b64decode(asked.held))
        return path, name
    return None, ""


def _named(folder: Path, filename: str) -> tuple[Path, str]:
    name = Path(filename).name[:80]
    return folder / f"readings{Path(name).suffix.lower()[:10]}", name


def _held(path: Path | None, name: str) -> Held:
    """The file as the form holds it; nothing of a large one, or of rows that stay in their box."""
    if path is None or path.name == PASTED or path.stat().st_size > LARGEST_HELD:
        return NOTHING_HELD
    return Held(name, base64.b64encode(path.read_bytes()).decode())


def _there(path: Path | None) -> Path:
    if path is None:
        raise EcoAtlasError(SHEET_NO_FILE)
    return path


def _again(
    path: Path | None, name: str, folder: Path, asked: TakeBody, said: Refused, code: int
) -> Response:
    """The list again, with what is wrong and the person's own file marked."""
    with services().reading() as session:
        items = items_now(session, asked.of)
    mark = partial(mark_readings, items=items, mapping={}, of=asked.of)
    marked = marked_address(mark, path, folder, said.problems) if path else ""
    return list_page(said.of("add", marked), code, asked=asked, held=_held(path, name))


def _checked(path: Path | None, name: str, asked: TakeBody, folder: Path) -> AnyResponse:
    office = services()
    told: list[ToldOf] = []

    def do() -> str:
        with office.reading() as session:
            checked = would_take(
                session, office.store, _there(path), asked.asked, name, asked.reason or None
            )
        readings = checked.readings
        counts = {"values": readings.count, "readings": len(readings)}
        said = CHECKED.format(**counts, sections=len(readings.sections))
        told.append(ToldOf(said, checked.found.problems))
        return "/water/readings"

    answer = done_or_again(do, partial(_again, path, name, folder, asked), REFUSED)
    if not told:
        return answer
    return list_page(checked=told[0], asked=asked, held=_held(path, name))


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
