"""The faces of a statement: files that show the same layout, and can be compared with it."""
