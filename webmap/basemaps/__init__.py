"""Basemaps: our own pictures of them, and the administrator's page."""
