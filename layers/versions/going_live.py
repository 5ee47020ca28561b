"""What has to be settled before a version becomes the live one.

Who sees the layer depends on the grade of its live version; what others have to say is handed in,
because projects know of links and we do not. Both are asked in the transaction that makes the
version live, so that nothing comes in between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.catalogue import SECRECY_GRADES, Layer, Version

SECRECY_WOULD_DROP = declare(
    "secrecy-would-drop",
    "warning",
    Text(
        "图层“{layer}”第 {version} 版的密级是“{new}”，低于现行版本的“{old}”；"
        "恢复后更多人能看到该图层。",
        "Version {version} of layer “{layer}” is graded {new}, lower than the live one ({old}); "
        "made live, it shows the layer to more people.",
    ),
    Text(
        "请先确认可以公开到这一级；确认后再恢复（--accept secrecy-would-drop）。",
        "Make sure that it may be seen that widely, then accept it (--accept secrecy-would-drop).",
    ),
    status=409,
)

BeforeLive = Callable[[Session, Layer, Version], None]
"""Given the layer as it is and the version that is to be live; raises what stands in the way."""


def nothing_to_ask(_session: Session, _layer: Layer, _version: Version) -> None:
    """Nobody has anything against it."""


def check_grade(
    session: Session, layer: Layer, wanted: Version, accept: Collection[str] = ()
) -> None:
    """Refuse a stored version whose grade is lower than the live one's, unless that is accepted.

    Raises `secrecy-would-drop`.
    """
    live = session.get(Version, (layer.id, layer.live_version)) if layer.live_version else None
    order = list(SECRECY_GRADES)
    if live is None or order.index(wanted.secrecy) >= order.index(live.secrecy):
        return
    if SECRECY_WOULD_DROP.code not in accept:
        raise EcoAtlasError(
            SECRECY_WOULD_DROP,
            layer=layer.id,
            version=wanted.number,
            old=SECRECY_GRADES[live.secrecy],
            new=SECRECY_GRADES[wanted.secrecy],
        )
