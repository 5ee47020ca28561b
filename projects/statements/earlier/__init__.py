"""Statements of content forms 1 and 2 as they were laid out and drawn: to the byte, nothing else.

What follows today's layout stands in `sections` and `faces`; nothing here is changed with it.
"""
