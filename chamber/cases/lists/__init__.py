"""Many cases at once: lists, counts, search, the ledger, and what forms offer to choose from."""
