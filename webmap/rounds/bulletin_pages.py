"""The bulletin of a round, on the page and to take away; letters to those who are late."""

from __future__ import annotations

from flask import Blueprint, Response

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.audit import record
from layers.system.china_time import today
from layers.system.media_types import DOCX, PDF, XLSX
from projects.accounts.profile import office_profile
from projects.rounds.bulletin import Bulletin, bulletin_of
from projects.rounds.bulletin_paper import WRITERS, report_of
from projects.rounds.letters import letters_of
from projects.rounds.reminding import note_reminded
from projects.rounds.rounds import RoundInfo, known_quarter, round_of
from projects.targets.periods import Period
from projects.work.services import Services
from webmap.edge.access import actor, requires
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import handed_out, private
from webmap.edge.refusals import Refused
from webmap.edge.rendering import page, seen, services
from webmap.rounds.hands import may_run
from webmap.rounds.pages import Told, told
from webmap.rounds.view_models import BulletinView

blueprint = Blueprint("round_bulletins", __name__)
MEDIA = {"docx": DOCX, "xlsx": XLSX, "pdf": PDF}
FORM_UNKNOWN = declare(
    "bulletin-form-unknown",
    "error",
    Text("通报没有 {form} 这种格式。", "A bulletin is not made as {form}."),
    Text("可以是：{known}。", "It can be: {known}."),
    status=404,
)


@blueprint.get("/rounds/<period>/bulletin")
@requires("see_rounds")
@asks(Told)
def bulletin(period: str) -> Response:
    done = told()
    one, found = seen(_bulletin, known_quarter(period))
    return private(
        page("round_bulletin.html", BulletinView(done, Refused(), may_run(), one, found))
    )


def _bulletin(office: Services, period: Period) -> tuple[RoundInfo, Bulletin]:
    with office.reading() as session:
        one = round_of(session, period)
        return one, bulletin_of(session, one)


@blueprint.get("/rounds/<period>/bulletin.<form>")
@requires("see_rounds")
def download(period: str, form: str) -> Response:
    """The bulletin as docx, xlsx or PDF; raises `bulletin-form-unknown`."""
    if form not in MEDIA:
        raise EcoAtlasError(FORM_UNKNOWN, form=form[:20], known=", ".join(MEDIA))
    with services().transaction() as session:
        one = round_of(session, known_quarter(period))
        found, office = bulletin_of(session, one), office_profile(session).name
        record(session, actor(), "bulletin-made", one.period, details={"form": form})
    content = WRITERS[f".{form}"](report_of(found, office, today(), language()))
    return handed_out(content, MEDIA[form], f"bulletin-{one.period}.{form}")


@blueprint.get("/rounds/<period>/letters.docx")
@requires("run_rounds")
def letters(period: str) -> Response:
    """Letters to the units that are late; that they were made is kept with the round."""
    with services().transaction() as session:
        one = round_of(session, known_quarter(period))
        office = office_profile(session).name
        content, units = letters_of(session, one, office, today(), language())
        note_reminded(session, one, units, actor())
    return handed_out(content, DOCX, f"letters-{one.period}.docx")
