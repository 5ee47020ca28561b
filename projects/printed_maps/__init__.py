"""Maps on paper: a theme on one sheet, laid out by the server, as PNG and as PDF."""
