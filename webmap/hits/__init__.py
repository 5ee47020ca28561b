"""Pages and API of hits."""
