"""The attribute table, and editing one feature."""
