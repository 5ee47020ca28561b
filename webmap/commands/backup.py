"""`ecoatlas backup` and `ecoatlas restore`: everything an office has, in one file and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from geo.figures.said import file_size
from geo.words import BETWEEN_CLAUSES, Text, listed
from layers.basemaps.files import folder_of
from layers.settings import Settings
from layers.system.china_time import second
from layers.system.row_access import SECRECY_GRADES
from layers.system.scratch import remove_abandoned
from projects.backup import make_backup, mend_contents, restore_backup
from projects.backup.manifest import BasemapFile, Manifest
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import require_suffix

STEPS = {
    "backup-database": Text("读取数据库", "Reading the database"),
    "backup-contents": Text("核对版本库", "Checking the version store"),
    "backup-archive": Text("写入备份", "Writing the backup"),
    "restore-unpack": Text("核对备份", "Checking the backup"),
    "restore-rows": Text("恢复数据库", "Filling the database"),
    "restore-contents": Text("恢复版本库", "Filling the version store"),
}
MADE = Text(
    "备份完成：{path}（{size}，{contents} 份图层内容，{rows} 条记录）。\nSHA-256：{sha256}",
    "Backup made: {path} ({size}, {contents:content|contents} of layers, {rows:record|records}).\n"
    "SHA-256: {sha256}",
)
KEEP_SAFE = Text(
    "备份含全部图层（最高密级：{secrecy}）和账号口令的散列，请按同等密级保管。\n"
    "不含：登录状态、未完成的上传、日志文件、环境变量设置和两把密钥（secret-key、"
    "statement-key.pem，请另存）。",
    "It holds every layer (highest grade: {secrecy}) and the hashes of passwords; keep it as "
    "safely as these.\nNot in it: sign-ins, unfinished uploads, log files, the settings of the "
    "environment and the two keys (secret-key, statement-key.pem; keep a copy of each).",
)
BASEMAPS_APART = Text(
    "底图文件不在备份里（在 {folder}），请另存：{files}。",
    "Basemap files are not in it (they lie in {folder}); keep a copy of each: {files}.",
)
BASEMAPS_WANTED = Text(
    "备份不含底图文件，这些还没有，地图上暂时看不到它们的图片；请按原名放进 {folder}：{files}。",
    "A backup holds no basemap files. These are not there, and until they are the map has no "
    "pictures of them; put each under its own name into {folder}: {files}.",
)
FILE_SAID = Text("{name}（{size}，SHA-256 {sha256}）", "{name} ({size}, SHA-256 {sha256})")
FILE_MISSING = Text("{name}（备份时已缺）", "{name} (missing when backed up)")
CHAIN_BROKEN = Text(
    "注意：备份时审计日志已不完整，请运行 ecoatlas audit verify。",
    "Careful: the audit log was not whole when the backup was made; run ecoatlas audit verify.",
)
RESTORED = Text(
    "已恢复到 {home}：{contents} 份图层内容，{rows} 条记录，备份于 {made_at}。\n"
    "所有人须重新登录；未完成的上传请重新上传。",
    "Restored to {home}: {contents:content|contents} of layers, {rows:record|records}, backed up "
    "{made_at}.\n"
    "Everybody signs in again; unfinished uploads are sent again.",
)
MENDED = Text(
    "已从 {path} 取回 {named} 的内容（{sha256}），并核对无误。",
    "The content of {named} ({sha256}) was taken from {path} and found whole.",
)


@click.command
@click.argument("out", metavar="OUT.tar.zst", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="覆盖已有文件 / overwrite a file that is there")
@json_option
@pass_office
def backup(office: Office, out: Path, force: bool, as_json: bool) -> None:
    require_suffix(out, ".tar.zst")
    # What a killed backup has left behind would only fill the disk.
    remove_abandoned(office.settings.scratch)
    with office.terminal.progress(STEPS) as progress:
        made = make_backup(
            office.settings,
            office.database,
            office.store,
            out,
            force=force,
            by=office.actor,
            progress=progress,
        )
    manifest = made.manifest
    if as_json:
        file = {"file": str(out), "bytes": made.bytes, "sha256": made.sha256}
        office.terminal.json({"ok": True, **file, **_about(manifest)})
        return
    office.terminal.say(
        MADE,
        path=out,
        size=file_size(made.bytes),
        contents=manifest.contents,
        rows=manifest.rows,
        sha256=made.sha256,
    )
    office.terminal.note(KEEP_SAFE, secrecy=SECRECY_GRADES[manifest.secrecy])
    _tell_files(office, BASEMAPS_APART, office.settings, manifest.basemaps)
    _warn(office, manifest)


@click.command
@click.argument(
    "file",
    metavar="FILE.tar.zst",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="HOME",
    help="数据文件夹，默认 ECOATLAS_HOME / data folder, default ECOATLAS_HOME",
)
@click.option(
    "--only",
    multiple=True,
    metavar="ID@V|SHA256",
    help="只取回这一版的内容，放回现有数据 / only this content, into the office that is there",
)
@json_option
@pass_office
def restore(
    office: Office, file: Path, into: Path | None, only: tuple[str, ...], as_json: bool
) -> None:
    if only and into is not None:
        raise click.UsageError("--only / --into")
    if only:
        _mend(office, file, only, as_json)
        return
    settings = office.settings
    if into is not None:
        settings = settings.model_copy(update={"home": into})
    with office.terminal.progress(STEPS) as progress:
        done = restore_backup(settings, file, by=office.actor, progress=progress)
    if as_json:
        wanted = {"basemaps_wanted": [one.name for one in done.basemaps]}
        office.terminal.json(
            {"ok": True, "home": str(done.home), **_about(done.manifest), **wanted}
        )
        return
    office.terminal.say(
        RESTORED,
        home=done.home,
        contents=done.manifest.contents,
        rows=done.manifest.rows,
        made_at=second(done.manifest.made_at),
    )
    _tell_files(office, BASEMAPS_WANTED, settings, done.basemaps)
    _warn(office, done.manifest)


def _tell_files(
    office: Office, said: Text, settings: Settings, files: Sequence[BasemapFile]
) -> None:
    if files:
        told = listed([_file_said(one) for one in files], between=BETWEEN_CLAUSES)
        office.terminal.note(said, folder=folder_of(settings), files=told)


def _file_said(file: BasemapFile) -> Text:
    if file.bytes is None:
        return FILE_MISSING.format(name=file.name)
    return FILE_SAID.format(name=file.name, size=file_size(file.bytes), sha256=file.sha256)


def _mend(office: Office, file: Path, only: tuple[str, ...], as_json: bool) -> None:
    with office.terminal.progress(STEPS) as progress:
        done = mend_contents(
            office.settings,
            office.database,
            office.store,
            file,
            only,
            by=office.actor,
            progress=progress,
        )
    if as_json:
        told = [{"named": one.named, "sha256": one.sha256} for one in done]
        office.terminal.json({"ok": True, "mended": told})
        return
    for one in done:
        office.terminal.say(MENDED, named=one.named, sha256=one.sha256, path=file)


def _about(manifest: Manifest) -> dict[str, object]:
    return {
        "made_at": manifest.made_at.isoformat(),
        "program": manifest.program,
        "revision": manifest.revision,
        "secrecy": manifest.secrecy,
        "contents": manifest.contents,
        "rows": manifest.rows,
        "audit": manifest.audit.model_dump(),
        "basemaps": [one.model_dump() for one in manifest.basemaps],
    }


def _warn(office: Office, manifest: Manifest) -> None:
    if not manifest.audit.ok:
        office.terminal.note(CHAIN_BROKEN)
