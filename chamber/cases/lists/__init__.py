"""Cases by the many: lists, figures, search, the ledger, and what forms offer to choose from."""
