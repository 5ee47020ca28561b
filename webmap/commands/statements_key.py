"""`ecoatlas statements key`: the key that signs statements."""

from __future__ import annotations

from pathlib import Path

import click

from geo.words import Text
from projects.statements.office_key import ensure_key, key_file
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix

KEY = Text(
    "核算单签名密钥的指纹：{fingerprint}\n"
    "私钥在 {file}，只有本账号能读；备份里没有它，请另存一份妥善保管。",
    "Fingerprint of the key that signs statements: {fingerprint}\n"
    "The private key is {file}, for this account alone; no backup holds it: keep a copy elsewhere.",
)
PUBLIC_WRITTEN = Text(
    "公钥已写到 {path}，可以交给收到核算单的单位；核对：\n"
    "  ecoatlas statements verify 文件 --public-key {path}",
    "The public key is in {path}, for whoever is handed statements; a file is checked by\n"
    "  ecoatlas statements verify FILE --public-key {path}",
)


@click.command(help="签名密钥：没有则生成，显示指纹 / the key that signs, made if missing")
@click.option("--out", type=OutFile(), metavar="OFFICE.pub", help="导出公钥 / the public key")
@json_option
@pass_office
def key(office: Office, out: Path | None, as_json: bool) -> None:
    if out is not None:
        require_suffix(out, ".pub", ".pem")
    public = ensure_key(office.settings, office.database, office.actor).public
    if out is not None:
        out.write_text(public.pem, encoding="ascii")
    if as_json:
        told = {"fingerprint": public.fingerprint, "public_key": public.pem}
        office.terminal.json({"ok": True, **told, "file": None if out is None else str(out)})
        return
    office.terminal.say(KEY, fingerprint=public.fingerprint, file=key_file(office.settings))
    if out is not None:
        office.terminal.say(PUBLIC_WRITTEN, path=out)
