"""Water quality: readings of sections from files to monthly class."""
