"""Pages and API of sheets: rules and series."""
