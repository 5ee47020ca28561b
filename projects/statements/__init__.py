"""Statements (核算单): one result with many faces, reviewed, signed and checked again."""
