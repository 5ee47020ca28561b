"""Pages and API of statements, and checking a file of one."""
