"""The map picture of a statement: drawn by us, as SVG for pages and as PNG for documents."""
