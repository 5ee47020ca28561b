"""Each sending counts once: a program that got no answer may send the same again.

The key and what was answered are kept in the transaction of the work itself: either both are there
or neither. What was refused keeps no key, so that it can be mended and sent under the same one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.system.database import now
from projects.exchange.tables import ExchangeKey

KEPT_DAYS = 30
KEY = re.compile(r"[\x21-\x7e]{8,200}")
KEY_MISSING = declare(
    "idempotency-key-missing",
    "error",
    Text(
        "缺少请求头 Idempotency-Key，或它不是 8 至 200 个可见的 ASCII 字符。",
        "The header Idempotency-Key is missing, or it is not 8 to 200 visible ASCII characters.",
    ),
    Text(
        "请为每次发送生成一个不重复的键（如 UUID）；没有收到答复时用同一个键重发。",
        "Make a key of its own for each sending (a UUID, say), and send again under the same one "
        "where no answer came.",
    ),
    status=400,
)
KEY_OTHERWISE = declare(
    "idempotency-key-otherwise",
    "error",
    Text(
        "键“{key}”在 {at} 已用于另外的内容。",
        "The key “{key}” was used at {at} for something else.",
    ),
    Text("内容不同时请用新的键。", "Send other content under a new key."),
    status=422,
)
KEY_BUSY = declare(
    "idempotency-key-busy",
    "error",
    Text("同一个键“{key}”的请求正在处理。", "A request under the same key “{key}” is under way."),
    Text("请稍后用同一个键再发一次。", "Send it again under the same key in a moment."),
    status=409,
)


@dataclass(frozen=True, slots=True)
class Sending:
    """What an account sends to a place under a key; `sha256` is of what is sent."""

    account: str
    key: str
    place: str
    sha256: str

    @classmethod
    def of(cls, account: str, key: str | None, place: str, body: Any) -> Sending:
        """body: plain JSON values. Raises `idempotency-key-missing`."""
        if key is None or not KEY.fullmatch(key):
            raise EcoAtlasError(KEY_MISSING)
        text = json.dumps(body, sort_keys=True, ensure_ascii=False)
        return cls(account, key, place, hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer as it was given: a status and JSON."""

    status: int
    text: str


def answered_before(session: Session, sending: Sending) -> Answered | None:
    """What was answered to the same sending; raises `idempotency-key-otherwise`."""
    row = ExchangeKey
    query = select(row).where(row.account == sending.account, row.key == sending.key)
    found = session.scalar(query)
    if found is None:
        return None
    if (found.place, found.sha256) != (sending.place, sending.sha256):
        at = found.at.isoformat(timespec="seconds")
        raise EcoAtlasError(KEY_OTHERWISE, key=sending.key[:60], at=at)
    return Answered(found.status, found.answer)


def claim(session: Session, sending: Sending) -> ExchangeKey:
    """Take the key for this transaction; raises `idempotency-key-busy` where another one has it.

    Keys of KEPT_DAYS ago are forgotten.
    """
    old = now() - dt.timedelta(days=KEPT_DAYS)
    session.execute(delete(ExchangeKey).where(ExchangeKey.at < old))
    row = ExchangeKey(
        account=sending.account, key=sending.key, place=sending.place, sha256=sending.sha256,
        status=0, answer="", at=now(),
    )  # fmt: skip
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        raise EcoAtlasError(KEY_BUSY, key=sending.key[:60]) from None
    return row
