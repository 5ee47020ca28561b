"""Files that stand behind what is reported: looked at, kept by their hash, handed out again."""
