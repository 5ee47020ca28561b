"""What a tile has to be: a picture that browsers show."""

from __future__ import annotations

from geo.words import Text

GZIP = b"\x1f\x8b"
LARGEST_TILE = 4 * 1024 * 1024
NOT_A_PICTURE = Text("里面的瓦片不是图片", "what it holds are no pictures")
TOO_LARGE = Text("一块瓦片大于 4 MB", "a tile is larger than 4 MB")


class VectorError(Exception):
    """The file holds vector tiles."""


class UnreadableError(Exception):
    """The file cannot be read further; `why` says what is wrong."""

    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(why.en)


def media_type(picture: bytes) -> str:
    """By its first bytes, whatever the file says; raises `UnreadableError`, `VectorError`."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if picture.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return "image/webp"
    if picture.startswith(GZIP):
        raise VectorError
    raise UnreadableError(NOT_A_PICTURE)
