"""The signature on a file: looked at beside its figures, or alone where there is no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from projects.statements.envelope import Envelope
from projects.statements.signature import SIGNED, PublicKey, Signature, opened
from projects.statements.verifying.files import kind_of, read_file

Verdict = Literal["signed", "altered", "other-key", "unsigned"]

CARRIES_NONE = declare(
    "statement-carries-no-signature",
    "error",
    Text(
        "{format} 文件不带签名，只有 JSON 和 PDF 带。",
        "A {format} file carries no signature, only JSON and PDF do.",
    ),
    Text(
        "请索取 JSON 或 PDF，或到出具单位的系统里核对这份文件。",
        "Ask for the JSON or the PDF, or have this file checked by the office that made it.",
    ),
)
SIGNATURE = Text("签名", "signature")
NOT_OF_THE_FILE = Text("签名与文件内容不符 · not of this file", "not of this file")
VERDICTS: dict[str, Text] = {
    "signed": Text(
        "签名有效：自出具单位导出以来，文件一个字节也没有变。",
        "The signature is valid: not a byte has changed since the office exported the file.",
    ),
    "altered": Text(
        "签名无效：文件在导出后被改动。",
        "The signature is not valid: the file was changed after it was exported.",
    ),
    "other-key": Text(
        "文件由另一把密钥签名，不是这个公钥的主人出具的（或密钥已更换）。",
        "The file is signed by another key: not by the owner of this public key, or he has a new "
        "one.",
    ),
    "unsigned": Text(
        "文件没有签名：可能另存过，或出具单位没有签名密钥；无法据此核对。",
        "The file has no signature: it was saved again, or the office has no key; it cannot be "
        "checked by one.",
    ),
}
SHAPES = {"signed": "✓", "altered": "✗", "other-key": "✗", "unsigned": "?"}
VALID = Text("带本单位的有效签名。", "It carries a valid signature of this office.")
OF_ANOTHER = Text(
    "带另一把密钥的签名（指纹 {key}），没有核对。",
    "It carries a signature by another key (fingerprint {key}), which was not checked.",
)


@dataclass(frozen=True, slots=True)
class OnFile:
    """What is to be said of the signature on a file: `fits` where it is ours and of this file,
    `false` where it is ours and is not; one by another key is `unvouched`."""

    notes: Sequence[Text] = ()
    key: str | None = None
    fits: bool = False
    false: bool = False
    unvouched: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """What a public key alone can tell: the statement is read from the file where it is valid."""

    file: str
    format: str
    verdict: Verdict
    key: str | None
    statement: Envelope | None

    @property
    def ok(self) -> bool:
        return self.verdict == "signed"


def signature_on(path: Path, kind: str, key: PublicKey | None) -> OnFile:
    """The signature of a file that is compared with this office's own record besides."""
    if kind not in SIGNED:
        return OnFile()
    data, stated = opened(path.read_bytes(), kind)
    if stated is None:
        return OnFile()
    if key is None or stated.key != key.fingerprint:
        return OnFile(key=stated.key, unvouched=(OF_ANOTHER.format(key=stated.key),))
    made = key.made(stated, data)
    return OnFile((VALID,) if made else (), stated.key, fits=made, false=not made)


def check_signature(path: Path, key: PublicKey) -> SignatureCheck:
    """Check a file by a public key alone, without a database.

    Raises `not-a-statement` and `statement-carries-no-signature`.
    """
    kind = kind_of(path)
    if kind not in SIGNED:
        raise EcoAtlasError(CARRIES_NONE, format=kind)
    data, stated = opened(path.read_bytes(), kind)
    verdict = _verdict(key, data, stated)
    # Only what is as it was exported is read: anything may stand in the rest.
    statement = read_file(path).envelope if verdict == "signed" else None
    return SignatureCheck(path.name, kind, verdict, stated.key if stated else None, statement)


def _verdict(key: PublicKey, data: bytes, stated: Signature | None) -> Verdict:
    if stated is None:
        return "unsigned"
    if stated.key != key.fingerprint:
        return "other-key"
    return "signed" if key.made(stated, data) else "altered"
