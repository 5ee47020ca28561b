"""The office's signature on a file of a statement: whoever has its public key can check the file.

It is Ed25519 over every byte before it, so a file is as the office exported it or it is not, and
the same statement signed twice gives the same bytes. In JSON it is the last name of the object; in
a PDF a comment behind the end, where readers of PDF look for nothing:

    "signature": "ed25519:<fingerprint of the key>:<signature in base64>"
    %EcoAtlas-signature ed25519:<fingerprint of the key>:<signature in base64>

The fingerprint is the SHA-256 of the 32 bytes of the public key (RFC 8032).
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

STATED = rb"ed25519:([0-9a-f]{64}):([A-Za-z0-9+/]{86}==)"
ENDS = {"json": b"\n}\n", "pdf": b""}
"""What closes a file again when its signature is taken out."""
SIGNED = {
    "json": re.compile(rb',\n "signature": "' + STATED + rb'"\n}\n\Z'),
    "pdf": re.compile(rb"%EcoAtlas-signature " + STATED + rb"\n\Z"),
}
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Signature:
    """What a file states: by which key it is signed, and how."""

    key: str
    value: bytes


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The key that checks signatures of an office."""

    key: Ed25519PublicKey

    @property
    def fingerprint(self) -> str:
        raw = self.key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return hashlib.sha256(raw).hexdigest()

    @property
    def pem(self) -> str:
        """As a file that other programs read too."""
        return self.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def made(self, signature: Signature, data: bytes) -> bool:
        try:
            self.key.verify(signature.value, data)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The office's own key; it is never shown."""

    key: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.key.public_key())

    def __repr__(self) -> str:
        return f"SigningKey({self.public.fingerprint})"


def sign_file(path: Path, kind: str, key: SigningKey | None) -> None:
    """Sign a file of a statement in place; other kinds than JSON and PDF carry no signature."""
    if key is not None and kind in SIGNED:
        path.write_bytes(signed(path.read_bytes(), kind, key))


def signed(data: bytes, kind: str, key: SigningKey) -> bytes:
    value = base64.b64encode(key.key.sign(data))
    stated = b"ed25519:" + key.public.fingerprint.encode() + b":" + value
    if kind == "json":
        return data.removesuffix(ENDS["json"]) + b',\n "signature": "' + stated + b'"\n}\n'
    return data + b"%EcoAtlas-signature " + stated + b"\n"


def opened(data: bytes, kind: str) -> tuple[bytes, Signature | None]:
    """The bytes that were signed, and the signature; a file without one is all of it."""
    form = SIGNED.get(kind)
    found = form.search(data, max(len(data) - LONGEST, 0)) if form else None
    if found is None:
        return data, None
    whole = data[: found.start()] + ENDS[kind]
    return whole, Signature(found[1].decode(), base64.b64decode(found[2]))


def take_signature_out(path: Path, kind: str) -> None:
    """Leave a file as it was before it was signed."""
    if kind in SIGNED:
        data, stated = opened(path.read_bytes(), kind)
        if stated is not None:
            path.write_bytes(data)
