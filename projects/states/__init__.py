"""The state of every target on any day, by a printed rule."""
