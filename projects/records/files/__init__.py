"""Lists of projects as files: read, compared, written, and marked."""
