"""Asking about a place on the map: what lies there, how much of it, and taking it along."""
