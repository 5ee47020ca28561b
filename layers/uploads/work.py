"""The jobs of uploads: checking what has arrived, making it a version, building its tiles.

Each can begin again from the start: a check writes its report in one piece, the same content is the
same version, and tiles are seen when they are whole.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import (
    Description,
    Version,
    live_versions,
    resolve,
    usual_grade,
)
from layers.identity import check_identity
from layers.jobs import Cancelled, Work, add_job
from layers.jobs.ledger import list_jobs
from layers.kinds import KINDS
from layers.reading.checked_layer import forget
from layers.reading.files import Keep, check_file, kept_layer, read_layer
from layers.reading.limits import Limits
from layers.search import keep_indexed, not_indexed
from layers.settings import Settings
from layers.storage.attribute_table import prepare_table
from layers.storage.raster_store import holds_raster
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.progress import Progress
from layers.system.scratch import kept_folder
from layers.tiles.ensuring import ensure_tiles
from layers.uploads.receiving import (
    Upload,
    discard_old,
    entry,
    faults_path,
    folder,
    get_upload,
    kept_path,
    mended_path,
    preview_path,
    row_of,
)
from layers.versions.importing import Wanted, import_layer
from layers.versions.publishing import Publishing
from layers.versions.repaired import write_fault_report, write_mended

CHECK, IMPORT, MEND, TILES = "check-upload", "import-upload", "mend-upload", "tiles"
TITLES = {
    CHECK: Text("检查上传的文件", "Checking an upload"),
    IMPORT: Text("导入为新版本", "Importing a new version"),
    MEND: Text("写出改正后的数据", "Writing the mended data"),
    TILES: Text("建立搜索索引和地图瓦片", "Building the search index and map tiles"),
}
ABOUT = ("source", "licence", "secrecy", "note")
SAID = (
    "kind",
    "key",
    "encoding",
    "crs",
    "shift",
    "mapping",
    "values",
    "accept",
    "layer_name",
)


def check_upload(work: Work, beside: Mapping[str, Any]) -> Mapping[str, Any]:
    """Check an upload with the choices made so far; the report is kept with the upload.

    beside: what is known beside the file, for `check_file`, in the sight of whoever asked.
    """
    upload = _upload(work)
    _sweep(work)
    work.progress("read", 0, 1)
    with _entry(work, upload) as path:
        report = check_file(
            path,
            **reading(work.settings, upload.choices),
            **beside,
            preview=preview_path(work.settings, upload.id),
            keep=_keep(work.settings, upload) if upload.choices.get("kind") else None,
            progress=work.progress,
        )
    if folder(work.settings, upload.id).is_dir():
        write_fault_report(report, faults_path(work.settings, upload.id))
    work.progress("read", 1, 1)
    kept = {
        "choices": upload.choices,
        "ok": report.ok,
        "ready": report.ok and not report.blocking,
        "zh": report.as_json("zh"),
        "en": report.as_json("en"),
    }
    with work.database.transaction() as session:
        row_of(session, upload.id, None).report = kept
    return {"upload": upload.id, "ready": kept["ready"]}


def _sweep(work: Work) -> None:
    """What nobody has touched for days goes while the worker runs, not only when it is started."""
    with work.database.transaction() as session:
        discard_old(session, work.settings)


def import_upload(
    work: Work, publishing: Publishing, beside: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Make an upload the live version of its layer; its tiles become a job of their own.

    publishing: for whoever asked, without tiles. beside: as for `check_upload`.
    """
    upload = _upload(work)
    version = upload.version or _imported(work, upload, publishing, beside)
    with work.database.reading() as session:
        ref = resolve(session, version)
    tiles = work.ask(TILES, {"sha256": ref.sha256}, version)
    return {"version": version, "features": ref.features, "tiles_job": tiles.id}


def mend_upload(work: Work, beside: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write an upload as it would be imported, in the format of the job; kept with the upload.

    beside: as for `check_upload`.
    """
    upload = _upload(work)
    work.progress("read", 0, 1)
    with _entry(work, upload) as path:
        read = read_layer(
            path,
            **reading(work.settings, upload.choices),
            **beside,
            progress=work.progress,
        )
        work.progress("store", 0, 1)
        out = mended_path(work.settings, upload.id, work.arguments["format"])
        notes = write_mended(read, upload.choices["kind"], out)
    said = [note.message.as_dict() for note in notes]
    return {"format": work.arguments["format"], "notes": said}


def _imported(work: Work, upload: Upload, publishing: Publishing, beside: Mapping[str, Any]) -> str:
    """The version; written down with the upload in the transaction that makes it live.

    So a job that is begun again after that has nothing left to import.
    """
    choices = upload.choices
    wanted = _wanted(work.database, choices)

    def after(session: Session, live: Version) -> None:
        publishing.after(session, live)
        row_of(session, upload.id, None).version = f"{live.layer_id}@{live.number}"

    with work.database.reading() as session:
        publishing.before(session)
        check_identity(session, wanted.layer_id, wanted.kind)
    work.progress("read", 0, 1)
    with _entry(work, upload) as path:
        # The check has read the very same; without it the file is read again.
        read = kept_layer(path, _keep(work.settings, upload), choices.get("accept") or ())
        read = read or read_layer(
            path,
            **reading(work.settings, choices),
            **beside,
            progress=work.progress,
        )
        work.progress("read", 1, 1)
        until_live = replace(publishing, after=after, progress=_until_live(work.progress))
        result = import_layer(until_live, read, path, wanted)
    forget(kept_path(work.settings, upload.id))
    return f"{result.layer_id}@{result.number}"


def _until_live(progress: Progress) -> Progress:
    """Progress that ends the work no more once the version is live: it cannot be called back."""

    def told(step: str, done: int, total: int) -> None:
        with suppress(Cancelled) if step == "live" and done == total else nullcontext():
            progress(step, done, total)

    return told


def _keep(settings: Settings, upload: Upload) -> Keep:
    """Under what was said about the file; without a kind there is no layer to keep."""
    said = {name: upload.choices.get(name) for name in (*SAID, "layer_id")}
    return Keep(kept_path(settings, upload.id), json.dumps(said, sort_keys=True))


def build_tiles(work: Work) -> Mapping[str, Any]:
    """Have the features of a content found by name and shown as a table, and build its tiles."""
    sha256 = work.arguments["sha256"]
    keep_indexed(work.database, work.store, sha256, work.progress)
    with work.database.reading() as session:
        ref = next((ref for ref in live_versions(session) if ref.sha256 == sha256), None)
    if ref is not None and ref.kind in KINDS:
        prepare_table(work.settings, work.store, ref)
    return ensure_tiles(work.store, sha256, work.progress)


def ask_missing_tiles(database: Database, store: Store) -> int:
    """Write down a job for every live version that cannot be found or drawn yet; how many."""
    with database.transaction() as session:
        unknown = set(not_indexed(session))
        missing = [
            ref
            for ref in live_versions(session)
            if ref.sha256 in unknown or not (holds_raster(ref) or store.has_tiles(ref.sha256))
        ]
        asked = 0
        for ref in missing:
            if not any(not job.over for job in list_jobs(session, subject=ref.label)):
                add_job(session, TILES, {"sha256": ref.sha256}, subject=ref.label)
                asked += 1
    return asked


def reading(settings: Settings, choices: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen, with the limits and the district of this office."""
    return {name: choices[name] for name in SAID if choices.get(name)} | {
        "district": (settings.district_lon, settings.district_lat),
        "limits": Limits.of(settings),
    }


def _wanted(database: Database, choices: Mapping[str, Any]) -> Wanted:
    layer_id, kind = choices["layer_id"], choices["kind"]
    return Wanted(layer_id, kind, title_of(choices), description_of(database, choices))


def description_of(database: Database, choices: Mapping[str, Any]) -> Description:
    date = choices.get("date")
    about = {name: choices[name] for name in ABOUT if choices.get(name)}
    if "secrecy" not in about:
        with database.reading() as session:
            about["secrecy"] = usual_grade(session, choices["layer_id"])
    return Description(date=dt.date.fromisoformat(date) if date else None, **about)


def title_of(choices: Mapping[str, Any]) -> Text | None:
    zh, en = choices.get("title") or "", choices.get("title_en") or ""
    return Text(zh or en, en or zh) if zh or en else None


def _upload(work: Work) -> Upload:
    with work.database.reading() as session:
        return get_upload(session, work.settings, work.arguments["upload"], None)


@contextmanager
def _entry(work: Work, upload: Upload) -> Iterator[Path]:
    with kept_folder(work.settings.scratch) as place:
        yield entry(work.settings, upload, place)
