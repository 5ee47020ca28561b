"""Bytes into text: encodings, also several in one table, and text destroyed earlier."""
