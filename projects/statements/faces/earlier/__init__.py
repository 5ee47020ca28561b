"""Statements of content forms 1 and 2 as they were drawn: to the byte, nothing else.

What is drawn today stands a floor above; nothing here is changed with it.
"""
