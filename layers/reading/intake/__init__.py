"""Letting a file in: recognised, unpacked, refused or handed to its reader."""
