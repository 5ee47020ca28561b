"""What the machine refuses (a full disk, a locked file, a server that is gone), in words.

`refusal_of` is the one place where such a fault becomes a refusal; `watched` notes how much room
was left at the moment of a fault, before half-made files are removed and the room is there again.

Nothing is gathered here: the reading process wants `watched` alone, and loads no database for it.
"""
