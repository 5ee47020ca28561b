"""Asking about a place on the map: the interface, and what its tools say."""
