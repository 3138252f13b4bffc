"""How long is kept who submitted a complaint: what is due, what is held with a reason, what was erased."""
