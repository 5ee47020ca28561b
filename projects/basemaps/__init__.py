"""The basemaps of an office: entered, ordered and removed by the administrator."""
