"""What pages and the API say: read once from the rooms below into plain values, both languages.

Nothing here knows Flask. A route asks one of these functions, picks the language and renders.
"""
