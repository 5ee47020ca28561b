"""A version as a file to take along: selection, CRS, fields, formats."""
