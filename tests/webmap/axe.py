"""What axe finds on a page that a browser shows, at a third of the work.

Axe parses the colours of every element and of all behind it anew, and keeps the private parts of
each colour in weak maps, which the collector of V8 goes through again and again: on a long page
that was most of the time. Here a colour that was parsed is known, and what belongs to an object is
kept with it. What axe looks at, and by which rules, is the same.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "requirements/axe/node_modules/axe-core/axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
LOOKED_AT = """async (rules) => (await axe.run(document, rules)).violations.map(({ id, nodes }) =>
    `${id}: ${nodes.slice(0, 3).map((one) => one.target.join(" ")).join(", ")}`)"""
# Around the script of axe: the classes that it takes as it begins, and the page's own afterwards.
BEFORE = """(() => {
  const own = [WeakMap, WeakSet];
  window.WeakMap = class {
    key = Symbol();
    get(one) { return one[this.key]; }
    has(one) { return this.key in one; }
    set(one, value) { one[this.key] = value; return this; }
    delete(one) { return delete one[this.key]; }
  };
  window.WeakSet = class {
    key = Symbol();
    has(one) { return this.key in one; }
    add(one) { one[this.key] = true; return this; }
  };
  window.ownAgain = () => { [window.WeakMap, window.WeakSet] = own; };
})();"""
AFTER = """;ownAgain();(() => {
  const { prototype } = axe.commons.color.Color, { parseString } = prototype, known = new Map();
  prototype.parseString = function (text) {
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
    else known.set(text, [parseString.call(this, text)].flatMap(({ r, g, b, alpha }) => [r, g, b, alpha]));
    return this;
  };
})();"""  # noqa: E501


@cache
def script() -> str:
    return BEFORE + AXE.read_text("utf-8") + AFTER


def faults(page: Page) -> list[str]:
    """What axe finds, as rule and places."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(script())
    found: list[str] = page.evaluate(LOOKED_AT, RULES)
    return found
