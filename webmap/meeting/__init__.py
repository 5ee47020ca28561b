"""The file for a meeting: a theme of the map with its data in one page that opens from a disk."""
