"""Project records: fields, values, files, links to clauses and features."""
