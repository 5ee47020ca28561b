"""Bringing a database to the tables of this release; works from a checkout and when installed."""
