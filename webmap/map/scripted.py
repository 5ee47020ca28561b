"""Values written into a script that Folium makes.

What an element has written Folium takes as a template once more: a name with `{{` in it would be
evaluated on the server, and one with `{%` would leave everybody without a map.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

# Outside of strings JSON has none of these: after an opening brace comes a name or its end.
_OPENS_TEMPLATE = re.compile(r"\{(?=[{%#])")


def scripted(value: Any) -> Markup:
    """JSON that neither ends the script nor is a template. Numbers of a million corners have no
    spaces between them; Chinese is half its escapes."""
    text = htmlsafe_json_dumps(value, separators=(",", ":"), ensure_ascii=False)
    return Markup(_OPENS_TEMPLATE.sub(r"\\u007b", text))  # noqa: S704 # nosec B704
