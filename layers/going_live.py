"""What others have to say before a version becomes the live one: projects know of links, we do not.

It is asked in the transaction that makes the version live, so that nothing comes in between.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from layers.catalogue import Layer, Version

BeforeLive = Callable[[Session, Layer, Version], None]
"""Given the layer as it is and the version that is to be live; raises what stands in the way."""


def nothing_to_ask(_session: Session, _layer: Layer, _version: Version) -> None:
    """Nobody has anything against it."""
