"""Pages and API of versions of a layer."""
