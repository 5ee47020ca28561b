"""Sections and lakes by month and year: the overview, assessment by schemes, the bulletin."""
