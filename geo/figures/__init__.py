"""Figures as values: units, and the one way in which a figure is written."""
