"""Statements of content forms 1 and 2 as they were laid out: to the byte, nothing else.

What follows today's layout stands in `sections`; nothing here is changed with it.
"""
