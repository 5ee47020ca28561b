"""Patches of habitat, their distances and their connectivity."""
