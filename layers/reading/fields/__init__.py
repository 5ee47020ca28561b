"""The columns of a file: which field of the kind each is, and what its values say."""
