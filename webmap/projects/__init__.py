"""Pages and API of project records."""
