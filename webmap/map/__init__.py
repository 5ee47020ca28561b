"""The map: its page, options, tiles, feature panel, search."""
