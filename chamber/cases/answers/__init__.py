"""The answer book: reworded, nameless answers for everybody, and the wordings that a department keeps for its own."""
