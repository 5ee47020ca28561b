"""Changes of project records and their parts, by the rules, with their history."""
