"""How Sphinx makes a site of the pages: `make docs` writes it to build/docs-site.

The source folder is the whole checkout, so a link that works between two files of the repository
works between two pages of the site. Built with `--fail-on-warning`: a link that leads nowhere and a
page that stands in no group of docs/index.md end the build.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "EcoAtlas 生态项目一张图"
copyright = ""
language = "zh_CN"

extensions = ["myst_parser", "chinese_search"]
root_doc = "docs/index"
include_patterns = ["docs/**", "data/**", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"]
# Only folders with a page are walked through.
exclude_patterns = [
    ".[a-z]*",
    "benchmarks",
    "build",
    "data/demo",
    "data/rules",
    "docs/site",
    "geo",
    "layers",
    "node_modules",
    "projects",
    "requirements",
    "tests",
    "var",
    "webmap",
]
# A heading is an anchor under the name that code forges give it.
myst_heading_anchors = 4
# A listing marked as plain text or with a language that Pygments lacks is shown as it stands.
highlight_language = "none"

html_theme = "furo"
html_title = project
html_extra_path = ["start"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {"navigation_with_keys": False}
