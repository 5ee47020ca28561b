"""Checking a file of a statement: read it back, compute again, compare every figure."""
