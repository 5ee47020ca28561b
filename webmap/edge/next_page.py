"""Where to go after signing in: a page of our own, or the map."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
NEVER = ("/sign-in", "/sign-out")
LONGEST = 2000


def own_path(asked: str | None) -> str:
    """`asked` when it is a path on this server, else `/`.

    Browsers read `//host`, `/\\host` and paths with control characters in them as other hosts.
    """
    if not asked or len(asked) > LONGEST or not OWN_PATH.fullmatch(asked):
        return "/"
    try:
        parts = urlsplit(asked)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc or parts.path in NEVER else asked
