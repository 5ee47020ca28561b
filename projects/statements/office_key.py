"""The key by which an office signs what it exports: a file of its data folder, for it alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.audit import Actor, record
from layers.settings import Settings
from layers.system.database import Database
from projects.statements.signature import PublicKey, SigningKey

FILE = "statement-key.pem"
LARGEST_BYTES = 10_000

KEY_UNREADABLE = declare(
    "statement-key-unreadable",
    "error",
    Text(
        "签名密钥文件 {file} 不是 Ed25519 私钥，不能签名。",
        "The key file {file} holds no private Ed25519 key, nothing can be signed.",
    ),
    Text(
        "请放回原来的密钥文件；没有副本时把它移走，再执行 ecoatlas statements key 生成新的。",
        "Put the former key file back; without a copy move it away and run ecoatlas statements key "
        "for a new one.",
    ),
    status=500,
)
PUBLIC_KEY_UNREADABLE = declare(
    "public-key-unreadable",
    "error",
    Text("{file} 不是 Ed25519 公钥。", "{file} is no public Ed25519 key."),
    Text(
        "请向出具单位索取公钥文件：ecoatlas statements key --out OFFICE.pub。",
        "Ask the office for its public key: ecoatlas statements key --out OFFICE.pub.",
    ),
)


def find_key(settings: Settings) -> SigningKey | None:
    """The key of this office, None where it has none; raises `statement-key-unreadable`."""
    path = key_file(settings)
    return read_key(path) if path.exists() else None


def read_key(path: Path) -> SigningKey:
    """The key in a file; raises `statement-key-unreadable`."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise EcoAtlasError(KEY_UNREADABLE, file=str(path))
    return SigningKey(key)


def ensure_key(settings: Settings, database: Database, by: Actor | None) -> SigningKey:
    """The key of this office, made and recorded where there is none."""
    found = find_key(settings)
    if found is not None:
        return found
    made = read_key(_made(key_file(settings)))
    with database.transaction() as session:
        # Its fingerprint stays in the chain: a signature of years ago can be told to be ours.
        details = {"fingerprint": made.public.fingerprint}
        record(session, by, "statement-key-made", FILE, details=details)
    return made


def key_file(settings: Settings) -> Path:
    return settings.resolved_shared / FILE


def _made(path: Path) -> Path:
    """Written beside and linked into place: of two processes that start at once, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path


def read_public_key(path: Path) -> PublicKey:
    """A public key from its file; raises `public-key-unreadable`."""
    try:
        with path.open("rb") as file:
            key = load_pem_public_key(file.read(LARGEST_BYTES))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise EcoAtlasError(PUBLIC_KEY_UNREADABLE, file=path.name) from None
    if not isinstance(key, Ed25519PublicKey):
        raise EcoAtlasError(PUBLIC_KEY_UNREADABLE, file=path.name)
    return PublicKey(key)
