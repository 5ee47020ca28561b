"""What other systems write: readings, progress, values of targets; each sending counts once."""
