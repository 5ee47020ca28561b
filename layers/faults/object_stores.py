"""What an object store (S3, or what speaks like it) refuses, whichever library says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.errors import EcoAtlasError
from layers.faults import codes
from layers.faults.places import Places

LIBRARIES = ("botocore", "aiobotocore", "aiohttp")
NO_BUCKET = frozenset({"NoSuchBucket"})
DENIED = frozenset(
    {
        "401",
        "403",
        "AccessDenied",
        "ExpiredToken",
        "InvalidAccessKeyId",
        "InvalidToken",
        "SignatureDoesNotMatch",
    }
)


def object_store_refusal(error: BaseException, places: Places) -> EcoAtlasError | None:
    """`store-bucket-missing`, `store-denied`, `store-unreachable`; None for what else there is."""
    if not is_of_object_store(error):
        return None
    answered: Any = getattr(error, "response", None)
    said = answered.get("Error", {}).get("Code", "") if isinstance(answered, Mapping) else ""
    at = places.store_said
    if said in NO_BUCKET:
        return EcoAtlasError(codes.STORE_NO_BUCKET, place=at)
    if said in DENIED or type(error).__name__ in ("NoCredentialsError", "PartialCredentialsError"):
        return EcoAtlasError(codes.STORE_DENIED, place=at, why=said or "—")
    return EcoAtlasError(codes.STORE_UNREACHABLE, place=at, why=said or type(error).__name__)


def is_of_object_store(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] in LIBRARIES


def is_outside(error: BaseException) -> bool:
    """Whether reading failed by the disk, the server or rights, not by what was read."""
    if not isinstance(error, OSError):
        return False
    cause = error.__cause__
    return bool(error.errno) or (cause is not None and is_of_object_store(cause))
