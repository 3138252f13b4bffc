"""Finding cases: by which words of theirs, and by whose."""
