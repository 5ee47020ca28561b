"""What every room stands on: settings, database, scratch files, who sees which rows."""
