"""Policy documents and targets, project records and their links, metrics and their stored runs."""
