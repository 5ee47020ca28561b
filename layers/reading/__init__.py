"""Reading, checking and mending a file that somebody sent: what others ask of it is in `files`."""
